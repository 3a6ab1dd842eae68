package io.weir.node.dataplane.http2;

import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2FrameTypes;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2HeadersEncoder;

/** Spells HEADERS and DATA frames into buffers (RFC 9113 §6.1, §6.2): those of one answer can share one. One connection. */
final class FramesOut {
    /** What stands before each frame's payload. */
    static final int HEADER = 9;

    private static final int END_STREAM = 1;
    private static final int END_HEADERS = 4;

    private final Http2HeadersEncoder hpack;

    FramesOut(Http2HeadersEncoder hpack) {
        this.hpack = hpack;
    }

    /** HEADERS, with CONTINUATION where they are longer than {@code mostPayload}. */
    void head(ByteBuf out, int stream, Http2Headers fields, boolean end, int mostPayload) throws Http2Exception {
        int start = out.writerIndex();
        out.writeZero(HEADER);
        hpack.encodeHeaders(stream, fields, out);
        int length = out.writerIndex() - start - HEADER;
        int flags = end ? END_STREAM : 0;
        if (length <= mostPayload) {
            header(out, start, length, Http2FrameTypes.HEADERS, flags | END_HEADERS, stream);
            return;
        }
        ByteBuf block = out.copy(start + HEADER, length);
        out.writerIndex(start);
        byte type = Http2FrameTypes.HEADERS;
        while (block.isReadable()) {
            int part = Math.min(mostPayload, block.readableBytes());
            int last = part == block.readableBytes() ? END_HEADERS : 0;
            data(out, part, type, flags | last, stream);
            out.writeBytes(block, part);
            type = Http2FrameTypes.CONTINUATION;
            flags = 0;
        }
        block.release();
    }

    /** What stands before a DATA frame's {@code length} bytes. */
    static void data(ByteBuf out, int stream, int length, boolean end) {
        data(out, length, Http2FrameTypes.DATA, end ? END_STREAM : 0, stream);
    }

    private static void data(ByteBuf out, int length, byte type, int flags, int stream) {
        out.writeMedium(length).writeByte(type).writeByte(flags).writeInt(stream);
    }

    private static void header(ByteBuf out, int at, int length, byte type, int flags, int stream) {
        out.setMedium(at, length).setByte(at + 3, type).setByte(at + 4, flags).setInt(at + 5, stream);
    }
}
