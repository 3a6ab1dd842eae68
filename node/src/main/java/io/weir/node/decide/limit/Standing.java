package io.weir.node.decide.limit;

import java.util.Set;

/** Who this node is in the cluster, as far as standing shares go. Written by the control side, read by loops. */
final class Standing {
    final String self;
    final LimitTimes times;

    /** All members that this node sees, those that are only joining among them. */
    volatile Set<String> members = Set.of();

    /** When the question was sent on which a majority last confirmed that this node is a member. */
    volatile long confirmedNanos;

    /** No majority has confirmed it yet. */
    volatile boolean confirmed;

    /** The node is leaving: its shares stay asleep for good. */
    volatile boolean retired;

    Standing(String self, LimitTimes times) {
        this.self = self;
        this.times = times;
    }

    /** Whether a share may still be used that has woken. */
    boolean mayLiveOnShare(OwnerWatch.Heard heard, long nowNanos) {
        if (retired) {
            return false;
        }
        return nowNanos - (heard.baseNanos() + times.shareEnd()) < 0
                || confirmed && nowNanos - (confirmedNanos + times.confirmed()) < 0;
    }
}
