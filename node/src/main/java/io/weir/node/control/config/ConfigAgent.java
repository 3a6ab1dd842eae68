package io.weir.node.control.config;

import io.weir.node.control.config.AgentCommand.Surroundings;
import io.weir.node.control.config.AgentWork.Held;
import io.weir.node.state.Stager.StagingException;
import io.weir.protocol.cluster.ConfigAgentMessage;
import io.weir.protocol.cluster.ConfigAgentMessage.OfWriter;
import io.weir.protocol.cluster.ConfigMark;
import io.weir.protocol.cluster.ConfigWriterMessage;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.BiFunction;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.AbstractBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.Receive;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the gateway document on this node: does what the writer says, one thing after the other, and reports what is on
 * disk. It never decides about a candidate by itself. While work is under way it does not report, so that a report holds
 * until the writer's next word.
 */
final class ConfigAgent extends AbstractBehavior<AgentCommand> {
    static final Duration TICK = Duration.ofMillis(300);

    private static final Logger LOG = LoggerFactory.getLogger(ConfigAgent.class);

    private final Surroundings around;
    private final AgentWork work;
    private final RevisionStore store;
    private final ActorRef<ConfigAgentMessage> self;
    private final HeldDocuments documents;
    private final Backoff backoff = new Backoff();
    private ConfigMark live;
    private long active;
    private long epoch;
    private Optional<Held> candidate = Optional.empty();
    private long candidateRound;
    private long committedRound;
    private boolean working;
    private Optional<OfWriter> next = Optional.empty();

    private ConfigAgent(
            ActorContext<AgentCommand> context,
            Surroundings around,
            AgentWork work,
            RevisionStore store,
            Optional<RevisionStore.Stored> onDisk) {
        super(context);
        this.around = around;
        this.work = work;
        this.store = store;
        this.self = context.messageAdapter(ConfigAgentMessage.class, AgentCommand.Wire::new);
        this.live = onDisk.map(RevisionStore.Stored::mark).orElse(ConfigMark.NONE);
        this.documents = new HeldDocuments(
                live.hash(), onDisk.map(RevisionStore.Stored::json).orElse(""));
    }

    static Behavior<AgentCommand> create(
            Surroundings around, AgentWork work, RevisionStore store, Optional<RevisionStore.Stored> onDisk) {
        return Behaviors.setup(context -> Behaviors.withTimers(timers -> {
            timers.startTimerWithFixedDelay(AgentCommand.Tick.TICK, Duration.ZERO, TICK);
            return new ConfigAgent(context, around, work, store, onDisk);
        }));
    }

    @Override
    public Receive<AgentCommand> createReceive() {
        return newReceiveBuilder()
                .onMessage(AgentCommand.Wire.class, wire -> then(() -> heard(wire.message())))
                .onMessage(AgentCommand.Offer.class, offer -> then(() -> documents.offer(offer)))
                .onMessage(AgentCommand.Withdraw.class, withdrawn -> then(() -> documents.withdraw(withdrawn)))
                .onMessage(AgentCommand.Done.class, done -> then(() -> ended(done)))
                .onMessageEquals(AgentCommand.Tick.TICK, () -> then(this::report))
                .build();
    }

    private Behavior<AgentCommand> then(Runnable effect) {
        effect.run();
        return this;
    }

    private void heard(ConfigAgentMessage message) {
        if (message instanceof ConfigAgentMessage.Fetch fetch) {
            documents.handOut(fetch);
        } else if (message instanceof OfWriter word && word.epoch() >= epoch) {
            if (!working) {
                obey(word);
            } else if (!(word instanceof ConfigAgentMessage.CatchUp || word instanceof ConfigAgentMessage.Current)) {
                // The last word of a round holds; advice comes again after the next report.
                next = Optional.of(word);
            }
        }
    }

    private void obey(OfWriter message) {
        if (message instanceof ConfigAgentMessage.Lead lead) {
            epoch = lead.epoch();
            report();
        } else if (message instanceof ConfigAgentMessage.Prepare prepare) {
            prepare(prepare);
        } else if (message instanceof ConfigAgentMessage.Commit commit) {
            commit(commit);
        } else if (message instanceof ConfigAgentMessage.Abort abort) {
            start(
                    work.discard(take(), abort.burn()),
                    (nothing, error) -> new AgentCommand.Discarded(error == null ? "" : reason(error)));
        } else if (message instanceof ConfigAgentMessage.CatchUp catchUp && retryIsDue()) {
            start(
                    work.catchUp(catchUp.mark(), catchUp.source(), take()),
                    (held, error) -> caughtUp(catchUp.mark(), held, error));
        } else if (message instanceof ConfigAgentMessage.Current current && current.revision() == live.number()) {
            current(current.highest());
        }
    }

    private void prepare(ConfigAgentMessage.Prepare prepare) {
        start(
                work.prepare(prepare.mark(), prepare.source(), take()),
                (held, error) -> held == null
                        ? new AgentCommand.PrepareFailed(
                                prepare, reason(error), cause(error) instanceof StagingException)
                        : new AgentCommand.Prepared(prepare, held));
    }

    private void commit(ConfigAgentMessage.Commit commit) {
        if (candidate.isPresent() && candidateRound == commit.round()) {
            Held held = candidate.get();
            start(
                    work.commit(held),
                    (done, error) -> done == null
                            ? new AgentCommand.CommitFailed(commit, reason(error))
                            : new AgentCommand.Committed(commit, done));
        } else if (committedRound == commit.round()) {
            commit.replyTo().tell(new ConfigWriterMessage.Committed(commit.epoch(), commit.round(), around.member()));
        }
    }

    private void current(long highest) {
        if (highest > store.state().highest()) {
            start(
                    work.burn(highest),
                    (nothing, error) -> new AgentCommand.Discarded(error == null ? "" : reason(error)));
        } else if (active == live.number()) {
            around.board().caughtUp();
            if (active == 0) {
                around.proposeInitial().run();
            }
        } else if (retryIsDue()) {
            ConfigMark mark = live;
            start(work.activateStored(), (held, error) -> caughtUp(mark, held, error));
        }
    }

    private static AgentCommand.Done caughtUp(ConfigMark mark, @Nullable Held held, @Nullable Throwable error) {
        return held == null ? new AgentCommand.CatchUpFailed(mark, reason(error)) : new AgentCommand.CaughtUp(held);
    }

    private <T> void start(
            CompletionStage<T> stage, BiFunction<@Nullable T, @Nullable Throwable, AgentCommand.Done> ending) {
        working = true;
        getContext().pipeToSelf(stage, ending::apply);
    }

    private void ended(AgentCommand.Done done) {
        working = false;
        if (done instanceof AgentCommand.Prepared prepared) {
            candidate = Optional.of(prepared.held());
            candidateRound = prepared.request().round();
        } else if (done instanceof AgentCommand.Committed committed) {
            candidate = Optional.empty();
            committedRound = committed.request().round();
            nowLive(committed.held());
        } else if (done instanceof AgentCommand.CaughtUp caught) {
            nowLive(caught.held());
        } else if (done instanceof AgentCommand.CatchUpFailed failed) {
            retryLater(failed);
        } else if (done instanceof AgentCommand.Discarded discarded
                && !discarded.failure().isEmpty()) {
            LOG.error("The state on disk could not be changed: {}", discarded.failure());
        } else if (done instanceof AgentCommand.CommitFailed failed) {
            LOG.error("Revision could not be committed: {}", failed.reason());
        }
        done.answer(around.member());
        goOn();
    }

    private void goOn() {
        Optional<OfWriter> waiting = next;
        next = Optional.empty();
        waiting.filter(message -> message.epoch() >= epoch).ifPresent(this::obey);
        report();
    }

    private void nowLive(Held held) {
        live = held.mark();
        documents.live(live.hash(), held.json());
        active = live.number();
        backoff.end();
        LOG.debug("Revision {} is live", active);
    }

    private void retryLater(AgentCommand.CatchUpFailed failed) {
        LOG.warn(
                "Revision {} cannot be used on this node, next try in {} s: {}",
                failed.mark().number(),
                backoff.failed(System.nanoTime()).toSeconds(),
                failed.reason());
    }

    private boolean retryIsDue() {
        return backoff.isDue(System.nanoTime());
    }

    private Optional<Held> take() {
        Optional<Held> taken = candidate;
        candidate = Optional.empty();
        return taken;
    }

    private void report() {
        if (!working) {
            RevisionStore.State state = store.state();
            around.writer()
                    .tell(new ConfigWriterMessage.Report(
                            around.member(), around.node(), epoch, live, state.candidate(), state.highest(), self));
        }
    }

    private static @Nullable Throwable cause(@Nullable Throwable error) {
        return error instanceof CompletionException && error.getCause() != null ? error.getCause() : error;
    }

    private static String reason(@Nullable Throwable error) {
        Throwable cause = cause(error);
        return cause == null ? "unknown" : String.valueOf(cause.getMessage());
    }
}
