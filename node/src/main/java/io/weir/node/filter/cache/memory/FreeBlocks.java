package io.weir.node.filter.cache.memory;

import static io.weir.node.filter.cache.memory.Slabs.NONE;
import static io.weir.node.filter.cache.memory.Slabs.at;

import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * Blocks that nobody has, in lists by size: 16 for each power of two, and bits that say which lists have any. Guarded by the
 * slabs' lock.
 */
final class FreeBlocks {
    private static final int PARTS = 16;
    private static final int PART_BITS = 4;
    private static final int POWERS = 32;
    /** So many of a list whose blocks may be too small are looked at, before one whose are all large enough. */
    private static final int TRIES = 8;

    private final Slabs slabs;
    private final long[] heads = new long[POWERS * PARTS];
    private final int[] parts = new int[POWERS];
    private int powers;

    FreeBlocks(Slabs slabs) {
        this.slabs = slabs;
        Arrays.fill(heads, NONE);
    }

    void clear() {
        Arrays.fill(heads, NONE);
        Arrays.fill(parts, 0);
        powers = 0;
    }

    private static int list(int size) {
        int power = 31 - Integer.numberOfLeadingZeros(size);
        return power * PARTS + (size >>> power - PART_BITS) - PARTS;
    }

    /** A block of at least that size, still in its list; {@link Slabs#NONE}: there is none. */
    long find(int size) {
        int list = list(size);
        long block = heads[list];
        for (int tries = 0; block != NONE && tries < TRIES; tries++) {
            ByteBuffer slab = slabs.slab(block);
            if (Block.size(slab, at(block)) >= size) {
                return block;
            }
            block = Block.nextFree(slab, at(block));
        }
        return larger(list + 1);
    }

    /** The first of the first list from this one on that has any. */
    private long larger(int list) {
        int power = list / PARTS;
        int there = parts[power] & -1 << list % PARTS;
        if (there == 0) {
            int above = power == POWERS - 1 ? 0 : powers & -1 << power + 1;
            if (above == 0) {
                return NONE;
            }
            power = Integer.numberOfTrailingZeros(above);
            there = parts[power];
        }
        return heads[power * PARTS + Integer.numberOfTrailingZeros(there)];
    }

    void add(long block, int size, int previous) {
        ByteBuffer slab = slabs.slab(block);
        int list = list(size);
        long head = heads[list];
        Block.free(slab, at(block), size, previous);
        Block.setNextFree(slab, at(block), head);
        Block.setLastFree(slab, at(block), NONE);
        if (head != NONE) {
            Block.setLastFree(slabs.slab(head), at(head), block);
        }
        heads[list] = block;
        parts[list / PARTS] |= 1 << list % PARTS;
        powers |= 1 << list / PARTS;
    }

    /** Takes it out of its list; its size. */
    int remove(long block) {
        ByteBuffer slab = slabs.slab(block);
        int size = Block.size(slab, at(block));
        long next = Block.nextFree(slab, at(block));
        long last = Block.lastFree(slab, at(block));
        if (next != NONE) {
            Block.setLastFree(slabs.slab(next), at(next), last);
        }
        if (last != NONE) {
            Block.setNextFree(slabs.slab(last), at(last), next);
            return size;
        }
        int list = list(size);
        heads[list] = next;
        if (next == NONE) {
            parts[list / PARTS] &= ~(1 << list % PARTS);
            powers &= parts[list / PARTS] == 0 ? ~(1 << list / PARTS) : -1;
        }
        return size;
    }
}
