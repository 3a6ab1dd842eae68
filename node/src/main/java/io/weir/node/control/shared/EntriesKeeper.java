package io.weir.node.control.shared;

import io.weir.protocol.cluster.EntryMessage;
import io.weir.protocol.cluster.EntryMessage.Await;
import io.weir.protocol.cluster.EntryMessage.Held;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.AbstractBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.Receive;
import org.apache.pekko.actor.typed.javadsl.TimerScheduler;
import org.apache.pekko.cluster.ClusterEvent;
import org.apache.pekko.cluster.MemberStatus;
import org.apache.pekko.cluster.ddata.LWWMap;
import org.apache.pekko.cluster.ddata.typed.javadsl.DistributedData;
import org.apache.pekko.cluster.ddata.typed.javadsl.Replicator;
import org.apache.pekko.cluster.ddata.typed.javadsl.ReplicatorMessageAdapter;
import org.apache.pekko.cluster.typed.Cluster;
import org.apache.pekko.cluster.typed.Subscribe;

/**
 * Follows the shards on one node and passes on what changes. A node that has just become a member, or sees most of the
 * others again, first reads every shard from a majority: only then has it caught up.
 */
final class EntriesKeeper extends AbstractBehavior<EntriesCommand> {
    private static final Duration READ_BOUND = Duration.ofSeconds(5);
    private static final Duration RETRY = Duration.ofMillis(500);
    private static final Duration LOOK_AGAIN = Duration.ofMillis(200);

    /** Who asked for an entry has given up long before. */
    private static final Duration AWAIT_BOUND = Duration.ofSeconds(5);

    /** So many shards are read at a time. */
    private static final int READS = 16;

    private final EntryShards shards;
    private final CatchUp catchUp;
    private final SharedEntries.Listener listener;
    private final ReplicatorMessageAdapter<EntriesCommand, LWWMap<String, String>> replicator;
    private final TimerScheduler<EntriesCommand> timers;
    private final Cluster cluster;
    private final List<Map<String, String>> content = new ArrayList<>();
    private final List<Waiting> waiting = new ArrayList<>();
    private final Deque<Integer> unread = new ArrayDeque<>();
    private final Set<Integer> reading = new HashSet<>();
    private boolean connected;

    private record Waiting(Await await, long untilNanos) {}

    private EntriesKeeper(
            ActorContext<EntriesCommand> context,
            TimerScheduler<EntriesCommand> timers,
            ReplicatorMessageAdapter<EntriesCommand, LWWMap<String, String>> replicator,
            EntryShards shards,
            CatchUp catchUp,
            SharedEntries.Listener listener) {
        super(context);
        this.timers = timers;
        this.replicator = replicator;
        this.shards = shards;
        this.catchUp = catchUp;
        this.listener = listener;
        this.cluster = Cluster.get(context.getSystem());
        for (int shard = 0; shard < shards.count(); shard++) {
            content.add(Map.of());
            replicator.subscribe(shards.key(shard), EntriesCommand.Changed::new);
        }
        // Events come before the state that they are about can be read: it is looked at again.
        timers.startTimerWithFixedDelay(EntriesCommand.Own.MEMBERS_CHANGED, LOOK_AGAIN);
        cluster.subscriptions()
                .tell(Subscribe.create(
                        context.messageAdapter(
                                ClusterEvent.ClusterDomainEvent.class, event -> EntriesCommand.Own.MEMBERS_CHANGED),
                        ClusterEvent.ClusterDomainEvent.class));
    }

    static Behavior<EntriesCommand> create(EntryShards shards, CatchUp catchUp, SharedEntries.Listener listener) {
        return Behaviors.setup(context -> Behaviors.withTimers(timers -> DistributedData.withReplicatorMessageAdapter(
                (ReplicatorMessageAdapter<EntriesCommand, LWWMap<String, String>> replicator) ->
                        new EntriesKeeper(context, timers, replicator, shards, catchUp, listener))));
    }

    static Behavior<EntryMessage> forward(ActorRef<EntriesCommand> keeper) {
        return Behaviors.receiveMessage(message -> {
            keeper.tell(new EntriesCommand.Wire(message));
            return Behaviors.same();
        });
    }

    @Override
    public Receive<EntriesCommand> createReceive() {
        return newReceiveBuilder()
                .onMessage(EntriesCommand.Wire.class, wire -> then(() -> asked(wire.message())))
                .onMessage(EntriesCommand.Changed.class, changed -> then(() -> changed(changed)))
                .onMessage(EntriesCommand.Found.class, found -> then(() -> found(found)))
                .onMessageEquals(EntriesCommand.Own.MEMBERS_CHANGED, () -> then(this::membersChanged))
                .onMessageEquals(EntriesCommand.Own.READ_ON, () -> then(this::readOn))
                .build();
    }

    private Behavior<EntriesCommand> then(Runnable effect) {
        effect.run();
        return this;
    }

    private void asked(EntryMessage message) {
        if (message instanceof Await await && !answered(await)) {
            long now = System.nanoTime();
            waiting.removeIf(old -> old.untilNanos - now < 0);
            waiting.add(new Waiting(await, now + AWAIT_BOUND.toNanos()));
        }
    }

    private boolean answered(Await await) {
        String held = content.get(shards.of(await.id())).getOrDefault(await.id(), "");
        if (!held.equals(await.text())) {
            return false;
        }
        await.replyTo().tell(new Held(SharedEntries.nameOf(cluster.selfMember())));
        return true;
    }

    private void changed(EntriesCommand.Changed changed) {
        if (changed.response() instanceof Replicator.Changed<LWWMap<String, String>> now) {
            int shard = shards.numbered(now.key().id());
            hold(shard, now.get(shards.key(shard)).getEntries());
        }
    }

    private void hold(int shard, Map<String, String> now) {
        Map<String, String> before = content.get(shard);
        Map<String, String> changes = new HashMap<>();
        now.forEach((id, text) -> {
            if (!text.equals(before.get(id))) {
                changes.put(id, text);
            }
        });
        before.keySet().forEach(id -> {
            if (!now.containsKey(id)) {
                changes.put(id, "");
            }
        });
        if (!changes.isEmpty()) {
            content.set(shard, Map.copyOf(now));
            listener.changed(changes);
            for (Iterator<Waiting> each = waiting.iterator(); each.hasNext(); ) {
                if (answered(each.next().await)) {
                    each.remove();
                }
            }
        }
    }

    private void membersChanged() {
        boolean now = cluster.selfMember().status().equals(MemberStatus.up()) && seesMost();
        if (now && !connected) {
            unread.clear();
            for (int shard = 0; shard < shards.count(); shard++) {
                unread.add(shard);
            }
            readOn();
        } else if (!now) {
            catchUp.set(false);
            unread.clear();
        }
        connected = now;
    }

    /** On the smaller side of a partition there may be changes that this node does not hear of. */
    private boolean seesMost() {
        int all = 0;
        int seen = 0;
        var state = cluster.state();
        for (var member : state.getMembers()) {
            all++;
            seen += state.getUnreachable().contains(member) ? 0 : 1;
        }
        return seen * 2 > all;
    }

    private void readOn() {
        while (!unread.isEmpty() && reading.size() < READS) {
            int shard = unread.poll();
            reading.add(shard);
            replicator.askGet(
                    (ActorRef<Replicator.GetResponse<LWWMap<String, String>>> replyTo) ->
                            new Replicator.Get<>(shards.key(shard), new Replicator.ReadMajority(READ_BOUND), replyTo),
                    response -> new EntriesCommand.Found(shard, response));
        }
    }

    private void found(EntriesCommand.Found found) {
        reading.remove(found.shard());
        if (found.response() instanceof Replicator.GetSuccess<LWWMap<String, String>> success) {
            hold(found.shard(), success.get(shards.key(found.shard())).getEntries());
        } else if (!(found.response() instanceof Replicator.NotFound<?>)) {
            unread.add(found.shard());
            timers.startSingleTimer(EntriesCommand.Own.READ_ON, RETRY);
            return;
        }
        if (!unread.isEmpty()) {
            readOn();
        } else if (reading.isEmpty() && connected) {
            catchUp.set(true);
        }
    }
}
