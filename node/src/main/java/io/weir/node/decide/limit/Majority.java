package io.weir.node.decide.limit;

import java.util.Arrays;

/** Finds the moment at which a majority was last heard: the latest that more than half of the members have reached. */
final class Majority {
    private final long[] ages;
    private final int needed;
    private final long nowNanos;
    private int count;

    Majority(int members, long nowNanos) {
        this.ages = new long[members];
        this.needed = members / 2 + 1;
        this.nowNanos = nowNanos;
    }

    /** A member was in touch then. */
    void add(long nanos) {
        ages[count++] = nowNanos - nanos;
    }

    /** How long ago; {@link Long#MAX_VALUE} when there was none yet. */
    long age() {
        if (count < needed) {
            return Long.MAX_VALUE;
        }
        Arrays.sort(ages, 0, count);
        return ages[needed - 1];
    }
}
