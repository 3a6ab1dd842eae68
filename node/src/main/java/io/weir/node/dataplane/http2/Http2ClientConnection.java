package io.weir.node.dataplane.http2;

import static io.netty.handler.codec.http2.Http2Error.ENHANCE_YOUR_CALM;
import static io.netty.handler.codec.http2.Http2Error.NO_ERROR;
import static io.netty.handler.codec.http2.Http2Error.PROTOCOL_ERROR;
import static io.netty.handler.codec.http2.Http2Error.SETTINGS_TIMEOUT;
import static io.netty.handler.codec.http2.Http2Error.STREAM_CLOSED;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.codec.DecoderException;
import io.netty.handler.codec.http2.Http2Connection;
import io.netty.handler.codec.http2.Http2ConnectionHandler;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2Exception.HeaderListSizeException;
import io.netty.handler.codec.http2.Http2Exception.StreamException;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2Stream;
import io.netty.handler.codec.http2.ReadOnlyHttp2Headers;
import io.netty.handler.ssl.SslCloseCompletionEvent;
import io.netty.util.AsciiString;
import io.weir.node.dataplane.exchange.ListenerGate;
import io.weir.node.dataplane.exchange.LoopTraffic;
import io.weir.node.dataplane.exchange.OpenConnection;
import io.weir.node.dataplane.exchange.Peer;
import io.weir.node.dataplane.exchange.PeerView;
import io.weir.node.dataplane.loop.Loop;
import io.weir.node.dataplane.loop.RecentStreams;
import io.weir.node.dataplane.loop.Timed;
import io.weir.node.dataplane.tls.TlsConnection;
import io.weir.protocol.http.HeadFault;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A client's connection that speaks HTTP/2 (RFC 9113): its clocks, its windows, its end. Its streams are {@link
 * ServedStream}s; what comes in is told apart by {@link FramesIn}. Only on its loop.
 */
public final class Http2ClientConnection extends Http2ConnectionHandler implements OpenConnection {
    private static final Logger LOG = LoggerFactory.getLogger(Http2ClientConnection.class);
    private static final long LINGER_NANOS = 2_000_000_000L;
    private static final long LAST_STREAM_NANOS = 1_000_000_000L;
    private static final long DRAINING_PING = 0x7765697264726169L;
    private static final Http2Headers CONTINUE = ReadOnlyHttp2Headers.serverHeaders(false, AsciiString.cached("100"));

    private final LoopTraffic traffic;
    private final Loop loop;
    private final ListenerGate gate;
    private final @Nullable TlsConnection tls;
    private final PeerView peer;
    private final Wire wire;
    private final Timed clock = new Timed() {
        @Override
        protected void onDeadline(long nowNanos) {
            deadlinePassed();
        }
    };
    private final Runnable flush = this::flushNow;
    private final Calm calm = new Calm(System.nanoTime());
    private final HeadClock heads = new HeadClock(this, new FrameWatch(calm));
    private final RecentStreams recent = new RecentStreams();
    private final SkippedStreams skipped = new SkippedStreams();
    private @Nullable ChannelHandlerContext context;
    private boolean settled;
    private boolean inRead;
    private boolean flushing;
    private boolean closing;
    private final boolean counted;
    private Draining draining = Draining.NO;

    private enum Draining {
        NO,
        /** The client was told that an end comes, and has yet to say that it knows. */
        ANNOUNCED,
        /** The last stream is told. */
        LAST_STREAM
    }

    /** Takes the connection over from {@code before}, which may have {@code counted} it in at the gate. */
    public static Http2ClientConnection after(
            OpenConnection before,
            boolean counted,
            LoopTraffic traffic,
            ListenerGate gate,
            @Nullable TlsConnection tls) {
        Http2ClientConnection connection =
                new Http2ClientConnection(traffic, gate, tls, counted, Wire.of(traffic, gate.terms()));
        traffic.handedOver(before, connection);
        traffic.loop().recorder().http2Connection(true);
        return connection;
    }

    private Http2ClientConnection(
            LoopTraffic traffic, ListenerGate gate, @Nullable TlsConnection tls, boolean counted, Wire wire) {
        super(wire.decoder(), wire.encoder(), wire.settings(), true, false);
        this.traffic = traffic;
        this.loop = traffic.loop();
        this.gate = gate;
        this.tls = tls;
        this.wire = wire;
        this.counted = counted;
        this.peer = new PeerView(gate, tls != null);
        wire.decoder().frameListener(new FramesIn(this));
        wire.connection().addListener(new StreamsClosed(this));
        gracefulShutdownTimeoutMillis(TimeUnit.NANOSECONDS.toMillis(LINGER_NANOS));
    }

    @Override
    public void handlerAdded(ChannelHandlerContext newContext) throws Exception {
        context = newContext;
        super.handlerAdded(newContext);
        setDeadline(gate.terms().headNanos());
        flushSoon();
        if (traffic.draining()) {
            drain();
        }
    }

    @Override
    public void channelRead(ChannelHandlerContext own, Object message) throws Exception {
        if (closing) {
            ((ByteBuf) message).release();
            return;
        }
        inRead = true;
        calm.sent(flow().takeSent());
        try {
            heads.look((ByteBuf) message);
        } catch (Http2Exception e) {
            ((ByteBuf) message).release();
            end(e);
            return;
        }
        super.channelRead(own, message);
        heads.follow();
    }

    /** Whether what the client sends is looked at. */
    boolean reads() {
        return context().channel().isWritable();
    }

    void headIsLate() {
        if (!closing) {
            end(Http2Exception.connectionError(PROTOCOL_ERROR, "a head has not ended in time"));
        }
    }

    /** Frames that came with the one that ended the connection are not looked at. */
    @Override
    protected void decode(ChannelHandlerContext own, ByteBuf in, List<Object> out) throws Exception {
        if (closing) {
            in.skipBytes(in.readableBytes());
        } else {
            super.decode(own, in, out);
        }
    }

    /** Netty's would read on although reading is switched off. */
    @Override
    public void channelReadComplete(ChannelHandlerContext own) {
        inRead = false;
        discardSomeReadBytes();
        flush(own);
    }

    /** Sends what has been written when this turn of the loop is over: many streams share one record and one call. */
    void flushSoon() {
        if (!inRead && !flushing) {
            flushing = true;
            loop.events().execute(flush);
        }
    }

    private void flushNow() {
        flushing = false;
        if (!context().isRemoved()) {
            flush(context());
        }
    }

    /** A client that does not read its answers is not read either: else they would pile up. */
    @Override
    public void channelWritabilityChanged(ChannelHandlerContext own) {
        boolean writable = own.channel().isWritable();
        own.channel().config().setAutoRead(writable || closing);
        if (writable) {
            flushSoon();
            watchIdle();
        } else if (!closing) {
            setDeadline(gate.terms().bodyNanos());
        }
    }

    /** The client has acknowledged the settings. */
    void settled() {
        settled = true;
        watchIdle();
    }

    void streamOpened(int id) {
        skipped.opened(id);
        loop.recorder().http2Stream(true);
        if (settled) {
            loop.timer().clear(clock);
        }
    }

    void streamClosed() {
        loop.recorder().http2Stream(false);
        if (connection().numActiveStreams() == 0) {
            if (draining == Draining.LAST_STREAM) {
                closeAfterSending();
            } else {
                watchIdle();
            }
        }
    }

    private void watchIdle() {
        if (closing || !settled) {
            return;
        }
        if (!context().channel().isWritable()) {
            return;
        }
        if (connection().numActiveStreams() == 0) {
            setDeadline(
                    draining == Draining.ANNOUNCED
                            ? LAST_STREAM_NANOS
                            : gate.terms().idleNanos());
        } else if (draining != Draining.ANNOUNCED) {
            loop.timer().clear(clock);
        }
    }

    private void setDeadline(long afterNanos) {
        loop.timer().set(clock, System.nanoTime() + afterNanos);
    }

    private void deadlinePassed() {
        if (closing || !context().channel().isWritable()) {
            abort();
        } else if (!decoder().prefaceReceived()) {
            end(Http2Exception.connectionError(PROTOCOL_ERROR, "no preface in time"));
        } else if (!settled) {
            end(Http2Exception.connectionError(SETTINGS_TIMEOUT, "the settings were not acknowledged"));
        } else if (draining == Draining.ANNOUNCED) {
            tellLastStream();
        } else {
            draining = Draining.LAST_STREAM;
            goAway(context(), connection().remote().lastStreamCreated(), NO_ERROR.code(), Unpooled.EMPTY_BUFFER);
            closeAfterSending();
        }
    }

    private void goAway(ChannelHandlerContext own, int last, long code, ByteBuf reason) {
        goAway(own, last, code, reason, own.newPromise());
    }

    /** RFC 9113 §6.8: first that an end comes, and after a round trip with which stream. */
    @Override
    public void drain() {
        if (draining == Draining.NO && !closing) {
            draining = Draining.ANNOUNCED;
            ChannelHandlerContext own = context();
            goAway(own, Integer.MAX_VALUE, NO_ERROR.code(), Unpooled.EMPTY_BUFFER);
            encoder().writePing(own, false, DRAINING_PING, own.newPromise());
            setDeadline(LAST_STREAM_NANOS);
            wire.forEachStream(ServedStream::onDrain);
            flushSoon();
        }
    }

    void onPingAck(long data) {
        if (draining == Draining.ANNOUNCED && data == DRAINING_PING) {
            tellLastStream();
        }
    }

    private void tellLastStream() {
        draining = Draining.LAST_STREAM;
        goAway(context(), connection().remote().lastStreamCreated(), NO_ERROR.code(), Unpooled.EMPTY_BUFFER);
        flushSoon();
        loop.timer().clear(clock);
        if (connection().numActiveStreams() == 0) {
            closeAfterSending();
        }
    }

    /** There are too many connections with this one. */
    public void refuse() {
        end(Http2Exception.connectionError(ENHANCE_YOUR_CALM, "too many connections"));
    }

    /** Ends the connection with GOAWAY; its streams end with it. */
    void end(Http2Exception why) {
        onConnectionError(context(), false, why, why);
    }

    void failed(Http2Exception why) {
        onError(context(), true, why);
    }

    @Override
    protected void onConnectionError(
            ChannelHandlerContext own, boolean outbound, Throwable cause, @Nullable Http2Exception known) {
        if (closing) {
            return;
        }
        if (known == null && !(cause instanceof java.io.IOException)) { // it was closed while something was on its way
            LOG.error("a connection failed and is closed", cause);
        }
        Http2Error error = known == null ? Http2Error.INTERNAL_ERROR : known.error();
        String reason = known == null || known.getMessage() == null ? "" : known.getMessage();
        // What broke may have been a stream's first frame: then it is not among those that were created.
        frameWriter()
                .writeGoAway(
                        own,
                        connection().remote().lastStreamCreated(),
                        error.code(),
                        io.netty.buffer.ByteBufUtil.writeUtf8(own.alloc(), reason),
                        own.newPromise());
        closeAfterSending();
    }

    void headersDelivered() {
        wire.fields().delivered();
    }

    /** A stream came to nothing by the client's doing. */
    void countReset() throws Http2Exception {
        if (!calm.reset()) {
            throw Http2Exception.connectionError(ENHANCE_YOUR_CALM, "too many streams that came to nothing");
        }
    }

    @Override
    protected void onStreamError(ChannelHandlerContext own, boolean outbound, Throwable cause, StreamException why) {
        int id = why.streamId();
        Http2Stream stream = connection().stream(id);
        if (stream == null && why.error() == STREAM_CLOSED && recent.has(id)) {
            return; // was on its way when the stream was reset
        }
        if (stream == null && why.error() == STREAM_CLOSED && wire.fields().undelivered() == id) {
            Http2Error code = skipped.has(id) ? PROTOCOL_ERROR : STREAM_CLOSED;
            end(Http2Exception.connectionError(code, "a head on a stream that is closed"));
        } else if (!outbound && !calm.reset()) {
            end(Http2Exception.connectionError(ENHANCE_YOUR_CALM, "too many streams that came to nothing"));
        } else if (why instanceof HeaderListSizeException && stream == null) {
            refuseHead(own, why);
        } else {
            ServedStream served = stream == null ? null : stream.getProperty(wire.key());
            if (served != null) {
                served.out().drop();
            }
            recent.add(id);
            boolean late = stream != null
                    && !stream.state().remoteSideOpen()
                    && wire.fields().undelivered() == id;
            super.onStreamError(own, outbound, cause, late ? late(why) : why);
            if (served != null) {
                served.onClosed();
            }
        }
    }

    /** RFC 9113 §5.1: whatever else is wrong with a head, it comes after the request's end. */
    private static StreamException late(StreamException why) {
        return (StreamException) Http2Exception.streamError(why.streamId(), STREAM_CLOSED, "a head after the end");
    }

    /** A list that is not kept, but is not beyond all reason either. */
    private void refuseHead(ChannelHandlerContext own, StreamException why) {
        try {
            Http2Stream stream = connection().remote().createStream(why.streamId(), false);
            ServedStream served = new ServedStream(this, stream, flow().initialWindowSize(), false);
            stream.setProperty(wire.key(), served);
            served.refuse(HeadFault.TOO_LARGE.problem());
        } catch (Http2Exception e) {
            onError(own, false, e);
        }
    }

    /** Reads on for a while without looking at it, so that a reset does not destroy what was sent. */
    private void closeAfterSending() {
        if (closing) {
            return;
        }
        closing = true;
        flow().close(); // nothing may come behind the end
        Channel channel = context().channel();
        setDeadline(LINGER_NANOS);
        channel.config().setAutoRead(true);
        context().writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(sent -> endOutput(channel));
        loop.events().execute(wire::closeStreams);
    }

    private void endOutput(Channel channel) {
        if (!(channel instanceof DuplexChannel duplex)) {
            channel.close();
        } else if (tls == null) {
            duplex.shutdownOutput();
        } else {
            tls.closeOutbound(channel).addListener(said -> duplex.shutdownOutput());
        }
    }

    @Override
    public void abort() {
        Channel channel = context().channel();
        if (tls == null) {
            channel.close();
        } else {
            tls.abort(channel);
        }
    }

    /** Ends a stream before its time. */
    void reset(ServedStream served, Http2Error code) {
        served.out().drop();
        if (closing) {
            return;
        }
        recent.add(served.stream().id());
        resetStream(context(), served.stream().id(), code.code(), context().newPromise());
        flushSoon();
    }

    /** The exchange has taken so many bytes: the client may send as many again. */
    void consumed(Http2Stream stream, int bytes) {
        if (closing) {
            return;
        }
        try {
            decoder().flowController().consumeBytes(stream, bytes);
            flushSoon();
        } catch (Http2Exception e) {
            failed(e);
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext own) throws Exception {
        loop.timer().remove(clock);
        heads.stop();
        closing = true;
        super.channelInactive(own);
        wire.closeStreams();
        if (counted) {
            gate.leave();
        }
        loop.recorder().http2Connection(false);
        traffic.closed(this);
    }

    /** The end of TLS: as when a plain connection ends. */
    @Override
    public void userEventTriggered(ChannelHandlerContext own, Object event) {
        if (event instanceof SslCloseCompletionEvent) {
            own.close();
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext own, Throwable cause) {
        boolean usual = cause instanceof java.io.IOException || tls != null && cause instanceof DecoderException;
        if (!usual) {
            LOG.error("a connection failed and is closed", cause);
        }
        own.close();
    }

    private ChannelHandlerContext context() {
        ChannelHandlerContext known = context;
        if (known == null) {
            throw new IllegalStateException("not connected");
        }
        return known;
    }

    Calm calm() {
        return calm;
    }

    LoopTraffic traffic() {
        return traffic;
    }

    OutFlow flow() {
        return wire.flow();
    }

    Http2Connection.PropertyKey key() {
        return wire.key();
    }

    Http2Headers continues() {
        return CONTINUE;
    }

    ByteBufAllocator allocator() {
        return context().alloc();
    }

    ListenerGate.Terms terms() {
        return gate.terms();
    }

    Peer peer() {
        return peer.of(context().channel());
    }

    @Nullable
    TlsConnection tls() {
        return tls;
    }
}
