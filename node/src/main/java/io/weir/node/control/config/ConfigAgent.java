package io.weir.node.control.config;

import io.weir.node.control.config.AgentCommand.Surroundings;
import io.weir.node.control.config.AgentWork.Held;
import io.weir.node.state.Stager.StagingException;
import io.weir.protocol.cluster.ConfigAgentMessage;
import io.weir.protocol.cluster.ConfigMark;
import io.weir.protocol.cluster.ConfigWriterMessage;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
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

    private static final long FIRST_RETRY_NANOS = Duration.ofSeconds(1).toNanos();
    private static final long LAST_RETRY_NANOS = Duration.ofSeconds(30).toNanos();
    private static final Logger LOG = LoggerFactory.getLogger(ConfigAgent.class);

    private final Surroundings around;
    private final AgentWork work;
    private final RevisionStore store;
    private final ActorRef<ConfigAgentMessage> self;
    private final Map<String, byte[]> offers = new HashMap<>();
    private ConfigMark live;
    private byte[] liveBytes;
    private long active;
    private long epoch;
    private Optional<Held> candidate = Optional.empty();
    private long candidateRound;
    private long committedRound;
    private boolean working;
    private Optional<ConfigAgentMessage> next = Optional.empty();
    private long retryNanos = FIRST_RETRY_NANOS;
    private long notBefore = System.nanoTime();

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
        this.liveBytes = onDisk.map(RevisionStore.Stored::json).orElse("").getBytes(StandardCharsets.UTF_8);
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
                .onMessage(AgentCommand.Offer.class, offer -> then(() -> offers.put(offer.hash(), offer.bytes())))
                .onMessage(AgentCommand.Withdraw.class, withdrawn -> then(() -> offers.remove(withdrawn.hash())))
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
            handOut(fetch);
        } else if (epochOf(message) >= epoch) {
            if (!working) {
                obey(message);
            } else if (!(message instanceof ConfigAgentMessage.CatchUp
                    || message instanceof ConfigAgentMessage.Current)) {
                // The last word of a round holds; advice comes again after the next report.
                next = Optional.of(message);
            }
        }
    }

    private void obey(ConfigAgentMessage message) {
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
        }
        answer(done);
        goOn();
    }

    private void answer(AgentCommand.Done done) {
        String me = around.member();
        if (done instanceof AgentCommand.Prepared it) {
            it.request()
                    .replyTo()
                    .tell(new ConfigWriterMessage.Staged(
                            it.request().epoch(), it.request().round(), me));
        } else if (done instanceof AgentCommand.PrepareFailed it) {
            it.request()
                    .replyTo()
                    .tell(new ConfigWriterMessage.NotStaged(
                            it.request().epoch(), it.request().round(), me, it.reason(), it.refused()));
        } else if (done instanceof AgentCommand.Committed it) {
            it.request()
                    .replyTo()
                    .tell(new ConfigWriterMessage.Committed(
                            it.request().epoch(), it.request().round(), me));
        } else if (done instanceof AgentCommand.CommitFailed it) {
            LOG.error("Revision could not be committed: {}", it.reason());
            it.request()
                    .replyTo()
                    .tell(new ConfigWriterMessage.NotCommitted(
                            it.request().epoch(), it.request().round(), me, it.reason()));
        }
    }

    private void goOn() {
        Optional<ConfigAgentMessage> waiting = next;
        next = Optional.empty();
        waiting.filter(message -> epochOf(message) >= epoch).ifPresent(this::obey);
        report();
    }

    private void nowLive(Held held) {
        live = held.mark();
        liveBytes = held.json().getBytes(StandardCharsets.UTF_8);
        active = live.number();
        retryNanos = FIRST_RETRY_NANOS;
        LOG.info("Revision {} is live", active);
    }

    private void retryLater(AgentCommand.CatchUpFailed failed) {
        LOG.warn(
                "Revision {} cannot be used on this node, next try in {} s: {}",
                failed.mark().number(),
                Duration.ofNanos(retryNanos).toSeconds(),
                failed.reason());
        notBefore = System.nanoTime() + retryNanos;
        retryNanos = Math.min(2 * retryNanos, LAST_RETRY_NANOS);
    }

    private boolean retryIsDue() {
        return System.nanoTime() - notBefore >= 0;
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

    private void handOut(ConfigAgentMessage.Fetch fetch) {
        byte[] bytes = fetch.hash().equals(live.hash()) ? liveBytes : offers.getOrDefault(fetch.hash(), new byte[0]);
        int from = fetch.index() * AgentWork.CHUNK_BYTES;
        int to = Math.min(bytes.length, from + AgentWork.CHUNK_BYTES);
        int count = (bytes.length + AgentWork.CHUNK_BYTES - 1) / AgentWork.CHUNK_BYTES;
        byte[] part = from >= 0 && from < to ? Arrays.copyOfRange(bytes, from, to) : new byte[0];
        fetch.replyTo().tell(new ConfigAgentMessage.Chunk(fetch.hash(), fetch.index(), count, part));
    }

    private static long epochOf(ConfigAgentMessage message) {
        if (message instanceof ConfigAgentMessage.Lead it) {
            return it.epoch();
        } else if (message instanceof ConfigAgentMessage.Prepare it) {
            return it.epoch();
        } else if (message instanceof ConfigAgentMessage.Commit it) {
            return it.epoch();
        } else if (message instanceof ConfigAgentMessage.Abort it) {
            return it.epoch();
        } else if (message instanceof ConfigAgentMessage.CatchUp it) {
            return it.epoch();
        } else if (message instanceof ConfigAgentMessage.Current it) {
            return it.epoch();
        }
        return Long.MAX_VALUE;
    }

    private static @Nullable Throwable cause(@Nullable Throwable error) {
        return error instanceof CompletionException && error.getCause() != null ? error.getCause() : error;
    }

    private static String reason(@Nullable Throwable error) {
        Throwable cause = cause(error);
        return cause == null ? "unknown" : String.valueOf(cause.getMessage());
    }
}
