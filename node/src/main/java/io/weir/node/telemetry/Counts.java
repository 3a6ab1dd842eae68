package io.weir.node.telemetry;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * Counters that one loop adds to and one collector takes from. The loop's side is a plain load, an add and a store:
 * opaque, so that the compiler may not keep a sum in a register for ever; a collector sees it at most moments late.
 */
final class Counts {
    private static final VarHandle VALUES = MethodHandles.arrayElementVarHandle(long[].class);

    /** Longs before and behind: 128 bytes, so that no loop writes to cache lines of another one's counters. */
    private static final int PADDING = 16;

    private final long[] values;
    private final long[] taken;

    Counts(int size) {
        values = new long[size + 2 * PADDING];
        taken = new long[size];
    }

    int size() {
        return taken.length;
    }

    /** Only on the loop that these counters belong to. */
    void add(int index, long amount) {
        int at = PADDING + index;
        VALUES.setOpaque(values, at, values[at] + amount);
    }

    /** What was added since the last call. Only one thread at a time. */
    long take(int index) {
        long now = (long) VALUES.getOpaque(values, PADDING + index);
        long more = now - taken[index];
        taken[index] = now;
        return more;
    }
}
