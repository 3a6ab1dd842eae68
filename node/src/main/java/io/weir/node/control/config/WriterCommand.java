package io.weir.node.control.config;

import io.weir.protocol.cluster.ConfigWriterMessage;

/** Everything that the {@link ConfigWriter} understands. */
sealed interface WriterCommand {
    /** From an agent or a proposer. */
    record Wire(ConfigWriterMessage message) implements WriterCommand {}

    /** From this node. */
    enum Own implements WriterCommand {
        MEMBERS_CHANGED,
        /** Time to look at deadlines. */
        TICK
    }
}
