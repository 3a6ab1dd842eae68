package io.weir.node.filter.cache.memory;

import java.nio.ByteBuffer;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Blocks of memory outside of the heap, cut from slabs, of which there are only so many. Two-level segregated fit (M. Masmano et
 * al., "TLSF: a new dynamic memory allocator for real-time systems", 2004): to take and to give back a block takes constant
 * time, neighbours that are free become one, and a block costs eight bytes and what rounding to 16 adds. A slab that is free as a
 * whole goes back to the system, but for one.
 *
 * <p>A block is known by an address: the number of its slab, and where in it the block's bytes begin. Taking and giving back
 * takes a lock, for some tens of instructions; reading does not. Thread-safe.
 */
public final class Slabs {
    /** No block. */
    public static final long NONE = -1;

    static final int LARGEST_SLAB = 2 << 20;
    private static final int SMALLEST_SLAB = 16 << 10;
    private static final int SLABS_AT_LEAST = 4;
    private static final Logger LOG = LoggerFactory.getLogger(Slabs.class);

    private final int slabBytes;
    private final int mostSlabs;
    private final FreeBlocks free = new FreeBlocks(this);
    private volatile @Nullable ByteBuffer[] slabs = new ByteBuffer[8];
    private int slabCount;
    private int wholeFree;
    private boolean full;
    private long used;

    /** @param most bytes of all slabs together; at least 64 KiB */
    public Slabs(long most) {
        slabBytes = (int) Math.max(SMALLEST_SLAB, Math.min(LARGEST_SLAB, most / SLABS_AT_LEAST & -1024));
        mostSlabs = (int) Math.min(Integer.MAX_VALUE / 2, Math.max(1, most / slabBytes));
    }

    /** The largest block there can be, in bytes that it holds. */
    public int largestBlock() {
        return slabBytes - Block.END - Block.HEADER;
    }

    /** What a block that holds so many bytes takes. */
    public static int taken(int bytes) {
        return Math.max(Block.LEAST, bytes + Block.HEADER + 15 & -16);
    }

    /** A block that holds so many bytes, or {@link #NONE}: there is no room. */
    public synchronized long take(int bytes) {
        int size = taken(bytes);
        if (bytes > largestBlock()) {
            return NONE;
        }
        long block = free.find(size);
        if (block == NONE) {
            block = newSlab();
        }
        if (block == NONE) {
            return NONE;
        }
        int whole = free.remove(block);
        wholeFree -= whole == slabBytes - Block.END ? 1 : 0;
        int rest = whole - size;
        if (rest >= Block.LEAST) {
            free.add(block + size, rest, size);
            Block.setPrevious(slab(block), at(block) + whole, rest);
        } else {
            size = whole;
        }
        Block.use(slab(block), at(block), size);
        used += size;
        return block + Block.HEADER;
    }

    /** Gives a block back; nobody may read it any more. */
    public synchronized void giveBack(long address) {
        long block = address - Block.HEADER;
        ByteBuffer slab = slab(block);
        int size = Block.size(slab, at(block));
        if (Block.isFree(slab, at(block))) {
            throw new IllegalStateException("given back twice");
        }
        used -= size;
        int previous = Block.previous(slab, at(block));
        int next = at(block) + size;
        if (Block.isFree(slab, next)) {
            size += free.remove(block + size);
        }
        if (previous > 0 && Block.isFree(slab, at(block) - previous)) {
            block -= previous;
            size += free.remove(block);
        }
        Block.setPrevious(slab, at(block) + size, size);
        if (size == slabBytes - Block.END && wholeFree++ > 0) {
            drop(block);
        } else {
            free.add(block, size, Block.previous(slab, at(block)));
        }
    }

    private long newSlab() {
        if (slabCount == mostSlabs) {
            return NONE;
        }
        ByteBuffer memory;
        try {
            memory = ByteBuffer.allocateDirect(slabBytes);
        } catch (OutOfMemoryError e) {
            if (!full) {
                full = true;
                LOG.warn(
                        "There is no more memory for the cache (-XX:MaxDirectMemorySize): it stays smaller than its policy says",
                        e);
            }
            return NONE;
        }
        int number = 0;
        @Nullable ByteBuffer[] known = slabs;
        while (number < known.length && known[number] != null) {
            number++;
        }
        known = Arrays.copyOf(known, number < known.length ? known.length : 2 * known.length);
        known[number] = memory;
        slabs = known;
        slabCount++;
        wholeFree++;
        Block.use(memory, slabBytes - Block.END, 0);
        Block.setPrevious(memory, slabBytes - Block.END, slabBytes - Block.END);
        long block = (long) number << 32;
        free.add(block, slabBytes - Block.END, 0);
        return block;
    }

    private void drop(long block) {
        wholeFree--;
        slabCount--;
        @Nullable ByteBuffer[] known = slabs.clone();
        ByteBuffer memory = known[(int) (block >>> 32)];
        known[(int) (block >>> 32)] = null;
        slabs = known;
        if (memory != null) {
            Freeing.free(memory);
        }
    }

    /** The slab in which the block is; read and written at {@link #at}, by those who hold the block. */
    public ByteBuffer slab(long address) {
        ByteBuffer slab = slabs[(int) (address >>> 32)];
        if (slab == null) {
            throw new IllegalStateException("a block of a slab that is gone");
        }
        return slab;
    }

    /** Where in its slab the block begins. */
    public static int at(long address) {
        return (int) address;
    }

    /** Bytes of all blocks that are taken. */
    public synchronized long used() {
        return used;
    }

    /** Bytes of all slabs. */
    public synchronized long held() {
        return (long) slabCount * slabBytes;
    }

    /** Gives all slabs back to the system; there must be no blocks. False: there are. */
    public synchronized boolean close() {
        if (used > 0) {
            return false;
        }
        for (ByteBuffer slab : slabs) {
            if (slab != null) {
                Freeing.free(slab);
            }
        }
        slabs = new ByteBuffer[8];
        free.clear();
        slabCount = mostSlabs;
        return true;
    }
}
