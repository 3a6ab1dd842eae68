package io.weir.node.filter.cache;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.RemovalCause;
import io.weir.node.filter.cache.memory.Slabs;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What one cache has in memory. Caffeine says what gives way to what; the bytes are in slabs outside of the heap. What is found
 * is decoded, and kept decoded where it is asked for often. Thread-safe; a look-up takes no lock.
 */
final class MemoryTier {
    /** Less than the slabs have, as room is lost between blocks of different sizes. */
    private static final int LEFT_FREE = 32;

    private static final int ROUNDS = 8;
    private static final int AT_ONCE = 16;

    private final Entry.Memory memory;
    private final Cache<Slot, Slot> slots;
    private final Decoded decoded;
    private final Figures figures;

    MemoryTier(long most, Figures figures) {
        this.figures = figures;
        memory = new Entry.Memory(new Slabs(most), new Routes());
        decoded = new Decoded(most);
        slots = Caffeine.newBuilder()
                .maximumWeight(most - most / LEFT_FREE)
                .weigher((Slot key, Slot slot) -> slot.weight())
                .executor(Runnable::run)
                .removalListener(this::removed)
                .build();
    }

    private void removed(@Nullable Slot key, @Nullable Slot slot, RemovalCause cause) {
        if (slot == null) {
            return;
        }
        if (cause == RemovalCause.SIZE) {
            boolean stale =
                    slot instanceof Entry entry && EntryBytes.isStale(entry.slab(), entry.at(), System.nanoTime());
            (stale ? figures.expired : figures.evicted).increment();
        } else if (cause == RemovalCause.REPLACED) {
            figures.replaced.increment();
        }
        slot.removed();
    }

    /** What is under the key; null: nothing. */
    @Nullable
    Held find(String key) {
        Slot slot = slots.getIfPresent(new Slot(Slot.hash(key)));
        if (slot instanceof Signpost signpost) {
            return signpost.key().equals(key) ? signpost.variants() : null;
        }
        if (!(slot instanceof Entry entry)) {
            return null;
        }
        Stored known = decoded.find(entry);
        if (known == null) {
            known = held(entry, any -> EntryBytes.isAt(entry.slab(), entry.at(), key) ? entry.decoded() : null);
            decoded.keep(known);
        }
        return known != null && known.key().equals(key) ? known : null;
    }

    private static <T> @Nullable T held(Entry entry, Function<Entry, @Nullable T> read) {
        if (!entry.retain()) {
            return null;
        }
        try {
            return read.apply(entry);
        } finally {
            entry.release();
        }
    }

    /** Held for the caller, as it may give way at once; null: there is no room. The body's bytes are copied. */
    @Nullable
    Entry put(String key, Stored stored) {
        Entry entry = entry(key, stored);
        if (entry != null && entry.retain()) {
            slots.put(entry, entry);
        }
        return entry;
    }

    /** The same unless there is something under the key. */
    void putIfAbsent(String key, Stored stored) {
        Entry entry = entry(key, stored);
        if (entry != null && slots.asMap().putIfAbsent(entry, entry) != null) {
            entry.removed();
        }
    }

    private @Nullable Entry entry(String key, Stored stored) {
        Entry entry = Entry.of(memory, key, stored);
        for (int round = 0; entry == null && round < ROUNDS && makeRoom(); round++) {
            entry = Entry.of(memory, key, stored);
        }
        return entry;
    }

    /** What was asked for the longest ago gives way: there is room, but in parts that are too small. */
    private boolean makeRoom() {
        List<Slot> coldest = slots.policy()
                .eviction()
                .map(eviction -> List.copyOf(eviction.coldest(AT_ONCE).values()))
                .orElse(List.of());
        for (Slot slot : coldest) {
            if (slots.asMap().remove(slot, slot)) {
                figures.evicted.increment();
            }
        }
        return !coldest.isEmpty();
    }

    /** By what the answers of a URL differ from now on. */
    Variants differ(String key, Function<@Nullable Variants, Variants> change) {
        Signpost[] result = new Signpost[1];
        slots.asMap().compute(new Slot(Slot.hash(key)), (any, before) -> {
            Signpost known =
                    before instanceof Signpost signpost && signpost.key().equals(key) ? signpost : null;
            Variants now = change.apply(known == null ? null : known.variants());
            result[0] = known != null && known.variants().equals(now) ? known : new Signpost(key, now);
            return result[0];
        });
        return result[0].variants();
    }

    /** Drops this very answer, not one that has taken its place. */
    @SuppressWarnings("ReferenceEquality")
    void remove(Stored stored) {
        Entry entry = stored.entry();
        if (entry == null && !stored.key().isEmpty()) {
            remove(stored.key());
        }
        if (entry != null && slots.policy().getIfPresentQuietly(entry) == entry) {
            slots.asMap().remove(entry, entry);
        }
    }

    /** Drops what is under the key, whatever it is; false: there is nothing. */
    boolean remove(String key) {
        return slots.asMap().remove(new Slot(Slot.hash(key))) != null;
    }

    /** All of it; how much that was. */
    long clear() {
        long count = slots.estimatedSize();
        slots.invalidateAll();
        return count;
    }

    /** Drops the answers that are meant; each is decoded for that. How many they were. */
    long removeIf(Predicate<Stored> meant) {
        long count = 0;
        for (Slot slot : slots.asMap().values()) {
            if (slot instanceof Entry entry) {
                Stored stored = held(entry, Entry::decoded);
                if (stored != null && meant.test(stored)) {
                    remove(stored);
                    count++;
                }
            }
        }
        return count;
    }

    void forEach(Consumer<Stored> action) {
        removeIf(stored -> {
            action.accept(stored);
            return false;
        });
    }

    long count() {
        slots.cleanUp();
        return slots.estimatedSize();
    }

    long bytes() {
        return slots.policy()
                .eviction()
                .map(one -> one.weightedSize().orElse(0))
                .orElse(0L);
    }

    /** Bytes of all blocks outside of the heap that are taken. */
    long taken() {
        return memory.slabs().used();
    }

    /** Nothing is stored any more; the memory goes back unless something is still being sent. */
    boolean close() {
        clear();
        slots.cleanUp();
        return memory.slabs().close();
    }
}
