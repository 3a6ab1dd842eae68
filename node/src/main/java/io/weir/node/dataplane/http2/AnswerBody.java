package io.weir.node.dataplane.http2;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.weir.node.dataplane.body.BodyReader;
import io.weir.node.dataplane.body.BodyReader.Framing;
import io.weir.node.dataplane.loop.Chunks;
import io.weir.protocol.http.FieldTable;
import org.jspecify.annotations.Nullable;

/** An answer's body as frames can have it: what comes in chunks is taken out of them. One answer. */
final class AnswerBody {
    private @Nullable BodyReader chunks;

    void begin(FieldTable fields, Framing framing) {
        if (framing == Framing.CHUNKED) {
            BodyReader reader = new BodyReader();
            reader.beginResponse(fields, false);
            reader.keepTrailers();
            chunks = reader;
        }
    }

    boolean isChunked() {
        return chunks != null;
    }

    /** The data alone of what came in chunks, in a new buffer. */
    ByteBuf plain(ByteBufAllocator allocator, ByteBuf in, int start, int length) {
        ByteBuf plain = allocator.buffer(length);
        BodyReader reader = chunks;
        if (reader != null) {
            reader.read(in.slice(start, length), plain);
        }
        return plain;
    }

    /** Lines, once the chunks have ended. */
    byte[] trailers() {
        BodyReader reader = chunks;
        return reader == null ? Chunks.NO_TRAILERS : reader.trailers();
    }
}
