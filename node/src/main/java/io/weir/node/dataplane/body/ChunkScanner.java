package io.weir.node.dataplane.body;

import io.netty.buffer.ByteBuf;
import io.weir.node.dataplane.loop.Chunks;
import io.weir.protocol.http.FieldName;
import io.weir.protocol.http.Octets;
import io.weir.protocol.http.TrailerLine;
import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Finds the end of a chunked body (RFC 9112 §7.1) while it streams, so that its bytes can be passed on as they are. As
 * strict as the heads: one hex number, extensions without control characters, CR LF at every end. One body at a time.
 */
final class ChunkScanner {
    private static final int MOST_EXTENSION = 256;
    private static final int MOST_TRAILERS = 8192;
    private static final int MOST_DIGITS = 15;

    private enum Part {
        SIZE,
        /** White space behind the size: an extension may follow, another digit may not. */
        SPACE,
        EXTENSION,
        SIZE_END,
        DATA,
        DATA_CR,
        DATA_LF,
        TRAILER,
        TRAILER_LF,
        END,
        BAD
    }

    private Part part = Part.SIZE;
    private long left;
    private int digits;
    private int extension;
    private byte[] trailer = new byte[0];
    private int trailerLength;
    private int trailersTotal;
    private long data;
    private List<FieldName> refused = List.of();
    private @Nullable ByteArrayOutputStream kept;

    /** @param newRefused names that no trailer may have; looked at when trailers come */
    void clear(List<FieldName> newRefused) {
        refused = newRefused;
        kept = null;
        part = Part.SIZE;
        left = 0;
        digits = 0;
        extension = 0;
        trailerLength = 0;
        trailersTotal = 0;
        data = 0;
    }

    /** From now on, until it is cleared. */
    void keepTrailers() {
        kept = new ByteArrayOutputStream(0);
    }

    /** Those that were kept, as lines with CR LF. */
    byte[] trailers() {
        ByteArrayOutputStream known = kept;
        return known == null ? Chunks.NO_TRAILERS : known.toByteArray();
    }

    boolean ended() {
        return part == Part.END;
    }

    boolean bad() {
        return part == Part.BAD;
    }

    /** Bytes of the body itself so far. */
    long data() {
        return data;
    }

    /** Reads on; stops behind the body's last byte, or where it is malformed. {@code plain} receives the data alone. */
    void read(ByteBuf in, @Nullable ByteBuf plain) {
        while (part != Part.END && part != Part.BAD && in.isReadable()) {
            if (part == Part.DATA) {
                skip(in, plain);
            } else {
                part = next(in.readByte());
            }
        }
    }

    private void skip(ByteBuf in, @Nullable ByteBuf plain) {
        int count = (int) Math.min(left, in.readableBytes());
        if (plain == null) {
            in.skipBytes(count);
        } else {
            plain.writeBytes(in, count);
        }
        data += count;
        left -= count;
        if (left == 0) {
            part = Part.DATA_CR;
        }
    }

    private Part next(byte b) {
        return switch (part) {
            case SIZE -> size(b);
            case SPACE -> behindSize(b);
            case EXTENSION -> extension(b);
            case SIZE_END -> b == '\n' ? sized() : Part.BAD;
            case DATA_CR -> b == '\r' ? Part.DATA_LF : Part.BAD;
            case DATA_LF -> b == '\n' ? Part.SIZE : Part.BAD;
            case TRAILER -> trailer(b);
            case TRAILER_LF -> b == '\n' ? trailerEnd() : Part.BAD;
            case DATA, END, BAD -> part;
        };
    }

    private Part size(byte b) {
        int digit = Octets.hex(b);
        if (digit >= 0) {
            left = left << 4 | digit;
            return ++digits > MOST_DIGITS ? Part.BAD : Part.SIZE;
        }
        if (digits == 0) {
            return Part.BAD;
        }
        extension = 0;
        return behindSize(b);
    }

    private Part behindSize(byte b) {
        if (b == '\r') {
            return Part.SIZE_END;
        }
        if (b == ';') {
            return Part.EXTENSION;
        }
        boolean space = b == ' ' || b == '\t';
        return space && ++extension <= MOST_EXTENSION ? Part.SPACE : Part.BAD;
    }

    private Part extension(byte b) {
        if (b == '\r') {
            return Part.SIZE_END;
        }
        boolean allowed = b == '\t' || b >= ' ' && b < 127;
        return allowed && ++extension <= MOST_EXTENSION ? Part.EXTENSION : Part.BAD;
    }

    private Part sized() {
        digits = 0;
        return left == 0 ? Part.TRAILER : Part.DATA;
    }

    private Part trailer(byte b) {
        if (b == '\r') {
            return Part.TRAILER_LF;
        }
        if (b == '\n' || ++trailersTotal > MOST_TRAILERS) {
            return Part.BAD;
        }
        if (trailerLength == trailer.length) {
            trailer = Arrays.copyOf(trailer, Math.max(64, trailerLength * 2));
        }
        trailer[trailerLength++] = b;
        return Part.TRAILER;
    }

    private Part trailerEnd() {
        if (trailerLength == 0) {
            return Part.END;
        }
        boolean allowed = TrailerLine.isAllowed(trailer, 0, trailerLength) && !isRefused();
        if (allowed && kept != null) {
            kept.write(trailer, 0, trailerLength);
            kept.write('\r');
            kept.write('\n');
        }
        trailerLength = 0;
        return allowed ? Part.TRAILER : Part.BAD;
    }

    private boolean isRefused() {
        int colon = 0;
        while (trailer[colon] != ':') {
            colon++;
        }
        for (int i = 0; i < refused.size(); i++) {
            if (refused.get(i).matches(trailer, 0, colon)) {
                return true;
            }
        }
        return false;
    }
}
