package io.weir.node.decide.limit.sim;

import java.util.EnumSet;
import java.util.List;

/** What can go wrong, or merely happen, in a schedule. */
enum Fault {
    /** A node ends; its successor, if any, is another member. */
    CRASH,
    /** The owner's node ends. */
    OWNER_CRASH,
    /** A node stands still, and goes on with everything that it knew. */
    PAUSE,
    OWNER_PAUSE,
    /** Two sides do not hear each other, for so long that the smaller one may be removed. */
    PARTITION,
    /** Likewise, with the owner on the smaller side. */
    OWNER_CUT_OFF,
    /** Some links fail in one direction, for less time than it takes to remove anyone. */
    LINKS,
    /** The owner moves in peace. */
    HANDOVER,
    /** The owner is gone while its node lives. */
    OWNER_LOST,
    JOIN,
    LEAVE,
    /** Messages are slow and many are lost for a while. */
    STORM,
    // Not planned but counted: what the network does to single messages.
    LOSS,
    DOUBLE,
    LATE;

    static final List<Fault> PLANNED = List.copyOf(EnumSet.range(CRASH, STORM));
}
