package io.weir.node.filter.coding;

import com.aayushatharva.brotli4j.decoder.DecoderJNI;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;

/** Brotli (RFC 7932): its window has 16 MiB at most. */
final class BrotliDecompressor implements Decompressor {
    private static final byte[] NOTHING = {};
    private static final int INPUT = 8 * 1024;

    private final DecoderJNI.Wrapper decoder;
    private byte[] data = NOTHING;
    private int position;
    private boolean asked = true;
    private boolean closed;

    BrotliDecompressor() {
        try {
            decoder = new DecoderJNI.Wrapper(INPUT);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void give(byte[] more) {
        data = more;
        position = 0;
    }

    @Override
    public byte[] next() throws BadCoding {
        while (true) {
            if (decoder.hasOutput()) {
                ByteBuffer part = decoder.pull(PIECE);
                byte[] piece = new byte[part.remaining()];
                part.get(piece);
                asked = false;
                return piece;
            }
            switch (decoder.getStatus()) {
                case ERROR -> throw new BadCoding("is no brotli");
                case DONE -> {
                    if (position < data.length) {
                        throw new BadCoding("has something behind its end");
                    }
                    return NOTHING;
                }
                case NEEDS_MORE_OUTPUT, OK -> decoder.push(0);
                case NEEDS_MORE_INPUT -> {
                    if (asked && position == data.length) {
                        return NOTHING;
                    }
                    push();
                }
            }
        }
    }

    /** Maybe of nothing: when its output was pulled, it says that it needs more although it could go on. */
    private void push() {
        asked = true;
        int length = Math.min(INPUT, data.length - position);
        ByteBuffer in = decoder.getInputBuffer();
        in.clear();
        in.put(data, position, length);
        position += length;
        decoder.push(length);
    }

    @Override
    public boolean isComplete() {
        return decoder.getStatus() == DecoderJNI.Status.DONE && position == data.length;
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            decoder.destroy();
        }
    }
}
