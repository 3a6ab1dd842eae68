package io.weir.node.decide.health;

import io.weir.protocol.cluster.HealthMessage.NodeHealth;
import io.weir.protocol.cluster.HealthMessage.Report;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Everything that a node knows about endpoints, and the verdicts that follow. Pure: two nodes with the same
 * observations, members and drains come to the same verdicts.
 *
 * @param observed the newest report of each node, by member; those of members that are gone count for nothing
 * @param live members that are up and reachable
 * @param drained endpoint keys an operator drains
 */
public record HealthView(Map<String, NodeHealth> observed, Set<String> live, Set<String> drained) {
    public HealthView {
        observed = Map.copyOf(observed);
        live = Set.copyOf(live);
        drained = Set.copyOf(drained);
    }

    /** The key of an endpoint in every message and map. */
    public static String key(String upstream, String endpoint) {
        return upstream + '/' + endpoint;
    }

    /**
     * The verdicts on an upstream's endpoints, by endpoint.
     *
     * @param probers how many members probe each endpoint; 0 when the upstream has no active checks
     */
    public Map<String, Verdict> verdicts(String upstream, List<String> endpoints, int probers) {
        List<EndpointView> views = new ArrayList<>();
        for (String endpoint : endpoints) {
            String key = key(upstream, endpoint);
            List<ProbeReport> reports = new ArrayList<>();
            List<Ejection> ejections = new ArrayList<>();
            for (String member : live) {
                NodeHealth health = observed.get(member);
                Report report =
                        health == null ? Report.NONE : health.endpoints().getOrDefault(key, Report.NONE);
                if (health != null) {
                    reports.add(new ProbeReport(member, state(report), report.reason()));
                }
                if (health != null && report.ejected()) {
                    // The node that ejected also says when it is over, so here it simply stands.
                    ejections.add(new Ejection(member, Long.MAX_VALUE, "consecutive failures in traffic"));
                }
            }
            views.add(new EndpointView(
                    endpoint, Probers.choose(key, live, probers), reports, ejections, drained.contains(key)));
        }
        return Verdict.ofUpstream(views);
    }

    private static ProbeHistory.State state(Report report) {
        return switch (report.probed()) {
            case UNKNOWN -> ProbeHistory.State.UNKNOWN;
            case UP -> ProbeHistory.State.UP;
            case DOWN -> ProbeHistory.State.DOWN;
        };
    }
}
