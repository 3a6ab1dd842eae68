package io.weir.node.dataplane.exchange;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.weir.node.dataplane.body.BodyReader;
import io.weir.node.state.LiveAnswer;
import io.weir.node.state.ServedAnswer;
import io.weir.node.state.StoredBody;
import io.weir.protocol.grpc.GrpcCode;
import io.weir.protocol.http.ParsedResponse;
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
    private StoredBody body = StoredBody.NONE;
    private LiveAnswer.@Nullable Body arriving;
    private long position;
    private long end;
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
        StoredBody known = body;
        body = StoredBody.NONE;
        known.release();
        arriving = null;
        round++;
    }

    /** The answer's body is held, and let go when all of it has been handed to the wire, which holds what it writes. */
    void start(ServedAnswer answer) {
        body = answer.body();
        start(answer.head(), answer.start(), answer.length());
    }

    void start(LiveAnswer answer) {
        arriving = answer.body();
        start(answer.head(), 0, answer.body().length());
    }

    private void start(byte[] lines, long from, long length) {
        if (head.parse(lines, lines.length) <= 0) {
            clear();
            throw new IllegalStateException("what was stored is no head: " + head.fault());
        }
        active = true;
        exchange.status = head.status();
        exchange.bytesOut = 0;
        position = from;
        end = from + length;
        BodyReader.Framing framing = length == 0 ? BodyReader.Framing.NONE : BodyReader.Framing.LENGTH;
        ByteBuf first = next();
        sending = true;
        exchange.client().sendHead(head, framing, first, 0, first.readableBytes(), position == end);
        sending = false;
        first.release();
        goOn();
    }

    /** What there is now and lies in one piece of what is left, maybe nothing. */
    private ByteBuf next() {
        LiveAnswer.Body source = arriving;
        int most = (int) Math.min(PIECE, end - position);
        if (most == 0) {
            return Unpooled.EMPTY_BUFFER;
        }
        ByteBuf bytes = source == null
                ? HeldBytes.of(body, position, most)
                : Unpooled.wrappedBuffer(source.from(position, most));
        position += bytes.readableBytes();
        exchange.bytesOut += bytes.readableBytes();
        return bytes;
    }

    void goOn() {
        if (sending || !active) {
            return;
        }
        sending = true;
        boolean more = true;
        while (more && active && position < end && exchange.client().isWritable()) {
            more = sendPart();
        }
        sending = false;
        if (!active) {
            return;
        }
        if (position == end) {
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
        ByteBuf bytes = next();
        int length = bytes.readableBytes();
        if (length > 0) {
            exchange.client().sendPart(bytes, 0, length, position == end);
        }
        bytes.release();
        return length > 0;
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
