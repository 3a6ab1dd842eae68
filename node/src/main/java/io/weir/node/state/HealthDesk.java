package io.weir.node.state;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;

/** What the admin API asks about endpoints, and tells. Thread-safe. */
public interface HealthDesk {
    /** This node's verdicts on every endpoint of the live document. */
    List<EndpointHealth> endpoints();

    /** Sixteen hex digits over this node's verdicts. */
    String viewHash();

    /** The hash each node last reported, by node name; equal hashes mean that the nodes agree. */
    Map<String, String> viewHashes();

    /** Starts or ends draining on all nodes. Completes with false when there is no such endpoint. */
    CompletionStage<Boolean> drain(String upstream, String endpoint, boolean draining);

    /**
     * @param inFlight exchanges under way in the whole cluster, as last gossiped
     * @param probers names of the members that probe it
     * @param reasons why it is not usable or drains; empty otherwise
     */
    record EndpointHealth(
            String upstream,
            String endpoint,
            int weight,
            boolean usable,
            boolean draining,
            int inFlight,
            List<String> reasons,
            List<String> probers) {}
}
