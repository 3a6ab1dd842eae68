package io.weir.node.dataplane.exchange;

import io.netty.buffer.ByteBuf;
import io.weir.node.dataplane.body.BodyReader;
import io.weir.node.dataplane.loop.HeadBytes;
import io.weir.protocol.http.Octets;
import io.weir.protocol.http.ParsedResponse;

/** A backend's answer on its way to the client, framed as the client can read it. One exchange at a time. */
final class AnswerStream {
    /** Up to so many bytes a copy is cheaper than a write of their own. */
    private static final int COPIED = 16 * 1024;

    private static final byte[] LAST_CHUNK = Octets.ascii("0\r\n\r\n");
    private static final int CHUNK_ROOM = 32;

    private final Exchange exchange;
    private final BodyReader chunks = new BodyReader();
    private Form form = Form.AS_IS;

    /** What has to be done with the body. */
    private enum Form {
        AS_IS,
        /** The backend ends it by closing: put into chunks. */
        CHUNK,
        /** The client knows no chunks: taken out of them. */
        UNCHUNK
    }

    AnswerStream(Exchange exchange) {
        this.exchange = exchange;
    }

    void interim(ParsedResponse head) {
        HeadBytes out = exchange.loop.headBytes();
        AnswerWriter.writeInterim(out, head);
        exchange.client().write(out.toBuffer(exchange.client().allocator(), 0));
    }

    void begin(ParsedResponse head, BodyReader.Framing framing, ByteBuf in, int start, int length, boolean ended) {
        boolean http10 = exchange.request.http10();
        boolean open = framing == BodyReader.Framing.CHUNKED || framing == BodyReader.Framing.CLOSE;
        form = form(framing, http10);
        exchange.settle(!(open && http10));
        if (form == Form.UNCHUNK) {
            chunks.beginResponse(head.fields(), false);
        }
        HeadBytes out = exchange.loop.headBytes();
        AnswerWriter.write(out, head, exchange.sheet(), open && !http10, exchange);
        boolean copied = length <= COPIED;
        ByteBuf bytes = out.toBuffer(exchange.client().allocator(), copied ? length + CHUNK_ROOM : 0);
        if (copied) {
            append(bytes, in, start, length, ended);
            exchange.client().write(bytes);
        } else {
            exchange.client().writeFirst(bytes);
            part(in, start, length, ended);
        }
    }

    private static Form form(BodyReader.Framing framing, boolean http10) {
        return switch (framing) {
            case NONE, LENGTH -> Form.AS_IS;
            case CHUNKED -> http10 ? Form.UNCHUNK : Form.AS_IS;
            case CLOSE -> http10 ? Form.AS_IS : Form.CHUNK;
        };
    }

    /** More of the body. */
    void part(ByteBuf in, int start, int length, boolean ended) {
        if (form == Form.AS_IS && length > COPIED) {
            exchange.bytesOut += length;
            exchange.client().write(in.retainedSlice(start, length));
        } else if (length > 0 || ended && form == Form.CHUNK) {
            ByteBuf bytes = exchange.client().allocator().buffer(length + CHUNK_ROOM);
            append(bytes, in, start, length, ended);
            exchange.client().write(bytes);
        }
    }

    private void append(ByteBuf out, ByteBuf in, int start, int length, boolean ended) {
        switch (form) {
            case AS_IS -> out.writeBytes(in, start, length);
            case UNCHUNK -> chunks.read(in.slice(start, length), out);
            case CHUNK -> {
                if (length > 0) {
                    exchange.loop.headBytes().clear().hex(length).line().writeTo(out);
                    out.writeBytes(in, start, length).writeByte('\r').writeByte('\n');
                }
                if (ended) {
                    out.writeBytes(LAST_CHUNK);
                }
            }
        }
        exchange.bytesOut += length;
    }
}
