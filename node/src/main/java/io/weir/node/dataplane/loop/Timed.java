package io.weir.node.dataplane.loop;

import org.jspecify.annotations.Nullable;

/** Something with a deadline, kept by a {@link LoopTimer}: costs a field write to move the deadline later. */
public abstract class Timed {
    static final long NEVER = Long.MAX_VALUE;

    long deadline = NEVER;
    long tick = -1;

    @Nullable
    Timed next;

    @Nullable
    Timed before;

    /** The deadline has passed; it is cleared. */
    protected abstract void onDeadline(long nowNanos);
}
