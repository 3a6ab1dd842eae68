package io.weir.node.dataplane.exchange;

import io.netty.buffer.ByteBuf;
import io.weir.node.dataplane.body.BodyReader;
import io.weir.node.dataplane.body.BodyReader.Framing;
import io.weir.node.dataplane.loop.Chunks;
import io.weir.node.dataplane.upstream.UpstreamStream;
import org.jspecify.annotations.Nullable;

/** A request's body on its way to a backend, framed as the backend can read it. One attempt at a time. */
final class RequestStream {
    private @Nullable UpstreamStream stream;
    private Form form = Form.AS_IS;
    private boolean chunked;
    private @Nullable BodyReader chunks;

    /** What has to be done with the body. */
    private enum Form {
        AS_IS,
        /** Its end is told beside it, and the backend cannot be told so: put into chunks. */
        CHUNK,
        /** The backend knows no chunks: taken out of them. */
        UNCHUNK
    }

    /** @param length of the body that the head tells, or -1 */
    void begin(UpstreamStream newStream, Framing framing, long length) {
        stream = newStream;
        boolean frames = newStream.framesBodies();
        form = Form.AS_IS;
        if (frames && framing == Framing.CHUNKED) {
            form = Form.UNCHUNK;
            chunks = new BodyReader();
            chunks.beginChunks();
            chunks.keepTrailers();
        } else if (!frames && framing == Framing.FRAMES && length < 0) {
            form = Form.CHUNK;
        }
        chunked = !frames && (framing == Framing.CHUNKED || form == Form.CHUNK);
    }

    /** Whether the body goes there in chunks. */
    boolean isChunked() {
        return chunked;
    }

    /** A part of the body; takes the buffer over. {@code last}: all is there now, with {@code trailers}. */
    void part(ByteBuf part, boolean last, byte[] trailers) {
        UpstreamStream to = stream;
        if (to == null) {
            throw new IllegalStateException("no attempt has begun");
        }
        switch (form) {
            case AS_IS -> send(to, part, last, to.framesBodies() ? trailers : Chunks.NO_TRAILERS);
            case CHUNK -> send(to, Chunks.of(part, last, trailers, to.allocator()), last, Chunks.NO_TRAILERS);
            case UNCHUNK -> unchunk(to, part, last);
        }
    }

    private void unchunk(UpstreamStream to, ByteBuf part, boolean last) {
        BodyReader reader = chunks;
        if (reader == null) {
            throw new IllegalStateException("not begun");
        }
        ByteBuf plain = to.allocator().buffer(part.readableBytes());
        reader.read(part, plain);
        part.release();
        send(to, plain, last, reader.trailers());
    }

    private static void send(UpstreamStream to, ByteBuf part, boolean last, byte[] trailers) {
        boolean more = last && trailers.length > 0;
        if (part.isReadable() || last && !more) {
            to.send(part, last && !more);
        } else {
            part.release();
        }
        if (more) {
            to.sendTrailers(trailers);
        }
    }
}
