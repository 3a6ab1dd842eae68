package io.weir.node.decide.certificate;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * How the ordering of one certificate has gone, as all nodes know it. An attempt counts as failed from its beginning on:
 * when the node that makes it dies, the next one waits as after a failure, and a certificate that kills nodes does not
 * kill all of them within a second.
 *
 * @param terms of the last attempt: {@link OrderTerms#all}; empty: none was made
 * @param heldTerms of the last one that succeeded: {@link OrderTerms#result}; empty: none did
 * @param failures attempts since the last success, the present one included
 * @param since when the last attempt began
 * @param ordering whether it is under way, as far as anybody knows
 * @param notBefore when the next one may begin, under the same terms
 * @param problem why the last attempt failed; empty: it did not
 */
public record OrderCourse(
        String terms,
        String heldTerms,
        int failures,
        Instant since,
        boolean ordering,
        Instant notBefore,
        String problem) {
    /** Nothing was ever ordered. */
    public static final OrderCourse NEW = new OrderCourse("", "", 0, Instant.EPOCH, false, Instant.EPOCH, "");

    /** No terms are these: what is held does not fit. */
    private static final String ASKED = "asked";

    private static final Duration FIRST_WAIT = Duration.ofMinutes(1);
    private static final Duration LONGEST_WAIT = Duration.ofHours(6);
    private static final int FACTOR = 3;
    private static final Duration LONGEST_ASKED = Duration.ofDays(1);
    private static final Duration REMEMBERED = Duration.ofDays(30);
    private static final Duration LEAST_REST = Duration.ofHours(1);

    /**
     * When it should be ordered; an instant that has passed: now.
     *
     * @param held what there is; empty: nothing
     * @param covers whether that covers all hosts
     */
    public Instant due(OrderTerms wanted, Optional<Validity> held, boolean covers) {
        boolean fits = covers && (heldTerms.isEmpty() || heldTerms.equals(wanted.result()));
        Instant needed = fits && held.isPresent() ? held.get().renewal() : Instant.EPOCH;
        Instant allowed = terms.equals(wanted.all()) ? notBefore : Instant.EPOCH;
        return needed.isAfter(allowed) ? needed : allowed;
    }

    /** Somebody wants another one now, whatever there is and whatever happened before. */
    public OrderCourse asked() {
        return new OrderCourse(terms, ASKED, failures, since, ordering, Instant.EPOCH, problem);
    }

    /** Whether nobody will miss what is kept of it, once no document has it: until then one may be brought back. */
    public boolean isOver(Optional<Validity> held, Instant now) {
        return now.isAfter(since.plus(REMEMBERED))
                && held.map(Validity::until).orElse(Instant.EPOCH).isBefore(now);
    }

    /** @param jitter from 0 to 1, so that clusters that failed together do not come back together */
    public OrderCourse begin(OrderTerms wanted, Instant now, double jitter) {
        int attempt = terms.equals(wanted.all()) ? Math.min(failures, Integer.MAX_VALUE - 1) + 1 : 1;
        return new OrderCourse(wanted.all(), heldTerms, attempt, now, true, now.plus(pause(attempt, jitter)), problem);
    }

    /** After one minute, then after three times as long each time, up to six hours; up to a quarter more by jitter. */
    static Duration pause(int failures, double jitter) {
        Duration wait = FIRST_WAIT;
        for (int i = 1; i < failures && wait.compareTo(LONGEST_WAIT) < 0; i++) {
            wait = wait.multipliedBy(FACTOR);
        }
        wait = wait.compareTo(LONGEST_WAIT) < 0 ? wait : LONGEST_WAIT;
        return wait.plusMillis((long) (wait.toMillis() * Math.max(0, Math.min(1, jitter)) / 4));
    }

    /**
     * It ended without a certificate.
     *
     * @param retryAfter what the server asks for; a day is the most that it gets
     */
    public OrderCourse failed(Instant now, String why, Optional<Instant> retryAfter, double jitter) {
        Instant next = now.plus(pause(failures, jitter));
        Instant most = now.plus(LONGEST_ASKED);
        if (retryAfter.isPresent() && retryAfter.get().isAfter(next)) {
            next = retryAfter.get().isBefore(most) ? retryAfter.get() : most;
        }
        return new OrderCourse(terms, heldTerms, failures, since, false, next, why);
    }

    /** It ended with one. A server whose certificates are always due is not asked for one after the other. */
    public OrderCourse succeeded(OrderTerms wanted, Instant now, Validity issued) {
        Duration half = issued.lifetime().dividedBy(2);
        Duration rest = half.compareTo(LEAST_REST) < 0 ? half : LEAST_REST;
        return new OrderCourse(terms, wanted.result(), 0, since, false, now.plus(rest), "");
    }
}
