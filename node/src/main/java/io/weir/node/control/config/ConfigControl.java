package io.weir.node.control.config;

import io.weir.config.change.Change;
import io.weir.config.change.DocumentDiff;
import io.weir.config.model.GatewayDocument;
import io.weir.config.parse.DocumentWriter;
import io.weir.node.state.ConfigDesk;
import io.weir.node.state.Stager;
import io.weir.protocol.cluster.ConfigAgentMessage;
import io.weir.protocol.cluster.ConfigWriterMessage;
import io.weir.protocol.cluster.ConfigWriterMessage.Decided;
import io.weir.protocol.cluster.ConfigWriterMessage.Propose;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import org.apache.pekko.actor.Cancellable;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.DispatcherSelector;
import org.apache.pekko.actor.typed.Props;
import org.apache.pekko.actor.typed.SupervisorStrategy;
import org.apache.pekko.actor.typed.javadsl.AskPattern;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.cluster.ClusterEvent;
import org.apache.pekko.cluster.typed.Cluster;
import org.apache.pekko.cluster.typed.ClusterSingleton;
import org.apache.pekko.cluster.typed.SingletonActor;
import org.apache.pekko.cluster.typed.Subscribe;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** This node's part in keeping one gateway document in the whole cluster: its agent, and the way to the writer. */
public final class ConfigControl implements ConfigDesk {
    private static final Duration DECISION_WAIT = Duration.ofSeconds(60);
    private static final Duration REPEAT = Duration.ofSeconds(1);
    private static final Duration LIST_WAIT = Duration.ofSeconds(5);
    private static final Logger LOG = LoggerFactory.getLogger(ConfigControl.class);

    private final ActorSystem<?> system;
    private final Executor blocking;
    private final LiveBoard board;
    private final ActorRef<ConfigWriterMessage> writer;
    private final ActorRef<AgentCommand> agent;
    private final ActorRef<ConfigAgentMessage> source;

    private ConfigControl(ActorSystem<?> system, Parts parts) {
        this.system = system;
        this.blocking = system.dispatchers().lookup(DispatcherSelector.blocking());
        this.board = parts.board();
        this.writer = parts.writer();
        this.agent = parts.agent();
        this.source = parts.source();
    }

    private record Parts(
            LiveBoard board,
            ActorRef<ConfigWriterMessage> writer,
            ActorRef<AgentCommand> agent,
            ActorRef<ConfigAgentMessage> source) {}

    /**
     * Starts the agent, and the writer if this is the member that runs it. Blocks while it reads the disk.
     *
     * @param dataDir revisions are kept in its folder {@code config}
     * @param initial proposed when the cluster turns out to have no document
     * @throws IOException if what is on disk cannot be read or is damaged; the message says what to do
     */
    public static ConfigControl start(
            ActorSystem<?> system, String nodeName, Path dataDir, Stager stager, Optional<GatewayDocument> initial)
            throws IOException {
        RevisionStore store = RevisionStore.open(dataDir.resolve("config"));
        Optional<RevisionStore.Stored> onDisk = store.live();
        LiveBoard board = new LiveBoard(initial.isPresent());
        ActorRef<ConfigWriterMessage> writer =
                ClusterSingleton.get(system).init(SingletonActor.of(writer(), "weir-config-writer"));
        InitialDocument proposer = new InitialDocument(board, initial);
        AgentCommand.Surroundings around = new AgentCommand.Surroundings(
                Cluster.get(system).selfMember().uniqueAddress().toString(),
                nodeName,
                writer,
                board,
                proposer::propose);
        AgentWork work = new AgentWork(system, store, stager, board);
        ActorRef<AgentCommand> agent =
                system.systemActorOf(ConfigAgent.create(around, work, store, onDisk), "weir-config", Props.empty());
        ActorRef<ConfigAgentMessage> source = system.systemActorOf(forward(agent), "weir-config-source", Props.empty());
        ConfigControl control = new ConfigControl(system, new Parts(board, writer, agent, source));
        proposer.desk.complete(control);
        return control;
    }

    private static Behavior<ConfigWriterMessage> writer() {
        AtomicLong restarts = new AtomicLong();
        return Behaviors.setup(context -> {
            Behavior<WriterCommand> inner = Behaviors.setup(own -> Behaviors.withTimers(timers -> {
                timers.startTimerWithFixedDelay(WriterCommand.Own.TICK, ConfigWriter.TICK);
                Cluster cluster = Cluster.get(own.getSystem());
                cluster.subscriptions()
                        .tell(Subscribe.create(
                                own.messageAdapter(
                                        ClusterEvent.ClusterDomainEvent.class,
                                        event -> WriterCommand.Own.MEMBERS_CHANGED),
                                ClusterEvent.ClusterDomainEvent.class));
                return new ConfigWriter(own, new WriterView(cluster, restarts.getAndIncrement()));
            }));
            ActorRef<WriterCommand> child =
                    context.spawn(Behaviors.supervise(inner).onFailure(SupervisorStrategy.restart()), "writer");
            return Behaviors.receiveMessage(message -> {
                child.tell(new WriterCommand.Wire(message));
                return Behaviors.same();
            });
        });
    }

    private static Behavior<ConfigAgentMessage> forward(ActorRef<AgentCommand> agent) {
        return Behaviors.receiveMessage(message -> {
            agent.tell(new AgentCommand.Wire(message));
            return Behaviors.same();
        });
    }

    @Override
    public CompletionStage<Outcome> put(GatewayDocument document, OptionalLong ifMatch, boolean dryRun, String author) {
        return put(document, ifMatch.orElse(-1), dryRun, false, author);
    }

    private CompletionStage<Outcome> put(
            GatewayDocument document, long ifMatch, boolean dryRun, boolean initial, String author) {
        return CompletableFuture.supplyAsync(() -> DocumentWriter.json(document), blocking)
                .thenCompose(json -> {
                    String hash = DocumentWriter.hashOf(json);
                    Live before = board.live();
                    agent.tell(new AgentCommand.Offer(hash, json.getBytes(StandardCharsets.UTF_8)));
                    CompletionStage<Decided> decided =
                            ask(replyTo -> new Propose(hash, ifMatch, dryRun, initial, false, author, source, replyTo));
                    return decided.whenComplete((done, error) -> agent.tell(new AgentCommand.Withdraw(hash)))
                            .thenApplyAsync(done -> outcome(done, hash, before, document), blocking)
                            .exceptionally(
                                    error -> new Outcome.Unavailable(
                                            "the cluster's writer did not answer; look at the live revision before trying again"));
                });
    }

    /** Repeats the proposal until it is answered: a writer may die with it. Writers know those they have seen. */
    private CompletionStage<Decided> ask(Function<ActorRef<Decided>, Propose> proposal) {
        CompletableFuture<Propose> sent = new CompletableFuture<>();
        CompletionStage<Decided> decided = AskPattern.ask(
                writer,
                (ActorRef<Decided> replyTo) -> {
                    Propose propose = proposal.apply(replyTo);
                    sent.complete(propose.again());
                    return propose;
                },
                DECISION_WAIT,
                system.scheduler());
        Cancellable repeating = system.scheduler()
                .scheduleWithFixedDelay(REPEAT, REPEAT, () -> sent.thenAccept(writer::tell), system.executionContext());
        return decided.whenComplete((done, error) -> repeating.cancel());
    }

    private static Outcome outcome(Decided decided, String hash, Live before, GatewayDocument document) {
        return switch (decided.verdict()) {
            case ACCEPTED ->
                new Outcome.Accepted(decided.revision(), hash, changes(decided, before.document(), document));
            case STALE -> new Outcome.Stale(decided.revision());
            case REFUSED -> new Outcome.Refused(decided.node(), decided.reason());
            case UNAVAILABLE -> new Outcome.Unavailable(decided.reason());
        };
    }

    private static List<String> changes(Decided decided, GatewayDocument before, GatewayDocument after) {
        return decided.revision() == decided.base()
                ? List.of()
                : DocumentDiff.between(before, after).stream()
                        .map(Change::toString)
                        .toList();
    }

    @Override
    public Live live() {
        return board.live();
    }

    @Override
    public CompletionStage<Map<String, Long>> revisions() {
        CompletionStage<ConfigWriterMessage.Revisions> asked =
                AskPattern.ask(writer, ConfigWriterMessage.ListRevisions::new, LIST_WAIT, system.scheduler());
        return asked.thenApply(ConfigWriterMessage.Revisions::byNode).exceptionally(error -> Map.of());
    }

    @Override
    public boolean ready() {
        return board.ready();
    }

    /** Proposes the node's own document as long as the cluster has none; whoever comes first wins. */
    private static final class InitialDocument {
        private final LiveBoard board;
        private final Optional<GatewayDocument> document;
        private final CompletableFuture<ConfigControl> desk = new CompletableFuture<>();
        private final AtomicBoolean underWay = new AtomicBoolean();

        InitialDocument(LiveBoard board, Optional<GatewayDocument> document) {
            this.board = board;
            this.document = document;
        }

        void propose() {
            if (document.isPresent() && underWay.compareAndSet(false, true)) {
                desk.thenCompose(control -> control.put(document.get(), 0, false, true, "weir.node.document"))
                        .whenComplete(this::ended);
            }
        }

        private void ended(Outcome outcome, Throwable error) {
            if (outcome instanceof Outcome.Refused refused) {
                LOG.error("The initial document is refused by node {}: {}", refused.node(), refused.reason());
                board.initialRefused();
            } else {
                underWay.set(false);
            }
        }
    }
}
