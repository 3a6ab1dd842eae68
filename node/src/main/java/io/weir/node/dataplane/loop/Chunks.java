package io.weir.node.dataplane.loop;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.ByteBufUtil;
import io.weir.protocol.http.Octets;

/** Puts data into chunks (RFC 9112 §7.1). */
public final class Chunks {
    /** No lines of trailers. */
    public static final byte[] NO_TRAILERS = {};

    /** What a chunk and the end of the body take beside the data, without trailers. */
    public static final int ROOM = 32;

    private static final byte[] LAST = Octets.ascii("0\r\n");

    private Chunks() {}

    /** {@code data}, which is released, as one chunk in a new buffer; with the end of the body if it is the {@code last}. */
    public static ByteBuf of(ByteBuf data, boolean last, byte[] trailers, ByteBufAllocator allocator) {
        int length = data.readableBytes();
        ByteBuf out = allocator.buffer(length + ROOM + trailers.length);
        append(out, data, data.readerIndex(), length);
        data.release();
        if (last) {
            end(out, trailers);
        }
        return out;
    }

    /** One chunk, if there is any data. */
    public static void append(ByteBuf out, ByteBuf in, int start, int length) {
        if (length > 0) {
            ByteBufUtil.writeAscii(out, Integer.toHexString(length));
            out.writeByte('\r').writeByte('\n');
            out.writeBytes(in, start, length).writeByte('\r').writeByte('\n');
        }
    }

    /** The last chunk. */
    public static void end(ByteBuf out, byte[] trailers) {
        out.writeBytes(LAST).writeBytes(trailers).writeByte('\r').writeByte('\n');
    }
}
