package io.weir.node.filter;

import io.weir.config.model.Endpoint;
import io.weir.config.model.GatewayDocument;
import io.weir.config.model.Listener;
import io.weir.config.model.ListenerTcp;
import io.weir.config.model.Upstream;
import io.weir.node.decide.tls.NameTable;
import io.weir.node.filter.auth.AuthenticationState;
import io.weir.node.state.EndpointPlan;
import io.weir.node.state.Snapshot;
import io.weir.node.state.TcpPlan;
import io.weir.node.state.UpstreamPlan;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * Turns a valid document into a snapshot. May block on name resolution, so never on an event loop. Thread-safe.
 */
public final class SnapshotCompiler {
    private final CompilerPorts ports;
    private final AuthenticationState authentication;

    public SnapshotCompiler(CompilerPorts ports) {
        this.ports = ports;
        authentication = new AuthenticationState(ports);
    }

    /**
     * @param document has passed validation: all references lead somewhere. A host that cannot be resolved now is no
     *     error: its endpoint is left unresolved, and connecting to it fails
     * @throws io.weir.node.state.Stager.StagingException when something outside the document that it refers to cannot be used
     */
    public Snapshot compile(long revision, String documentHash, GatewayDocument document) {
        Map<String, UpstreamPlan> upstreams = upstreams(document);
        RouteCompiler routes = new RouteCompiler(document, upstreams, ports, authentication);
        return new Snapshot(
                revision,
                documentHash,
                document,
                document.listeners(),
                routes.compile(),
                upstreams,
                tcp(document, upstreams));
    }

    private static Map<String, TcpPlan> tcp(GatewayDocument document, Map<String, UpstreamPlan> upstreams) {
        Map<String, TcpPlan> plans = new HashMap<>();
        for (Listener listener : document.listeners()) {
            listener.tcp().ifPresent(tcp -> plans.put(listener.name(), plan(tcp, upstreams)));
        }
        return plans;
    }

    private static TcpPlan plan(ListenerTcp tcp, Map<String, UpstreamPlan> upstreams) {
        Map<String, UpstreamPlan> byName = new HashMap<>();
        tcp.byName().forEach((name, upstream) -> byName.put(name, Objects.requireNonNull(upstreams.get(upstream))));
        return new TcpPlan(new NameTable<>(byName), tcp.to().map(upstreams::get).orElse(null));
    }

    private Map<String, UpstreamPlan> upstreams(GatewayDocument document) {
        Map<String, Optional<InetAddress>> resolved = new HashMap<>();
        Map<String, UpstreamPlan> plans = new LinkedHashMap<>();
        for (Upstream upstream : document.upstreams()) {
            EndpointPlan[] endpoints = upstream.endpoints().stream()
                    .map(endpoint -> endpoint(upstream, endpoint, resolved))
                    .toArray(EndpointPlan[]::new);
            plans.put(upstream.name(), new UpstreamPlan(plans.size(), upstream.name(), upstream, endpoints));
        }
        return plans;
    }

    private EndpointPlan endpoint(Upstream upstream, Endpoint endpoint, Map<String, Optional<InetAddress>> resolved) {
        String host = endpoint.address().host();
        int port = endpoint.address().port();
        InetSocketAddress address = resolved.computeIfAbsent(
                        host, name -> Optional.ofNullable(ports.resolver().resolve(name)))
                .map(found -> new InetSocketAddress(found, port))
                .orElseGet(() -> InetSocketAddress.createUnresolved(host, port));
        return new EndpointPlan(
                upstream.name(),
                endpoint.id(),
                address,
                endpoint.weight(),
                ports.statuses().of(upstream.name(), endpoint.id()),
                upstream.protocol(),
                ports.backendTls().of(upstream, endpoint));
    }
}
