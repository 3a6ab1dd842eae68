package io.weir.node.control.config;

import io.weir.node.control.config.ConfigRound.Action;
import io.weir.node.control.config.ConfigRound.Step;
import io.weir.protocol.cluster.ConfigAgentMessage;
import io.weir.protocol.cluster.ConfigMark;
import io.weir.protocol.cluster.ConfigWriterMessage;
import io.weir.protocol.cluster.ConfigWriterMessage.Decided;
import io.weir.protocol.cluster.ConfigWriterMessage.Propose;
import io.weir.protocol.cluster.ConfigWriterMessage.Report;
import io.weir.protocol.cluster.ConfigWriterMessage.Verdict;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.TreeMap;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.AbstractBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Receive;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The cluster's one writer of the gateway document. Begins by hearing what every member has ({@link Recovery}), then
 * takes one proposal after the other through a {@link ConfigRound}, and tells members between rounds whether they are
 * up to date.
 */
final class ConfigWriter extends AbstractBehavior<WriterCommand> {
    static final Duration TICK = Duration.ofMillis(200);
    static final int MOST_QUEUED = 16;

    private static final int MOST_REMEMBERED = 64;
    private static final long COLLECT_NANOS = Duration.ofSeconds(5).toNanos();
    private static final long STAGE_NANOS = Duration.ofSeconds(10).toNanos();
    private static final Logger LOG = LoggerFactory.getLogger(ConfigWriter.class);

    private final WriterView view;
    private final ActorRef<ConfigWriterMessage> self;
    private final Map<String, Report> reports = new HashMap<>();
    private final Queue<Waiting> queue = new ArrayDeque<>();
    private final Set<ActorRef<Decided>> answered = new LinkedHashSet<>();
    private final long begun = System.nanoTime();
    private boolean recovered;
    private boolean fresh = true;
    private ConfigMark live = ConfigMark.NONE;
    private long highest;
    private long lastNumber;
    private long rounds;
    private Optional<ConfigRound> running = Optional.empty();
    private Optional<Propose> proposal = Optional.empty();
    private long roundBegun;

    private record Waiting(Propose propose, long since) {}

    ConfigWriter(ActorContext<WriterCommand> context, WriterView view) {
        super(context);
        this.view = view;
        this.self = context.messageAdapter(ConfigWriterMessage.class, WriterCommand.Wire::new);
    }

    @Override
    public Receive<WriterCommand> createReceive() {
        return newReceiveBuilder()
                .onMessage(WriterCommand.Wire.class, wire -> then(() -> heard(wire.message())))
                .onMessageEquals(WriterCommand.Own.MEMBERS_CHANGED, () -> then(this::look))
                .onMessageEquals(WriterCommand.Own.TICK, () -> then(this::look))
                .build();
    }

    private Behavior<WriterCommand> then(Runnable effect) {
        effect.run();
        return this;
    }

    private void heard(ConfigWriterMessage message) {
        if (message instanceof Report report) {
            reported(report);
        } else if (message instanceof Propose propose) {
            proposed(propose);
        } else if (message instanceof ConfigWriterMessage.ListRevisions list) {
            Map<String, Long> byNode = new TreeMap<>();
            reports.values()
                    .forEach(report -> byNode.put(report.node(), report.live().number()));
            list.replyTo().tell(new ConfigWriterMessage.Revisions(byNode));
        } else {
            answered(message);
        }
    }

    private void answered(ConfigWriterMessage message) {
        if (message instanceof ConfigWriterMessage.Staged it && isOfRound(it.epoch(), it.round())) {
            go(running.orElseThrow().staged(it.member()));
        } else if (message instanceof ConfigWriterMessage.NotStaged it && isOfRound(it.epoch(), it.round())) {
            go(running.orElseThrow().notStaged(it.member(), it.reason(), it.refused()));
        } else if (message instanceof ConfigWriterMessage.Committed it && isOfRound(it.epoch(), it.round())) {
            go(running.orElseThrow().committed(it.member()));
        } else if (message instanceof ConfigWriterMessage.NotCommitted it && isOfRound(it.epoch(), it.round())) {
            go(running.orElseThrow().notCommitted(it.member(), it.reason()));
        }
    }

    private boolean isOfRound(long epoch, long round) {
        return running.isPresent() && epoch == view.epoch() && round == rounds;
    }

    private void reported(Report report) {
        view.refresh();
        if (!view.leads() || !view.members().containsKey(report.member())) {
            return;
        }
        if (report.epoch() != view.epoch()) {
            report.agent().tell(new ConfigAgentMessage.Lead(view.epoch()));
            return;
        }
        reports.put(report.member(), report);
        if (!recovered) {
            recoverIfHeard();
        } else if (running.isPresent()) {
            remind(running.get(), report);
        } else {
            advise(report);
            nextRound();
        }
    }

    /** A commit or its answer was lost. */
    private void remind(ConfigRound round, Report report) {
        if (!round.owesCommit(report.member())) {
            return;
        }
        if (report.live().same(round.mark())) {
            go(round.committed(report.member()));
        } else {
            report.agent().tell(new ConfigAgentMessage.Commit(view.epoch(), rounds, self));
        }
    }

    private void recoverIfHeard() {
        boolean all = reports.keySet().containsAll(view.members().keySet());
        if (reports.isEmpty() || !all && System.nanoTime() - begun < COLLECT_NANOS) {
            return;
        }
        recovered = true;
        live = Recovery.live(reports.values());
        highest = Recovery.highest(reports.values());
        LOG.info("Writes the document from here on; revision {} is live", live.number());
        reports.values().forEach(this::advise);
    }

    private void advise(Report report) {
        if (ofAnotherWriter(report)) {
            highest = Math.max(highest, Recovery.highest(report));
        }
        switch (Recovery.advise(live, fresh, report.live())) {
            case KEEP -> keep(report);
            case CATCH_UP -> catchUp(report);
            case ADOPT -> {
                LOG.warn(
                        "Takes revision {}, which node {} brings", report.live().number(), report.node());
                live = report.live();
                keep(report);
            }
            case CONFLICT -> {
                LOG.error(
                        "Node {} brings revision {} of another history; it takes revision {} instead",
                        report.node(),
                        report.live().number(),
                        live.number());
                catchUp(report);
            }
        }
    }

    private void keep(Report report) {
        report.agent()
                .tell(
                        report.candidate() == 0
                                ? new ConfigAgentMessage.Current(view.epoch(), live.number(), highest)
                                : new ConfigAgentMessage.Abort(view.epoch(), ofAnotherWriter(report)));
    }

    /** The candidate may have been live on a member that is gone; what this writer gave up never was. */
    private boolean ofAnotherWriter(Report report) {
        return report.candidate() == 0 || report.candidate() > lastNumber;
    }

    private void catchUp(Report report) {
        reports.values().stream()
                .filter(other -> other.live().same(live) && view.reachable(other.member()))
                .findFirst()
                .ifPresent(source ->
                        report.agent().tell(new ConfigAgentMessage.CatchUp(view.epoch(), live, source.agent())));
    }

    private void proposed(Propose propose) {
        if (known(propose)) {
            return;
        }
        if (queue.size() >= MOST_QUEUED) {
            answer(propose, unavailable("", "too many changes are waiting"));
        } else {
            queue.add(new Waiting(propose, System.nanoTime()));
            nextRound();
        }
    }

    /** Proposers repeat themselves until they are answered, for the case that a writer died. */
    private boolean known(Propose propose) {
        return answered.contains(propose.replyTo())
                || proposal.filter(it -> it.replyTo().equals(propose.replyTo())).isPresent()
                || queue.stream().anyMatch(it -> it.propose().replyTo().equals(propose.replyTo()));
    }

    private void answer(Propose propose, Decided decided) {
        answered.add(propose.replyTo());
        if (answered.size() > MOST_REMEMBERED) {
            answered.remove(answered.iterator().next());
        }
        propose.replyTo().tell(decided);
    }

    private void nextRound() {
        while (recovered && running.isEmpty() && !queue.isEmpty()) {
            Waiting head = queue.element();
            Optional<Decided> atOnce = withoutRound(head);
            if (atOnce.isPresent()) {
                queue.remove();
                answer(head.propose(), atOnce.get());
            } else if (reports.keySet().containsAll(view.members().keySet())) {
                queue.remove();
                begin(head.propose());
            } else {
                return;
            }
        }
    }

    private Optional<Decided> withoutRound(Waiting waiting) {
        Propose propose = waiting.propose();
        boolean matches = propose.ifMatch() < 0 || propose.ifMatch() == live.number();
        boolean same = propose.hash().equals(live.hash());
        if (same && (matches || propose.ifMatch() == live.base())) {
            // Made from the revision before, and already live: a writer died after it had decided just this.
            long base = matches ? live.number() : live.base();
            return Optional.of(new Decided(Verdict.ACCEPTED, live.number(), base, "", ""));
        }
        if (!matches) {
            return Optional.of(new Decided(Verdict.STALE, live.number(), live.number(), "", ""));
        }
        boolean late = System.nanoTime() - waiting.since() > STAGE_NANOS;
        for (Map.Entry<String, String> member : view.members().entrySet()) {
            if (!view.reachable(member.getKey())) {
                return Optional.of(unavailable(nameOf(member.getKey()), "cannot be reached"));
            }
            if (late && !reports.containsKey(member.getKey())) {
                return Optional.of(unavailable(member.getValue(), "has not reported yet"));
            }
        }
        return Optional.empty();
    }

    private Decided unavailable(String node, String reason) {
        String why = node.isEmpty() ? reason : "node " + node + ": " + reason;
        return new Decided(Verdict.UNAVAILABLE, live.number(), live.number(), node, why);
    }

    private void begin(Propose propose) {
        long number = Math.max(live.number(), highest) + 1;
        ConfigMark mark = new ConfigMark(
                number, propose.hash(), live.number(), live.hash(), System.currentTimeMillis(), propose.author());
        lastNumber = number;
        rounds++;
        roundBegun = System.nanoTime();
        proposal = Optional.of(propose);
        Map<String, String> members = new TreeMap<>();
        view.members().keySet().forEach(member -> members.put(member, nameOf(member)));
        go(ConfigRound.start(mark, propose.dryRun(), view.self(), Map.copyOf(members)));
    }

    private String nameOf(String member) {
        return Optional.ofNullable(reports.get(member)).map(Report::node).orElseGet(() -> view.members()
                .getOrDefault(member, member));
    }

    private void go(Step step) {
        ConfigRound round = step.round();
        running = Optional.of(round);
        step.actions().forEach(action -> act(round, action));
        if (round.phase() == ConfigRound.Phase.ENDED) {
            running = Optional.empty();
            proposal = Optional.empty();
            nextRound();
        }
    }

    private void act(ConfigRound round, Action action) {
        Propose propose = proposal.orElseThrow();
        long epoch = view.epoch();
        if (action instanceof Action.Prepare it) {
            tell(it.members(), new ConfigAgentMessage.Prepare(epoch, rounds, round.mark(), propose.source(), self));
        } else if (action instanceof Action.Commit it) {
            tell(it.members(), new ConfigAgentMessage.Commit(epoch, rounds, self));
        } else if (action instanceof Action.Abort it) {
            tell(it.members(), new ConfigAgentMessage.Abort(epoch, false));
        } else if (action instanceof Action.Answer it) {
            if (it.decided().verdict() == Verdict.ACCEPTED && !round.dryRun()) {
                live = round.mark();
                fresh = fresh && propose.initial();
            }
            answer(propose, it.decided());
        }
    }

    private void tell(Iterable<String> members, ConfigAgentMessage message) {
        for (String member : members) {
            Optional.ofNullable(reports.get(member))
                    .ifPresent(report -> report.agent().tell(message));
        }
    }

    /** Looks at the members and at the clock. */
    private void look() {
        view.refresh();
        reports.keySet().removeIf(member -> !view.members().containsKey(member));
        if (!recovered) {
            recoverIfHeard();
        }
        running.ifPresent(round -> round.members().keySet().forEach(this::lookAt));
        if (running.isPresent() && System.nanoTime() - roundBegun > STAGE_NANOS) {
            go(running.get().timedOut());
        }
        nextRound();
    }

    private void lookAt(String member) {
        if (!view.members().containsKey(member)) {
            running.ifPresent(round -> go(round.removed(member)));
        } else if (!view.reachable(member)) {
            running.ifPresent(round -> go(round.unreachable(member)));
        }
    }
}
