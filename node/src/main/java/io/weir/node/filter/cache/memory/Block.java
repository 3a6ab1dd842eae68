package io.weir.node.filter.cache.memory;

import java.nio.ByteBuffer;

/**
 * What is in a slab about one of its blocks: its size with one bit for whether it is free, and the size of the block before it.
 * A free one has the addresses of two others where its bytes would be.
 */
final class Block {
    static final int HEADER = 8;
    static final int LEAST = 32;
    /** At the end of each slab, so that the last block has a neighbour that is never free. */
    static final int END = 16;

    private static final int PREVIOUS = 4;
    private static final int NEXT_FREE = 8;
    private static final int LAST_FREE = 16;
    private static final int FREE = 1;

    private Block() {}

    static int size(ByteBuffer slab, int at) {
        return slab.getInt(at) & ~FREE;
    }

    static boolean isFree(ByteBuffer slab, int at) {
        return (slab.getInt(at) & FREE) != 0;
    }

    static int previous(ByteBuffer slab, int at) {
        return slab.getInt(at + PREVIOUS);
    }

    static void setPrevious(ByteBuffer slab, int at, int size) {
        slab.putInt(at + PREVIOUS, size);
    }

    static void use(ByteBuffer slab, int at, int size) {
        slab.putInt(at, size);
    }

    static void free(ByteBuffer slab, int at, int size, int previous) {
        slab.putInt(at, size | FREE);
        slab.putInt(at + PREVIOUS, previous);
    }

    static long nextFree(ByteBuffer slab, int at) {
        return slab.getLong(at + NEXT_FREE);
    }

    static void setNextFree(ByteBuffer slab, int at, long block) {
        slab.putLong(at + NEXT_FREE, block);
    }

    static long lastFree(ByteBuffer slab, int at) {
        return slab.getLong(at + LAST_FREE);
    }

    static void setLastFree(ByteBuffer slab, int at, long block) {
        slab.putLong(at + LAST_FREE, block);
    }
}
