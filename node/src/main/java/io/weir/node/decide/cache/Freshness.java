package io.weir.node.decide.cache;

/** How long an answer is fresh, and how old it is (RFC 9111 §4.2). All in seconds. */
public final class Freshness {
    /** §4.2.2: the usual part of the time since the last change. */
    private static final int HEURISTIC_PART = 10;

    private Freshness() {}

    /**
     * What an answer says of its times.
     *
     * @param date when it was made; {@link HttpDate#NONE}: it does not say
     * @param expires {@link HttpDate#NONE}: not there; what is malformed is in the past (§5.3)
     */
    public record Times(long date, long expires, long lastModified) {}

    /**
     * What a policy says where the answer is silent.
     *
     * @param mostHeuristic 0: nothing is fresh that does not say so
     * @param negative how long errors are fresh that do not say so
     */
    public record Defaults(long mostHeuristic, long negative) {}

    /** §4.2.1. {@code responseTime} stands in for a date that is not there. */
    public static long lifetime(
            CacheControl control, boolean targeted, Times times, int status, long responseTime, Defaults defaults) {
        if (control.sMaxAge() >= 0) {
            return control.sMaxAge();
        }
        if (control.maxAge() >= 0) {
            return control.maxAge();
        }
        long date = times.date() == HttpDate.NONE ? responseTime : times.date();
        if (times.expires() != HttpDate.NONE && !targeted) {
            return Math.max(0, Math.min(CacheControl.MOST, times.expires() - date));
        }
        return unsaid(control, times, status, date, defaults);
    }

    private static long unsaid(CacheControl control, Times times, int status, long date, Defaults defaults) {
        boolean heuristic = Storability.isHeuristic(status) || control.isPublic();
        if (heuristic && status >= 400 && defaults.negative() > 0) {
            return defaults.negative();
        }
        if (!heuristic || times.lastModified() == HttpDate.NONE) {
            return 0;
        }
        long unchanged = Math.max(0, date - times.lastModified());
        return Math.min(defaults.mostHeuristic(), unchanged / HEURISTIC_PART);
    }

    /**
     * §4.2.3: how old an answer was when it arrived. A backend whose clock is ahead makes it no younger than it says.
     *
     * @param ageValue what the field {@code Age} says, 0 without one
     */
    public static long initialAge(long ageValue, long date, long requestTime, long responseTime) {
        long apparent = date == HttpDate.NONE ? 0 : Math.max(0, responseTime - date);
        long corrected = ageValue + Math.max(0, responseTime - requestTime);
        return Math.min(CacheControl.MOST, Math.max(apparent, corrected));
    }

    /** §5.1: a field that is malformed is ignored, of several the first counts. */
    public static long ageValue(String text) {
        int comma = text.indexOf(',');
        String first = (comma < 0 ? text : text.substring(0, comma)).strip();
        long value = 0;
        for (int i = 0; i < first.length(); i++) {
            int digit = first.charAt(i) - '0';
            if (digit < 0 || digit > 9) {
                return 0;
            }
            value = Math.min(CacheControl.MOST, value * 10 + digit);
        }
        return value;
    }
}
