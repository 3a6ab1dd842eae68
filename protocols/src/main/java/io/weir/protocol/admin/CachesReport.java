package io.weir.protocol.admin;

import java.util.List;

/**
 * {@code GET /v1/cache}: the caches of the node that is asked.
 *
 * @param trusted it knows of all purges; else nothing stored is given
 */
public record CachesReport(boolean trusted, List<Cache> caches) {
    /**
     * One policy's; counts are from the node's start, or from when the policy began to say what it says.
     *
     * @param entries stored answers, and for each URL whose answers differ one more
     * @param bytes that they take, of {@code mostBytes}
     * @param hits given while fresh
     * @param stale given although stale
     * @param misses the backend was asked
     * @param revalidated the backend said that what was stored still holds
     * @param coalesced requests that waited for another
     * @param passed the cache had no say
     * @param noRoom answers that could have been stored if there had been room
     * @param peerHits other nodes' caches had what this one had not
     * @param peerMisses they had not either
     * @param peerFailures one of them could not be asked, or what it had not be used
     * @param peerServed this one had it for them
     */
    public record Cache(
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
     * What there is on disk.
     *
     * @param on whether it is in use: the policy says so, and it has not failed
     * @param found answers that were read from it
     * @param spoilt what was not as it was written, and not given
     */
    public record Disk(boolean on, long entries, long bytes, long mostBytes, long found, long spoilt) {}

    /**
     * What is not stored any more, by why.
     *
     * @param size made room for others while it was fresh
     * @param expired made room for others when it was stale
     * @param invalidated by an unsafe method, or because of what the backend said
     */
    public record Removed(long size, long expired, long replaced, long invalidated, long purged) {}
}
