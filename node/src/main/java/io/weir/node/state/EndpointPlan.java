package io.weir.node.state;

import io.weir.config.model.UpstreamProtocol;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/**
 * One endpoint of an upstream.
 *
 * @param id {@code host:port}: its identity on every node and across revisions
 * @param address resolved when the snapshot was compiled
 * @param weight 0 takes no new traffic
 * @param status shared with the control plane, survives revisions
 * @param tls null: in plain text
 */
public record EndpointPlan(
        String upstream,
        String id,
        InetSocketAddress address,
        int weight,
        EndpointStatus status,
        UpstreamProtocol protocol,
        @Nullable BackendTls tls) {
    /** Spoken to in HTTP/1.1 and plain text. */
    public EndpointPlan(String upstream, String id, InetSocketAddress address, int weight, EndpointStatus status) {
        this(upstream, id, address, weight, status, UpstreamProtocol.HTTP_1_1, null);
    }
}
