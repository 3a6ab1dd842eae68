package io.weir.config.model;

import java.util.List;

/** The whole gateway document (design §4): declarative, names unique within their list, references by name. */
public record GatewayDocument(
        List<Listener> listeners,
        List<Upstream> upstreams,
        List<Policy> policies,
        List<Api> apis,
        List<Route> routes,
        List<Consumer> consumers,
        List<Certificate> certificates,
        Defaults defaults) {
    public static final GatewayDocument EMPTY = new GatewayDocument(
            List.of(), List.of(), List.of(), List.of(), List.of(), List.of(), List.of(), Defaults.NONE);

    public GatewayDocument {
        listeners = List.copyOf(listeners);
        upstreams = List.copyOf(upstreams);
        policies = List.copyOf(policies);
        apis = List.copyOf(apis);
        routes = List.copyOf(routes);
        consumers = List.copyOf(consumers);
        certificates = List.copyOf(certificates);
    }
}
