package io.weir.node.filter.cache;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.weir.config.model.CachePolicy;
import io.weir.node.state.Caches;
import io.weir.node.state.Purge;
import io.weir.protocol.http.RequestHead;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * What one policy has stored on this node. An answer lies under the key of its URL, or, where answers of a URL differ, under a
 * key that {@link Variants} makes: dropping what lies under the URL drops them all. Thread-safe; a look-up takes no lock.
 */
final class CacheStore {
    private static final int MOST_PASSING = 10_000;
    private static final Duration PASSING = Duration.ofSeconds(30);
    private static final AtomicLong GENERATIONS = new AtomicLong();

    private final CachePolicy policy;
    private final Cache<String, Held> entries;
    private final Cache<String, Boolean> passing = Caffeine.newBuilder()
            .maximumSize(MOST_PASSING)
            .expireAfterWrite(PASSING)
            .executor(Runnable::run)
            .build();
    private final ConcurrentHashMap<String, Flight> flights = new ConcurrentHashMap<>();
    private final AtomicLong inFlight = new AtomicLong();
    private final AtomicLong invalidations = new AtomicLong();
    private final PurgeLog purges = new PurgeLog();
    private final BooleanSupplier current;
    final Figures figures = new Figures();

    CacheStore(CachePolicy policy, BooleanSupplier current) {
        this.policy = policy;
        this.current = current;
        entries = Caffeine.newBuilder()
                .maximumWeight(policy.memoryBytes())
                .weigher((String key, Held held) -> 2 * key.length() + held.weight())
                .executor(Runnable::run)
                .evictionListener((key, held, cause) -> figures.evicted.increment())
                .build();
    }

    CachePolicy policy() {
        return policy;
    }

    /** Whether what is stored may be given: no purge can be missing. */
    boolean isCurrent() {
        return current.getAsBoolean();
    }

    /** The answer that is stored for the request, fresh or not. */
    @Nullable
    Stored find(Asked asked, RequestHead head) {
        String key = asked.primary();
        Held held = entries.getIfPresent(key);
        if (held instanceof Variants variants) {
            key = variants.key(key, asked.discriminator(), head);
            held = entries.getIfPresent(key);
        }
        if (!(held instanceof Stored found) || !found.route().equals(asked.route())) {
            return null;
        }
        long last = purges.last();
        if (found.checked == last) {
            return found;
        }
        if (purges.hits(found, found.checked)) {
            entries.asMap().remove(key, found);
            return null;
        }
        found.checked = last;
        return found;
    }

    /** The number of the latest purge; what is asked for from now on is newer. */
    long lastPurge() {
        return purges.last();
    }

    /** How often unsafe methods have dropped something. */
    long invalidations() {
        return invalidations.get();
    }

    /** False: it was purged, or is outdated, while it was on its way. */
    boolean put(Asked asked, RequestHead head, Stored entry) {
        if (purges.hits(entry, entry.checked)) {
            return false;
        }
        List<String> vary = entry.head().vary();
        String key = asked.primary();
        if (!vary.isEmpty() || asked.isDiscriminated()) {
            key = variants(key, vary).key(key, asked.discriminator(), head);
        }
        entry.key = key;
        entries.put(key, entry);
        passing.invalidate(asked.flight());
        figures.stored.increment();
        return true;
    }

    /** §4.1: answers of one URL may name different fields; then all of them count. */
    private Variants variants(String primary, List<String> vary) {
        Held held = entries.asMap().compute(primary, (key, before) -> {
            Variants known = before instanceof Variants variants ? variants : null;
            if (known != null && known.names().containsAll(vary)) {
                return known;
            }
            TreeSet<String> names = new TreeSet<>(vary);
            names.addAll(known == null ? List.of() : known.names());
            return new Variants(GENERATIONS.incrementAndGet(), new ArrayList<>(names));
        });
        return (Variants) held;
    }

    /** Drops this very answer. */
    void drop(Stored entry) {
        entries.asMap().remove(entry.key, entry);
    }

    /** Drops all answers of a URL, and what is on its way (§4.4). */
    void invalidate(String primary) {
        invalidations.incrementAndGet();
        String prefix = primary + '\n';
        flights.forEach((key, flight) -> {
            if (key.startsWith(prefix)) {
                flight.outdate();
            }
        });
        entries.invalidate(primary);
    }

    /** Null: the caller's own flight has begun. */
    @Nullable
    Flight join(String key, Flight own) {
        return flights.putIfAbsent(key, own);
    }

    void land(String key, Flight flight) {
        flights.remove(key, flight);
        flight.land();
    }

    /** Answers under this key were not fit to be stored: nobody waits for one for a while. */
    boolean isPassing(String key) {
        return passing.getIfPresent(key) != null;
    }

    void pass(String key) {
        passing.put(key, true);
    }

    /** Room for what is on its way; false: there is none. */
    boolean reserve(long bytes) {
        if (inFlight.addAndGet(bytes) <= policy.memoryBytes()) {
            return true;
        }
        inFlight.addAndGet(-bytes);
        return false;
    }

    void release(long bytes) {
        inFlight.addAndGet(-bytes);
    }

    /** When it returns, nothing that is meant is given any more. */
    void purge(Purge purge) {
        purges.add(purge);
        long last = purges.last();
        if (purge.kind() == Purge.Kind.ALL) {
            figures.purged.add(entries.estimatedSize());
            entries.invalidateAll();
            return;
        }
        entries.asMap().values().removeIf(held -> {
            if (!(held instanceof Stored entry)) {
                return false;
            }
            boolean meant = purges.hits(entry, entry.checked);
            if (meant) {
                figures.purged.increment();
            } else {
                entry.checked = last;
            }
            return meant;
        });
    }

    Caches.Figures figures() {
        entries.cleanUp();
        long bytes = entries.policy()
                .eviction()
                .map(one -> one.weightedSize().orElse(0))
                .orElse(0L);
        return new Caches.Figures(
                policy.name(),
                entries.estimatedSize(),
                bytes,
                policy.memoryBytes(),
                figures.hits.sum(),
                figures.stale.sum(),
                figures.misses.sum(),
                figures.revalidated.sum(),
                figures.coalesced.sum(),
                figures.passed.sum(),
                figures.stored.sum(),
                figures.evicted.sum(),
                figures.purged.sum());
    }
}
