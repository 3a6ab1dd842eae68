package io.weir.node.control.limit;

import io.weir.protocol.cluster.LimitDeskMessage;

/** Everything a node's limit desk understands. */
sealed interface DeskCommand {
    /** A message from an owner or another desk. */
    record Wire(LimitDeskMessage message) implements DeskCommand {}

    enum Own implements DeskCommand {
        /** Loops have called. */
        ATTEND,
        /** Asks to repeat, waiting requests to decide. */
        TICK,
        PING,
        /** An owner is new. */
        PING_SOON,
        SWEEP
    }
}
