package io.weir.node.filter.auth.token;

import java.util.Arrays;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * Remembers what is known about tokens, by their SHA-256, in a bounded space: sets of eight places; who was not asked for
 * since the last clearing of its set's marks makes room (the clock algorithm). Looking up takes no lock and allocates
 * nothing; two puts at the same moment may lose one, which is then made again. Thread-safe.
 */
final class TokenTable<E extends TokenTable.Entry> {
    private static final int WAYS = 8;

    /** Something that is known about one token. */
    abstract static class Entry {
        private final byte[] hash;
        private final long endSeconds;
        private volatile boolean used = true;

        /** @param endSeconds Unix time after which it is of no use */
        Entry(byte[] hash, long endSeconds) {
            this.hash = hash;
            this.endSeconds = endSeconds;
        }
    }

    private final AtomicReferenceArray<@Nullable E> places;
    private final int setMask;

    /** @param size a power of two, at least 8 */
    TokenTable(int size) {
        places = new AtomicReferenceArray<>(size);
        setMask = size / WAYS - 1;
    }

    /** What is known about the token of that hash, or null. */
    @Nullable
    E find(byte[] hash) {
        int start = start(hash);
        for (int i = start; i < start + WAYS; i++) {
            E entry = places.get(i);
            if (entry != null && Arrays.equals(((Entry) entry).hash, hash)) {
                if (!((Entry) entry).used) {
                    ((Entry) entry).used = true;
                }
                return entry;
            }
        }
        return null;
    }

    void put(E entry, long nowSeconds) {
        places.set(place(((Entry) entry).hash, nowSeconds), entry);
    }

    private int place(byte[] hash, long nowSeconds) {
        int start = start(hash);
        int unused = -1;
        for (int i = start; i < start + WAYS; i++) {
            Entry there = places.get(i);
            if (there == null || there.endSeconds <= nowSeconds || Arrays.equals(there.hash, hash)) {
                return i;
            }
            unused = unused < 0 && !there.used ? i : unused;
        }
        return unused >= 0 ? unused : clear(start, hash);
    }

    private int clear(int start, byte[] hash) {
        for (int i = start; i < start + WAYS; i++) {
            Entry there = places.get(i);
            if (there != null) {
                there.used = false;
            }
        }
        return start + (hash[4] & (WAYS - 1));
    }

    private int start(byte[] hash) {
        int number = (hash[0] & 0xff) << 24 | (hash[1] & 0xff) << 16 | (hash[2] & 0xff) << 8 | hash[3] & 0xff;
        return (number & setMask) * WAYS;
    }
}
