package io.weir.node.filter;

import io.weir.node.state.EndpointPlan;
import io.weir.node.state.EndpointStatus;
import io.weir.node.state.UpstreamPlan;

/** Which endpoints may be used at all. */
final class Eligibility {
    private Eligibility() {}

    /** Fewer are usable than the panic threshold asks for: then the verdicts are more likely wrong than the endpoints. */
    static boolean panic(UpstreamPlan upstream) {
        int serving = 0;
        int usable = 0;
        for (EndpointPlan endpoint : upstream.endpoints()) {
            EndpointStatus status = endpoint.status();
            if (endpoint.weight() > 0 && !status.draining()) {
                serving++;
                if (status.usable()) {
                    usable++;
                }
            }
        }
        return (long) usable * 100 < (long) serving * upstream.model().health().panicPercent();
    }

    /** Of the endpoint with this id, or -1. */
    static int indexOf(UpstreamPlan upstream, String id) {
        EndpointPlan[] endpoints = upstream.endpoints();
        for (int i = 0; i < endpoints.length; i++) {
            if (endpoints[i].id().equals(id)) {
                return i;
            }
        }
        return -1;
    }

    /** Whether a session may stay: the endpoint is there and usable; draining keeps what it has. */
    static boolean keepsSession(UpstreamPlan upstream, String id) {
        int index = indexOf(upstream, id);
        return index >= 0 && (upstream.endpoints()[index].status().usable() || panic(upstream));
    }
}
