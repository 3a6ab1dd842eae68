package io.weir.node.telemetry;

/**
 * Log-linear buckets for durations: below 16 µs one for each microsecond, above eight for each doubling, so that a bucket
 * is at most 12.5 % wide and its middle at most 6 % wrong. The last one takes all from 134 s on.
 */
final class Latency {
    private static final int LINEAR = 16;
    private static final int FIRST_BIT = 4;
    private static final int LAST_BIT = 26;
    private static final int PER_DOUBLING = 8;

    /** How many buckets there are. */
    static final int BUCKETS = LINEAR + (LAST_BIT - FIRST_BIT + 1) * PER_DOUBLING;

    /** Above the middle of every bucket, in microseconds. */
    static final long HIGHEST_MICROS = 1L << (LAST_BIT + 1);

    private Latency() {}

    /** The bucket of a duration; negative ones count as nothing. */
    static int bucketOf(long nanos) {
        long micros = nanos / 1000;
        if (micros < LINEAR) {
            return (int) Math.max(0, micros);
        }
        int bit = 63 - Long.numberOfLeadingZeros(micros);
        if (bit > LAST_BIT) {
            return BUCKETS - 1;
        }
        int within = (int) (micros >>> (bit - 3)) & (PER_DOUBLING - 1);
        return LINEAR + (bit - FIRST_BIT) * PER_DOUBLING + within;
    }

    /** What the durations of a bucket are taken for, in microseconds. */
    static long middleMicros(int bucket) {
        if (bucket < LINEAR) {
            return bucket;
        }
        int shift = (bucket - LINEAR) / PER_DOUBLING + FIRST_BIT - 3;
        long start = (long) (PER_DOUBLING + (bucket - LINEAR) % PER_DOUBLING) << shift;
        return start + (1L << shift) / 2;
    }
}
