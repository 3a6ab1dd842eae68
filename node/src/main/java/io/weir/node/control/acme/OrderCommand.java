package io.weir.node.control.acme;

import io.weir.node.control.acme.OrderRun.Outcome;

/** What the singleton hears, from itself and from its thread only. */
sealed interface OrderCommand {
    /** Time has passed. */
    enum Own implements OrderCommand {
        TICK
    }

    /** The attempt is over. */
    record Ended(Outcome outcome) implements OrderCommand {}
}
