package io.weir.node.decide.certificate;

import java.time.Duration;
import java.time.Instant;
import java.util.Locale;

/** Where a certificate is that the cluster orders. */
public enum OrderPhase {
    /** It was never tried, and will be in a moment. */
    WAITING,
    ORDERING,
    /** There is one, and the last attempt was good. */
    HELD,
    /** The last attempt failed; there may be one from before. */
    FAILED;

    /** An attempt that takes longer has died with its node. */
    private static final Duration LONGEST = Duration.ofMinutes(20);

    public static OrderPhase of(OrderCourse course, boolean held, Instant now) {
        if (course.ordering() && now.isBefore(course.since().plus(LONGEST))) {
            return ORDERING;
        }
        if (course.failures() > 0) {
            return FAILED;
        }
        return held ? HELD : WAITING;
    }

    /** As it is shown. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
