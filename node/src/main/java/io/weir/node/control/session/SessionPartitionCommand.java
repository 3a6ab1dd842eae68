package io.weir.node.control.session;

import io.weir.protocol.cluster.SessionMessage;
import org.apache.pekko.actor.typed.receptionist.Receptionist;

/** Everything a session partition understands. */
sealed interface SessionPartitionCommand {
    /** A message from a node. */
    record Wire(SessionMessage message) implements SessionPartitionCommand {}

    /** The desks of all nodes. */
    record Desks(Receptionist.Listing listing) implements SessionPartitionCommand {}

    /** No other node has said in time that it remembers. */
    record NotRemembered(long number) implements SessionPartitionCommand {}

    /** What the partition says to itself. */
    enum Own implements SessionPartitionCommand {
        RECALL_OVER,
        SWEEP,
        STOP
    }
}
