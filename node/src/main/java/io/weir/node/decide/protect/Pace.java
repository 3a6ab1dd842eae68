package io.weir.node.decide.protect;

/**
 * A rate with a burst, kept as a single number: when the bucket will be full again (the generic cell rate algorithm, ITU-T
 * I.371). Pure; times are monotonic, in nanoseconds, and compared by their difference.
 *
 * @param intervalNanos from one to the next at the rate itself
 * @param burst how many may come at once, at least 1; the product of both fits into a long
 */
public record Pace(long intervalNanos, int burst) {
    /** @param perSecond above 0 */
    public static Pace of(double perSecond, int burst) {
        return new Pace(Math.max(1, (long) (1e9 / perSecond)), burst);
    }

    /** Whether one more may come. */
    public boolean admits(long fullAt, long now) {
        return later(fullAt, now) - now <= intervalNanos * (burst - 1);
    }

    /** When it will be full, once that one has come. */
    public long after(long fullAt, long now) {
        return later(fullAt, now) + intervalNanos;
    }

    private static long later(long one, long other) {
        return one - other > 0 ? one : other;
    }
}
