package io.weir.node.filter.auth;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.weir.config.model.Guessing;
import io.weir.config.model.Policy;
import io.weir.config.model.RequestKey;
import io.weir.node.state.FilterContext;
import io.weir.node.state.LimitAnswer;
import io.weir.node.state.Limiter;
import io.weir.node.state.Limiters;
import io.weir.protocol.http.Problem;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Slows guessing. What is wrong takes a token of exact limits of the cluster before it is answered: of its address, and, where
 * there is a name, of the name and of both. Where nothing is left the answer is 429, and this node listens to nobody of
 * that key until there is a token again. So the cluster says "wrong" exactly as often as the limits let it; a good credential
 * is counted nowhere, and costs one look at a table that is usually empty. Thread-safe, never blocks.
 */
final class Guesses {
    /** {@link Taker#charged} will be called. */
    static final long WAIT = -1;

    /** For policies that do not slow guessing. */
    static final Guesses NOT_COUNTED = new Guesses(new Limiter[0]);

    private static final Problem TOO_MANY =
            Problem.of(429, "too-many-failures", "Too many wrong credentials came from there");
    private static final String[] COUNTED = {"address", "name", "name and address"};
    private static final int WIDER = 10;
    private static final long LEAST_NANOS = 1_000_000_000L;
    private static final long NANOS_PER_SECOND = 1_000_000_000L;
    private static final int MOST_PAUSED = 10_000;
    private static final int MOST_SEEN = 10_000;

    private final Limiter[] limiters;
    private final Map<GuessKey, Long> untilNanos = new ConcurrentHashMap<>();
    private final GuessPrints prints = new GuessPrints();

    /** What was counted lately: a client that goes on with a key that has died does not guess. */
    private final Cache<GuessKey, Boolean> seen = Caffeine.newBuilder()
            .maximumSize(MOST_SEEN)
            .expireAfterWrite(Duration.ofMinutes(10))
            .build();

    private Guesses(Limiter[] limiters) {
        this.limiters = limiters;
    }

    static Guesses of(Guessing terms, Limiters limiters) {
        double rate = terms.failures() / (terms.per().toMillis() / 1e3);
        Limiter[] made = new Limiter[COUNTED.length];
        for (int i = 0; i < made.length; i++) {
            int times = i == made.length - 1 ? 1 : WIDER;
            made[i] = limiters.of(new Policy.RateLimit(
                    // No policy of a document can have such a name.
                    "wrong credentials by " + COUNTED[i] + ", " + terms.failures() + " in " + terms.per(),
                    new RequestKey(RequestKey.Kind.ADDRESS, ""),
                    rate * times,
                    (long) terms.failures() * times,
                    Policy.WhenOwnerLost.SHARE));
        }
        return new Guesses(made);
    }

    /** Receives what became of a guess that had to wait. */
    interface Taker {
        /** @param pauseNanos how long nothing more is to be heard; 0: it was within the limits */
        void charged(long pauseNanos);
    }

    /** Whether nothing is heard from there now, for {@code name} (may be empty) or at all; then the exchange is answered. */
    boolean isRefused(FilterContext exchange, String name) {
        if (untilNanos.isEmpty()) {
            return false;
        }
        long longest = 0;
        for (GuessKey key : prints.keys(exchange.head().clientAddress(), name)) {
            longest = Math.max(longest, pause(key));
        }
        if (longest > 0) {
            refuse(exchange, longest);
        }
        return longest > 0;
    }

    private long pause(GuessKey key) {
        Long until = untilNanos.get(key);
        if (until == null) {
            return 0;
        }
        long left = until - System.nanoTime();
        if (left <= 0) {
            untilNanos.remove(key, until);
        }
        return Math.max(0, left);
    }

    static void refuse(FilterContext exchange, long pauseNanos) {
        long seconds = (pauseNanos - 1) / NANOS_PER_SECOND + 1;
        exchange.addResponseField("Retry-After", Long.toString(seconds));
        exchange.deny(TOO_MANY);
    }

    /**
     * Counts it. The answer is a pause in nanoseconds (0: none, go on), or {@link #WAIT}: then {@code taker} is called,
     * once, on the exchange's loop, after this has returned.
     */
    long charge(FilterContext exchange, Guess guess, Taker taker) {
        if (limiters.length == 0) {
            return 0;
        }
        byte[] address = exchange.head().clientAddress();
        GuessKey print = prints.of(address, guess, exchange.head().buffer());
        if (seen.getIfPresent(print) != null) {
            return 0;
        }
        return new Charge(exchange, prints.keys(address, guess.name()), print, taker).run();
    }

    /** One guess on its way through the limits, the widest first, so that what an address can make us remember is bounded. */
    private final class Charge implements Limiter.Waiter {
        private final FilterContext exchange;
        private final List<GuessKey> keys;
        private final GuessKey print;
        private final Taker taker;
        private int next;

        Charge(FilterContext exchange, List<GuessKey> keys, GuessKey print, Taker taker) {
            this.exchange = exchange;
            this.keys = new ArrayList<>(keys);
            this.print = print;
            this.taker = taker;
        }

        long run() {
            while (next < keys.size()) {
                byte[] key = keys.get(next).bytes();
                LimitAnswer answer = new LimitAnswer();
                Limiter limiter = limiters[next];
                Limiter.Admission admission = limiter.admit(key, 0, key.length, System.nanoTime(), answer);
                if (admission == Limiter.Admission.WAIT) {
                    limiter.await(key, 0, key.length, exchange.loop(), this);
                    return WAIT;
                }
                if (admission == Limiter.Admission.DENIED) {
                    return paused(answer);
                }
                next++;
            }
            seen.put(print, true);
            return 0;
        }

        @Override
        public void decided(Limiter.Admission admission, LimitAnswer answer) {
            if (admission != Limiter.Admission.ADMITTED) {
                taker.charged(paused(answer));
                return;
            }
            next++;
            long pause = run();
            if (pause != WAIT) {
                taker.charged(pause);
            }
        }

        private long paused(LimitAnswer answer) {
            long pause = Math.max(LEAST_NANOS, answer.resetNanos());
            remember(keys.get(next), pause);
            return pause;
        }
    }

    private void remember(GuessKey key, long pauseNanos) {
        long now = System.nanoTime();
        if (untilNanos.size() >= MOST_PAUSED) {
            untilNanos.values().removeIf(until -> until - now <= 0);
        }
        if (untilNanos.size() < MOST_PAUSED) {
            untilNanos.put(key, now + pauseNanos);
        }
    }
}
