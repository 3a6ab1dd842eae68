package io.weir.node.control.limit;

import io.weir.node.control.limit.DeskCommand.Own;
import io.weir.node.decide.limit.BucketKey;
import io.weir.node.decide.limit.LeaseMessage;
import io.weir.node.decide.limit.Limit;
import io.weir.node.decide.limit.NodeBook;
import io.weir.protocol.cluster.LimitDeskMessage;
import io.weir.protocol.cluster.LimitEnvelope;
import io.weir.protocol.cluster.LimitMessage;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.AbstractBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Receive;

/**
 * The actor that speaks for this node: asks owners for leases, batched by partition, gives waiting requests their
 * answers, pings for the partitions that live here and answers the pings of others. It is the one thread that changes
 * the {@link NodeBook}.
 */
final class LimitDesk extends AbstractBehavior<DeskCommand> {
    static final Duration TICK = Duration.ofMillis(20);
    static final Duration SWEEP = Duration.ofSeconds(1);

    private final NodeBook book;
    private final WaitingRoom room;
    private final Pinging pinging;
    private final AtomicBoolean called;
    private final ActorRef<LimitEnvelope> region;
    private final ActorRef<LimitDeskMessage> wire;
    private final String self;

    /** @param called set by whoever has sent {@link Own#ATTEND} */
    LimitDesk(
            ActorContext<DeskCommand> context,
            NodeBook book,
            WaitingRoom room,
            Pinging pinging,
            AtomicBoolean called,
            ActorRef<LimitEnvelope> region,
            ActorRef<LimitDeskMessage> wire,
            String self) {
        super(context);
        this.book = book;
        this.room = room;
        this.pinging = pinging;
        this.called = called;
        this.region = region;
        this.wire = wire;
        this.self = self;
    }

    @Override
    public Receive<DeskCommand> createReceive() {
        return newReceiveBuilder()
                .onMessage(DeskCommand.Wire.class, heard -> then(() -> heard(heard.message())))
                .onMessageEquals(Own.ATTEND, () -> then(this::attend))
                .onMessageEquals(Own.TICK, () -> then(this::tick))
                .onMessageEquals(Own.PING, () -> then(this::ping))
                .onMessageEquals(Own.PING_SOON, () -> then(() -> pinging.ping(wire)))
                .onMessageEquals(Own.SWEEP, () -> then(() -> book.forgetIdle(System.nanoTime())))
                .build();
    }

    private Behavior<DeskCommand> then(Runnable effect) {
        effect.run();
        return this;
    }

    private void attend() {
        // Before the queues are emptied: who comes later calls again.
        called.set(false);
        long now = System.nanoTime();
        room.admitNewcomers(now);
        send(book.attend(now));
        room.deliver();
    }

    private void tick() {
        long now = System.nanoTime();
        book.tick(now);
        room.lookAgain(now);
        send(book.attend(now));
        room.deliver();
    }

    private void heard(LimitDeskMessage message) {
        if (message instanceof LimitDeskMessage.Grants grants) {
            granted(grants);
        } else if (message instanceof LimitDeskMessage.Pings pings) {
            pings.desk().tell(pinging.answer(pings));
        } else if (message instanceof LimitDeskMessage.Pongs pongs) {
            pinging.answered(pongs);
        }
    }

    private void granted(LimitDeskMessage.Grants grants) {
        long now = System.nanoTime();
        List<Limit> limits = LimitWire.limits(grants.terms());
        for (LimitDeskMessage.Grant grant : grants.grants()) {
            var cell = book.granted(
                    new LeaseMessage.Grant(
                            BucketKey.of(limits.get(grant.terms()), grant.key()),
                            grants.incarnation(),
                            grant.lease(),
                            grant.tokens(),
                            grant.lifeNanos(),
                            grant.pauseNanos(),
                            grant.askSent()),
                    now);
            if (cell != null) {
                room.decide(cell, now);
            }
        }
        send(book.attend(now));
        room.deliver();
    }

    private void ping() {
        pinging.look();
        pinging.ping(wire);
        pinging.missing().forEach(partition -> region.tell(new LimitEnvelope(partition, new LimitMessage.Rouse())));
    }

    /** One message for each partition. */
    private void send(List<LeaseMessage> messages) {
        Map<Integer, AskBatch> batches = new HashMap<>();
        for (LeaseMessage message : messages) {
            BucketKey key;
            if (message instanceof LeaseMessage.Ask ask) {
                key = ask.key();
            } else if (message instanceof LeaseMessage.Return back) {
                key = back.key();
            } else {
                continue;
            }
            batches.computeIfAbsent(key.partition(), partition -> new AskBatch())
                    .add(message);
        }
        batches.forEach((partition, batch) -> region.tell(new LimitEnvelope(partition, batch.message(self, wire))));
    }
}
