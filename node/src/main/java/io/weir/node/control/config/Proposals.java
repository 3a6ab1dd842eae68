package io.weir.node.control.config;

import io.weir.protocol.cluster.ConfigMark;
import io.weir.protocol.cluster.ConfigWriterMessage.Decided;
import io.weir.protocol.cluster.ConfigWriterMessage.Propose;
import io.weir.protocol.cluster.ConfigWriterMessage.Verdict;
import java.util.ArrayDeque;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import org.apache.pekko.actor.typed.ActorRef;

/**
 * Proposals that wait for their turn, the one whose turn it is, and those that were answered lately: proposers repeat
 * themselves, for the case that a writer died. Belongs to one writer and its thread.
 */
final class Proposals {
    static final int MOST_QUEUED = 16;

    private static final int MOST_REMEMBERED = 64;

    private final Queue<Waiting> queue = new ArrayDeque<>();
    private final Set<ActorRef<Decided>> answered = new LinkedHashSet<>();
    private Optional<Propose> underWay = Optional.empty();

    /** @param sinceNanos when this writer first heard it */
    record Waiting(Propose propose, long sinceNanos) {}

    /** Queues it, or answers that there are too many; nothing if it is a repetition. */
    void add(Propose propose, long nowNanos, ConfigMark live) {
        if (isKnown(propose)) {
            return;
        }
        if (queue.size() >= MOST_QUEUED) {
            answer(propose, unavailable(live, "", "too many changes are waiting"));
        } else {
            queue.add(new Waiting(propose, nowNanos));
        }
    }

    private boolean isKnown(Propose propose) {
        return answered.contains(propose.replyTo())
                || underWay.filter(it -> it.replyTo().equals(propose.replyTo())).isPresent()
                || queue.stream().anyMatch(it -> it.propose().replyTo().equals(propose.replyTo()));
    }

    /** Whose turn is next. */
    Optional<Waiting> first() {
        return Optional.ofNullable(queue.peek());
    }

    /** The first one is under way. */
    Propose begin() {
        Propose first = queue.remove().propose();
        underWay = Optional.of(first);
        return first;
    }

    Propose underWay() {
        return underWay.orElseThrow();
    }

    void answerFirst(Decided decided) {
        answer(queue.remove().propose(), decided);
    }

    void answerUnderWay(Decided decided) {
        answer(underWay(), decided);
        underWay = Optional.empty();
    }

    private void answer(Propose propose, Decided decided) {
        answered.add(propose.replyTo());
        if (answered.size() > MOST_REMEMBERED) {
            answered.remove(answered.iterator().next());
        }
        propose.replyTo().tell(decided);
    }

    /** The answer that follows from what is live alone, or empty: then it needs a round. */
    static Optional<Decided> withoutRound(Propose propose, ConfigMark live) {
        boolean matches = propose.ifMatch() < 0 || propose.ifMatch() == live.number();
        boolean same = propose.hash().equals(live.hash());
        if (same && (matches || propose.ifMatch() == live.base())) {
            // Made from the revision before, and already live: a writer died after it had decided just this.
            long base = matches ? live.number() : live.base();
            return Optional.of(new Decided(Verdict.ACCEPTED, live.number(), base, "", ""));
        } else if (matches) {
            return Optional.empty();
        } else if (propose.repeated()) {
            // Stale would promise that it was never live, but a writer that died may have decided it.
            return Optional.of(unavailable(
                    live, "", "the writer was lost with this change, look at the live revision before trying again"));
        }
        return Optional.of(new Decided(Verdict.STALE, live.number(), live.number(), "", ""));
    }

    static Decided unavailable(ConfigMark live, String node, String reason) {
        String why = node.isEmpty() ? reason : "node " + node + ": " + reason;
        return new Decided(Verdict.UNAVAILABLE, live.number(), live.number(), node, why);
    }
}
