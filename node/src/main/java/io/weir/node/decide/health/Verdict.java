package io.weir.node.decide.health;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What the cluster thinks of an endpoint. Down when more than half of its live probers say so (one that has not
 * reported yet counts as "up"); out as well while a node has it ejected, as long as at most half of the upstream is.
 *
 * @param usable takes traffic, unless it is draining
 * @param reasons for people; empty when all is well
 */
public record Verdict(boolean usable, boolean draining, List<String> reasons) {
    public static final Verdict WELL = new Verdict(true, false, List.of());

    public Verdict {
        reasons = List.copyOf(reasons);
    }

    /** The verdicts of all endpoints of one upstream, by endpoint in the order of their names. */
    public static Map<String, Verdict> ofUpstream(Collection<EndpointView> endpoints) {
        // By name and not by time left: clocks differ a little, names do not, and all nodes must eject the same ones.
        List<EndpointView> ordered = endpoints.stream()
                .sorted(Comparator.comparing(EndpointView::endpoint))
                .toList();
        int mayEject = ordered.size() / 2;
        Map<String, Verdict> verdicts = new TreeMap<>();
        for (EndpointView endpoint : ordered) {
            List<String> reasons = new ArrayList<>();
            boolean usable = !isDown(endpoint, reasons);
            if (usable && isEjected(endpoint, reasons)) {
                if (mayEject > 0) {
                    mayEject--;
                    usable = false;
                } else {
                    reasons.add("not ejected: half of the upstream is already");
                }
            }
            if (endpoint.drained()) {
                reasons.add("drained by an operator");
            }
            verdicts.put(endpoint.endpoint(), new Verdict(usable, endpoint.drained(), reasons));
        }
        return verdicts;
    }

    private static boolean isDown(EndpointView endpoint, List<String> reasons) {
        int down = 0;
        for (String prober : endpoint.probers()) {
            for (ProbeReport report : endpoint.reports()) {
                if (report.node().equals(prober) && report.state() == ProbeHistory.State.DOWN) {
                    down++;
                    reasons.add("down for " + prober + ": " + report.reason());
                    break;
                }
            }
        }
        return down * 2 > endpoint.probers().size();
    }

    private static boolean isEjected(EndpointView endpoint, List<String> reasons) {
        boolean ejected = false;
        for (Ejection ejection : endpoint.ejections()) {
            if (ejection.remainingNanos() > 0) {
                ejected = true;
                reasons.add("ejected by " + ejection.node() + ": " + ejection.reason());
            }
        }
        return ejected;
    }
}
