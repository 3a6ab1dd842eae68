package io.weir.config.model;

import java.util.List;
import java.util.Optional;

/**
 * A group of endpoints that serve the same thing; spoken to in plain text without {@code tls}.
 *
 * @param proxyProtocol connections of tcp listeners begin with a header that names the client; empty: they do not
 */
public record Upstream(
        String name,
        UpstreamProtocol protocol,
        List<Endpoint> endpoints,
        Balance balance,
        Optional<Sticky> sticky,
        Health health,
        UpstreamTimeouts timeouts,
        Retry retry,
        UpstreamLimits limits,
        Optional<UpstreamTls> tls,
        Optional<ProxyProtocol> proxyProtocol) {
    public Upstream {
        endpoints = List.copyOf(endpoints);
    }
}
