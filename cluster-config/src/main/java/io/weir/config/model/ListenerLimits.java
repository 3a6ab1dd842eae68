package io.weir.config.model;

/**
 * Bounds on what a client may send.
 *
 * @param headBytes request line and fields together
 * @param fields number of fields
 * @param bodyBytes request body; 0 means unbounded
 * @param connections open connections per node; 0 means unbounded
 * @param streams open at once on one connection of HTTP/2
 */
public record ListenerLimits(
        int headBytes, int fields, long bodyBytes, int connections, int streams, PerAddress perAddress) {
    public static final ListenerLimits DEFAULT = new ListenerLimits(32 * 1024, 128, 0, 0, 128, PerAddress.UNBOUNDED);

    /**
     * What one address may do at one node (IPv6: one /64).
     *
     * @param connections that are open; 0 means unbounded
     * @param newPerSecond connections that it opens; 0 means unbounded
     * @param burst of those at once, at least 1
     */
    public record PerAddress(int connections, double newPerSecond, int burst) {
        public static final PerAddress UNBOUNDED = new PerAddress(0, 0, 1);
    }
}
