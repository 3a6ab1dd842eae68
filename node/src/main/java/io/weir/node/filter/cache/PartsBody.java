package io.weir.node.filter.cache;

import io.weir.node.state.StoredBody;
import java.nio.ByteBuffer;
import java.util.List;

/**
 * Parts of a stored body with lines between them, without a copy: many clients that ask for many parts, and take them slowly, cost no
 * more than those that ask for the whole. Holding it holds the whole. Thread-safe.
 */
final class PartsBody implements StoredBody {
    private final StoredBody whole;
    private final List<Piece> pieces;
    private final long length;

    /** Some of what is sent. */
    sealed interface Piece {
        long length();
    }

    /** @param bytes heads of parts */
    record Lines(byte[] bytes) implements Piece {
        @Override
        public long length() {
            return bytes.length;
        }
    }

    /** @param start in the whole */
    record Span(long start, long length) implements Piece {}

    PartsBody(StoredBody whole, List<Piece> pieces) {
        this.whole = whole;
        this.pieces = List.copyOf(pieces);
        this.length = pieces.stream().mapToLong(Piece::length).sum();
    }

    @Override
    public long length() {
        return length;
    }

    @Override
    public ByteBuffer from(long position, int most) {
        long before = 0;
        for (Piece piece : pieces) {
            long within = position - before;
            if (within < piece.length()) {
                int count = (int) Math.min(most, piece.length() - within);
                return bytes(piece, within, count);
            }
            before += piece.length();
        }
        return ByteBuffer.allocate(0);
    }

    private ByteBuffer bytes(Piece piece, long within, int count) {
        if (piece instanceof Lines lines) {
            return ByteBuffer.wrap(lines.bytes(), (int) within, count).slice();
        }
        return whole.from(((Span) piece).start() + within, count);
    }

    @Override
    public boolean retain() {
        return whole.retain();
    }

    @Override
    public void release() {
        whole.release();
    }
}
