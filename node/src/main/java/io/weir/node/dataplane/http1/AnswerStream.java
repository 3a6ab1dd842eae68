package io.weir.node.dataplane.http1;

import io.netty.buffer.ByteBuf;
import io.weir.node.dataplane.body.BodyReader;
import io.weir.node.dataplane.body.BodyReader.Framing;
import io.weir.node.dataplane.exchange.AnswerWriter;
import io.weir.node.dataplane.exchange.Exchange;
import io.weir.node.dataplane.loop.Chunks;
import io.weir.node.dataplane.loop.HeadBytes;
import io.weir.protocol.http.ParsedResponse;
import org.jspecify.annotations.Nullable;

/** A backend's answer on its way to the client, framed as the client can read it. One exchange at a time. */
final class AnswerStream {
    /** Up to so many bytes a copy is cheaper than a write of their own. */
    private static final int COPIED = 16 * 1024;

    private final ClientConnection client;
    private @Nullable BodyReader chunks;
    private Form form = Form.AS_IS;

    /** What has to be done with the body. */
    private enum Form {
        AS_IS,
        /** The backend ends it by closing, or tells its end beside it: put into chunks. */
        CHUNK,
        /** The client knows no chunks: taken out of them. */
        UNCHUNK
    }

    AnswerStream(ClientConnection client) {
        this.client = client;
    }

    void begin(
            Exchange exchange, ParsedResponse head, Framing framing, ByteBuf in, int start, int length, boolean ended) {
        boolean http10 = exchange.isHttp10();
        boolean tunnel = head.status() == 101;
        boolean open = framing == Framing.CHUNKED
                || framing == Framing.CLOSE
                || framing == Framing.FRAMES && head.fields().contentLength() < 0 && !tunnel;
        form = !open ? Form.AS_IS : form(framing, http10);
        exchange.settle(!(open && http10));
        if (form == Form.UNCHUNK) {
            chunks = new BodyReader();
            chunks.beginResponse(head.fields(), false);
        }
        HeadBytes out = exchange.headBytes();
        AnswerWriter.write(out, head, open && !http10, exchange);
        boolean copied = length <= COPIED;
        ByteBuf bytes = out.toBuffer(client.allocator(), copied ? length + Chunks.ROOM : 0);
        if (copied) {
            append(bytes, in, start, length, ended);
            client.write(bytes);
        } else {
            client.writeFirst(bytes);
            part(in, start, length, ended);
        }
    }

    private static Form form(Framing framing, boolean http10) {
        return switch (framing) {
            case NONE, LENGTH -> Form.AS_IS;
            case CHUNKED -> http10 ? Form.UNCHUNK : Form.AS_IS;
            case CLOSE, FRAMES -> http10 ? Form.AS_IS : Form.CHUNK;
        };
    }

    /** More of the body. */
    void part(ByteBuf in, int start, int length, boolean ended) {
        if (form == Form.AS_IS && length > COPIED) {
            client.write(in.retainedSlice(start, length));
        } else if (length > 0 || ended && form == Form.CHUNK) {
            ByteBuf bytes = client.allocator().buffer(length + Chunks.ROOM);
            append(bytes, in, start, length, ended);
            client.write(bytes);
        }
    }

    private void append(ByteBuf out, ByteBuf in, int start, int length, boolean ended) {
        switch (form) {
            case AS_IS -> out.writeBytes(in, start, length);
            case UNCHUNK -> unchunk(out, in.slice(start, length));
            case CHUNK -> {
                Chunks.append(out, in, start, length);
                if (ended) {
                    Chunks.end(out, Chunks.NO_TRAILERS);
                }
            }
        }
    }

    private void unchunk(ByteBuf out, ByteBuf in) {
        BodyReader reader = chunks;
        if (reader != null) {
            reader.read(in, out);
        }
    }

    /** The end, with trailers where the client can be told them. */
    void trailers(byte[] lines) {
        if (form == Form.CHUNK) {
            ByteBuf bytes = client.allocator().buffer(Chunks.ROOM + lines.length);
            Chunks.end(bytes, lines);
            client.write(bytes);
        }
    }
}
