package io.weir.protocol.admin;

import java.util.List;

/**
 * {@code GET /v1/limits?policy=&key=}: one bucket.
 *
 * @param ratePerSecond tokens that are refilled every second
 * @param burst the most that the bucket holds, leases included
 * @param tokens what its owner can still hand out now
 * @param leased handed out to nodes, not yet expired or returned
 * @param owner name or address of the node that owns the bucket; empty when it is missing now
 * @param leases what each node holds
 */
public record LimitView(
        String policy,
        String key,
        double ratePerSecond,
        long burst,
        double tokens,
        long leased,
        String owner,
        List<Lease> leases) {
    public LimitView {
        leases = List.copyOf(leases);
    }

    /**
     * @param node name or address
     * @param expiresInMillis until the owner takes it as spent
     */
    public record Lease(String node, long tokens, long expiresInMillis) {}
}
