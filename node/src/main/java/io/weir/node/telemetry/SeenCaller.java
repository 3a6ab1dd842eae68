package io.weir.node.telemetry;

import io.weir.node.state.VersionCallers;
import io.weir.node.state.VersionCallers.Caller;
import java.time.Instant;
import java.util.Arrays;

/** What a node knows of one caller of a version. Guarded by its book. */
final class SeenCaller {
    private static final long STEP_MILLIS = 5 * 60_000L;
    private static final int STEPS_AN_HOUR = 12;
    private static final long HOUR_MILLIS = 60 * 60_000L;
    private static final int HOURS = 24;

    private final String version;
    private final VersionCallers.Kind kind;
    private final String name;
    private final Window hour = new Window(STEPS_AN_HOUR, STEP_MILLIS);
    private final Window day = new Window(HOURS, HOUR_MILLIS);
    private long total;
    private long seenMillis;

    SeenCaller(String version, VersionCallers.Kind kind, String name) {
        this.version = version;
        this.kind = kind;
        this.name = name;
    }

    void add(long more, long nowMillis) {
        total += more;
        seenMillis = nowMillis;
        hour.add(more, nowMillis);
        day.add(more, nowMillis);
    }

    boolean wasSeen() {
        return total > 0;
    }

    Caller told(long nowMillis) {
        return new Caller(
                version, kind, name, hour.sum(nowMillis), day.sum(nowMillis), total, Instant.ofEpochMilli(seenMillis));
    }

    /** Sums of the last so many steps, of which the present one has just begun: a little less than the whole time. */
    private static final class Window {
        private final long[] sums;
        private final long stepMillis;
        private long last;

        Window(int steps, long stepMillis) {
            this.sums = new long[steps];
            this.stepMillis = stepMillis;
        }

        void add(long more, long nowMillis) {
            turnTo(nowMillis / stepMillis);
            sums[(int) (last % sums.length)] += more;
        }

        long sum(long nowMillis) {
            turnTo(nowMillis / stepMillis);
            return Arrays.stream(sums).sum();
        }

        private void turnTo(long step) {
            if (step - last >= sums.length) {
                Arrays.fill(sums, 0);
                last = step;
            }
            while (last < step) {
                last++;
                sums[(int) (last % sums.length)] = 0;
            }
        }
    }
}
