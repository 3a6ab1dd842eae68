package io.weir.node.dataplane.upstream;

/**
 * How many frames an endpoint may send that bring nothing: settings, pings, resets, empty data and the like cost their
 * receiver as much as their sender, and there is no end to them. What brings something on earns room for more, because
 * window updates, and the pings by which some measure the way, grow with the traffic. Time comes in; one thread.
 */
final class FrameBudget {
    /** So many at once. */
    static final int MOST = 2_000;

    /** And so many a second, in the long run. */
    static final int PER_SECOND = 100;

    /** For each frame of either side that brings something on. */
    static final int EARNED = 4;

    private static final long NANOS_PER_FRAME = 1_000_000_000L / PER_SECOND;

    private int left = MOST;
    private long refilledAt;

    FrameBudget(long nowNanos) {
        refilledAt = nowNanos;
    }

    void earn() {
        earn(0);
    }

    /** For a frame that sent so many bytes: some endpoints answer each 4 KiB with an update of both windows. */
    void earn(int bytes) {
        left = Math.min(MOST, left + EARNED + (bytes >> 10));
    }

    /** Takes the place of one frame; false: there was none, and the connection is to be ended. */
    boolean spend(long nowNanos) {
        if (left == 0) {
            refill(nowNanos);
        }
        if (left == 0) {
            return false;
        }
        left--;
        return true;
    }

    private void refill(long nowNanos) {
        long frames = Math.min(MOST, Math.max(0, nowNanos - refilledAt) / NANOS_PER_FRAME);
        left = (int) frames;
        refilledAt = nowNanos;
    }
}
