package io.weir.node.decide.auth;

import java.time.Duration;

/**
 * When something that another server publishes (an issuer's keys) is fetched again, and how long what was fetched may be
 * used. Pure: times are monotonic nanoseconds that come in. Immutable.
 *
 * <p>What is there is replaced before it ages. While the server fails, what was fetched last stays in use for {@link
 * #LONGEST_STALE}, and tries come less and less often. When a token names a key that is not there, one fetch out of turn
 * is allowed every {@link #BETWEEN_SEARCHES}: so a new key works at once, and invented names cost nothing.
 *
 * @param known something was ever fetched
 * @param fetched when; means nothing before that
 * @param fresh how long it counts as new
 * @param failures tries in a row that failed
 * @param tried when the last try began; means nothing without failures
 * @param searched there was a fetch out of turn
 * @param searchedAt when
 */
public record FetchSchedule(
        boolean known, long fetched, long fresh, int failures, long tried, boolean searched, long searchedAt) {
    public static final FetchSchedule START = new FetchSchedule(false, 0, 0, 0, 0, false, 0);

    public static final Duration SHORTEST_FRESH = Duration.ofMinutes(1);
    public static final Duration USUAL_FRESH = Duration.ofMinutes(10);
    public static final Duration LONGEST_FRESH = Duration.ofHours(1);
    static final Duration LONGEST_STALE = Duration.ofHours(24);
    static final Duration BETWEEN_SEARCHES = Duration.ofSeconds(30);
    private static final long FIRST_PAUSE = 1_000_000_000L;
    private static final int MOST_DOUBLINGS = 5;

    /** Whether a fetch is to be begun now, if none is under way. */
    public boolean isDue(long now) {
        if (failures > 0 && now - tried < FIRST_PAUSE << Math.min(failures - 1, MOST_DOUBLINGS)) {
            return false;
        }
        return !known || now - fetched >= fresh / 4 * 3;
    }

    /** Whether what was fetched may still be used. */
    public boolean isUsable(long now) {
        return known && now - fetched < LONGEST_STALE.toNanos();
    }

    /** Whether a key that is not there may be looked for now. */
    public boolean maySearch(long now) {
        return !searched || now - searchedAt >= BETWEEN_SEARCHES.toNanos();
    }

    public FetchSchedule search(long now) {
        return new FetchSchedule(known, fetched, fresh, failures, tried, true, now);
    }

    /** @param freshFor as the server says; kept within bounds */
    public FetchSchedule succeeded(long now, Duration freshFor) {
        long bounded = Math.max(SHORTEST_FRESH.toNanos(), Math.min(LONGEST_FRESH.toNanos(), freshFor.toNanos()));
        return new FetchSchedule(true, now, bounded, 0, 0, searched, searchedAt);
    }

    /** @param began when the try began */
    public FetchSchedule failed(long began) {
        return new FetchSchedule(known, fetched, fresh, failures + 1, began, searched, searchedAt);
    }
}
