package io.weir.node.filter.cache;

import java.util.concurrent.ThreadLocalRandom;

/**
 * A place in the memory tier, which is its own key: known by a hash of the key's text with a seed of this process. Two keys with
 * one hash cannot be stored at once; whoever finds an entry compares the text.
 */
class Slot {
    private static final long SEED = ThreadLocalRandom.current().nextLong();
    private static final long MULTIPLIER = 0x9E3779B97F4A7C15L;

    private final long hash;

    Slot(long hash) {
        this.hash = hash;
    }

    static long hash(String key) {
        long hash = SEED ^ key.length();
        for (int i = 0; i < key.length(); i++) {
            hash = (hash ^ key.charAt(i)) * MULTIPLIER;
            hash ^= hash >>> 29;
        }
        return hash;
    }

    final long hash() {
        return hash;
    }

    /** Bytes, with what the objects take. */
    int weight() {
        return 0;
    }

    /** It is not in store any more. */
    void removed() {}

    @Override
    public final boolean equals(Object other) {
        return other instanceof Slot slot && slot.hash == hash;
    }

    @Override
    public final int hashCode() {
        return (int) (hash ^ hash >>> 32);
    }
}
