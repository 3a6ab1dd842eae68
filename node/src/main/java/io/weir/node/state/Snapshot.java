package io.weir.node.state;

import io.weir.config.model.GatewayDocument;
import io.weir.config.model.Listener;
import java.util.List;
import java.util.Map;

/**
 * One revision of the gateway document, compiled: everything a decision needs, immutable, shared by all loops.
 *
 * @param revision 0 before the first document; rises by one with every change
 * @param documentHash lower-case hex SHA-256 of the canonical document
 * @param tcp where connections of tcp listeners go, by the listener's name
 */
public record Snapshot(
        long revision,
        String documentHash,
        GatewayDocument document,
        List<Listener> listeners,
        Routing routing,
        Map<String, UpstreamPlan> upstreams,
        Map<String, TcpPlan> tcp) {
    public static final Snapshot EMPTY =
            new Snapshot(0, "", GatewayDocument.EMPTY, List.of(), Routing.NONE, Map.of(), Map.of());

    public Snapshot {
        listeners = List.copyOf(listeners);
        upstreams = Map.copyOf(upstreams);
        tcp = Map.copyOf(tcp);
    }
}
