package io.weir.node.control.limit;

import io.weir.config.model.Policy;
import io.weir.node.control.limit.DeskCommand.Own;
import io.weir.node.control.sharding.PartitionExtractor;
import io.weir.node.decide.limit.BucketKey;
import io.weir.node.decide.limit.Limit;
import io.weir.node.decide.limit.LimitTimes;
import io.weir.node.decide.limit.NodeBook;
import io.weir.node.decide.limit.Pulse;
import io.weir.node.state.LimitCounters;
import io.weir.node.state.LimitQuery;
import io.weir.node.state.Limiter;
import io.weir.node.state.Limiters;
import io.weir.protocol.admin.LimitView;
import io.weir.protocol.cluster.LimitDeskMessage;
import io.weir.protocol.cluster.LimitEnvelope;
import io.weir.protocol.cluster.LimitMessage;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.Props;
import org.apache.pekko.actor.typed.javadsl.AskPattern;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.cluster.ddata.typed.javadsl.DistributedData;
import org.apache.pekko.cluster.sharding.typed.javadsl.ClusterSharding;
import org.apache.pekko.cluster.sharding.typed.javadsl.Entity;
import org.apache.pekko.cluster.sharding.typed.javadsl.EntityTypeKey;
import org.apache.pekko.cluster.typed.Cluster;
import org.jspecify.annotations.Nullable;

/**
 * Exact limits over the cluster (design §3.1): leases on this node, buckets at sharded owners. All that decides is in
 * {@code decide.limit}. Thread-safe.
 */
public final class ClusterLimits implements Limiters, LimitQuery, LimitCounters {
    private static final Duration OWNER_BOUND = Duration.ofSeconds(1);
    private static final EntityTypeKey<LimitPartitionCommand> TYPE =
            EntityTypeKey.create(LimitPartitionCommand.class, "weir-limit");

    private final ActorSystem<?> system;
    private final NodeBook book;
    private final LimitNode node;
    private final WaitingRoom room;
    private final ActorRef<LimitEnvelope> region;
    private final AtomicBoolean called = new AtomicBoolean();
    private volatile @Nullable ActorRef<DeskCommand> desk;

    private ClusterLimits(ActorSystem<?> system, LimitTimes times) {
        this.system = system;
        String self = Cluster.get(system).selfMember().uniqueAddress().toString();
        this.book = new NodeBook(self, times, this::callDesk);
        this.room = new WaitingRoom(book);
        this.node = new LimitNode(
                self, times, new Pulse(self, times, System.nanoTime()), new OwnedPartitions(), this::pingSoon);
        // On every node, for majorities, and not only where a partition comes to live.
        DistributedData.get(system);
        this.region = ClusterSharding.get(system)
                .init(Entity.of(TYPE, context -> LimitPartition.create(Integer.parseInt(context.getEntityId()), node))
                        .withStopMessage(LimitPartitionCommand.Own.STOP)
                        .withMessageExtractor(new PartitionExtractor<>(
                                LimitEnvelope::partition,
                                envelope -> new LimitPartitionCommand.Wire(envelope.message()))));
    }

    /** Works from now on; until the node is a member, whoever waits is decided about as if the owner were missing. */
    public static ClusterLimits start(ActorSystem<?> system) {
        ClusterLimits limits = new ClusterLimits(system, LimitTimes.DEFAULT);
        limits.desk = system.systemActorOf(limits.desk(), "weir-limit-desk", Props.empty());
        return limits;
    }

    private Behavior<DeskCommand> desk() {
        return Behaviors.setup(context -> Behaviors.withTimers(timers -> {
            ActorRef<DeskCommand> self = context.getSelf();
            // At a path of its own that other nodes know, so that nothing has to be looked up.
            ActorRef<LimitDeskMessage> wire = system.systemActorOf(
                    Behaviors.receiveMessage(message -> {
                        self.tell(new DeskCommand.Wire(message));
                        return Behaviors.same();
                    }),
                    Pinging.WIRE,
                    Props.empty());
            timers.startTimerAtFixedRate(Own.TICK, LimitDesk.TICK);
            timers.startTimerAtFixedRate(Own.PING, Duration.ofNanos(node.times().ping()));
            timers.startTimerAtFixedRate(Own.SWEEP, LimitDesk.SWEEP);
            self.tell(Own.PING);
            return new LimitDesk(
                    context, book, room, new Pinging(system, book, node), called, region, wire, node.self());
        }));
    }

    private void callDesk() {
        ActorRef<DeskCommand> known = desk;
        if (known != null && !called.getAndSet(true)) {
            known.tell(Own.ATTEND);
        }
    }

    private void pingSoon() {
        ActorRef<DeskCommand> known = desk;
        if (known != null) {
            known.tell(Own.PING_SOON);
        }
    }

    @Override
    public Limiter of(Policy.RateLimit policy) {
        return new ClusterLimiter(book.table(Limit.of(policy)), room, this::callDesk);
    }

    @Override
    public CompletionStage<LimitView> limit(Policy.RateLimit policy, byte[] key, String keyText) {
        Limit limit = Limit.of(policy);
        CompletionStage<LimitMessage.Bucket> answer = AskPattern.ask(
                region,
                (ActorRef<LimitMessage.Bucket> replyTo) -> new LimitEnvelope(
                        BucketKey.of(limit, key).partition(),
                        new LimitMessage.Inspect(LimitWire.terms(limit), key, replyTo)),
                OWNER_BOUND,
                system.scheduler());
        return answer.handle((bucket, failure) ->
                view(limit, keyText, failure == null ? bucket : new LimitMessage.Bucket(0, 0, "", List.of())));
    }

    private static LimitView view(Limit limit, String keyText, LimitMessage.Bucket bucket) {
        return new LimitView(
                limit.name(),
                keyText,
                limit.ratePerSecond(),
                limit.burst(),
                bucket.tokens(),
                bucket.leased(),
                LimitWire.hostPort(bucket.owner()),
                bucket.leases().stream()
                        .map(lease -> new LimitView.Lease(
                                LimitWire.hostPort(lease.node()), lease.tokens(), lease.endsInMillis()))
                        .toList());
    }

    @Override
    public long asks() {
        return book.counts().asks();
    }

    @Override
    public long grants() {
        return book.counts().grants();
    }

    @Override
    public long tokensGranted() {
        return book.counts().tokens();
    }

    @Override
    public long refusals() {
        return book.counts().refusals();
    }

    @Override
    public long grantsIgnored() {
        return book.counts().ignored();
    }

    @Override
    public long denials() {
        return book.counts().denied();
    }

    @Override
    public long admittedByShare() {
        return book.counts().byShare();
    }

    @Override
    public long sharesAwake() {
        return book.lost(node.times().wake(), System.nanoTime()).size();
    }

    @Override
    public long partitionsOwned() {
        return node.owned().size();
    }
}
