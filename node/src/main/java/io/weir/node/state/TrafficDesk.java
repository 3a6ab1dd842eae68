package io.weir.node.state;

import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletionStage;

/** Who calls which version, over the cluster. Thread-safe. */
public interface TrafficDesk {
    /** Asks all members, and waits a second at most. */
    CompletionStage<Traffic> traffic();

    /** @param missing names of members that did not answer in time */
    record Traffic(List<NodeTraffic> nodes, List<String> missing) {
        public Traffic {
            nodes = List.copyOf(nodes);
            missing = List.copyOf(missing);
        }
    }

    /**
     * What a node has told, now or the last time that it was asked.
     *
     * @param since since when it has counted
     * @param member false: it has left the cluster
     */
    record NodeTraffic(String node, Instant since, boolean member, List<VersionCallers.Caller> callers) {
        public NodeTraffic {
            callers = List.copyOf(callers);
        }
    }
}
