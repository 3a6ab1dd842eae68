package io.weir.node.dataplane.http2;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2Stream;
import io.weir.node.dataplane.body.BodyReader;
import io.weir.node.dataplane.body.BodyReader.Framing;
import io.weir.node.dataplane.exchange.AnswerWriter;
import io.weir.node.dataplane.exchange.ClientStream;
import io.weir.node.dataplane.exchange.Exchange;
import io.weir.node.dataplane.exchange.ListenerGate;
import io.weir.node.dataplane.exchange.Peer;
import io.weir.node.dataplane.fields.FieldsWriter;
import io.weir.node.dataplane.loop.Chunks;
import io.weir.node.dataplane.loop.HeadBytes;
import io.weir.node.dataplane.loop.Timed;
import io.weir.node.dataplane.tls.TlsConnection;
import io.weir.protocol.http.FieldName;
import io.weir.protocol.http.FieldTable;
import io.weir.protocol.http.Octets;
import io.weir.protocol.http.ParsedResponse;
import io.weir.protocol.http.Problem;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One stream of a client and the exchange on it. Only on its loop. */
final class ServedStream extends Timed implements ClientStream {
    private static final byte[] VIA = Octets.ascii("Via: 2.0 weir\r\n");

    private final Http2ClientConnection connection;
    private final Http2Stream stream;
    private final OutStream out;
    private final RequestIn request;
    private final AnswerBody answer = new AnswerBody();
    private @Nullable Exchange exchange;
    private boolean unread;
    private boolean gone;
    private boolean failing;
    private boolean tunnel;
    private long sentBefore;

    /** @param webSocket whether its data are those of a WebSocket, and nothing before that is answered */
    ServedStream(Http2ClientConnection connection, Http2Stream stream, int window, boolean webSocket) {
        this.connection = connection;
        this.stream = stream;
        this.request = new RequestIn(stream.id(), webSocket);
        this.out = new OutStream(stream, window, this::hasRoomAgain);
    }

    Http2Stream stream() {
        return stream;
    }

    OutStream out() {
        return out;
    }

    /** The request's head; {@code whole}: no body follows. */
    void begin(ByteBuf head, boolean whole) {
        request.begin(whole);
        Exchange begun = connection.traffic().begin(this);
        exchange = begun;
        setDeadline(System.nanoTime() + terms().headNanos());
        begun.onBytes(head);
        head.release();
    }

    @Override
    public void beginBody(BodyReader body, FieldTable fields, List<FieldName> refused) {
        request.beginBody(body, fields, refused);
    }

    /** More of the request's body; answers how many bytes have been taken. */
    int onData(ByteBuf data, boolean ended) throws Http2Exception {
        return request.onData(exchange, data, ended);
    }

    /** Trailers, with which the request ends; null: they are none. */
    void onTrailers(byte @Nullable [] lines) throws Http2Exception {
        request.onTrailers(exchange, lines);
    }

    @Override
    public void resume() {
        int taken = request.resume(exchange, tunnel);
        if (taken > 0 && !gone) {
            connection.consumed(stream, taken);
        }
    }

    @Override
    public void sendContinue() {
        interim(connection.continues());
    }

    @Override
    public void sendInterim(ParsedResponse head) {
        HeadBytes lines = connection.traffic().loop().headBytes();
        AnswerWriter.writeInterim(lines, head);
        interim(connection.traffic().fieldsWriter().answer(lines));
    }

    private void interim(Http2Headers fields) {
        if (isMute()) {
            return;
        }
        try {
            connection.flow().interim(out, fields);
            connection.flushSoon();
        } catch (Http2Exception e) {
            fail(e);
        }
    }

    private boolean isMute() {
        return gone || failing;
    }

    /** What could not be sent is the stream's end, or the connection's; but the exchange is not done speaking. */
    private void fail(Http2Exception why) {
        failing = true;
        connection.traffic().loop().events().execute(() -> connection.failed(why));
    }

    @Override
    public void sendOwn(HeadBytes head, byte[] content, int length) {
        ByteBuf bytes = Unpooled.wrappedBuffer(content);
        head(connection.traffic().fieldsWriter().answer(head), bytes, 0, length, true);
    }

    @Override
    public void sendHead(ParsedResponse head, Framing framing, ByteBuf in, int start, int length, boolean ended) {
        Exchange current = exchange;
        if (current == null) {
            return;
        }
        current.settle(true);
        HeadBytes lines = current.headBytes();
        AnswerWriter.write(lines, head, false, current);
        tunnel = head.status() == 101;
        FieldsWriter writer = connection.traffic().fieldsWriter();
        Http2Headers fields = tunnel ? writer.openTunnel(lines) : writer.answer(lines);
        answer.begin(head.fields(), framing);
        if (!answer.isChunked()) {
            head(fields, in, start, length, ended);
            return;
        }
        ByteBuf plain = answer.plain(allocator(), in, start, length);
        byte[] trailers = ended ? answer.trailers() : Chunks.NO_TRAILERS;
        head(fields, plain, 0, plain.readableBytes(), ended && trailers.length == 0);
        plain.release();
        if (trailers.length > 0) {
            sendTrailers(trailers);
        }
    }

    private void head(Http2Headers fields, ByteBuf in, int start, int length, boolean end) {
        if (isMute()) {
            return;
        }
        try {
            connection.calm().data();
            connection.flow().head(out, fields, in, start, length, end);
            connection.flushSoon();
        } catch (Http2Exception e) {
            fail(e);
        }
    }

    @Override
    public void sendPart(ByteBuf in, int start, int length, boolean ended) {
        if (!answer.isChunked()) {
            part(in, start, length, ended);
            return;
        }
        ByteBuf plain = answer.plain(allocator(), in, start, length);
        byte[] trailers = ended ? answer.trailers() : Chunks.NO_TRAILERS;
        part(plain, 0, plain.readableBytes(), ended && trailers.length == 0);
        plain.release();
        if (trailers.length > 0) {
            sendTrailers(trailers);
        }
    }

    private void part(ByteBuf in, int start, int length, boolean end) {
        if (!isMute() && (length > 0 || end)) {
            connection.calm().data();
            connection.flow().data(out, in, start, length, end);
            connection.flushSoon();
        }
    }

    @Override
    public void sendTrailers(byte[] lines) {
        if (isMute()) {
            return;
        }
        if (lines.length == 0) {
            part(Unpooled.EMPTY_BUFFER, 0, 0, true);
            return;
        }
        try {
            connection.flow().trailers(out, connection.traffic().fieldsWriter().trailers(lines));
            connection.flushSoon();
        } catch (Http2Exception e) {
            fail(e);
        }
    }

    @Override
    public boolean isWritable() {
        return out.hasRoom();
    }

    private void hasRoomAgain() {
        Exchange current = exchange;
        if (current != null) {
            current.onClientWritable();
        }
    }

    @Override
    public void exchangeEnded(boolean keeps) {
        exchange = null;
        request.drop();
        endTunnel();
        if (!gone) {
            watchRest();
        }
    }

    /** Says the end of one that the gateway ends; whether that was all. */
    private boolean endTunnel() {
        if (tunnel && !out.ended) {
            part(Unpooled.EMPTY_BUFFER, 0, 0, true);
            return !stream.state().localSideOpen();
        }
        return false;
    }

    /** What is left to send has as long as a body may stand still. */
    private void watchRest() {
        sentBefore = out.sent;
        setDeadline(System.nanoTime() + terms().bodyNanos());
    }

    /** RFC 9113 §8.1: with the answer complete, the client may stop sending the request. */
    @Override
    public void endUnread() {
        exchange = null;
        unread = true;
        request.drop();
        if (gone || endTunnel()) {
            return;
        }
        if (stream.state().localSideOpen()) {
            watchRest();
        } else {
            connection.reset(this, Http2Error.NO_ERROR);
        }
    }

    /** Whether nothing of the answer waits for the client any more. */
    boolean isAnswered() {
        return out.ended && out.isEmpty();
    }

    /** What was sent is more than a head may be, and was not kept. */
    void refuse(Problem problem) {
        Exchange begun = connection.traffic().begin(this);
        exchange = begun;
        begun.refuse(problem);
    }

    /** The answer's end is on its way. */
    void onAnswered() {
        if (unread && !gone) {
            connection.reset(this, Http2Error.NO_ERROR);
        }
    }

    @Override
    public void abort() {
        if (!gone) {
            connection.reset(this, tunnel ? Http2Error.CANCEL : Http2Error.INTERNAL_ERROR);
            connection.traffic().loop().events().execute(this::onClosed); // the exchange is not done speaking
        }
    }

    /** The stream is closed, or is as good as closed. An exchange that has just answered ends by itself. */
    void onClosed() {
        if (gone) {
            return;
        }
        gone = true;
        connection.traffic().loop().timer().remove(this);
        if (isAnswered() && !unread) {
            connection.calm().answered();
        }
        out.drop();
        request.drop();
        Exchange current = exchange;
        if (current == null) {
            return;
        }
        if (!out.ended) {
            exchange = null;
            current.onClientGone();
        } else if (tunnel) {
            connection.traffic().loop().events().execute(this::goneFromTunnel);
        }
    }

    /** A tunnel whose other end has ended before has not ended by that. */
    private void goneFromTunnel() {
        Exchange current = exchange;
        if (current != null) {
            exchange = null;
            current.onClientGone();
        }
    }

    /** The node is being drained. */
    void onDrain() {
        Exchange current = exchange;
        if (current != null) {
            current.onDrain();
        }
    }

    @Override
    protected void onDeadline(long nowNanos) {
        Exchange current = exchange;
        if (current != null) {
            current.onDeadline();
        } else if (out.sent > sentBefore) {
            watchRest();
        } else if (!gone) {
            connection.reset(this, Http2Error.CANCEL);
            onClosed();
        }
    }

    @Override
    public void setDeadline(long nanos) {
        connection.traffic().loop().timer().set(this, nanos);
    }

    @Override
    public ListenerGate.Terms terms() {
        return connection.terms();
    }

    @Override
    public Peer peer() {
        return connection.peer();
    }

    @Override
    public @Nullable TlsConnection tls() {
        return connection.tls();
    }

    @Override
    public ByteBufAllocator allocator() {
        return connection.allocator();
    }

    @Override
    public byte[] viaLine() {
        return VIA;
    }
}
