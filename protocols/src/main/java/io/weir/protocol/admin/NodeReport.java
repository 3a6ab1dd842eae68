package io.weir.protocol.admin;

import java.util.List;

/**
 * {@code GET /v1/nodes/self}.
 *
 * @param transport how the data plane talks to the kernel here: {@code io_uring}, {@code epoll} or {@code nio}
 * @param tls who does the cryptography of TLS here: BoringSSL, or the JDK where that cannot be loaded
 * @param revision of the document that is live here; 0 before the first
 * @param adminAddress {@code host:port} that answers this
 * @param clusterAddress {@code host:port} for the other nodes; empty before the node has begun to join
 */
public record NodeReport(
        String name,
        String version,
        String profile,
        String transport,
        String tls,
        String java,
        long uptimeSeconds,
        boolean ready,
        long revision,
        String adminAddress,
        String clusterAddress,
        List<Listener> listeners) {
    public NodeReport {
        listeners = List.copyOf(listeners);
    }

    /** @param address the bound {@code host:port}, the node's port offset included */
    public record Listener(String name, String address) {}
}
