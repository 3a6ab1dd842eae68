package io.weir.node.decide.limit;

import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What a node knows of the owner of one partition. Written by the control side, read by loops.
 *
 * <p>A share needs no switch: it is awake as long as the time lies between its wake and its end, which follow from the
 * last ping. A process that was paused finds it ended when it wakes up.
 */
final class OwnerWatch {
    /** What was heard last; null before the first ping. */
    volatile @Nullable Heard heard;

    /** A share has woken and was dropped again, last at {@link #droppedNanos}. */
    private boolean dropped;

    private long droppedNanos;

    /**
     * @param lastNanos when the last ping was received
     * @param baseNanos T3 counts from here: the node was then in touch with a majority through the owner
     * @param members all that may have a share, by the owner's and the node's own view
     */
    record Heard(long incarnation, long lastNanos, long baseNanos, Set<String> members) {
        Heard seeing(Set<String> more) {
            Set<String> all = new TreeSet<>(members);
            all.addAll(more);
            return new Heard(incarnation, lastNanos, baseNanos, all);
        }
    }

    /** Control side. The share is dropped, if it was awake. */
    void hear(Heard next, LimitTimes times) {
        if (isLost(heard, times, next.lastNanos())) {
            dropped = true;
            droppedNanos = next.lastNanos();
        }
        heard = next;
    }

    /**
     * Control side. Whether a new owner has to count with the share: it may have been dropped for a ping that the owner
     * before had sent, or for one whose pong got lost.
     */
    boolean wasAwakeLately(LimitTimes times, long nowNanos) {
        return dropped && nowNanos - droppedNanos < times.shareEnd();
    }

    /** No ping for T2. */
    static boolean isLost(@Nullable Heard heard, LimitTimes times, long nowNanos) {
        return heard != null && nowNanos - heard.lastNanos() >= times.wake();
    }
}
