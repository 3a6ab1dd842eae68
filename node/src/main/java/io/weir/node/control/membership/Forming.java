package io.weir.node.control.membership;

import io.weir.config.model.HostPort;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Decides whom to ask for membership when nodes find each other by name. Pure.
 *
 * <p>Each node asks all others. Only the one with the lowest address may form a new cluster, and only after nobody has
 * answered for a while: a node that restarts finds the cluster that is there.
 */
final class Forming {
    private Forming() {}

    /**
     * @param found addresses of all nodes, lowest first, without repetition
     * @param waited since this node began to look
     * @return seeds in the sense of Pekko, whose first may form a cluster if it is the node itself; empty: look again
     */
    static List<HostPort> seeds(HostPort self, List<HostPort> found, Duration waited, Duration formAfter) {
        List<HostPort> others = new ArrayList<>(found);
        // A node that the name does not stand for (yet) must not found a cluster that nobody will find.
        boolean listed = others.remove(self);
        boolean lowest = listed && found.get(0).equals(self);
        if (lowest && waited.compareTo(formAfter) >= 0) {
            others.add(0, self);
        }
        return others;
    }
}
