package io.weir.node.decide.limit;

import static java.util.concurrent.TimeUnit.MILLISECONDS;

/**
 * The durations that owners and nodes agree on, in nanoseconds. Clocks of two machines run at rates that differ by up to
 * {@link #longer 2.5 %}; whoever must be the later one counts that on top.
 *
 * @param lease L: the longest life of a lease, from when the node asked
 * @param ping how often an owner pings each member
 * @param silent T1: a member is silent when the last ping it answered was sent so long ago
 * @param wake T2, above T1: a node that has received no ping for so long wakes its share
 * @param shareEnd T3: a share ends so long after its node was last known to be in touch with a majority through its owner
 * @param fence F: an owner that no majority has answered for so long stops granting
 * @param confirmed a share goes on for so long after a majority has confirmed that its node is a member
 * @param askAgain a node repeats an ask that got no answer after this
 */
public record LimitTimes(
        long lease, long ping, long silent, long wake, long shareEnd, long fence, long confirmed, long askAgain) {
    /**
     * A member cannot be removed earlier than 4 s after it was cut off (the failure detector's pause and the resolver's
     * {@code stable-after}, see {@code pekko.conf}), and no partition gets a new owner for one more second.
     */
    public static final LimitTimes DEFAULT = new LimitTimes(
            MILLISECONDS.toNanos(500),
            MILLISECONDS.toNanos(100),
            MILLISECONDS.toNanos(500),
            MILLISECONDS.toNanos(800),
            MILLISECONDS.toNanos(4000),
            MILLISECONDS.toNanos(1000),
            MILLISECONDS.toNanos(500),
            MILLISECONDS.toNanos(100));

    /** What {@code nanos} on another machine's clock may last on this one at most. */
    static long longer(long nanos) {
        return nanos + nanos / 40;
    }

    /** What {@code nanos} on another machine's clock last on this one at least. */
    static long shorter(long nanos) {
        return nanos - nanos / 40;
    }
}
