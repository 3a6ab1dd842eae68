package io.weir.node.control.session;

import io.weir.node.control.session.SessionPartitionCommand.Own;
import io.weir.node.decide.session.SessionKey;
import io.weir.node.decide.session.SessionTable;
import io.weir.node.decide.session.SessionTable.Held;
import io.weir.protocol.cluster.SessionDeskMessage;
import io.weir.protocol.cluster.SessionMessage;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.PostStop;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.StashBuffer;
import org.apache.pekko.actor.typed.javadsl.TimerScheduler;
import org.apache.pekko.actor.typed.receptionist.Receptionist;

/**
 * The owner of one session partition. A new owner first recalls what the nodes have cached, bounded in time, and only
 * then answers: so a crash of the former owner moves no session that anybody still uses. An assignment is answered when
 * another node remembers it as well, so that it outlives the crash of any one node.
 */
final class SessionPartition {
    static final int MOST_SESSIONS = 100_000;
    private static final int MOST_WAITING = 10_000;
    private static final Duration RECALL_BOUND = Duration.ofMillis(500);
    private static final Duration REMEMBER_BOUND = Duration.ofMillis(200);
    private static final Duration SWEEP = Duration.ofSeconds(5);

    /** Sent by sharding when the partition moves to another node. */
    static final SessionPartitionCommand STOP = Own.STOP;

    private final int partition;
    private final OwnedSessions owned;
    private final SessionTable table = new SessionTable(MOST_SESSIONS);
    private final ActorContext<SessionPartitionCommand> context;
    private final StashBuffer<SessionPartitionCommand> waiting;
    private final TimerScheduler<SessionPartitionCommand> timers;
    private final ActorRef<SessionMessage> self;
    private final Set<ActorRef<SessionDeskMessage>> recalling = new HashSet<>();
    private final Map<Long, Runnable> answers = new HashMap<>();
    private long told;
    private Set<ActorRef<SessionDeskMessage>> desks = Set.of();
    private boolean asked;

    private SessionPartition(
            int partition,
            OwnedSessions owned,
            ActorContext<SessionPartitionCommand> context,
            TimerScheduler<SessionPartitionCommand> timers,
            StashBuffer<SessionPartitionCommand> waiting) {
        this.timers = timers;
        this.self = context.messageAdapter(SessionMessage.class, SessionPartitionCommand.Wire::new);
        this.partition = partition;
        this.owned = owned;
        this.context = context;
        this.waiting = waiting;
    }

    static Behavior<SessionPartitionCommand> create(int partition, OwnedSessions owned) {
        return Behaviors.withStash(
                MOST_WAITING,
                stash -> Behaviors.setup(context -> Behaviors.withTimers(
                        timers -> new SessionPartition(partition, owned, context, timers, stash).start())));
    }

    private Behavior<SessionPartitionCommand> start() {
        owned.add(partition, table);
        ActorRef<Receptionist.Listing> listings =
                context.messageAdapter(Receptionist.Listing.class, SessionPartitionCommand.Desks::new);
        context.getSystem().receptionist().tell(Receptionist.subscribe(SessionDesks.KEY, listings));
        timers.startSingleTimer(Own.RECALL_OVER, RECALL_BOUND);
        timers.startTimerWithFixedDelay(Own.SWEEP, SWEEP);
        return recalling();
    }

    private Behavior<SessionPartitionCommand> recalling() {
        return Behaviors.receive(SessionPartitionCommand.class)
                .onMessage(SessionPartitionCommand.Desks.class, this::askWhatIsCached)
                .onMessage(SessionPartitionCommand.Wire.class, this::whileRecalling)
                .onMessageEquals(Own.RECALL_OVER, this::serve)
                .onMessage(SessionPartitionCommand.NotRemembered.class, late -> answer(late.number()))
                .onMessageEquals(Own.SWEEP, Behaviors::same)
                .onMessageEquals(Own.STOP, Behaviors::stopped)
                .onSignal(PostStop.class, signal -> forget())
                .build();
    }

    private Behavior<SessionPartitionCommand> askWhatIsCached(SessionPartitionCommand.Desks found) {
        desks = found.listing().getServiceInstances(SessionDesks.KEY);
        if (asked || desks.isEmpty()) {
            return Behaviors.same();
        }
        asked = true;
        recalling.addAll(desks);
        desks.forEach(desk -> desk.tell(new SessionDeskMessage.Recall(partition, self)));
        return Behaviors.same();
    }

    private Behavior<SessionPartitionCommand> whileRecalling(SessionPartitionCommand.Wire wire) {
        if (wire.message() instanceof SessionMessage.Recalled recalled) {
            adopt(recalled);
            return asked && recalling.isEmpty() ? serve() : Behaviors.same();
        }
        if (!waiting.isFull()) {
            waiting.stash(wire);
        }
        return Behaviors.same();
    }

    private Behavior<SessionPartitionCommand> serve() {
        return waiting.unstashAll(serving());
    }

    private Behavior<SessionPartitionCommand> serving() {
        return Behaviors.receive(SessionPartitionCommand.class)
                .onMessage(SessionPartitionCommand.Wire.class, this::whileServing)
                .onMessage(SessionPartitionCommand.Desks.class, found -> {
                    desks = found.listing().getServiceInstances(SessionDesks.KEY);
                    return Behaviors.same();
                })
                .onMessageEquals(Own.SWEEP, () -> {
                    table.expire(System.nanoTime());
                    return Behaviors.same();
                })
                .onMessage(SessionPartitionCommand.NotRemembered.class, late -> answer(late.number()))
                .onMessageEquals(Own.RECALL_OVER, Behaviors::same)
                .onMessageEquals(Own.STOP, Behaviors::stopped)
                .onSignal(PostStop.class, signal -> forget())
                .build();
    }

    private Behavior<SessionPartitionCommand> whileServing(SessionPartitionCommand.Wire wire) {
        SessionMessage message = wire.message();
        if (message instanceof SessionMessage.Assign assign) {
            assign(assign);
        } else if (message instanceof SessionMessage.Refresh refresh) {
            refresh.sessions().forEach(session -> refresh(session, refresh.desk()));
        } else if (message instanceof SessionMessage.Recalled late) {
            adopt(late);
        } else if (message instanceof SessionMessage.Remembered remembered) {
            return answer(remembered.number());
        }
        return Behaviors.same();
    }

    private void assign(SessionMessage.Assign assign) {
        SessionKey key = new SessionKey(assign.upstream(), assign.key());
        long idleNanos = TimeUnit.MILLISECONDS.toNanos(assign.idleMillis());
        Held held = table.propose(key, assign.proposed(), assign.lost(), idleNanos, System.nanoTime());
        Runnable answer = () -> assign.replyTo().tell(new SessionMessage.Assigned(held.endpoint()));
        boolean awaited = held.news() && tellOthers(sessionOf(key, held, assign.idleMillis()));
        if (awaited) {
            answers.put(told, answer);
            timers.startSingleTimer(told, new SessionPartitionCommand.NotRemembered(told), REMEMBER_BOUND);
        } else {
            answer.run();
        }
    }

    private static SessionMessage.Session sessionOf(SessionKey key, Held held, long idleMillis) {
        return new SessionMessage.Session(key.upstream(), key.key(), held.endpoint(), idleMillis);
    }

    /** Under a number of its own; whether there is another node at all. */
    private boolean tellOthers(SessionMessage.Session session) {
        told++;
        boolean somebody = false;
        for (ActorRef<SessionDeskMessage> desk : desks) {
            // A reference within this node has no host.
            if (desk.path().address().hasGlobalScope()) {
                desk.tell(new SessionDeskMessage.Remember(session, told, self));
                somebody = true;
            }
        }
        return somebody;
    }

    private Behavior<SessionPartitionCommand> answer(long number) {
        Runnable answer = answers.remove(number);
        if (answer != null) {
            timers.cancel(number);
            answer.run();
        }
        return Behaviors.same();
    }

    private void refresh(SessionMessage.Session session, ActorRef<SessionDeskMessage> desk) {
        SessionKey key = new SessionKey(session.upstream(), session.key());
        long idleNanos = TimeUnit.MILLISECONDS.toNanos(session.idleMillis());
        Held held = table.refresh(key, session.endpoint(), idleNanos, System.nanoTime());
        SessionMessage.Session holds = sessionOf(key, held, session.idleMillis());
        if (held.news()) {
            tellOthers(holds);
        }
        if (!held.endpoint().equals(session.endpoint())) {
            desk.tell(new SessionDeskMessage.Remember(holds, 0, self));
        }
    }

    private void adopt(SessionMessage.Recalled recalled) {
        recalled.sessions().forEach(session -> refresh(session, recalled.desk()));
        if (recalled.last()) {
            recalling.remove(recalled.desk());
        }
    }

    private Behavior<SessionPartitionCommand> forget() {
        owned.remove(partition, table);
        return Behaviors.same();
    }
}
