package io.weir.node.filter.coding;

import com.github.luben.zstd.EndDirective;
import com.github.luben.zstd.ZstdCompressCtx;
import com.github.luben.zstd.util.Native;
import io.netty.util.concurrent.FastThreadLocal;
import java.nio.ByteBuffer;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Zstandard (RFC 8878). */
final class ZstdCompressor implements Compressor {
    private static final Logger LOG = LoggerFactory.getLogger(ZstdCompressor.class);
    private static final boolean AVAILABLE = loads();

    /** 256 KiB; RFC 9659 allows 8 MiB, which each answer under way would have to hold. */
    private static final int WINDOW_BITS = 18;

    private static final FastThreadLocal<ByteBuffer[]> SCRATCH = new FastThreadLocal<>() {
        @Override
        protected ByteBuffer[] initialValue() {
            return new ByteBuffer[] {ByteBuffer.allocateDirect(PIECE), ByteBuffer.allocateDirect(2 * PIECE)};
        }
    };

    private final ZstdCompressCtx context = new ZstdCompressCtx();
    private final ByteBuffer in;
    private final ByteBuffer buffer;
    private boolean closed;

    ZstdCompressor(int level) {
        ByteBuffer[] scratch = SCRATCH.get();
        in = scratch[0];
        buffer = scratch[1];
        context.setLevel(level).setWindowLog(WINDOW_BITS).setChecksum(false);
    }

    /** Whether this machine has its native part. */
    static boolean isAvailable() {
        return AVAILABLE;
    }

    private static boolean loads() {
        try {
            Native.load();
            return true;
        } catch (UnsatisfiedLinkError | ExceptionInInitializerError | NoClassDefFoundError e) {
            LOG.warn("zstd is not available on this machine: {}", e.getMessage());
            return false;
        }
    }

    @Override
    public void add(byte[] data, int from, int length, Consumer<byte[]> out) {
        in.clear();
        in.put(data, from, length).flip();
        push(EndDirective.CONTINUE, out);
    }

    @Override
    public void flush(Consumer<byte[]> out) {
        in.clear().limit(0);
        push(EndDirective.FLUSH, out);
    }

    @Override
    public void finish(Consumer<byte[]> out) {
        in.clear().limit(0);
        push(EndDirective.END, out);
    }

    private void push(EndDirective end, Consumer<byte[]> out) {
        boolean done;
        do {
            buffer.clear();
            done = context.compressDirectByteBufferStream(buffer, in, end);
            buffer.flip();
            if (buffer.hasRemaining()) {
                byte[] bytes = new byte[buffer.remaining()];
                buffer.get(bytes);
                out.accept(bytes);
            }
        } while (in.hasRemaining() || end != EndDirective.CONTINUE && !done);
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            context.close();
        }
    }
}
