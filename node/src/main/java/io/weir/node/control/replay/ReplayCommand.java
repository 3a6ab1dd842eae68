package io.weir.node.control.replay;

import io.weir.node.state.Replays;
import io.weir.protocol.cluster.ReplayMessage;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.apache.pekko.actor.typed.receptionist.Receptionist;

/** Everything the desk understands. */
sealed interface ReplayCommand {
    /** A request of this node. */
    record Show(Replays.Mark mark, Executor loop, Consumer<Replays.Seen> then) implements ReplayCommand {}

    /** A message from another node. */
    record Wire(ReplayMessage message) implements ReplayCommand {}

    /** The desks of all nodes. */
    record Desks(Receptionist.Listing listing) implements ReplayCommand {}

    /** What the desk says to itself. */
    enum Own implements ReplayCommand {
        LOOK_AT_TIME,
        FORGET
    }
}
