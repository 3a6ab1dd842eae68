package io.weir.node.control.session;

import io.weir.node.control.sharding.PartitionExtractor;
import io.weir.node.decide.session.SessionKey;
import io.weir.node.state.SessionDesk;
import io.weir.node.state.SessionQuery;
import io.weir.protocol.admin.SessionsView;
import io.weir.protocol.cluster.SessionDeskMessage;
import io.weir.protocol.cluster.SessionMessage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.ToLongFunction;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.Props;
import org.apache.pekko.actor.typed.javadsl.AskPattern;
import org.apache.pekko.actor.typed.receptionist.Receptionist;
import org.apache.pekko.cluster.sharding.typed.javadsl.ClusterSharding;
import org.apache.pekko.cluster.sharding.typed.javadsl.Entity;
import org.apache.pekko.cluster.sharding.typed.javadsl.EntityTypeKey;
import org.jspecify.annotations.Nullable;

/** Learned sessions over the cluster: a cache on this node, the truth at sharded owners (design §3.2). */
public final class ClusterSessions implements SessionDesk, SessionQuery {
    private static final int MOST_CACHED = 200_000;
    private static final Duration OWNER_BOUND = Duration.ofSeconds(1);
    private static final EntityTypeKey<SessionPartitionCommand> TYPE =
            EntityTypeKey.create(SessionPartitionCommand.class, "weir-session");

    private final ActorSystem<?> system;
    private final ToLongFunction<String> idleMillis;
    private final SessionCache cache = new SessionCache(MOST_CACHED);
    private final OwnedSessions owned = new OwnedSessions();
    private final ActorRef<PartitionEnvelope> region;

    private ClusterSessions(ActorSystem<?> system, ToLongFunction<String> idleMillis) {
        this.system = system;
        this.idleMillis = idleMillis;
        this.region = ClusterSharding.get(system)
                .init(Entity.of(
                                TYPE,
                                context -> SessionPartition.create(Integer.parseInt(context.getEntityId()), owned))
                        .withStopMessage(SessionPartition.STOP)
                        .withMessageExtractor(new PartitionExtractor<>(
                                PartitionEnvelope::partition,
                                envelope -> new SessionPartitionCommand.Wire(envelope.message()))));
    }

    /** @param idleMillis the idle timeout of an upstream's learned sessions, by upstream name */
    public static ClusterSessions start(ActorSystem<?> system, ToLongFunction<String> idleMillis) {
        ClusterSessions sessions = new ClusterSessions(system, idleMillis);
        system.systemActorOf(
                SessionDesks.create(sessions.cache, sessions.owned, sessions::tell),
                "weir-session-desk",
                Props.empty());
        return sessions;
    }

    @Override
    public @Nullable String cached(String upstream, String key) {
        return cache.use(new SessionKey(upstream, key), System.nanoTime());
    }

    @Override
    public void assign(
            String upstream, String key, String proposed, @Nullable String lost, Executor loop, Consumer<String> then) {
        SessionKey session = new SessionKey(upstream, key);
        long idle = idleMillis.applyAsLong(upstream);
        CompletionStage<SessionMessage.Assigned> answer = AskPattern.ask(
                region,
                (ActorRef<SessionMessage.Assigned> replyTo) -> new PartitionEnvelope(
                        session.partition(), new SessionMessage.Assign(upstream, key, proposed, lost, idle, replyTo)),
                OWNER_BOUND,
                system.scheduler());
        answer.whenComplete((assigned, failure) -> {
            if (failure == null) {
                cache.put(session, assigned.endpoint(), TimeUnit.MILLISECONDS.toNanos(idle), System.nanoTime());
            }
            String endpoint = failure == null ? assigned.endpoint() : withoutOwner(session, proposed, lost);
            loop.execute(() -> then.accept(endpoint));
        });
    }

    /** While the owner is missing, what this node remembers is the best there is. */
    private String withoutOwner(SessionKey session, String proposed, @Nullable String lost) {
        String remembered = cache.use(session, System.nanoTime());
        return remembered == null || remembered.equals(lost) ? proposed : remembered;
    }

    @Override
    public CompletionStage<SessionsView> sessions(String upstream, int most) {
        CompletionStage<Receptionist.Listing> desks = AskPattern.ask(
                system.receptionist(),
                (ActorRef<Receptionist.Listing> replyTo) -> Receptionist.find(SessionDesks.KEY, replyTo),
                OWNER_BOUND,
                system.scheduler());
        return desks.thenCompose(listing -> gather(upstream, most, listing));
    }

    /** Assignments owned by partitions on this node, all upstreams. */
    public long ownedHere() {
        return owned.size();
    }

    /** Assignments cached on this node. */
    public long cachedHere() {
        return cache.size();
    }

    private CompletionStage<SessionsView> gather(String upstream, int most, Receptionist.Listing listing) {
        CompletionStage<SessionsView> sum = CompletableFuture.completedFuture(new SessionsView(upstream, 0, List.of()));
        for (ActorRef<SessionDeskMessage> desk : listing.getServiceInstances(SessionDesks.KEY)) {
            CompletionStage<SessionDeskMessage.Owned> part = AskPattern.ask(
                    desk,
                    (ActorRef<SessionDeskMessage.Owned> replyTo) ->
                            new SessionDeskMessage.ListOwned(upstream, most, replyTo),
                    OWNER_BOUND,
                    system.scheduler());
            sum = sum.thenCombine(part, (view, more) -> add(view, more, most));
        }
        return sum;
    }

    private static SessionsView add(SessionsView view, SessionDeskMessage.Owned more, int most) {
        List<SessionsView.Session> sessions = new ArrayList<>(view.sessions());
        more.sessions().stream()
                .limit(Math.max(0, most - sessions.size()))
                .forEach(session -> sessions.add(new SessionsView.Session(session.key(), session.endpoint())));
        return new SessionsView(view.upstream(), view.count() + more.count(), List.copyOf(sessions));
    }

    private void tell(int partition, SessionMessage message) {
        region.tell(new PartitionEnvelope(partition, message));
    }
}
