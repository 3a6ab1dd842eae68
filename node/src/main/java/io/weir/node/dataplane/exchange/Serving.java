package io.weir.node.dataplane.exchange;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.weir.node.dataplane.body.BodyReader;
import io.weir.node.state.LiveAnswer;
import io.weir.node.state.ServedAnswer;
import io.weir.protocol.grpc.GrpcCode;
import io.weir.protocol.http.ParsedResponse;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * A stored answer on its way to a client, or one that is still arriving for somebody else, as fast as the client takes it; the
 * bytes are shared, not copied. Only on the loop.
 */
final class Serving {
    /** So much is handed to the wire at a time. */
    private static final int PIECE = 64 * 1024;

    private final Exchange exchange;
    private final ParsedResponse head = new ParsedResponse();
    private ByteBuf body = Unpooled.EMPTY_BUFFER;
    private LiveAnswer.@Nullable Body arriving;
    private long position;
    private long length;
    private long round;
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
        arriving = null;
        round++;
    }

    void start(ServedAnswer answer) {
        begin(answer.head());
        body = answer.hasBody() ? Unpooled.wrappedBuffer(answer.body()) : Unpooled.EMPTY_BUFFER;
        length = body.readableBytes();
        int first = (int) Math.min(length, PIECE);
        sendHead(body, first);
        goOn();
    }

    void start(LiveAnswer answer) {
        begin(answer.head());
        arriving = answer.body();
        length = answer.body().length();
        ByteBuffer first = answer.body().from(0, PIECE);
        sendHead(Unpooled.wrappedBuffer(first), first.remaining());
        goOn();
    }

    private void begin(byte[] lines) {
        if (head.parse(lines, lines.length) <= 0) {
            throw new IllegalStateException("what was stored is no head: " + head.fault());
        }
        active = true;
        exchange.status = head.status();
    }

    private void sendHead(ByteBuf with, int first) {
        position = first;
        exchange.bytesOut = first;
        BodyReader.Framing framing = length == 0 ? BodyReader.Framing.NONE : BodyReader.Framing.LENGTH;
        sending = true;
        exchange.client().sendHead(head, framing, with, 0, first, first == length);
        sending = false;
    }

    void goOn() {
        if (sending || !active) {
            return;
        }
        sending = true;
        boolean more = true;
        while (more && active && position < length && exchange.client().isWritable()) {
            more = sendPart();
        }
        sending = false;
        if (!active) {
            return;
        }
        if (position == length) {
            clear();
            exchange.end(exchange.keeps(), !exchange.bodyReader().ended());
            return;
        }
        ClientStream client = exchange.client();
        client.setDeadline(System.nanoTime() + client.terms().bodyNanos());
        if (!more) {
            awaitMore();
        }
    }

    /** False: there is nothing to send yet. */
    private boolean sendPart() {
        LiveAnswer.Body source = arriving;
        ByteBuf from = body;
        int start = (int) position;
        int part = (int) Math.min(PIECE, length - position);
        if (source != null) {
            from = Unpooled.wrappedBuffer(source.from(position, PIECE));
            start = 0;
            part = from.readableBytes();
            if (part == 0) {
                return false;
            }
        }
        position += part;
        exchange.bytesOut += part;
        exchange.client().sendPart(from, start, part, position == length);
        return true;
    }

    private void awaitMore() {
        LiveAnswer.Body source = arriving;
        if (source == null) {
            throw new IllegalStateException("all of it is there");
        }
        if (source.isCut() && !source.from(position, 1).hasRemaining()) {
            clear();
            exchange.cutOff(GrpcCode.UNAVAILABLE, "The answer was cut off");
            return;
        }
        long waiting = ++round;
        source.await(position, exchange.loop(), () -> {
            if (waiting == round) {
                goOn();
            }
        });
    }
}
