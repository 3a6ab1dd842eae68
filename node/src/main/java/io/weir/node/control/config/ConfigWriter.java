package io.weir.node.control.config;

import io.weir.node.control.config.ConfigRound.Action;
import io.weir.node.control.config.ConfigRound.Step;
import io.weir.node.control.config.Proposals.Waiting;
import io.weir.protocol.cluster.ConfigAgentMessage;
import io.weir.protocol.cluster.ConfigMark;
import io.weir.protocol.cluster.ConfigWriterMessage;
import io.weir.protocol.cluster.ConfigWriterMessage.Decided;
import io.weir.protocol.cluster.ConfigWriterMessage.Propose;
import io.weir.protocol.cluster.ConfigWriterMessage.Report;
import io.weir.protocol.cluster.ConfigWriterMessage.Verdict;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.AbstractBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Receive;

/**
 * The cluster's one writer of the gateway document. Begins by hearing what every member has ({@link Recovery}), then
 * takes one proposal after the other through a {@link ConfigRound}, and tells members between rounds whether they are
 * up to date.
 */
final class ConfigWriter extends AbstractBehavior<WriterCommand> {
    static final Duration TICK = Duration.ofMillis(200);

    private static final long COLLECT_NANOS = Duration.ofSeconds(5).toNanos();
    private static final long STAGE_NANOS = Duration.ofSeconds(10).toNanos();

    private final WriterView view;
    private final ActorRef<ConfigWriterMessage> self;
    private final Ledger ledger = new Ledger();
    private final Proposals proposals = new Proposals();
    private final long begun = System.nanoTime();
    private long rounds;
    private Optional<ConfigRound> running = Optional.empty();
    private long roundBegun;

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
            proposals.add(propose, System.nanoTime(), ledger.live());
            nextRound();
        } else if (message instanceof ConfigWriterMessage.ListRevisions list) {
            list.replyTo().tell(new ConfigWriterMessage.Revisions(ledger.liveByNode()));
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
        ledger.heard(report);
        if (!ledger.recovered()) {
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
        boolean all = ledger.hasHeard(view.members().keySet());
        if (!ledger.reports().isEmpty() && (all || System.nanoTime() - begun >= COLLECT_NANOS)) {
            ledger.recover();
            ledger.reports().forEach(this::advise);
        }
    }

    private void advise(Report report) {
        ledger.advise(report, view.epoch(), view::reachable)
                .ifPresent(advice -> report.agent().tell(advice));
    }

    private void nextRound() {
        while (ledger.recovered() && running.isEmpty() && proposals.first().isPresent()) {
            Waiting first = proposals.first().get();
            Optional<Decided> atOnce =
                    Proposals.withoutRound(first.propose(), ledger.live()).or(() -> hindrance(first));
            if (atOnce.isPresent()) {
                proposals.answerFirst(atOnce.get());
            } else if (ledger.hasHeard(view.members().keySet())) {
                begin(proposals.begin());
            } else {
                return;
            }
        }
    }

    /** Why a round cannot begin now, nor soon. */
    private Optional<Decided> hindrance(Waiting waiting) {
        boolean late = System.nanoTime() - waiting.sinceNanos() > STAGE_NANOS;
        for (Map.Entry<String, String> member : view.members().entrySet()) {
            if (!view.reachable(member.getKey())) {
                return Optional.of(Proposals.unavailable(ledger.live(), nameOf(member.getKey()), "cannot be reached"));
            }
            if (late && ledger.report(member.getKey()).isEmpty()) {
                return Optional.of(Proposals.unavailable(ledger.live(), member.getValue(), "has not reported yet"));
            }
        }
        return Optional.empty();
    }

    private void begin(Propose propose) {
        ConfigMark mark = ledger.next(propose, System.currentTimeMillis());
        rounds++;
        roundBegun = System.nanoTime();
        Map<String, String> members = new TreeMap<>();
        view.members().keySet().forEach(member -> members.put(member, nameOf(member)));
        go(ConfigRound.start(mark, propose.dryRun(), view.self(), Map.copyOf(members)));
    }

    private String nameOf(String member) {
        return ledger.report(member).map(Report::node).orElseGet(() -> view.members()
                .getOrDefault(member, member));
    }

    private void go(Step step) {
        ConfigRound round = step.round();
        running = Optional.of(round);
        step.actions().forEach(action -> act(round, action));
        if (round.phase() == ConfigRound.Phase.ENDED) {
            running = Optional.empty();
            nextRound();
        }
    }

    private void act(ConfigRound round, Action action) {
        long epoch = view.epoch();
        if (action instanceof Action.Prepare it) {
            ActorRef<ConfigAgentMessage> source = proposals.underWay().source();
            tell(it.members(), new ConfigAgentMessage.Prepare(epoch, rounds, round.mark(), source, self));
        } else if (action instanceof Action.Commit it) {
            tell(it.members(), new ConfigAgentMessage.Commit(epoch, rounds, self));
        } else if (action instanceof Action.Abort it) {
            tell(it.members(), new ConfigAgentMessage.Abort(epoch, false));
        } else if (action instanceof Action.Answer it) {
            if (it.decided().verdict() == Verdict.ACCEPTED && !round.dryRun()) {
                ledger.accepted(round.mark(), proposals.underWay().initial());
            }
            proposals.answerUnderWay(it.decided());
        }
    }

    private void tell(Iterable<String> members, ConfigAgentMessage message) {
        for (String member : members) {
            ledger.report(member).ifPresent(report -> report.agent().tell(message));
        }
    }

    /** Looks at the members and at the clock. */
    private void look() {
        view.refresh();
        ledger.keepOnly(view.members().keySet());
        if (!ledger.recovered()) {
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
