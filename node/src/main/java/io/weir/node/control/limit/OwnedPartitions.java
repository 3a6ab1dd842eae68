package io.weir.node.control.limit;

import java.util.Collection;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.pekko.actor.typed.ActorRef;
import org.jspecify.annotations.Nullable;

/** The partitions that live on this node: those that its desk pings for. Thread-safe. */
final class OwnedPartitions {
    private final ConcurrentHashMap<Integer, Owned> owned = new ConcurrentHashMap<>();

    /** One owner. */
    static final class Owned {
        final int partition;
        final long incarnation;
        final ActorRef<LimitPartitionCommand> owner;
        /** It is new and waits for what members have to report. */
        volatile boolean reporting;
        /** Some member knows a newer incarnation. */
        volatile boolean outdated;

        Owned(int partition, long incarnation, ActorRef<LimitPartitionCommand> owner, boolean reporting) {
            this.partition = partition;
            this.incarnation = incarnation;
            this.owner = owner;
            this.reporting = reporting;
        }
    }

    void add(Owned one) {
        owned.put(one.partition, one);
    }

    void remove(Owned one) {
        owned.remove(one.partition, one);
    }

    @Nullable
    Owned get(int partition) {
        return owned.get(partition);
    }

    Collection<Owned> all() {
        return owned.values();
    }

    int size() {
        return owned.size();
    }
}
