package io.weir.node.dataplane.http2;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Exception;
import io.weir.node.dataplane.body.BodyReader;
import io.weir.node.dataplane.exchange.Exchange;
import io.weir.node.dataplane.loop.Arrived;
import io.weir.node.dataplane.loop.Chunks;
import io.weir.protocol.http.FieldName;
import io.weir.protocol.http.FieldTable;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a stream brings behind the request's head: gives it to the exchange, and keeps what that does not take now. It is
 * never more than the stream's window, which opens by what was taken. One stream.
 */
final class RequestIn {

    private final int stream;
    private final boolean webSocket;
    private @Nullable BodyReader body;
    private List<FieldName> refused = List.of();
    private long announced = -1;
    private long arrived;
    private @Nullable ByteBuf pending;
    private boolean received;
    private boolean feeding;

    RequestIn(int stream, boolean webSocket) {
        this.stream = stream;
        this.webSocket = webSocket;
    }

    /** @param whole no body follows */
    void begin(boolean whole) {
        received = whole;
    }

    void beginBody(BodyReader newBody, FieldTable fields, List<FieldName> newRefused) {
        body = newBody;
        refused = newRefused;
        if (received || webSocket) {
            newBody.beginRequest(fields, newRefused); // it has none
        } else {
            announced = fields.contentLength();
            newBody.beginFrames(announced);
        }
    }

    /** Answers how many bytes have been taken: of these, and of those that waited. */
    int onData(@Nullable Exchange exchange, ByteBuf data, boolean ended) throws Http2Exception {
        int length = data.readableBytes();
        if (exchange == null || received) {
            received |= ended;
            return length;
        }
        arrived += length;
        if (isMalformed(ended)) {
            throw malformed();
        }
        ByteBuf before = pending;
        ByteBuf all = before == null ? data.retain() : Arrived.join(before, data.retain());
        pending = all;
        int waiting = all.readableBytes();
        if (ended) {
            end(exchange, Chunks.NO_TRAILERS);
        } else {
            feed(exchange);
        }
        int left = waiting();
        if (pending != null && before == null) {
            pending = all.alloc().buffer(left).writeBytes(all); // lets go of what the connection read
            all.release();
        }
        return waiting - left;
    }

    private int waiting() {
        return pending == null ? 0 : pending.readableBytes();
    }

    /** RFC 9113 §8.1.1: another length than was told. */
    private boolean isMalformed(boolean ended) {
        return announced >= 0 && (arrived > announced || ended && arrived < announced);
    }

    /** What the client sends is no request: nobody is answered. */
    private Http2Exception malformed() {
        return Http2Exception.streamError(stream, Http2Error.PROTOCOL_ERROR, "the request is malformed");
    }

    /** With them the request ends; null: they are none. */
    void onTrailers(@Nullable Exchange exchange, byte @Nullable [] lines) throws Http2Exception {
        // RFC 9113 §8.5: a stream that is connected has no fields.
        if (lines == null || webSocket || isMalformed(true) || TrailerNames.anyOf(lines, refused)) {
            throw malformed();
        }
        end(exchange, lines);
    }

    /** The end of the request, after what waits of its body. */
    private void end(@Nullable Exchange exchange, byte[] trailers) {
        received = true;
        BodyReader known = body;
        if (known != null && exchange != null) {
            known.endsAfter(waiting(), trailers);
            feed(exchange);
        }
    }

    /** Gives what waits again; answers how much of it was taken. */
    int resume(@Nullable Exchange exchange, boolean tunnel) {
        if (exchange == null || feeding || pending == null && !received) {
            return 0;
        }
        int before = waiting();
        BodyReader known = body;
        if (tunnel && received && known != null) {
            known.endsAfter(before, Chunks.NO_TRAILERS); // the client has ended before the tunnel began
        }
        feed(exchange);
        return before - waiting();
    }

    /** Gives the exchange what waits, as long as it takes any of it. */
    private void feed(Exchange exchange) {
        if (feeding) {
            return;
        }
        feeding = true;
        try {
            boolean more = true;
            while (more) {
                more = feedOnce(exchange);
            }
        } finally {
            feeding = false;
        }
    }

    private boolean feedOnce(Exchange exchange) {
        ByteBuf in = pending;
        if (in == null) {
            exchange.onBytes(Unpooled.EMPTY_BUFFER);
            return false;
        }
        int before = in.readableBytes();
        exchange.onBytes(in);
        if (pending == null) {
            return false; // the exchange has ended
        }
        if (!in.isReadable()) {
            drop();
        }
        return pending != null && in.readableBytes() < before;
    }

    /** Nobody wants what waits any more. */
    void drop() {
        if (pending != null) {
            pending.release();
            pending = null;
        }
    }
}
