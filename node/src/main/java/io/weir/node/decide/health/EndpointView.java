package io.weir.node.decide.health;

import java.util.Comparator;
import java.util.List;

/**
 * All that is known of one endpoint when a verdict is asked for.
 *
 * @param probers the live nodes that {@link Probers} chose for it; empty when it is not probed
 * @param reports of any nodes; only those of {@code probers} have a vote
 * @param drained somebody asked for it to be drained
 */
public record EndpointView(
        String endpoint, List<String> probers, List<ProbeReport> reports, List<Ejection> ejections, boolean drained) {
    public EndpointView {
        probers = List.copyOf(probers);
        reports = List.copyOf(reports);
        // The order in which they came is each node's own, and reasons are told in theirs.
        ejections =
                ejections.stream().sorted(Comparator.comparing(Ejection::node)).toList();
    }
}
