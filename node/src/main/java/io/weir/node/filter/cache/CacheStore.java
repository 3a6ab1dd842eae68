package io.weir.node.filter.cache;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.weir.config.model.CachePolicy;
import io.weir.node.decide.cache.Freshness;
import io.weir.node.state.Caches;
import io.weir.node.state.Purge;
import io.weir.protocol.http.FieldName;
import io.weir.protocol.http.RequestHead;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What one policy has stored on this node. An answer lies under the key of its URL, or, where answers of a URL differ, under a
 * key that {@link Variants} makes: dropping what lies under the URL drops them all. Thread-safe; a look-up takes no lock.
 */
final class CacheStore {
    private static final int MOST_PASSING = 10_000;
    private static final Duration PASSING = Duration.ofSeconds(30);

    /** Within this time all nodes have heard of a change, or never will. */
    private static final Duration SPREADING = Duration.ofSeconds(5);

    /** Never the same again, as what is on disk may have those of an earlier life. */
    private static final AtomicLong GENERATIONS = new AtomicLong(new SecureRandom().nextLong() >>> 2);

    private final CachePolicy policy;
    private final KeyRule rule;
    private final MemoryTier entries;
    private final Cache<String, Boolean> passing = Caffeine.newBuilder()
            .maximumSize(MOST_PASSING)
            .expireAfterWrite(PASSING)
            .executor(Runnable::run)
            .build();
    private final Cache<String, Boolean> changed = Caffeine.newBuilder()
            .maximumSize(MOST_PASSING)
            .expireAfterWrite(SPREADING)
            .executor(Runnable::run)
            .build();
    private final ConcurrentHashMap<String, Flight> flights = new ConcurrentHashMap<>();
    private final AtomicLong inFlight = new AtomicLong();
    private final AtomicLong invalidations = new AtomicLong();
    private final PurgeLog purges = new PurgeLog();
    private final BooleanSupplier current;
    private final Peering peering;
    private final String print;
    private volatile @Nullable DiskTier disk;
    final Figures figures = new Figures();

    CacheStore(CachePolicy policy, BooleanSupplier current, Peering peering) {
        this.policy = policy;
        this.peering = peering;
        this.print = print(policy);
        this.rule = new KeyRule(policy);
        this.current = current;
        entries = new MemoryTier(policy.memoryBytes(), figures);
    }

    /**
     * Has what is stored on disk as well from now on. Whatever was purged before is told to the disk first: what is there may be older.
     *
     * @param before when it is done nobody else of this node has the folder
     * @param alone whether there is no other node that could purge
     * @param all more has been purged than is known here
     */
    void openDisk(Path folder, CompletableFuture<Void> before, BooleanSupplier alone, boolean all) {
        CachePolicy.Disk terms = policy.disk().orElse(null);
        if (terms == null) {
            return;
        }
        DiskTier opened = new DiskTier(policy, terms, folder, new DiskTier.Trust(current, alone), this::isPurged);
        disk = opened; // what is purged from now on is told to it, and what was is in the log
        List<Purge> noted = purges.known();
        if (all || noted.size() < purges.last()) {
            opened.note(new Purge(Purge.Kind.ALL, ""));
        }
        noted.forEach(opened::note);
        opened.start(before);
    }

    /** Another has the policy's name from now on. When that is done nothing here touches the disk. */
    CompletableFuture<Void> leaveDisk() {
        DiskTier known = disk;
        return known == null ? CompletableFuture.completedFuture(null) : known.close();
    }

    /** Under which key there is something on disk that may answer the request and is not in memory; null: there is nothing. */
    @Nullable
    String onDisk(Asked asked, RequestHead head) {
        DiskTier known = disk;
        if (known == null) {
            return null;
        }
        String key = asked.primary();
        Held held = entries.find(key);
        if (held instanceof Variants variants) {
            key = variants.key(key, asked.discriminator(), head);
            held = entries.find(key);
        }
        return held == null && known.mayHave(key) ? key : null;
    }

    /** Brings what is under the key to memory, and tells {@code then} on {@code loop}; empty: there is nothing. */
    void load(String key, Executor loop, Consumer<Optional<Held>> then) {
        DiskTier known = disk;
        if (known == null) {
            loop.execute(() -> then.accept(Optional.empty()));
            return;
        }
        long before = invalidations.get();
        known.load(key, held -> promote(key, held, before), loop, then);
    }

    /** Unless something was invalidated meanwhile: it might have been this. */
    private boolean promote(String key, Held held, long before) {
        if (held instanceof Stored stored) {
            entries.putIfAbsent(key, stored);
        } else if (held instanceof Variants found) {
            entries.differ(key, known -> known == null ? found : known);
        }
        if (invalidations.get() == before) {
            return true;
        }
        entries.remove(key);
        return false;
    }

    private static String print(CachePolicy policy) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            byte[] hash = digest.digest(policy.toString().getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash, 0, 8);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    CachePolicy policy() {
        return policy;
    }

    KeyRule rule() {
        return rule;
    }

    /** Whether what is stored may be given: no purge can be missing. */
    boolean isCurrent() {
        return current.getAsBoolean();
    }

    /** The answer that is stored for the request, fresh or not. */
    @Nullable
    Stored find(Asked asked, RequestHead head) {
        String key = asked.primary();
        Held held = entries.find(key);
        if (held instanceof Variants variants) {
            key = variants.key(key, asked.discriminator(), head);
            held = entries.find(key);
        }
        if (!(held instanceof Stored found) || !found.route().equals(asked.route())) {
            return null;
        }
        long last = purges.last();
        long checked = found.checked();
        if (checked == last) {
            return found;
        }
        if (purges.hits(found, checked)) {
            entries.remove(found);
            return null;
        }
        found.check(last);
        return found;
    }

    /** Whether it was purged since it was found. */
    boolean isPurged(Stored entry) {
        return purges.hits(entry, entry.checked());
    }

    /** The number of the latest purge; what is asked for from now on is newer. */
    long lastPurge() {
        return purges.last();
    }

    /** How often unsafe methods have dropped something. */
    long invalidations() {
        return invalidations.get();
    }

    /** How long an answer is fresh, in seconds. */
    long lifetime(StoredHead of) {
        Freshness.Defaults defaults = new Freshness.Defaults(
                policy.heuristic().toSeconds(), policy.negative().toSeconds());
        return Freshness.lifetime(of.control(), of.targeted(), of.times(), of.status(), of.nowSeconds(), defaults);
    }

    Peering peering() {
        return peering;
    }

    /** What this policy says, in short: the same on all nodes that have the same. */
    String print() {
        return print;
    }

    /** A question about what is asked, for another node. */
    PeerAsk ask(PeerAsk.Kind kind, String from, long flight, Asked asked) {
        return new PeerAsk(
                kind, from, flight, asked.isSecure(), policy.name(), print, asked.route(), asked.discriminator());
    }

    /** Purges of this answer that it has outlived, for another node; see {@link #lacks}. */
    String outlived(Stored entry) {
        return purges.outlived(entry.place(), entry.checked());
    }

    /** Whether this node knows of a purge that what comes from another node, and lies there, has not been held against. */
    boolean lacks(Place place, Set<String> outlived) {
        return purges.lacks(place, outlived);
    }

    /** An unsafe method on this node, or another, has just changed it: what other nodes have may be older. */
    boolean wasInvalidated(String primary) {
        return changed.getIfPresent(primary) != null;
    }

    /** False: it was purged, or is outdated, while it was on its way. */
    boolean put(Asked asked, RequestHead head, Stored entry) {
        return put(asked, head, entry, false);
    }

    /** The same of what the owner of the key keeps: here it is in memory alone. */
    boolean putCopy(Asked asked, RequestHead head, Stored entry) {
        return put(asked, head, entry, true);
    }

    private boolean put(Asked asked, RequestHead head, Stored entry, boolean copy) {
        if (isPurged(entry)) {
            return false;
        }
        List<String> vary = entry.head().vary();
        String key = asked.primary();
        if (!vary.isEmpty() || asked.isDiscriminated()) {
            Variants variants = variants(key, vary);
            key = variants.key(key, asked.discriminator(), head);
            String surplus = variants.admit(asked.discriminator(), key);
            if (surplus != null) {
                entries.remove(surplus);
                dropOnDisk(surplus);
            }
        }
        Entry stored = entries.put(key, entry);
        if (stored == null) {
            figures.crowded.increment();
            dropOnDisk(key);
            return false;
        }
        if (copy) {
            dropOnDisk(key); // the owner of the key has it there
        } else {
            writeOnDisk(key, stored);
        }
        stored.release();
        passing.invalidate(asked.flight());
        Flight waiting = flights.get(flightKey(asked, head));
        if (waiting != null) {
            waiting.wake(); // those who have given up an earlier one
        }
        figures.stored.increment();
        return true;
    }

    /** §4.1: answers of one URL may name different fields; then all of them count. */
    private Variants variants(String primary, List<String> vary) {
        List<FieldName> named = vary.stream().map(FieldName::of).toList();
        return entries.differ(primary, before -> {
            List<FieldName> known = before == null ? List.of() : before.names();
            if (before != null && known.containsAll(named)) {
                return before;
            }
            Set<FieldName> all = new LinkedHashSet<>(known);
            all.addAll(named);
            if (all.size() > StoredHead.MOST_VARY) {
                all.retainAll(named); // it says something else each time
            }
            Variants made = new Variants(GENERATIONS.incrementAndGet(), List.copyOf(all));
            DiskTier there = disk;
            if (there != null) {
                there.write(primary, made);
            }
            return made;
        });
    }

    /** Drops this very answer. */
    void drop(Stored entry) {
        figures.invalidated.increment();
        entries.remove(entry);
        dropOnDisk(entry.key());
    }

    private void writeOnDisk(String key, Entry stored) {
        DiskTier known = disk;
        if (known != null) {
            known.write(key, stored);
        }
    }

    private void dropOnDisk(String key) {
        DiskTier known = disk;
        if (known != null) {
            known.drop(key);
        }
    }

    /** Drops all answers of a URL, and what is on its way (§4.4). */
    void invalidate(String primary) {
        invalidations.incrementAndGet();
        changed.put(primary, true);
        String prefix = primary + '\n';
        flights.forEach((key, flight) -> {
            if (key.startsWith(prefix)) {
                flight.outdate();
                retire(flight);
            }
        });
        dropOnDisk(primary);
        if (entries.remove(primary)) {
            figures.invalidated.increment();
        }
    }

    /** Null: the caller's own flight has begun. */
    @Nullable
    Flight join(Flight own) {
        return flights.putIfAbsent(own.key(), own);
    }

    /** One that is under way, or null. */
    @Nullable
    Flight flight(String key) {
        return flights.get(key);
    }

    /** Whether there are, or were, answers of this URL that differ by fields of requests. */
    boolean isVaried(Asked asked) {
        return entries.find(asked.primary()) instanceof Variants variants
                && !variants.names().isEmpty();
    }

    /** Nobody joins it any more. */
    void retire(Flight flight) {
        flights.remove(flight.key(), flight);
    }

    void land(Flight flight) {
        retire(flight);
        flight.land();
    }

    /** Under which requests wait for one another: those that differ in what answers are known to differ by do not. */
    String flightKey(Asked asked, RequestHead head) {
        return entries.find(asked.primary()) instanceof Variants variants
                ? variants.key(asked.primary(), asked.discriminator(), head) + '\n' + asked.route()
                : asked.flight();
    }

    /** The answers of this URL are known to differ by these fields from now on. */
    void differs(Asked asked, List<String> vary) {
        if (!vary.isEmpty()) {
            variants(asked.primary(), vary);
        }
    }

    /** Answers under this key were not fit to be stored: nobody waits for one for a while. */
    boolean isPassing(String key) {
        return passing.getIfPresent(key) != null;
    }

    void pass(String key) {
        passing.put(key, true);
    }

    /** How many are under way. */
    int flights() {
        return flights.size();
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

    /** Notes a purge before anything is stored: what other nodes still have, or what is on disk, may be older. */
    Purge note(String id, Purge asked) {
        Purge purge = asked.kind() == Purge.Kind.URL ? new Purge(asked.kind(), rule.url(asked.value())) : asked;
        purges.add(id, purge);
        return purge;
    }

    /** When it returns, nothing that is meant is given any more, nor will be after a restart. */
    void purge(String id, Purge asked) {
        Purge purge = note(id, asked);
        purgeMemory(purge);
        DiskTier known = disk;
        if (known != null) {
            known.purge(purge);
        }
    }

    private void purgeMemory(Purge purge) {
        long last = purges.last();
        flights.values().removeIf(flight -> flight.place().isMeant(purge)); // who asks from now on wants a newer answer
        if (purge.kind() == Purge.Kind.ALL) {
            figures.purged.add(entries.clear());
            return;
        }
        figures.purged.add(entries.removeIf(entry -> {
            boolean meant = purges.hits(entry, entry.checked());
            if (!meant) {
                entry.check(last);
            }
            return meant;
        }));
    }

    /** What is stored for a URL; looks at each entry. */
    List<Caches.Found> find(String url, int most) {
        Purge address = new Purge(Purge.Kind.URL, rule.url(url));
        List<Caches.Found> found = new ArrayList<>();
        entries.forEach(entry -> {
            if (found.size() < most && entry.place().isMeant(address) && !isPurged(entry)) {
                found.add(found(entry));
            }
        });
        return found;
    }

    private Caches.Found found(Stored entry) {
        long age = entry.age(System.nanoTime());
        return new Caches.Found(
                policy.name(),
                entry.route(),
                entry.head().status(),
                age,
                entry.lifetime() - age,
                entry.body().length(),
                entry.head().etag(),
                entry.place().tags());
    }

    Caches.Figures figures() {
        DiskTier known = disk;
        return new Caches.Figures(
                policy.name(),
                entries.count(),
                entries.bytes(),
                policy.memoryBytes(),
                figures.hits.sum(),
                figures.stale.sum(),
                figures.misses.sum(),
                figures.revalidated.sum(),
                figures.coalesced.sum(),
                figures.passed.sum(),
                figures.stored.sum(),
                figures.crowded.sum(),
                figures.removed(),
                figures.peerHits.sum(),
                figures.peerMisses.sum(),
                figures.peerFailures.sum(),
                figures.peerServed.sum(),
                known == null ? Caches.Disk.NONE : known.figures());
    }
}
