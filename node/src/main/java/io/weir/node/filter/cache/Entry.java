package io.weir.node.filter.cache;

import io.weir.node.filter.cache.memory.Holding;
import io.weir.node.filter.cache.memory.Pieces;
import io.weir.node.filter.cache.memory.Slabs;
import io.weir.node.state.StoredBody;
import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicIntegerFieldUpdater;
import org.jspecify.annotations.Nullable;

/**
 * An answer in the memory tier: 48 bytes of the heap, and a {@link EntryBytes} in a block outside of it. There may be millions, so
 * there is nothing here that is not needed. The store holds it until it is removed, readers while they read.
 */
class Entry extends Slot implements StoredBody {
    private static final AtomicIntegerFieldUpdater<Entry> HOLDERS =
            AtomicIntegerFieldUpdater.newUpdater(Entry.class, "holders");
    /** This object, the table's node and slot, Caffeine's node and sketch (docs/decisions/0019-cache-memory.md). */
    private static final int OVERHEAD = 144;

    private final Memory memory;
    private final long address;
    private final int taken;
    private final int length;

    @SuppressWarnings("UnusedVariable") // by HOLDERS
    private volatile int holders = 1;

    /** The lower half of the number up to which it has been held against the log of purges. */
    volatile int checked;

    /** @param address of its record, which it gives back */
    Entry(long hash, Memory memory, long address, int taken, int length, long checked) {
        super(hash);
        this.memory = memory;
        this.address = address;
        this.taken = taken;
        this.length = length;
        this.checked = (int) checked;
    }

    /** One whose body lies elsewhere. */
    static final class Large extends Entry {
        private final Pieces pieces;

        /** @param pieces held for it */
        Large(long hash, Memory memory, long address, int taken, long checked, Pieces pieces) {
            super(hash, memory, address, taken, 0, checked);
            this.pieces = pieces;
        }

        @Override
        StoredBody body() {
            return pieces;
        }

        @Override
        int weight() {
            return (int) Math.min(Integer.MAX_VALUE, super.weight() + pieces.taken());
        }

        @Override
        void cleared() {
            pieces.release();
        }
    }

    ByteBuffer slab() {
        return memory.slabs().slab(address);
    }

    int at() {
        return Slabs.at(address);
    }

    /** What it says; only while it is held. */
    Stored decoded() {
        return EntryBytes.read(this, memory.routes());
    }

    StoredBody body() {
        return this;
    }

    @Override
    int weight() {
        return OVERHEAD + taken;
    }

    @Override
    void removed() {
        release();
    }

    @Override
    public long length() {
        return length;
    }

    @Override
    public ByteBuffer from(long position, int most) {
        int start = EntryBytes.bodyStart(slab(), at()) + (int) position;
        return slab().slice(start, (int) Math.min(most, length - position));
    }

    @Override
    public boolean retain() {
        return Holding.take(HOLDERS, this);
    }

    @Override
    public void release() {
        if (Holding.leave(HOLDERS, this)) {
            memory.slabs().giveBack(address);
            cleared();
        }
    }

    void cleared() {}

    /** Where entries of one cache lie. */
    record Memory(Slabs slabs, Routes routes) {}

    /** Null: there is no room, or it has what a record cannot have. */
    static @Nullable Entry of(Memory memory, String key, Stored stored) {
        EntryBytes record = EntryBytes.of(key, stored, memory.routes());
        if (record == null) {
            return null;
        }
        StoredBody body = stored.body();
        boolean large = record.length() + body.length() > memory.slabs().largestBlock() / 4;
        Pieces pieces = large ? pieces(memory.slabs(), body) : null;
        if (large && pieces == null) {
            return null;
        }
        int bytes = record.length() + (large ? 0 : (int) body.length());
        long address = memory.slabs().take(bytes);
        if (address == Slabs.NONE) {
            if (pieces != null) {
                pieces.release();
            }
            return null;
        }
        ByteBuffer slab = memory.slabs().slab(address);
        record.write(slab, Slabs.at(address), (int) body.length());
        if (pieces != null) {
            return new Large(hash(key), memory, address, Slabs.taken(bytes), stored.checked(), pieces);
        }
        Pieces.copy(body, 0, (int) body.length(), slab, Slabs.at(address) + record.length());
        return new Entry(hash(key), memory, address, Slabs.taken(bytes), (int) body.length(), stored.checked());
    }

    /** A body that lies there already is shared: a 304 has renewed its head. */
    private static @Nullable Pieces pieces(Slabs slabs, StoredBody body) {
        if (body instanceof Pieces known && known.isOf(slabs)) {
            return known.retain() ? known : null;
        }
        return Pieces.of(slabs, body);
    }
}
