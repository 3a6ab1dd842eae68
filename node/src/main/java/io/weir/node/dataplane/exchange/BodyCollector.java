package io.weir.node.dataplane.exchange;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.weir.node.dataplane.body.BodyReader;
import org.jspecify.annotations.Nullable;

/**
 * The whole body of a request, for a filter that asked for it: its data, and its bytes as they came, which are forwarded
 * unchanged. One exchange at a time; most never use it.
 */
final class BodyCollector {
    private static final byte[] NOTHING = new byte[0];

    /** What chunks may add: two bytes for each of data, and some for extensions and trailers. */
    private static final int FRAMING = 16 * 1024;

    private int mostBytes;
    private @Nullable Runnable then;
    private @Nullable ByteBuf wire;
    private @Nullable ByteBuf data;
    private byte @Nullable [] body;

    /** What has become of the body so far. */
    enum Progress {
        MORE,
        WHOLE,
        TOO_LARGE,
        MALFORMED
    }

    /** Whether the body is awaited. */
    boolean isActive() {
        return then != null;
    }

    /** The data, or null until all is there. */
    byte @Nullable [] body() {
        return body;
    }

    /** The bytes as they came, or null when none were collected. Still owned by this. */
    @Nullable
    ByteBuf wire() {
        return wire;
    }

    /** Collects from now on; {@code newThen} is for {@link #finish}. */
    void begin(int most, Runnable newThen) {
        mostBytes = most;
        then = newThen;
    }

    /** The request has no body. */
    void nothing() {
        body = NOTHING;
    }

    /** Takes what is there. */
    Progress read(ByteBuf in, BodyReader reader, ByteBufAllocator allocator) {
        ByteBuf all =
                wire == null ? allocator.heapBuffer(Math.min(mostBytes, Math.max(in.readableBytes(), 1024))) : wire;
        wire = all;
        ByteBuf plain = data;
        if (plain == null && reader.framing() == BodyReader.Framing.CHUNKED) {
            plain = allocator.heapBuffer(256);
            data = plain;
        }
        int start = in.readerIndex();
        reader.read(in, plain);
        int length = in.readerIndex() - start;
        if (reader.bad()) {
            return Progress.MALFORMED;
        }
        boolean padded = all.readableBytes() + (long) length > 3L * mostBytes + FRAMING;
        if (reader.data() > mostBytes || padded) {
            return Progress.TOO_LARGE;
        }
        all.writeBytes(in, start, length);
        return reader.ended() ? Progress.WHOLE : Progress.MORE;
    }

    /** All is there; answers whom to tell. */
    Runnable finish() {
        Runnable told = then;
        ByteBuf all = data == null ? wire : data;
        if (told == null || all == null) {
            throw new IllegalStateException("nothing was collected");
        }
        then = null;
        body = new byte[all.readableBytes()];
        all.getBytes(all.readerIndex(), body);
        if (data != null) {
            data.release();
            data = null;
        }
        return told;
    }

    /** Lets everything go. */
    void clear() {
        then = null;
        body = null;
        if (wire != null) {
            wire.release();
            wire = null;
        }
        if (data != null) {
            data.release();
            data = null;
        }
    }
}
