package io.weir.node.filter.coding;

import java.util.Arrays;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import org.jspecify.annotations.Nullable;

/** {@code deflate}: zlib's format (RFC 1950), or what many send instead, deflate without it (RFC 1951). */
final class DeflateDecompressor implements Decompressor {
    private static final byte[] NOTHING = {};

    private final byte[] scratch = new byte[PIECE];
    private byte[] data = NOTHING;
    private @Nullable Inflater inflater;

    @Override
    public void give(byte[] more) {
        byte[] all = more;
        if (data.length > 0) { // one byte that tells nothing yet
            all = Arrays.copyOf(data, data.length + more.length);
            System.arraycopy(more, 0, all, data.length, more.length);
        }
        data = all;
        Inflater known = inflater;
        if (known == null && all.length > 1) {
            known = new Inflater(!isZlib(all));
            inflater = known;
        }
        if (known != null) {
            known.setInput(all);
            data = NOTHING;
        }
    }

    /** RFC 1950 §2.2. */
    private static boolean isZlib(byte[] head) {
        return (head[0] & 0x0f) == 8 && ((head[0] & 0xff) << 8 | head[1] & 0xff) % 31 == 0;
    }

    @Override
    public byte[] next() throws BadCoding {
        Inflater known = inflater;
        if (known == null) {
            return NOTHING;
        }
        try {
            int length = known.inflate(scratch);
            if (known.finished() && known.getRemaining() > 0) {
                throw new BadCoding("has something behind its end");
            }
            if (known.needsDictionary()) {
                throw new BadCoding("needs a dictionary");
            }
            return length == 0 ? NOTHING : Arrays.copyOf(scratch, length);
        } catch (DataFormatException e) {
            throw new BadCoding("is no deflate: " + e.getMessage());
        }
    }

    @Override
    public boolean isComplete() {
        Inflater known = inflater;
        return known != null && known.finished();
    }

    @Override
    public void close() {
        Inflater known = inflater;
        if (known != null) {
            known.end();
        }
    }
}
