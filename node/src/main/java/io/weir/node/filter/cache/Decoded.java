package io.weir.node.filter.cache;

import org.jspecify.annotations.Nullable;

/**
 * Entries that were asked for lately, decoded: as many as there are places, each found by its hash. Who reads a place sees a
 * whole one or none, as all that it consists of is final. Thread-safe.
 */
final class Decoded {
    private static final int LEAST = 16;
    private static final int MOST = 4096;
    private static final int PER_PLACE = 32 << 10;

    private final @Nullable Stored[] places;

    /** @param memory of the cache, of which they take a small part */
    Decoded(long memory) {
        long wanted = Math.max(LEAST, Math.min(MOST, memory / PER_PLACE));
        places = new Stored[(int) Long.highestOneBit(wanted)];
    }

    private int place(Entry entry) {
        return (int) (entry.hash() >>> 40) & places.length - 1;
    }

    /** Null: this very entry is not there. */
    @SuppressWarnings("ReferenceEquality")
    @Nullable
    Stored find(Entry entry) {
        Stored known = places[place(entry)];
        return known != null && known.entry() == entry ? known : null;
    }

    void keep(@Nullable Stored stored) {
        Entry entry = stored == null ? null : stored.entry();
        if (entry != null) {
            places[place(entry)] = stored;
        }
    }
}
