package io.weir.node.state;

import java.util.Collection;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** All endpoints this node has ever known, by upstream and endpoint. Thread-safe; never on the request path. */
public final class EndpointStatuses {
    private final ConcurrentHashMap<String, EndpointStatus> byName = new ConcurrentHashMap<>();
    private final AtomicInteger slots = new AtomicInteger();

    public EndpointStatus of(String upstream, String endpoint) {
        return byName.computeIfAbsent(
                upstream + '/' + endpoint, key -> new EndpointStatus(upstream, endpoint, slots.getAndIncrement()));
    }

    public Collection<EndpointStatus> all() {
        return byName.values();
    }

    /** How many slots have been given out: the size a per-loop array needs. */
    public int size() {
        return slots.get();
    }
}
