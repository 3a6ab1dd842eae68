package io.weir.node.dataplane.upstream;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Stream;
import io.weir.node.dataplane.body.BodyReader;
import io.weir.node.dataplane.body.BodyReader.Framing;
import io.weir.node.dataplane.fields.FieldsReader;
import io.weir.node.dataplane.loop.Chunks;
import io.weir.node.dataplane.loop.HeadBytes;
import io.weir.protocol.http.ParsedRequest;
import io.weir.protocol.http.ParsedResponse;
import io.weir.protocol.http.WebSocketHandshake;
import org.jspecify.annotations.Nullable;

/** One exchange on a {@link SharedConnection}. Only on its loop. */
final class SharedStream implements UpstreamStream {
    /** Bytes of a request that may wait for the endpoint's window, or for the connection, before no more is taken. */
    static final int MOST_QUEUED = 32 * 1024;

    /** Where a status line has said its status. */
    private static final int STATUS_END = 12;

    private final SharedConnection connection;
    private final boolean onUsed;
    private final BodyReader body = new BodyReader();
    private @Nullable AnswerSink sink;
    private @Nullable Http2Stream stream;
    private Failure reason = Failure.RESET;
    private boolean headRequest;
    private boolean headRead;
    private boolean bodiless;
    private boolean requestEnded;
    private boolean reading = true;
    private boolean stalled;
    private boolean over;
    private long sentAt;
    private byte @Nullable [] accept;
    private boolean tunnel;
    private int held;
    private int queued;

    /** @param onUsed whether the connection has lain idle before: it may be dead already */
    SharedStream(SharedConnection connection, boolean onUsed) {
        this.connection = connection;
        this.onUsed = onUsed;
    }

    @Override
    public boolean framesBodies() {
        return true;
    }

    @Override
    public boolean isUsed() {
        return onUsed;
    }

    @Override
    public void begin(AnswerSink newSink, boolean isHead) {
        sink = newSink;
        headRequest = isHead;
    }

    @Override
    public boolean asksForTunnel(ParsedRequest request) {
        if (connection.takesTunnels()) {
            accept = WebSocketHandshake.accept(request);
            return true;
        }
        leave(); // nothing was begun
        sink = null;
        return false;
    }

    @Override
    public void sendHead(HeadBytes lines, boolean ended) {
        requestEnded = ended && accept == null;
        sentAt = System.nanoTime();
        Http2Stream opened = connection.open(this);
        stream = opened;
        if (opened == null) {
            return;
        }
        if (accept == null) {
            connection.head(opened, lines, ended);
        } else {
            connection.webSocket(opened, lines);
        }
    }

    @Override
    public void send(ByteBuf part, boolean ended) {
        Http2Stream known = stream;
        if (known == null || requestEnded) {
            part.release();
            return;
        }
        requestEnded = ended;
        int length = part.readableBytes();
        if (length == 0 && !ended) {
            part.release();
            return;
        }
        queued += length;
        connection.data(known, part, ended).addListener((ChannelFutureListener) done -> written(length, done));
    }

    private void written(int length, ChannelFuture done) {
        queued -= length;
        AnswerSink whose = sink;
        if (stalled && queued < MOST_QUEUED && whose != null && done.isSuccess()) {
            stalled = false;
            whose.onUpstreamWritable();
        }
    }

    @Override
    public void sendTrailers(byte[] lines) {
        Http2Stream known = stream;
        if (known != null && !requestEnded) {
            requestEnded = true;
            connection.trailers(known, lines);
        }
    }

    @Override
    public boolean isWritable() {
        stalled = queued >= MOST_QUEUED;
        return !stalled;
    }

    @Override
    public void setReading(boolean newReading) {
        reading = newReading;
        Http2Stream known = stream;
        if (newReading && held > 0 && known != null) {
            int back = held;
            held = 0;
            connection.giveBack(known, back);
        }
    }

    @Override
    public void abandon() {
        sink = null;
        reset(Http2Error.CANCEL);
        if (stream != null) {
            connection.abandoned(sentAt);
        }
    }

    @Override
    public void endTunnel() {
        sink = null;
        if (stream == null) {
            leave();
            return;
        }
        send(Unpooled.EMPTY_BUFFER, true);
        connection.later(() -> {
            if (!over) {
                reset(Http2Error.CANCEL);
            }
        });
    }

    @Override
    public ByteBufAllocator allocator() {
        return connection.allocator();
    }

    private void reset(Http2Error error) {
        Http2Stream known = stream;
        if (known == null) {
            leave();
        } else {
            connection.reset(known, error);
        }
    }

    private void leave() {
        if (!over) {
            over = true;
            connection.ended();
        }
    }

    /** A head or trailers of the answer. */
    void onFields(FieldsReader fields, boolean ended, HeadScratch scratch) {
        AnswerSink whose = sink;
        if (whose == null) {
            return;
        }
        if (tunnel) {
            malformed(); // RFC 9113 §8.5
        } else if (headRead) {
            takeTrailers(fields, whose);
        } else if (fields.answer(scratch.lines)
                && scratch.head.parse(scratch.lines.bytes(), scratch.lines.length()) > 0
                && (scratch.head.status() >= 200 || !ended)) {
            boolean opens = accept != null && !ended && scratch.head.status() / 100 == 2;
            if (opens) {
                takeTunnel(scratch, whose);
            } else {
                takeHead(scratch.head, ended, whose);
            }
        } else {
            malformed();
        }
    }

    /** As HTTP/1.1 has it: 101, and the proof that HTTP/2 has no need of. */
    private void takeTunnel(HeadScratch scratch, AnswerSink whose) {
        HeadBytes plain = scratch.lines;
        byte[] proof = accept == null ? new byte[0] : accept;
        HeadBytes lines = new HeadBytes()
                .add("HTTP/1.1 101")
                .add(plain.bytes(), STATUS_END, plain.length() - 2)
                .add(WebSocketHandshake.UPGRADE_LINES)
                .add("Sec-WebSocket-Accept: ")
                .add(proof)
                .line()
                .line();
        ParsedResponse head = scratch.head;
        if (head.parse(lines.bytes(), lines.length()) <= 0 || !whose.takesTunnel(head)) {
            malformed();
            return;
        }
        headRead = true;
        tunnel = true;
        body.beginFrames(-1);
        whose.onHead(head, Framing.FRAMES, Unpooled.EMPTY_BUFFER, 0, 0, false);
    }

    private void takeHead(ParsedResponse head, boolean ended, AnswerSink whose) {
        int status = head.status();
        if (status < 200) {
            if (status > 101) {
                whose.onInterim(head);
            }
            return;
        }
        headRead = true;
        bodiless = headRequest || status == 204 || status == 304;
        if (!bodiless) {
            body.beginFrames(head.fields().contentLength());
            if (ended) {
                body.endsAfter(0, Chunks.NO_TRAILERS);
            }
        }
        if (!bodiless && body.bad()) {
            malformed();
            return;
        }
        whose.onHead(head, bodiless ? Framing.NONE : Framing.FRAMES, Unpooled.EMPTY_BUFFER, 0, 0, ended);
        if (ended) {
            finish();
        }
    }

    private void takeTrailers(FieldsReader fields, AnswerSink whose) {
        byte[] lines = fields.trailers();
        if (lines != null && !bodiless) {
            body.endsAfter(0, lines);
        }
        if (lines == null || !bodiless && body.bad()) {
            malformed();
        } else if (bodiless || lines.length == 0) {
            whose.onBody(Unpooled.EMPTY_BUFFER, 0, 0, true);
            finish();
        } else {
            whose.onTrailers(lines);
            finish();
        }
    }

    /**
     * Data of the answer.
     *
     * @param padding bytes that count as data for the window
     * @return bytes of the window to be given back at once
     */
    int onData(ByteBuf data, int padding, boolean ended) {
        int all = data.readableBytes() + padding;
        AnswerSink whose = sink;
        if (whose == null) {
            return all;
        }
        int start = data.readerIndex();
        int length = data.readableBytes();
        if (!takeData(data, length, ended)) {
            malformed();
            return all;
        }
        if (length > 0 || ended) {
            whose.onBody(data, start, length, ended);
        }
        if (ended && !tunnel) {
            finish();
            return all;
        }
        if (reading) {
            return all;
        }
        held += all;
        return 0;
    }

    private boolean takeData(ByteBuf data, int length, boolean ended) {
        if (!headRead || bodiless) {
            return headRead && length == 0;
        }
        if (ended) {
            body.endsAfter(length, Chunks.NO_TRAILERS);
        }
        body.read(data, null);
        return !body.bad();
    }

    /** The answer is complete; what is left of the request is of no use (RFC 9113 §8.1). */
    private void finish() {
        sink = null;
        connection.answered();
        if (!requestEnded || queued > 0) {
            reset(Http2Error.CANCEL);
        }
    }

    private void malformed() {
        fail(Failure.MALFORMED);
        reset(Http2Error.PROTOCOL_ERROR);
    }

    /** The endpoint has reset the stream, which is closed next. */
    void onReset(long error) {
        reason = error == Http2Error.REFUSED_STREAM.code() ? Failure.REFUSED : Failure.RESET;
    }

    /** Something is wrong with this stream alone, which is reset next. */
    void onFault(Failure failure) {
        fail(failure);
    }

    /** Nothing comes any more. */
    void onClosed() {
        leave();
        Http2Stream known = stream;
        boolean unseen = known != null && connection.isUnseen(known.id());
        fail(unseen ? Failure.REFUSED : connection.isBroken() ? Failure.MALFORMED : reason);
    }

    private void fail(Failure failure) {
        AnswerSink whose = sink;
        sink = null;
        if (whose != null) {
            whose.onFailure(failure);
        }
    }
}
