package io.weir.config.model;

/**
 * Bounds on what a client may send.
 *
 * @param headBytes request line and fields together
 * @param fields number of fields
 * @param bodyBytes request body; 0 means unbounded
 * @param connections open connections per node; 0 means unbounded
 */
public record ListenerLimits(int headBytes, int fields, long bodyBytes, int connections) {
    public static final ListenerLimits DEFAULT = new ListenerLimits(32 * 1024, 128, 0, 0);
}
