package io.weir.config.model;

import java.util.List;
import java.util.Optional;

/** A group of endpoints that serve the same thing. {@code sticky} and {@code health.active} are optional. */
public record Upstream(
        String name,
        List<Endpoint> endpoints,
        Balance balance,
        Optional<Sticky> sticky,
        Health health,
        UpstreamTimeouts timeouts,
        Retry retry,
        UpstreamLimits limits) {
    public Upstream {
        endpoints = List.copyOf(endpoints);
    }
}
