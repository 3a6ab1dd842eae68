package io.weir.config.model;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Answers are stored and given again (RFC 9111).
 *
 * @param memoryBytes what may be stored on each node
 * @param maxEntryBytes what one answer may have
 * @param query parameters that make a difference, the others are not forwarded; empty: the whole query does
 * @param headers fields of requests that make a difference
 * @param cookies likewise
 * @param consumer each consumer has answers of its own
 * @param heuristic how long an answer is fresh at most that does not say so itself; {@link Duration#ZERO}: not at all
 * @param negative how long errors are fresh that do not say so themselves
 * @param stripTags {@code Cache-Tag} and {@code Surrogate-Key} do not reach clients
 * @param cluster what one node has stored the others have from it; false: each node is by itself
 * @param disk where what is stored is kept as well; empty: in memory alone
 */
public record CachePolicy(
        String name,
        long memoryBytes,
        long maxEntryBytes,
        Optional<List<String>> query,
        List<String> headers,
        List<String> cookies,
        boolean consumer,
        Duration heuristic,
        Duration negative,
        boolean stripTags,
        boolean cluster,
        Optional<Disk> disk)
        implements Policy {
    public static final long MEMORY = 64L << 20;
    public static final long MAX_ENTRY = 8L << 20;
    public static final long DISK = 1L << 30;
    public static final Duration HEURISTIC = Duration.ofMinutes(10);

    /**
     * A disk for what is stored.
     *
     * @param path a folder in the node's data directory, or an absolute one; each policy has one of its own in it
     * @param sizeBytes of each node
     */
    public record Disk(String path, long sizeBytes) {}

    public CachePolicy {
        query = query.map(List::copyOf);
        headers = List.copyOf(headers);
        cookies = List.copyOf(cookies);
    }
}
