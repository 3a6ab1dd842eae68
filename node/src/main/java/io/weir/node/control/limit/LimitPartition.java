package io.weir.node.control.limit;

import io.weir.node.control.limit.LimitPartitionCommand.Own;
import io.weir.node.decide.limit.Carry;
import io.weir.node.decide.limit.OwnerBook;
import io.weir.protocol.cluster.LimitCarry;
import io.weir.protocol.cluster.LimitMessage;
import java.time.Duration;
import java.util.Optional;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.StashBuffer;
import org.apache.pekko.actor.typed.javadsl.TimerScheduler;
import org.apache.pekko.cluster.ddata.GCounter;
import org.apache.pekko.cluster.ddata.GCounterKey;
import org.apache.pekko.cluster.ddata.Key;
import org.apache.pekko.cluster.ddata.LWWRegister;
import org.apache.pekko.cluster.ddata.LWWRegisterKey;
import org.apache.pekko.cluster.ddata.SelfUniqueAddress;
import org.apache.pekko.cluster.ddata.typed.javadsl.DistributedData;
import org.apache.pekko.cluster.ddata.typed.javadsl.Replicator;
import org.apache.pekko.cluster.ddata.typed.javadsl.ReplicatorMessageAdapter;

/**
 * A partition of limits that comes to life on this node: takes the next incarnation number, written to a majority, and
 * looks whether its predecessor has left something. Then {@link PartitionOwner} goes on.
 */
final class LimitPartition {
    private static final int MOST_WAITING = 1_000;
    private static final Duration BOUND = Duration.ofSeconds(1);
    private static final Duration RETRY = Duration.ofMillis(200);

    private final int partition;
    private final LimitNode node;
    private final ActorContext<LimitPartitionCommand> context;
    private final TimerScheduler<LimitPartitionCommand> timers;
    private final StashBuffer<LimitPartitionCommand> waiting;
    private final ReplicatorMessageAdapter<LimitPartitionCommand, GCounter> counters;
    private final ReplicatorMessageAdapter<LimitPartitionCommand, LWWRegister<LimitCarry>> carries;
    private final Key<GCounter> counterKey;
    private long incarnation;
    private Optional<LimitCarry> inherited = Optional.empty();
    private boolean looked;

    private LimitPartition(
            int partition,
            LimitNode node,
            ActorContext<LimitPartitionCommand> context,
            TimerScheduler<LimitPartitionCommand> timers,
            StashBuffer<LimitPartitionCommand> waiting,
            ReplicatorMessageAdapter<LimitPartitionCommand, GCounter> counters,
            ReplicatorMessageAdapter<LimitPartitionCommand, LWWRegister<LimitCarry>> carries) {
        this.partition = partition;
        this.node = node;
        this.context = context;
        this.timers = timers;
        this.waiting = waiting;
        this.counters = counters;
        this.carries = carries;
        this.counterKey = GCounterKey.create("weir-limit-incarnation-" + partition);
    }

    static Behavior<LimitPartitionCommand> create(int partition, LimitNode node) {
        return Behaviors.withStash(
                MOST_WAITING,
                stash -> Behaviors.setup(
                        context -> Behaviors.withTimers(timers -> DistributedData.withReplicatorMessageAdapter(
                                (ReplicatorMessageAdapter<LimitPartitionCommand, GCounter> counters) ->
                                        DistributedData.withReplicatorMessageAdapter(
                                                (ReplicatorMessageAdapter<
                                                                        LimitPartitionCommand, LWWRegister<LimitCarry>>
                                                                carries) -> new LimitPartition(
                                                                partition, node, context, timers, stash, counters,
                                                                carries)
                                                        .load())))));
    }

    static Key<LWWRegister<LimitCarry>> carryKey(int partition) {
        return LWWRegisterKey.create("weir-limit-carry-" + partition);
    }

    private Behavior<LimitPartitionCommand> load() {
        count();
        inherit();
        return Behaviors.receive(LimitPartitionCommand.class)
                .onMessage(LimitPartitionCommand.Counted.class, this::counted)
                .onMessage(LimitPartitionCommand.Numbered.class, this::numbered)
                .onMessage(LimitPartitionCommand.Inherited.class, this::inherited)
                .onMessage(LimitPartitionCommand.Wire.class, this::later)
                .onMessageEquals(Own.RETRY, () -> {
                    count();
                    return Behaviors.same();
                })
                .onMessageEquals(Own.STOP, Behaviors::stopped)
                .build();
    }

    private void count() {
        SelfUniqueAddress self = DistributedData.get(context.getSystem()).selfUniqueAddress();
        counters.askUpdate(
                (ActorRef<Replicator.UpdateResponse<GCounter>> replyTo) -> new Replicator.Update<>(
                        counterKey,
                        GCounter.create(),
                        new Replicator.WriteMajority(BOUND),
                        replyTo,
                        counter -> counter.increment(self, 1)),
                LimitPartitionCommand.Counted::new);
    }

    private Behavior<LimitPartitionCommand> counted(LimitPartitionCommand.Counted counted) {
        if (!(counted.response() instanceof Replicator.UpdateSuccess<GCounter>)) {
            timers.startSingleTimer(Own.RETRY, RETRY);
            return Behaviors.same();
        }
        counters.askGet(
                (ActorRef<Replicator.GetResponse<GCounter>> replyTo) ->
                        new Replicator.Get<>(counterKey, new Replicator.ReadMajority(BOUND), replyTo),
                LimitPartitionCommand.Numbered::new);
        return Behaviors.same();
    }

    private Behavior<LimitPartitionCommand> numbered(LimitPartitionCommand.Numbered numbered) {
        if (numbered.response() instanceof Replicator.GetSuccess<GCounter> success) {
            incarnation = success.get(counterKey).getValue().longValueExact();
            return beginWhenReady();
        }
        timers.startSingleTimer(Own.RETRY, RETRY);
        return Behaviors.same();
    }

    private void inherit() {
        carries.askGet(
                (ActorRef<Replicator.GetResponse<LWWRegister<LimitCarry>>> replyTo) ->
                        new Replicator.Get<>(carryKey(partition), new Replicator.ReadMajority(BOUND), replyTo),
                LimitPartitionCommand.Inherited::new);
    }

    /** What cannot be read counts as not there: the bucket then begins empty. */
    private Behavior<LimitPartitionCommand> inherited(LimitPartitionCommand.Inherited found) {
        looked = true;
        inherited = found.response() instanceof Replicator.GetSuccess<LWWRegister<LimitCarry>> success
                ? Optional.of(success.get(carryKey(partition)).getValue())
                : Optional.empty();
        return beginWhenReady();
    }

    private Behavior<LimitPartitionCommand> later(LimitPartitionCommand.Wire wire) {
        // Whoever rouses a partition wants it to be there, and nothing more.
        if (!(wire.message() instanceof LimitMessage.Rouse) && !waiting.isFull()) {
            waiting.stash(wire);
        }
        return Behaviors.same();
    }

    private Behavior<LimitPartitionCommand> beginWhenReady() {
        if (incarnation == 0 || !looked) {
            return Behaviors.same();
        }
        OwnedPartitions.Owned owned =
                new OwnedPartitions.Owned(partition, incarnation, context.getSelf(), incarnation > 1);
        OwnerBook book = book(inherited, System.nanoTime());
        node.owned().add(owned);
        // Read after it was added: pings sent from now on speak for this partition too.
        long since = System.nanoTime();
        return new PartitionOwner(node, owned, book, since, context, waiting, carries).start(timers);
    }

    private OwnerBook book(Optional<LimitCarry> left, long now) {
        if (incarnation == 1) {
            return OwnerBook.first(
                    partition, incarnation, node.self(), node.pulse().members(), node.times(), now);
        }
        Optional<Carry> carry =
                left.filter(one -> one.incarnation() == incarnation - 1).map(LimitWire::carry);
        return carry.map(one -> OwnerBook.resume(
                        one, incarnation, node.self(), node.pulse().members(), node.times(), now))
                .orElseGet(() -> OwnerBook.recover(
                        partition, incarnation, node.self(), node.pulse().members(), node.times(), now));
    }
}
