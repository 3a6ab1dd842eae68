package io.weir.node.decide.limit;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * The right to admit a number of requests until a moment, as its node has it. Loops take tokens by compare-and-set while
 * the control side may empty it at any time; whoever gets a token by {@link #take} has it, whatever happens to the lease
 * afterwards. Times are of the node's own clock.
 */
final class Lease {
    private static final VarHandle LEFT;
    private static final VarHandle CALLED;

    static {
        try {
            MethodHandles.Lookup lookup = MethodHandles.lookup();
            LEFT = lookup.findVarHandle(Lease.class, "left", long.class);
            CALLED = lookup.findVarHandle(Lease.class, "called", boolean.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    static final long NONE = -1;

    final long id;
    final long tokens;
    final long expiresNanos;

    /** When half its life is over. */
    final long askAfterNanos;

    /** A quarter is left. */
    final long askBelow;

    private volatile long left;
    private volatile boolean called;

    Lease(long id, long tokens, long askSentNanos, long lifeNanos) {
        this.id = id;
        this.tokens = tokens;
        this.expiresNanos = askSentNanos + lifeNanos;
        this.askAfterNanos = askSentNanos + lifeNanos / 2;
        this.askBelow = tokens / 4;
        this.left = tokens;
    }

    boolean isLive(long nowNanos) {
        return nowNanos - expiresNanos < 0;
    }

    /** Takes a token: how many are left then, or {@link #NONE}. */
    long take() {
        for (long seen = left; seen > 0; seen = left) {
            if (LEFT.compareAndSet(this, seen, seen - 1)) {
                return seen - 1;
            }
        }
        return NONE;
    }

    /** Ends the lease; returns what was left. */
    long drain() {
        return (long) LEFT.getAndSet(this, 0L);
    }

    /** The most that may still be taken. */
    long left() {
        return left;
    }

    /** True once: somebody has to see to the next lease. */
    boolean callOnce() {
        return !called && CALLED.compareAndSet(this, false, true);
    }
}
