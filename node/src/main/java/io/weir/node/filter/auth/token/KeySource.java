package io.weir.node.filter.auth.token;

import io.weir.node.decide.auth.FetchSchedule;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The keys of one issuer, fetched ahead and again as {@link FetchSchedule} says; one fetch at a time. Those who need keys
 * that are not there wait for the fetch that is under way. Thread-safe, never blocks; {@link #keys} takes no lock.
 */
final class KeySource implements Keys {
    private static final Logger LOG = LoggerFactory.getLogger(KeySource.class);
    private static final int MOST_WAITING = 10_000;

    /**
     * @param freshFor as whoever published the keys says
     * @param provider what led to them
     */
    record Fetched(KeySet keys, Duration freshFor, Optional<ProviderDocument> provider) {
        Fetched(KeySet keys, Duration freshFor) {
            this(keys, freshFor, Optional.empty());
        }
    }

    private final String name;
    private final Supplier<CompletionStage<Fetched>> fetch;
    private final Clock clock;
    private final FetchCounters counters;
    private final List<Runnable> waiting = new ArrayList<>();

    private volatile @Nullable KeySet keys;
    private volatile Optional<ProviderDocument> provider = Optional.empty();
    /** Before this, in monotonic nanoseconds, nothing has to be thought about. */
    private volatile long quietUntil;

    private FetchSchedule schedule = FetchSchedule.START;
    private boolean underWay;

    /**
     * @param name what logs call it; no secret
     * @param fetch never blocks; what it answers ends in a bounded time
     */
    KeySource(String name, Supplier<CompletionStage<Fetched>> fetch, Clock clock, FetchCounters counters) {
        this.name = name;
        this.fetch = fetch;
        this.clock = clock;
        this.counters = counters;
        this.quietUntil = clock.nanos();
    }

    /** What is known before anything was fetched. */
    KeySource startingWith(Fetched known) {
        synchronized (this) {
            keys = known.keys();
            schedule = schedule.succeeded(clock.nanos(), known.freshFor());
        }
        return this;
    }

    /** Begins a fetch when it is time for one. */
    @Override
    public @Nullable KeySet keys() {
        long now = clock.nanos();
        if (now - quietUntil >= 0) {
            look(now);
        }
        return keys;
    }

    private void look(long now) {
        boolean begin;
        synchronized (this) {
            if (!schedule.isUsable(now)) {
                keys = null;
            }
            quietUntil = now + Duration.ofSeconds(1).toNanos();
            begin = !underWay && schedule.isDue(now);
            underWay |= begin;
        }
        if (begin) {
            begin(now);
        }
    }

    /** What the issuer says about itself, as it was when the keys were fetched. */
    Optional<ProviderDocument> provider() {
        return provider;
    }

    @Override
    public boolean await(Executor loop, Runnable then) {
        return await(loop, then, false);
    }

    /** Bounded by {@link FetchSchedule#maySearch}. */
    @Override
    public boolean search(Executor loop, Runnable then) {
        return await(loop, then, true);
    }

    private boolean await(Executor loop, Runnable then, boolean searching) {
        long now = clock.nanos();
        boolean begin;
        synchronized (this) {
            if (!searching && keys != null && schedule.isUsable(now)) {
                // They came between the caller's look and this one.
                loop.execute(then);
                return true;
            }
            begin = !underWay && (schedule.isDue(now) || (searching && schedule.maySearch(now)));
            if ((!underWay && !begin) || waiting.size() >= MOST_WAITING) {
                return false;
            }
            schedule = searching && begin ? schedule.search(now) : schedule;
            underWay = true;
            waiting.add(() -> loop.execute(then));
        }
        if (begin) {
            begin(now);
        }
        return true;
    }

    private void begin(long began) {
        try {
            fetch.get().whenComplete((fetched, failure) -> ended(began, fetched, failure));
        } catch (RuntimeException e) {
            ended(began, null, e);
        }
    }

    private void ended(long began, @Nullable Fetched fetched, @Nullable Throwable failure) {
        List<Runnable> told;
        synchronized (this) {
            if (fetched != null) {
                keys = fetched.keys();
                provider = fetched.provider();
                schedule = schedule.succeeded(clock.nanos(), fetched.freshFor());
            } else {
                schedule = schedule.failed(began);
            }
            underWay = false;
            told = new ArrayList<>(waiting);
            waiting.clear();
        }
        counters.count(fetched != null);
        if (fetched == null) {
            LOG.warn("the keys of {} cannot be fetched: {}", name, reason(failure));
        }
        told.forEach(Runnable::run);
    }

    static String reason(@Nullable Throwable failure) {
        Throwable cause = failure;
        while (cause instanceof CompletionException && cause.getCause() != null) {
            cause = cause.getCause();
        }
        if (cause == null) {
            return "nothing came";
        }
        return cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
    }
}
