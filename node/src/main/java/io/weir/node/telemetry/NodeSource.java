package io.weir.node.telemetry;

import io.weir.node.state.ClusterView;
import io.weir.node.state.ConfigDesk;
import io.weir.node.state.HealthDesk;
import java.util.Map;
import java.util.TreeMap;
import kamon.tag.TagSet;

/** The cluster, the document and the endpoints, as this node sees them. */
final class NodeSource implements Source {
    private final ClusterView cluster;
    private final ConfigDesk config;
    private final HealthDesk health;
    private final GaugeSet members = new GaugeSet(Metric.CLUSTER_MEMBERS);
    private final GaugeSet usable = new GaugeSet(Metric.ENDPOINT_USABLE);
    private final GaugeSet draining = new GaugeSet(Metric.ENDPOINT_DRAINING);
    private final GaugeSet inFlight = new GaugeSet(Metric.ENDPOINT_IN_FLIGHT);

    NodeSource(ClusterView cluster, ConfigDesk config, HealthDesk health) {
        this.cluster = cluster;
        this.config = config;
        this.health = health;
    }

    @Override
    public void update(Instruments to) {
        updateMembers(to);
        updateEndpoints(to);
        to.gauge(Metric.CONFIG_REVISION, TagSet.Empty())
                .update((double) config.live().revision());
        to.gauge(Metric.CONFIG_READY, TagSet.Empty()).update(truth(config.ready()));
    }

    private void updateMembers(Instruments to) {
        Map<String, Map<Boolean, Integer>> counts = new TreeMap<>();
        for (ClusterView.Node node : cluster.members()) {
            counts.computeIfAbsent(node.status(), status -> new TreeMap<>()).merge(node.reachable(), 1, Integer::sum);
        }
        counts.forEach((status, reachabilities) -> reachabilities.forEach((reachable, count) ->
                members.set(to, TagSet.of("status", status).withTag("reachable", Boolean.toString(reachable)), count)));
        members.done(to);
    }

    private void updateEndpoints(Instruments to) {
        for (HealthDesk.EndpointHealth endpoint : health.endpoints()) {
            TagSet tags = TagSet.of("upstream", endpoint.upstream()).withTag("endpoint", endpoint.endpoint());
            usable.set(to, tags, truth(endpoint.usable()));
            draining.set(to, tags, truth(endpoint.draining()));
            inFlight.set(to, tags, endpoint.inFlight());
        }
        usable.done(to);
        draining.done(to);
        inFlight.done(to);
    }

    private static double truth(boolean value) {
        return value ? 1 : 0;
    }
}
