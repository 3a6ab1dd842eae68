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

    /** No ping for T2. */
    static boolean isLost(@Nullable Heard heard, LimitTimes times, long nowNanos) {
        return heard != null && nowNanos - heard.lastNanos() >= times.wake();
    }
}
