package io.weir.node.filter.coding;

import io.netty.util.concurrent.FastThreadLocal;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.function.Consumer;
import java.util.zip.CRC32;
import java.util.zip.Deflater;

/** One member of gzip (RFC 1952). Its deflaters are used again by the same loop, and ended with its thread. */
final class GzipCompressor implements Compressor {
    private static final int MOST_IDLE = 8;
    private static final int MOST_LEVEL = 9;
    private static final byte[] HEAD = {0x1f, (byte) 0x8b, 8, 0, 0, 0, 0, 0, 0, (byte) 0xff};
    private static final FastThreadLocal<Idle> IDLE = new FastThreadLocal<>() {
        @Override
        protected Idle initialValue() {
            return new Idle();
        }

        @Override
        protected void onRemoval(Idle idle) {
            idle.end();
        }
    };

    private final int level;
    private final Deflater deflater;
    private final CRC32 sum = new CRC32();
    private final byte[] scratch;
    private final Idle idle;
    private long count;
    private boolean begun;
    private boolean closed;

    GzipCompressor(int level) {
        this.level = level;
        idle = IDLE.get();
        deflater = idle.take(level);
        scratch = idle.scratch;
    }

    /** What one loop has at hand. */
    private static final class Idle {
        private final byte[] scratch = new byte[PIECE];
        private final ArrayDeque<?>[] deflaters = new ArrayDeque<?>[MOST_LEVEL + 1];

        @SuppressWarnings("unchecked")
        private ArrayDeque<Deflater> of(int level) {
            ArrayDeque<Deflater> known = (ArrayDeque<Deflater>) deflaters[level];
            if (known == null) {
                known = new ArrayDeque<>();
                deflaters[level] = known;
            }
            return known;
        }

        Deflater take(int level) {
            Deflater known = of(level).poll();
            return known == null ? new Deflater(level, true) : known;
        }

        void give(int level, Deflater deflater) {
            if (of(level).size() < MOST_IDLE) {
                deflater.reset();
                of(level).push(deflater);
            } else {
                deflater.end();
            }
        }

        void end() {
            for (int level = 0; level < deflaters.length; level++) {
                of(level).forEach(Deflater::end);
                of(level).clear();
            }
        }
    }

    @Override
    public void add(byte[] data, int from, int length, Consumer<byte[]> out) {
        begin(out);
        sum.update(data, from, length);
        count += length;
        deflater.setInput(data, from, length);
        deflate(Deflater.NO_FLUSH, out);
    }

    @Override
    public void flush(Consumer<byte[]> out) {
        begin(out);
        deflate(Deflater.SYNC_FLUSH, out);
    }

    @Override
    public void finish(Consumer<byte[]> out) {
        begin(out);
        deflater.finish();
        deflate(Deflater.NO_FLUSH, out);
        byte[] tail = new byte[8];
        little(tail, 0, sum.getValue());
        little(tail, 4, count);
        out.accept(tail);
    }

    private void begin(Consumer<byte[]> out) {
        if (!begun) {
            begun = true;
            out.accept(HEAD.clone());
        }
    }

    private void deflate(int flush, Consumer<byte[]> out) {
        int length;
        do {
            length = deflater.deflate(scratch, 0, scratch.length, flush);
            if (length > 0) {
                out.accept(Arrays.copyOf(scratch, length));
            }
        } while (length == scratch.length);
    }

    private static void little(byte[] to, int at, long value) {
        for (int i = 0; i < 4; i++) {
            to[at + i] = (byte) (value >> 8 * i);
        }
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            idle.give(level, deflater);
        }
    }
}
