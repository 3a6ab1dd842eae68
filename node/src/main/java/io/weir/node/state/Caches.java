package io.weir.node.state;

import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/** The caches of this node, as the control plane sees them. Thread-safe. */
public interface Caches {
    /**
     * No node has it in any cache when this returns, nor will what is on its way get there. May take a while.
     *
     * @param id by which all nodes know the purge
     */
    void purge(String id, Purge purge);

    /** The same of this node alone. */
    default void purge(Purge purge) {
        purge("", purge);
    }

    /**
     * Another node says that what is stored of a URL is outdated.
     *
     * @param url host, path and query, without scheme
     */
    default void changed(String url) {}

    /** Who is told the same of this node, at once, from any loop. */
    default void tellChanges(Consumer<String> listener) {}

    /**
     * While {@code current} says no, purges may be missing here: nothing stored is given.
     *
     * @param alone whether no other node could have purged anything just now
     */
    void trust(BooleanSupplier current, BooleanSupplier alone);

    /** One for each cache policy. */
    List<Figures> figures();

    /** Answers that are stored for a URL, under whatever key; at most so many of each policy. */
    List<Found> find(String url, int most);

    /**
     * A stored answer.
     *
     * @param age in seconds
     * @param ttl how long it is still fresh, in seconds; 0 or less: it is stale
     * @param etag empty: none
     */
    record Found(
            String policy, String route, int status, long age, long ttl, long bytes, String etag, List<String> tags) {}

    /**
     * One cache on this node; all but the first three only rise.
     *
     * @param bytes that its entries take, of {@code mostBytes}
     * @param noRoom answers that could have been stored if there had been room
     * @param peerHits what other nodes' caches had for this one
     * @param peerMisses what they did not have either
     * @param peerFailures how often one of them could not be asked, or what it had not be used
     * @param peerServed what this one had for them
     */
    record Figures(
            String policy,
            long entries,
            long bytes,
            long mostBytes,
            long hits,
            long stale,
            long misses,
            long revalidated,
            long coalesced,
            long passed,
            long stored,
            long noRoom,
            Removed removed,
            long peerHits,
            long peerMisses,
            long peerFailures,
            long peerServed,
            Disk disk) {}

    /**
     * What there is on disk; all but the first three only rise.
     *
     * @param on whether it is in use: the policy says so, and it has not failed
     * @param found answers that were read from it
     * @param spoilt what was not as it was written, and not given
     */
    record Disk(boolean on, long entries, long bytes, long mostBytes, long found, long spoilt) {
        /** The policy has none. */
        public static final Disk NONE = new Disk(false, 0, 0, 0, 0, 0);
    }

    /**
     * What is not stored any more, by why.
     *
     * @param size made room for others while it was fresh
     * @param expired made room for others when it was stale
     * @param replaced by another answer
     * @param invalidated by an unsafe method, or because of what the backend said
     */
    record Removed(long size, long expired, long replaced, long invalidated, long purged) {}
}
