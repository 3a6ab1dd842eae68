package io.weir.node.state;

import java.util.List;
import java.util.function.BooleanSupplier;

/** The caches of this node, as the control plane sees them. Thread-safe. */
public interface Caches {
    /** No node has it in any cache when this returns, nor will what is on its way get there. May take a while. */
    void purge(Purge purge);

    /** While {@code current} says no, purges may be missing here: nothing stored is given. */
    void trust(BooleanSupplier current);

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
            Removed removed) {}

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
