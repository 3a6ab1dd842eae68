package io.weir.node.filter.cache.memory;

import io.weir.node.state.StoredBody;
import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicIntegerFieldUpdater;
import org.jspecify.annotations.Nullable;

/**
 * A body that is too large for one block: pieces of one size, the last one shorter. It is held by whoever made it, and by
 * those who send it; the blocks are given back when nobody holds it any more. Thread-safe once it is made.
 */
public final class Pieces implements StoredBody {
    private static final AtomicIntegerFieldUpdater<Pieces> HOLDERS =
            AtomicIntegerFieldUpdater.newUpdater(Pieces.class, "holders");
    /** What a loop hands to a connection at a time; a slab has some. */
    private static final int PIECE = 64 * 1024;

    private static final int OF_A_SLAB = 4;

    private final Slabs slabs;
    private final int pieceBytes;
    private final long[] blocks;
    private final long length;

    @SuppressWarnings("UnusedVariable") // by HOLDERS
    private volatile int holders = 1;

    private Pieces(Slabs slabs, int pieceBytes, long[] blocks, long length) {
        this.slabs = slabs;
        this.pieceBytes = pieceBytes;
        this.blocks = blocks;
        this.length = length;
    }

    /** With the bytes of {@code body}, which somebody holds; null: there is no room. */
    public static @Nullable Pieces of(Slabs slabs, StoredBody body) {
        int piece = Math.min(PIECE, slabs.largestBlock() / OF_A_SLAB & -16);
        int count = (int) ((body.length() + piece - 1) / piece);
        long[] blocks = new long[count];
        for (int i = 0; i < count; i++) {
            int part = (int) Math.min(piece, body.length() - (long) i * piece);
            blocks[i] = slabs.take(part);
            if (blocks[i] == Slabs.NONE) {
                giveBack(slabs, blocks, i);
                return null;
            }
            copy(body, (long) i * piece, part, slabs.slab(blocks[i]), Slabs.at(blocks[i]));
        }
        return new Pieces(slabs, piece, blocks, body.length());
    }

    /** Copies a part of a body. */
    public static void copy(StoredBody body, long from, int length, ByteBuffer to, int at) {
        for (int done = 0; done < length; ) {
            ByteBuffer part = body.from(from + done, length - done);
            int bytes = part.remaining();
            to.put(at + done, part, part.position(), bytes);
            done += bytes;
        }
    }

    private static void giveBack(Slabs slabs, long[] blocks, int count) {
        for (int i = 0; i < count; i++) {
            slabs.giveBack(blocks[i]);
        }
    }

    /** Bytes that it takes of slabs. */
    public long taken() {
        long last = length - (long) pieceBytes * (blocks.length - 1);
        return (long) Slabs.taken(pieceBytes) * (blocks.length - 1) + Slabs.taken((int) last);
    }

    @Override
    public long length() {
        return length;
    }

    @Override
    public ByteBuffer from(long position, int most) {
        int piece = (int) (position / pieceBytes);
        int offset = (int) (position % pieceBytes);
        int there = (int) Math.min(pieceBytes - offset, length - position);
        return slabs.slab(blocks[piece]).slice(Slabs.at(blocks[piece]) + offset, Math.min(most, there));
    }

    @Override
    public boolean retain() {
        return Holding.take(HOLDERS, this);
    }

    @Override
    public void release() {
        if (Holding.leave(HOLDERS, this)) {
            giveBack(slabs, blocks, blocks.length);
        }
    }

    /** Whether it is of these slabs: then it can be shared and need not be copied. */
    public boolean isOf(Slabs of) {
        return slabs == of;
    }
}
