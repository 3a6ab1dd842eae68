package io.weir.node.filter.coding;

import com.github.luben.zstd.ZstdDecompressCtx;
import com.github.luben.zstd.ZstdException;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import java.nio.ByteBuffer;

/** Frames of Zstandard (RFC 8878), one behind the other. */
final class ZstdDecompressor implements Decompressor {
    private static final byte[] NOTHING = {};
    private static final int INPUT = 8 * 1024;

    /** 8 MiB: what RFC 9659 lets others ask for. */
    private static final int WINDOW_BITS = 23;

    private final ZstdDecompressCtx context = new ZstdDecompressCtx();
    private final ByteBuf memory = PooledByteBufAllocator.DEFAULT.directBuffer(INPUT + PIECE);
    private final ByteBuffer in = memory.nioBuffer(0, INPUT).slice();
    private final ByteBuffer out = memory.nioBuffer(INPUT, PIECE).slice();
    private byte[] data = NOTHING;
    private int position;
    private boolean betweenFrames;
    private boolean more;
    private boolean closed;

    ZstdDecompressor() {
        context.setLongMax(WINDOW_BITS);
        in.limit(0);
    }

    @Override
    public void give(byte[] bytes) {
        data = bytes;
        position = 0;
    }

    @Override
    public byte[] next() throws BadCoding {
        while (true) {
            if (!in.hasRemaining() && position < data.length) {
                int length = Math.min(INPUT, data.length - position);
                in.clear();
                in.put(data, position, length).flip();
                position += length;
            }
            if (!in.hasRemaining() && !more) {
                return NOTHING;
            }
            byte[] piece = decode();
            if (piece.length > 0) {
                return piece;
            }
        }
    }

    private byte[] decode() throws BadCoding {
        try {
            out.clear();
            betweenFrames = context.decompressDirectByteBufferStream(out, in);
            more = !betweenFrames && !out.hasRemaining(); // what did not fit
            out.flip();
            byte[] piece = new byte[out.remaining()];
            out.get(piece);
            return piece;
        } catch (ZstdException e) {
            throw new BadCoding("is no zstd: " + e.getMessage());
        }
    }

    @Override
    public boolean isComplete() {
        return betweenFrames && !in.hasRemaining() && position == data.length;
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            context.close();
            memory.release();
        }
    }
}
