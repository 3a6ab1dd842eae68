package io.weir.node.state;

/** What an answer says about its limit. Mutable scratch space, one per loop or waiter. */
public final class LimitAnswer {
    private long remaining;
    private long resetNanos;

    /**
     * @param newRemaining tokens that are surely left, never more than true
     * @param newResetNanos see {@link #resetNanos}
     */
    public void set(long newRemaining, long newResetNanos) {
        remaining = newRemaining;
        resetNanos = newResetNanos;
    }

    public long remaining() {
        return remaining;
    }

    /** Nanoseconds until a token is there again (denied) or the bucket is full (admitted). */
    public long resetNanos() {
        return resetNanos;
    }
}
