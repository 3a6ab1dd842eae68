package io.weir.config.model;

/**
 * One backend process.
 *
 * @param weight 1 to 1000; 0 takes no new traffic
 */
public record Endpoint(HostPort address, int weight) {
    /** Its identity within the upstream, on every node and across revisions: {@code host:port}. */
    public String id() {
        return address.toString();
    }
}
