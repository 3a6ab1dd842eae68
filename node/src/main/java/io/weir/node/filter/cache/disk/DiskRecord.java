package io.weir.node.filter.cache.disk;

import java.nio.ByteBuffer;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * One record of the log: 28 bytes that say how long it is, then a part that is read when the node starts, then one that is read
 * only when it is wanted. Each of the three has a checksum, so that a length is never believed that was not written.
 */
final class DiskRecord {
    static final int HEADER = 28;
    private static final int MAGIC = 0x57434C31;
    private static final int KIND = 4;
    private static final int META = 8;
    private static final int BODY = 12;
    private static final int HEADER_SUM = 16;
    private static final int META_SUM = 20;
    private static final int BODY_SUM = 24;

    private DiskRecord() {}

    static ByteBuffer header(int kind, byte[] meta, ByteBuffer[] body) {
        ByteBuffer header = ByteBuffer.allocate(HEADER);
        int length = 0;
        for (ByteBuffer part : body) {
            length += part.remaining();
        }
        header.putInt(0, MAGIC).putInt(KIND, kind).putInt(META, meta.length).putInt(BODY, length);
        header.putInt(HEADER_SUM, sum(header.slice(0, HEADER_SUM)));
        header.putInt(META_SUM, sum(ByteBuffer.wrap(meta)));
        header.putInt(BODY_SUM, sum(body));
        return header;
    }

    private static int sum(ByteBuffer... parts) {
        CRC32C sum = new CRC32C();
        for (ByteBuffer part : parts) {
            sum.update(part.duplicate());
        }
        return (int) sum.getValue();
    }

    /** Null: it is none. */
    static @Nullable Header read(ByteBuffer from) {
        boolean good = from.remaining() == HEADER
                && from.getInt(0) == MAGIC
                && from.getInt(META) >= 0
                && from.getInt(BODY) >= 0
                && sum(from.slice(0, HEADER_SUM)) == from.getInt(HEADER_SUM);
        return good
                ? new Header(
                        from.getInt(KIND),
                        from.getInt(META),
                        from.getInt(BODY),
                        from.getInt(META_SUM),
                        from.getInt(BODY_SUM))
                : null;
    }

    /** @param meta its length, as {@code body} */
    record Header(int kind, int meta, int body, int metaSum, int bodySum) {
        long length() {
            return (long) HEADER + meta + body;
        }

        boolean isMeta(byte[] bytes) {
            return sum(ByteBuffer.wrap(bytes)) == metaSum;
        }

        boolean isBody(byte[] bytes) {
            return sum(ByteBuffer.wrap(bytes)) == bodySum;
        }
    }
}
