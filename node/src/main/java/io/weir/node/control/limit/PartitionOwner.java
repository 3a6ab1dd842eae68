package io.weir.node.control.limit;

import io.weir.node.control.limit.LimitPartitionCommand.Own;
import io.weir.node.decide.limit.BucketKey;
import io.weir.node.decide.limit.Carry;
import io.weir.node.decide.limit.LeaseMessage;
import io.weir.node.decide.limit.Limit;
import io.weir.node.decide.limit.OwnerBook;
import io.weir.protocol.cluster.LimitCarry;
import io.weir.protocol.cluster.LimitDeskMessage;
import io.weir.protocol.cluster.LimitMessage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.PostStop;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.StashBuffer;
import org.apache.pekko.actor.typed.javadsl.TimerScheduler;
import org.apache.pekko.cluster.ddata.LWWRegister;
import org.apache.pekko.cluster.ddata.SelfUniqueAddress;
import org.apache.pekko.cluster.ddata.typed.javadsl.DistributedData;
import org.apache.pekko.cluster.ddata.typed.javadsl.Replicator;
import org.apache.pekko.cluster.ddata.typed.javadsl.ReplicatorMessageAdapter;

/** The owner of one partition: moves messages in and out of its {@link OwnerBook}, and hands it over when it stops. */
final class PartitionOwner {
    private static final Duration RECOVERY_TICK = Duration.ofMillis(50);
    private static final Duration SWEEP = Duration.ofSeconds(1);
    private static final Duration HAND_OVER_BOUND = Duration.ofSeconds(2);

    /** Distributed data gossips whole entries; beyond this the next owner begins empty. */
    private static final long LARGEST_CARRY = 150_000;

    /** The newest incarnation's wins, whatever the machines' wall clocks say. */
    private static final LWWRegister.Clock<LimitCarry> BY_INCARNATION = new ByIncarnation();

    private final LimitNode node;
    private final OwnedPartitions.Owned owned;
    private final OwnerBook book;
    private final long sinceNanos;
    private final ActorContext<LimitPartitionCommand> context;
    private final StashBuffer<LimitPartitionCommand> waiting;
    private final ReplicatorMessageAdapter<LimitPartitionCommand, LWWRegister<LimitCarry>> carries;

    private static final class ByIncarnation implements LWWRegister.Clock<LimitCarry> {
        @Override
        public long apply(long currentTimestamp, LimitCarry value) {
            return value.incarnation();
        }
    }

    PartitionOwner(
            LimitNode node,
            OwnedPartitions.Owned owned,
            OwnerBook book,
            long sinceNanos,
            ActorContext<LimitPartitionCommand> context,
            StashBuffer<LimitPartitionCommand> waiting,
            ReplicatorMessageAdapter<LimitPartitionCommand, LWWRegister<LimitCarry>> carries) {
        this.node = node;
        this.owned = owned;
        this.book = book;
        this.sinceNanos = sinceNanos;
        this.context = context;
        this.waiting = waiting;
        this.carries = carries;
    }

    Behavior<LimitPartitionCommand> start(TimerScheduler<LimitPartitionCommand> timers) {
        timers.startTimerWithFixedDelay(Own.SWEEP, SWEEP);
        if (book.isRecovering()) {
            timers.startTimerWithFixedDelay(Own.TICK, RECOVERY_TICK);
        }
        node.pingSoon().run();
        return waiting.unstashAll(living(timers));
    }

    private Behavior<LimitPartitionCommand> living(TimerScheduler<LimitPartitionCommand> timers) {
        return Behaviors.receive(LimitPartitionCommand.class)
                .onMessage(LimitPartitionCommand.Wire.class, this::heard)
                .onMessage(LimitPartitionCommand.Answered.class, answered -> answered(answered, timers))
                .onMessageEquals(Own.TICK, () -> recovered(timers))
                .onMessageEquals(Own.SWEEP, this::sweep)
                .onMessageEquals(Own.STOP, () -> handOver(timers))
                .onAnyMessage(late -> Behaviors.same())
                .onSignal(PostStop.class, stopped -> {
                    node.owned().remove(owned);
                    return Behaviors.same();
                })
                .build();
    }

    /** Learns what the pings have brought; the time of everything that follows. */
    private long now() {
        long now = System.nanoTime();
        if (owned.outdated) {
            book.freeze();
        }
        node.pulse().feed(book, sinceNanos, now);
        book.advance(now);
        return now;
    }

    private Behavior<LimitPartitionCommand> heard(LimitPartitionCommand.Wire wire) {
        long now = now();
        if (wire.message() instanceof LimitMessage.Asks asks) {
            if (book.isRecovering()) {
                later(wire);
            } else {
                answer(asks, now);
            }
        } else if (wire.message() instanceof LimitMessage.Inspect inspect) {
            inspect(inspect, now);
        } else if (wire.message() instanceof LimitMessage.Rouse) {
            // Somebody has not heard of this owner.
            node.pingSoon().run();
        }
        return Behaviors.same();
    }

    private void later(LimitPartitionCommand.Wire wire) {
        if (!waiting.isFull()) {
            waiting.stash(wire);
        }
    }

    private void answer(LimitMessage.Asks asks, long now) {
        List<Limit> limits = LimitWire.limits(asks.terms());
        for (LimitMessage.Back back : asks.returns()) {
            BucketKey key = BucketKey.of(limits.get(back.terms()), back.key());
            book.returned(new LeaseMessage.Return(key, asks.node(), back.lease(), back.tokens()), now);
        }
        List<LimitDeskMessage.Grant> grants = new ArrayList<>();
        for (LimitMessage.Ask ask : asks.asks()) {
            BucketKey key = BucketKey.of(limits.get(ask.terms()), ask.key());
            book.ask(new LeaseMessage.Ask(key, asks.node(), ask.wanted(), ask.lease(), ask.left(), ask.askSent()), now)
                    .ifPresent(grant -> grants.add(new LimitDeskMessage.Grant(
                            ask.terms(),
                            ask.key(),
                            grant.leaseId(),
                            grant.tokens(),
                            grant.lifeNanos(),
                            grant.pauseNanos(),
                            grant.askSent())));
        }
        if (!grants.isEmpty()) {
            asks.desk().tell(new LimitDeskMessage.Grants(book.incarnation(), asks.terms(), grants));
        }
    }

    private void inspect(LimitMessage.Inspect inspect, long now) {
        OwnerBook.View view = book.view(BucketKey.of(LimitWire.limit(inspect.terms()), inspect.key()), now);
        List<LimitMessage.BucketLease> leases = view.leases().stream()
                .map(lease -> new LimitMessage.BucketLease(
                        lease.node(), lease.tokens(), TimeUnit.NANOSECONDS.toMillis(lease.endsInNanos())))
                .toList();
        inspect.replyTo().tell(new LimitMessage.Bucket(view.tokens(), view.leased(), node.self(), leases));
    }

    private Behavior<LimitPartitionCommand> answered(
            LimitPartitionCommand.Answered answered, TimerScheduler<LimitPartitionCommand> timers) {
        book.answered(answered.pong(), System.nanoTime());
        return recovered(timers);
    }

    private Behavior<LimitPartitionCommand> recovered(TimerScheduler<LimitPartitionCommand> timers) {
        now();
        if (book.isRecovering() || !owned.reporting) {
            return Behaviors.same();
        }
        owned.reporting = false;
        timers.cancel(Own.TICK);
        return waiting.unstashAll(living(timers));
    }

    private Behavior<LimitPartitionCommand> sweep() {
        book.forgetIdle(now());
        return Behaviors.same();
    }

    private Behavior<LimitPartitionCommand> handOver(TimerScheduler<LimitPartitionCommand> timers) {
        long now = now();
        node.owned().remove(owned);
        Optional<Carry> carry = book.carry(now).filter(one -> LimitWire.size(one) <= LARGEST_CARRY);
        if (carry.isEmpty() || owned.outdated) {
            return Behaviors.stopped();
        }
        write(LimitWire.carry(carry.get()));
        timers.startSingleTimer(Own.RETRY, HAND_OVER_BOUND);
        return Behaviors.receive(LimitPartitionCommand.class)
                .onMessage(LimitPartitionCommand.HandedOver.class, done -> Behaviors.stopped())
                .onMessageEquals(Own.RETRY, Behaviors::stopped)
                .onAnyMessage(late -> Behaviors.same())
                .build();
    }

    private void write(LimitCarry carry) {
        SelfUniqueAddress self = DistributedData.get(context.getSystem()).selfUniqueAddress();
        carries.askUpdate(
                (ActorRef<Replicator.UpdateResponse<LWWRegister<LimitCarry>>> replyTo) -> new Replicator.Update<>(
                        LimitPartition.carryKey(owned.partition),
                        LWWRegister.create(self, carry, BY_INCARNATION),
                        new Replicator.WriteMajority(HAND_OVER_BOUND),
                        replyTo,
                        register -> register.withValue(self, carry, BY_INCARNATION)),
                LimitPartitionCommand.HandedOver::new);
    }
}
