package io.weir.node.decide.retry;

/**
 * How many exchanges may be on a retry at once: a share of the active ones, so that retries cannot multiply the load of
 * an upstream which is failing as a whole. One per upstream and event loop, which outlives revisions; plain ints, only
 * on that loop.
 */
public final class RetryBudget {
    /** A share of few exchanges would be none: so many may always be on a retry. */
    public static final int ALWAYS = 3;

    private int running;

    /**
     * Takes a place for one retry; {@link #release} gives it back when that attempt is over, however it ended.
     *
     * @param budgetPercent the upstream's share now, 0 to 100
     * @param active exchanges of this upstream on this loop, those on a retry among them
     * @return whether there was a place
     */
    public boolean acquire(int budgetPercent, int active) {
        long allowed = Math.max(ALWAYS, (long) active * budgetPercent / 100);
        if (running >= allowed) {
            return false;
        }
        running++;
        return true;
    }

    public void release() {
        if (running == 0) {
            throw new IllegalStateException("a retry's place was given back twice");
        }
        running--;
    }

    /** Retries that run now. */
    public int running() {
        return running;
    }
}
