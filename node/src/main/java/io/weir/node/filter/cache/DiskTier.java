package io.weir.node.filter.cache;

import io.weir.config.model.CachePolicy;
import io.weir.node.filter.cache.disk.Alive;
import io.weir.node.filter.cache.disk.DiskLog;
import io.weir.node.state.Caches;
import io.weir.node.state.Purge;
import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What one cache has on disk: all that it stores is written there as well, and what is no longer in memory is read from there.
 * One thread writes, two read; a loop only asks the index whether there is anything. Where the disk fails the tier is switched off, and
 * what is there is not believed by the next start either. Thread-safe.
 */
final class DiskTier {
    private static final Logger LOG = LoggerFactory.getLogger(DiskTier.class);
    private static final long PATIENCE_SECONDS = 10;
    private static final long PATIENCE_OF_A_REQUEST_MILLIS = 1_000;
    private static final long ALIVE_EVERY_MILLIS = 5_000;
    private static final long SETTLING_MILLIS = 50;
    private static final int MOST_READS = 1_000;
    private static final int MOST_WAITING = 100_000;
    private static final int PART_OF_ALL = 4;
    private static final int LONGEST_KEY = 8 << 10;

    private final String name;
    private final Path folder;
    private final long mostBytes;
    private final long mostPending;
    private final Trust trust;
    private final Predicate<Stored> purged;
    private final Alive alive;
    private final LinkedBlockingQueue<Work> work = new LinkedBlockingQueue<>();
    private final ThreadPoolExecutor readers;
    /** Keys of which something has still to be written: what is on disk is out of date. */
    private final ConcurrentHashMap<Long, Integer> pending = new ConcurrentHashMap<>();

    private final AtomicLong pendingBytes = new AtomicLong();
    private final LongAdder found = new LongAdder();
    private final LongAdder spoilt = new LongAdder();
    private final CompletableFuture<Void> ended = new CompletableFuture<>();
    private volatile @Nullable DiskContent ready;
    private volatile boolean ours;
    private volatile boolean off;

    /** Something for the writer. */
    private interface Work {
        void run(DiskContent to) throws IOException;

        /** Whether it is done or never will be. */
        default void over() {}
    }

    /**
     * What the cluster says.
     *
     * @param current whether no purge can be missing of those that the members know
     * @param alone whether this node is the only member
     */
    record Trust(BooleanSupplier current, BooleanSupplier alone) {}

    /**
     * Takes what is to be written from now on, but touches nothing before {@link #start}.
     *
     * @param folder this policy's own
     * @param purged whether an answer has been purged by now
     */
    DiskTier(CachePolicy policy, CachePolicy.Disk disk, Path folder, Trust trust, Predicate<Stored> purged) {
        this.name = policy.name();
        this.folder = folder;
        this.mostBytes = disk.sizeBytes();
        this.mostPending = policy.memoryBytes() / PART_OF_ALL;
        this.trust = trust;
        this.purged = purged;
        this.alive = alive(folder, policy);
        readers = new ThreadPoolExecutor(
                2, 2, 10, TimeUnit.SECONDS, new LinkedBlockingQueue<>(MOST_READS), task -> thread(task, "read"));
        readers.allowCoreThreadTimeOut(true);
    }

    /** @param before when it is done nobody else of this node has the folder */
    void start(CompletableFuture<Void> before) {
        before.thenRunAsync(this::write, task -> thread(task, "write").start());
    }

    /** What is stored for another policy is not found by this one. */
    static Alive alive(Path folder, CachePolicy policy) {
        return new Alive(folder, Long.toHexString(fingerprint(policy)));
    }

    private static long fingerprint(CachePolicy policy) {
        long hash = 7;
        for (char letter : policy.toString().toCharArray()) {
            hash = (hash ^ letter) * 0x100000001B3L;
        }
        return hash;
    }

    private Thread thread(Runnable task, String does) {
        Thread thread = new Thread(task, "weir-cache-" + name + "-" + does);
        thread.setDaemon(true);
        return thread;
    }

    private void write() {
        try (DiskLog log = DiskLog.open(folder, mostBytes)) {
            ours = true;
            DiskContent opened = DiskContent.open(log, alive, System.currentTimeMillis());
            prepare(opened);
            goOn(opened);
        } catch (IOException | RuntimeException e) {
            switchOff(e);
        } finally {
            drain();
            ended.complete(null);
        }
    }

    /**
     * What is there is believed only once the node knows all purges that the members know, and only if they then know all that
     * there were. Until then it is written to, but not read. All that was to be written meanwhile comes first.
     */
    private void prepare(DiskContent to) throws IOException {
        while (!off && !trust.current.getAsBoolean()) {
            work(to, SETTLING_MILLIS);
        }
        if (off) {
            return; // it ends before it was of use to anybody
        }
        to.settle(alive, System.currentTimeMillis(), trust.alone.getAsBoolean());
        for (int backlog = work.size(); backlog > 0 && !off; backlog--) {
            work(to, 0);
        }
        LOG.info("cache {}: {} answers on disk in {}", name, to.count(), folder);
    }

    private void goOn(DiskContent to) throws IOException {
        long said = 0;
        while (!off) {
            long now = System.currentTimeMillis();
            if (now - said >= ALIVE_EVERY_MILLIS && trust.current.getAsBoolean()) {
                alive.say(now, trust.alone.getAsBoolean());
                said = now;
            }
            ready = to;
            work(to, ALIVE_EVERY_MILLIS);
        }
    }

    private void work(DiskContent to, long patienceMillis) throws IOException {
        Work next = poll(patienceMillis);
        if (next != null) {
            try {
                next.run(to);
            } finally {
                next.over();
            }
        }
    }

    private @Nullable Work poll(long patienceMillis) {
        try {
            return work.poll(patienceMillis, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            throw new IllegalStateException("nobody interrupts it", e);
        }
    }

    private void switchOff(Exception why) {
        off = true;
        ready = null;
        LOG.error("cache {}: {} is not used any more, what is stored is kept in memory alone", name, folder, why);
        try {
            if (ours) {
                alive.withdraw();
            }
        } catch (IOException e) {
            LOG.error(
                    "cache {}: delete {} before the node starts again, it may hold what has been purged",
                    name,
                    folder,
                    e);
        }
    }

    private void drain() {
        off = true;
        ready = null;
        for (Work next = work.poll(); next != null; next = work.poll()) {
            next.over();
        }
    }

    private void submit(Work next) {
        if (off) {
            next.over();
            return;
        }
        work.add(next);
        if (off) {
            drain();
        }
    }

    /** What has still to be written is written, and nothing after that. */
    CompletableFuture<Void> close() {
        submit(to -> off = true); // behind all that has still to be written
        return ended;
    }

    private void submitted() {
        work.add(to -> {});
    }

    boolean isOff() {
        return off;
    }

    /** Whether there may be something under the key. On a loop. */
    boolean mayHave(String key) {
        DiskContent known = ready;
        long hash = Slot.hash(key);
        return known != null && known.has(hash) && !pending.containsKey(hash);
    }

    /**
     * Tells {@code then} on {@code loop} what is under the key; empty: nothing, or reading takes too long.
     *
     * @param promote is given it first, elsewhere; false: it does not hold any more
     */
    void load(String key, Predicate<Held> promote, Executor loop, Consumer<Optional<Held>> then) {
        CompletableFuture<Optional<Held>> loaded = new CompletableFuture<>();
        loaded.completeOnTimeout(Optional.empty(), PATIENCE_OF_A_REQUEST_MILLIS, TimeUnit.MILLISECONDS)
                .thenAcceptAsync(then, loop);
        try {
            readers.execute(() -> loaded.complete(Optional.ofNullable(read(key)).filter(promote)));
        } catch (RejectedExecutionException tooMany) {
            loaded.complete(Optional.empty());
        }
    }

    /** What is under the key. Reads the disk. */
    @Nullable
    Held read(String key) {
        DiskContent known = ready;
        if (known == null) {
            return null;
        }
        try {
            DiskContent.Answer answer = known.read(key, System.currentTimeMillis());
            spoilt.add(answer.spoilt() ? 1 : 0);
            Held held = answer.held();
            if (held instanceof Stored stored && purged.test(stored) || pending.containsKey(Slot.hash(key))) {
                return null;
            }
            found.add(held == null ? 0 : 1);
            return held;
        } catch (ClosedChannelException dropped) {
            return null;
        } catch (IOException | RuntimeException e) {
            switchOff(e instanceof IOException io ? io : new IOException(e));
            submitted();
            return null;
        }
    }

    private void begin(long hash) {
        pending.merge(hash, 1, Integer::sum);
    }

    private void end(long hash) {
        pending.computeIfPresent(hash, (any, count) -> count == 1 ? null : count - 1);
    }

    /** Writes what has just been stored; what there is of it is out of date from now on. */
    void write(String key, Entry entry) {
        long bytes = entry.weight();
        boolean fits = bytes <= mostBytes / PART_OF_ALL
                && pendingBytes.get() + bytes <= mostPending
                && key.length() <= LONGEST_KEY;
        if (off || !fits || !entry.retain()) {
            drop(key);
            return;
        }
        pendingBytes.addAndGet(bytes);
        begin(entry.hash());
        submit(new Work() {
            @Override
            public void run(DiskContent to) throws IOException {
                Stored stored = entry.decoded();
                if (purged.test(stored)) {
                    to.drop(key);
                } else {
                    to.write(key, stored, entry.checked);
                }
            }

            @Override
            public void over() {
                entry.release();
                pendingBytes.addAndGet(-bytes);
                end(entry.hash());
            }
        });
    }

    /** Writes by what the answers of a URL differ. */
    void write(String key, Variants variants) {
        change(key, to -> to.write(key, variants));
    }

    /** What is under the key does not hold any more. */
    void drop(String key) {
        change(key, to -> to.drop(key));
    }

    private interface Change {
        void make(DiskContent to) throws IOException;
    }

    private void change(String key, Change change) {
        long hash = Slot.hash(key);
        if (work.size() > MOST_WAITING) {
            switchOff(new IOException("it is too slow"));
        }
        begin(hash);
        submit(new Work() {
            @Override
            public void run(DiskContent to) throws IOException {
                change.make(to);
            }

            @Override
            public void over() {
                end(hash);
            }
        });
    }

    /** It was purged before this was opened. */
    void note(Purge purge) {
        submit(to -> to.purge(purge));
    }

    /** When it returns, the purge is on the disk, or nothing that is there will be believed. */
    void purge(Purge purge) {
        CompletableFuture<Boolean> done = new CompletableFuture<>();
        submit(new Work() {
            @Override
            public void run(DiskContent to) throws IOException {
                to.purge(purge);
                done.complete(true);
            }

            @Override
            public void over() {
                done.complete(false);
            }
        });
        try {
            done.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            switchOff(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            switchOff(e);
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Waits until all that was said before has been written: for tests. */
    void settle() {
        CompletableFuture<Boolean> done = new CompletableFuture<>();
        submit(new Work() {
            @Override
            public void run(DiskContent to) {}

            @Override
            public void over() {
                done.complete(true);
            }
        });
        done.join();
        if (!off && ready == null) {
            settle();
        }
    }

    Caches.Disk figures() {
        DiskContent known = ready;
        return new Caches.Disk(
                !off,
                off || known == null ? 0 : known.count(),
                off || known == null ? 0 : known.bytes(),
                mostBytes,
                found.sum(),
                spoilt.sum());
    }
}
