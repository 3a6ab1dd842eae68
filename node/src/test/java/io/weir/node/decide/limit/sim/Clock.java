package io.weir.node.decide.limit.sim;

import java.util.SplittableRandom;

/**
 * A node's monotonic clock: begins anywhere, and runs up to 1 % too fast or too slow.
 *
 * @param rate its seconds in a true second
 */
record Clock(long offsetNanos, double rate) {
    static final double FASTEST = 1.01;
    private static final double SLOWEST = 0.99;

    static Clock draw(SplittableRandom random) {
        double rate =
                switch (random.nextInt(4)) {
                    case 0 -> FASTEST;
                    case 1 -> SLOWEST;
                    default -> random.nextDouble(SLOWEST, FASTEST);
                };
        return new Clock(random.nextLong(), rate);
    }

    long at(long trueNanos) {
        return offsetNanos + (long) (trueNanos * rate);
    }

    /** How long {@code nanos} of this clock last. */
    long trueNanos(long nanos) {
        return (long) (nanos / rate);
    }
}
