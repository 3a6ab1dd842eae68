package io.weir.node.control.session;

import io.weir.node.decide.session.SessionKey;
import io.weir.protocol.cluster.SessionDeskMessage;
import io.weir.protocol.cluster.SessionMessage;
import io.weir.protocol.cluster.SessionMessage.Session;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.receptionist.Receptionist;
import org.apache.pekko.actor.typed.receptionist.ServiceKey;

/** The actor that speaks for this node's session cache: tells owners what is used, answers recalls, remembers what the owners decide. */
final class SessionDesks {
    static final ServiceKey<SessionDeskMessage> KEY = ServiceKey.create(SessionDeskMessage.class, "weir-session-desk");

    /** Keeps a message well below Artery's frame of 256 KiB. */
    static final int SESSIONS_PER_MESSAGE = 500;

    private static final Duration TELL_USED = Duration.ofSeconds(1);

    /** What the desk understands. */
    sealed interface Command {}

    record Wire(SessionDeskMessage message) implements Command {}

    private enum Own implements Command {
        TELL_USED
    }

    private SessionDesks() {}

    /** @param owners sends a message to the owner of a partition */
    static Behavior<Command> create(
            SessionCache cache, OwnedSessions owned, BiConsumer<Integer, SessionMessage> owners) {
        return Behaviors.setup(context -> Behaviors.withTimers(timers -> {
            ActorRef<SessionDeskMessage> self = context.messageAdapter(SessionDeskMessage.class, Wire::new);
            context.getSystem().receptionist().tell(Receptionist.register(KEY, self));
            timers.startTimerWithFixedDelay(Own.TELL_USED, TELL_USED);
            return Behaviors.receive(Command.class)
                    .onMessage(Wire.class, wire -> answer(self, wire.message(), cache, owned))
                    .onMessageEquals(Own.TELL_USED, () -> {
                        tellUsed(self, cache, owners);
                        return Behaviors.same();
                    })
                    .build();
        }));
    }

    private static Behavior<Command> answer(
            ActorRef<SessionDeskMessage> self, SessionDeskMessage message, SessionCache cache, OwnedSessions owned) {
        if (message instanceof SessionDeskMessage.Recall recall) {
            recalled(recall, cache, self);
        } else if (message instanceof SessionDeskMessage.Remember remember) {
            Session session = remember.session();
            SessionKey key = new SessionKey(session.upstream(), session.key());
            long idleNanos = TimeUnit.MILLISECONDS.toNanos(session.idleMillis());
            cache.put(key, session.endpoint(), idleNanos, System.nanoTime());
            remember.owner().tell(new SessionMessage.Remembered(remember.number()));
        } else if (message instanceof SessionDeskMessage.ListOwned list) {
            list.replyTo().tell(owned.list(list.upstream(), Math.min(list.most(), SESSIONS_PER_MESSAGE)));
        }
        return Behaviors.same();
    }

    private static void recalled(
            SessionDeskMessage.Recall recall, SessionCache cache, ActorRef<SessionDeskMessage> self) {
        List<Session> all = cache.ofPartition(recall.partition(), System.nanoTime());
        int from = 0;
        do {
            int to = Math.min(all.size(), from + SESSIONS_PER_MESSAGE);
            recall.owner()
                    .tell(new SessionMessage.Recalled(List.copyOf(all.subList(from, to)), to == all.size(), self));
            from = to;
        } while (from < all.size());
    }

    private static void tellUsed(
            ActorRef<SessionDeskMessage> self, SessionCache cache, BiConsumer<Integer, SessionMessage> owners) {
        cache.usedSinceLastCall(System.nanoTime()).forEach((partition, used) -> {
            for (int from = 0; from < used.size(); from += SESSIONS_PER_MESSAGE) {
                int to = Math.min(used.size(), from + SESSIONS_PER_MESSAGE);
                owners.accept(partition, new SessionMessage.Refresh(List.copyOf(used.subList(from, to)), self));
            }
        });
    }
}
