package io.weir.node.filter.coding;

import com.aayushatharva.brotli4j.Brotli4jLoader;
import com.aayushatharva.brotli4j.encoder.Encoder;
import com.aayushatharva.brotli4j.encoder.EncoderJNI;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.function.Consumer;

/** Brotli (RFC 7932). */
final class BrotliCompressor implements Compressor {
    /** 256 KiB: what a larger one would save costs as much again for each answer under way. */
    private static final int WINDOW_BITS = 18;

    private final EncoderJNI.Wrapper encoder;
    private boolean closed;

    BrotliCompressor(int level) {
        try {
            encoder = new EncoderJNI.Wrapper(PIECE, level, WINDOW_BITS, Encoder.Mode.TEXT);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Whether this machine has its native part. */
    static boolean isAvailable() {
        return Brotli4jLoader.isAvailable();
    }

    @Override
    public void add(byte[] data, int from, int length, Consumer<byte[]> out) {
        ByteBuffer in = encoder.getInputBuffer();
        in.clear();
        in.put(data, from, length);
        push(EncoderJNI.Operation.PROCESS, length, out);
    }

    @Override
    public void flush(Consumer<byte[]> out) {
        push(EncoderJNI.Operation.FLUSH, 0, out);
    }

    @Override
    public void finish(Consumer<byte[]> out) {
        push(EncoderJNI.Operation.FINISH, 0, out);
    }

    private void push(EncoderJNI.Operation operation, int length, Consumer<byte[]> out) {
        encoder.push(operation, length);
        pull(out);
        // What waits to be pulled holds up what is asked for.
        while (encoder.isSuccess() && isUndone(operation)) {
            encoder.push(operation, 0);
            pull(out);
        }
        if (!encoder.isSuccess()) {
            throw new IllegalStateException("brotli failed");
        }
    }

    private boolean isUndone(EncoderJNI.Operation operation) {
        return encoder.hasRemainingInput() || operation == EncoderJNI.Operation.FINISH && !encoder.isFinished();
    }

    private void pull(Consumer<byte[]> out) {
        while (encoder.isSuccess() && encoder.hasMoreOutput()) {
            ByteBuffer part = encoder.pull();
            byte[] bytes = new byte[part.remaining()];
            part.get(bytes);
            out.accept(bytes);
        }
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            encoder.destroy();
        }
    }
}
