package io.weir.node.dataplane.exchange;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.weir.node.dataplane.body.BodyReader;
import io.weir.node.state.ServedAnswer;
import io.weir.protocol.http.ParsedResponse;

/** A stored answer on its way to a client, as fast as that takes it; the bytes are shared, not copied. Only on the loop. */
final class Serving {
    /** So much is handed to the wire at a time. */
    private static final int PIECE = 64 * 1024;

    private final Exchange exchange;
    private final ParsedResponse head = new ParsedResponse();
    private ByteBuf body = Unpooled.EMPTY_BUFFER;
    private int position;
    private int length;
    private boolean sending;
    private boolean active;

    Serving(Exchange exchange) {
        this.exchange = exchange;
    }

    boolean isActive() {
        return active;
    }

    void clear() {
        active = false;
        body = Unpooled.EMPTY_BUFFER;
    }

    void start(ServedAnswer answer) {
        if (head.parse(answer.head(), answer.head().length) <= 0) {
            throw new IllegalStateException("what was stored is no head: " + head.fault());
        }
        active = true;
        body = answer.hasBody() ? Unpooled.wrappedBuffer(answer.body()) : Unpooled.EMPTY_BUFFER;
        length = body.readableBytes();
        position = Math.min(length, PIECE);
        exchange.status = head.status();
        exchange.bytesOut = position;
        BodyReader.Framing framing = length == 0 ? BodyReader.Framing.NONE : BodyReader.Framing.LENGTH;
        sending = true;
        exchange.client().sendHead(head, framing, body, 0, position, position == length);
        sending = false;
        goOn();
    }

    void goOn() {
        if (sending || !active) {
            return;
        }
        sending = true;
        ClientStream client = exchange.client();
        while (active && position < length && client.isWritable()) {
            int part = Math.min(PIECE, length - position);
            int from = position;
            position += part;
            exchange.bytesOut += part;
            client.sendPart(body, from, part, position == length);
        }
        sending = false;
        if (active && position == length) {
            clear();
            exchange.end(exchange.keeps(), !exchange.bodyReader().ended());
        } else if (active) {
            client.setDeadline(System.nanoTime() + client.terms().bodyNanos());
        }
    }
}
