package io.weir.node.control.limit;

import io.weir.node.decide.limit.LeaseMessage;
import io.weir.protocol.cluster.LimitCarry;
import io.weir.protocol.cluster.LimitMessage;
import org.apache.pekko.cluster.ddata.GCounter;
import org.apache.pekko.cluster.ddata.LWWRegister;
import org.apache.pekko.cluster.ddata.typed.javadsl.Replicator;

/** Everything a partition of limits understands. */
sealed interface LimitPartitionCommand {
    /** A message from a node. */
    record Wire(LimitMessage message) implements LimitPartitionCommand {}

    /** A member's answer to the ping of a new owner. */
    record Answered(LeaseMessage.Pong pong) implements LimitPartitionCommand {}

    record Counted(Replicator.UpdateResponse<GCounter> response) implements LimitPartitionCommand {}

    record Numbered(Replicator.GetResponse<GCounter> response) implements LimitPartitionCommand {}

    record Inherited(Replicator.GetResponse<LWWRegister<LimitCarry>> response) implements LimitPartitionCommand {}

    record HandedOver(Replicator.UpdateResponse<LWWRegister<LimitCarry>> response) implements LimitPartitionCommand {}

    /** What a partition says to itself, but for STOP, which sharding says. */
    enum Own implements LimitPartitionCommand {
        TICK,
        SWEEP,
        RETRY,
        STOP
    }
}
