package io.weir.node.control.config;

import java.time.Duration;

/** When something that failed is tried again: after a second, then after twice as long each time, up to half a minute. */
final class Backoff {
    private static final Duration FIRST = Duration.ofSeconds(1);
    private static final Duration LAST = Duration.ofSeconds(30);

    private Duration wait = FIRST;
    private boolean waiting;
    private long notBefore;

    /** How long to wait now. */
    Duration failed(long nowNanos) {
        Duration now = wait;
        waiting = true;
        notBefore = nowNanos + now.toNanos();
        wait = now.multipliedBy(2).compareTo(LAST) < 0 ? now.multipliedBy(2) : LAST;
        return now;
    }

    boolean isDue(long nowNanos) {
        return !waiting || nowNanos - notBefore >= 0;
    }

    /** It went well. */
    void end() {
        wait = FIRST;
        waiting = false;
    }
}
