package io.weir.config.model;

/**
 * @param connections open connections per node and endpoint; 0 means unbounded
 * @param pending exchanges per node and endpoint that wait for a connection; 0 means none may wait once {@code connections} is reached
 */
public record UpstreamLimits(int connections, int pending) {
    public static final UpstreamLimits DEFAULT = new UpstreamLimits(0, 1024);
}
