package io.weir.node.control.health;

import io.weir.node.state.EndpointStatus;
import io.weir.node.state.Observations.EndpointObservation;
import io.weir.node.state.Probes;
import io.weir.node.state.Snapshot;
import io.weir.protocol.cluster.HealthMessage;
import java.util.List;
import java.util.Set;
import org.apache.pekko.actor.typed.receptionist.Receptionist;
import org.apache.pekko.cluster.ClusterEvent;

/** Everything the health monitor understands. */
sealed interface HealthCommand {
    /** From another node. */
    record Wire(HealthMessage message) implements HealthCommand {}

    /** The monitors of all nodes. */
    record Peers(Receptionist.Listing listing) implements HealthCommand {}

    /** Membership or reachability changed. */
    record MembersChanged(ClusterEvent.ClusterDomainEvent event) implements HealthCommand {}

    record SnapshotActivated(Snapshot snapshot) implements HealthCommand {}

    /** What traffic showed since the last tick. */
    record Observed(List<EndpointObservation> observations) implements HealthCommand {}

    /** Traffic failed so often in a row that the endpoint is to be ejected. */
    record Failing(EndpointStatus endpoint) implements HealthCommand {}

    record ProbeEnded(String key, Probes.Result result) implements HealthCommand {}

    record DrainsChanged(Set<String> drained) implements HealthCommand {}

    /** Several times a second: probes that are due, ejections that end, gossip of load. */
    enum Tick implements HealthCommand {
        TICK
    }
}
