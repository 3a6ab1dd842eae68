package io.weir.node.dataplane.http1;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.channel.socket.DuplexChannel;
import io.netty.channel.socket.DuplexChannelConfig;
import io.netty.handler.codec.DecoderException;
import io.netty.handler.ssl.SslCloseCompletionEvent;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import io.weir.node.dataplane.body.BodyReader;
import io.weir.node.dataplane.exchange.AnswerWriter;
import io.weir.node.dataplane.exchange.ClientStream;
import io.weir.node.dataplane.exchange.Exchange;
import io.weir.node.dataplane.exchange.ListenerGate;
import io.weir.node.dataplane.exchange.LoopTraffic;
import io.weir.node.dataplane.exchange.OpenConnection;
import io.weir.node.dataplane.exchange.Peer;
import io.weir.node.dataplane.exchange.PeerView;
import io.weir.node.dataplane.http2.Http2ClientConnection;
import io.weir.node.dataplane.http2.Preface;
import io.weir.node.dataplane.loop.Arrived;
import io.weir.node.dataplane.loop.Chunks;
import io.weir.node.dataplane.loop.HeadBytes;
import io.weir.node.dataplane.loop.Loop;
import io.weir.node.dataplane.loop.Timed;
import io.weir.node.dataplane.tls.TlsConnection;
import io.weir.node.state.ConnectionRefusal;
import io.weir.node.state.TlsHandshake;
import io.weir.protocol.http.FieldName;
import io.weir.protocol.http.FieldTable;
import io.weir.protocol.http.Octets;
import io.weir.protocol.http.ParsedResponse;
import java.util.List;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A client's connection: feeds one exchange after the other with bytes, so that answers keep the order of requests
 * whatever is pipelined. Only on its loop.
 */
public final class ClientConnection extends ChannelInboundHandlerAdapter implements ClientStream, OpenConnection {
    private static final Logger LOG = LoggerFactory.getLogger(ClientConnection.class);
    private static final int MOST_PENDING = 64 * 1024;
    private static final long LINGER_NANOS = 2_000_000_000L;
    private static final byte[] CONTINUE = Octets.ascii("HTTP/1.1 100 Continue\r\n\r\n");
    private static final byte[] VIA = Octets.ascii("Via: 1.1 weir\r\n");

    private final LoopTraffic traffic;
    private final Loop loop;
    private final ListenerGate gate;
    private final @Nullable TlsConnection tls;
    private final Timed clock = new Timed() {
        @Override
        protected void onDeadline(long nowNanos) {
            deadlinePassed();
        }
    };
    private @Nullable Channel channel;
    private final PeerView peer;
    private final AnswerStream answer = new AnswerStream(this);
    private @Nullable ByteBuf pending;
    private @Nullable Exchange exchange;
    private @Nullable ChannelHandlerContext context;
    private boolean prefaceBegun;
    private boolean undecided;
    private boolean counted;
    private boolean pumping;
    private boolean reading = true;
    private boolean closing;
    private boolean tunnel;

    /** @param tls null: in plain text */
    public ClientConnection(LoopTraffic traffic, ListenerGate gate, @Nullable TlsConnection tls) {
        this.traffic = traffic;
        this.loop = traffic.loop();
        this.gate = gate;
        this.tls = tls;
        this.peer = new PeerView(gate, tls != null);
    }

    @Override
    public void channelActive(ChannelHandlerContext newContext) {
        context = newContext;
        channel = newContext.channel();
        undecided = tls == null && gate.terms().protocols().contains("h2c");
        traffic.opened(this);
        counted = gate.enter();
        setDeadline(System.nanoTime()
                + (tls == null ? gate.terms().idleNanos() : gate.terms().headNanos()));
        if (!counted) {
            loop.recorder().connectionRefused(gate.name(), ConnectionRefusal.CONNECTIONS);
            gate.leave(); // on its way out, it takes nobody's place
            if (tls == null && speaksHttp1()) {
                startExchange().refuse(Exchange.TOO_MANY_CONNECTIONS);
            } else if (tls == null) {
                speakHttp2(newContext).refuse();
            } else {
                abort(); // a handshake costs more than the answer is worth
            }
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        loop.timer().remove(clock);
        closing = true;
        if (tls != null) {
            tls.end(TlsHandshake.GONE);
        }
        dropPending();
        Exchange current = exchange;
        exchange = null;
        if (current != null) {
            current.onClientGone();
        }
        if (counted) {
            gate.leave();
        }
        traffic.closed(this);
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        ByteBuf in = (ByteBuf) message;
        if (closing) {
            in.release();
            return;
        }
        ByteBuf before = pending;
        pending = before == null ? in : Arrived.join(before, in);
        if (!undecided || decideProtocol(context, pending)) {
            pump();
        }
    }

    /** False: it is not this class's to read on. */
    private boolean decideProtocol(ChannelHandlerContext context, ByteBuf in) {
        Preface preface = Preface.of(in);
        if (preface == Preface.UNDECIDED) {
            if (!prefaceBegun) { // it counts from the first byte
                prefaceBegun = true;
                setDeadline(System.nanoTime() + gate.terms().headNanos());
            }
            return false;
        }
        undecided = false;
        if (preface == Preface.HTTP2) {
            pending = null;
            speakHttp2(context);
            context.fireChannelRead(in); // to who has taken this one's place
            return false;
        }
        if (!speaksHttp1()) {
            startExchange().refuse(Exchange.HTTP2_ONLY);
        }
        return true;
    }

    private boolean speaksHttp1() {
        return gate.terms().protocols().contains("http/1.1");
    }

    /** Gives the connection away. */
    private Http2ClientConnection speakHttp2(ChannelHandlerContext context) {
        loop.timer().remove(clock);
        closing = true;
        Http2ClientConnection next = Http2ClientConnection.after(this, counted, traffic, gate, tls);
        context.pipeline().replace(this, "http2", next);
        return next;
    }

    /** Feeds exchanges until the bytes are used up or one has to wait. */
    @SuppressWarnings("ReferenceEquality") // whether it is still the very same
    private void pump() {
        if (pumping) {
            return;
        }
        pumping = true;
        try {
            while (!closing && pending != null) {
                Exchange current = exchange;
                if (current == null) {
                    current = startExchange();
                }
                ByteBuf in = pending;
                int before = in.readableBytes();
                current.onBytes(in);
                // The exchange may have ended, or been joined by another: only bytes that were used count.
                if (pending == in && !in.isReadable()) {
                    dropPending();
                } else if (pending == in && in.readableBytes() == before && exchange == current) {
                    break;
                }
            }
        } finally {
            pumping = false;
        }
        adjustReading();
    }

    private Exchange startExchange() {
        Exchange begun = traffic.begin(this);
        exchange = begun;
        setDeadline(System.nanoTime() + gate.terms().headNanos());
        return begun;
    }

    private void dropPending() {
        if (pending != null) {
            pending.release();
            pending = null;
        }
    }

    private void adjustReading() {
        int waiting = pending == null ? 0 : pending.readableBytes();
        boolean wanted = waiting < (reading ? MOST_PENDING : MOST_PENDING / 2);
        if (wanted != reading && !closing) {
            reading = wanted;
            channel().config().setAutoRead(wanted);
        }
    }

    @Override
    public void resume() {
        if (pending != null) {
            pump();
        }
    }

    @Override
    public void exchangeEnded(boolean keeps) {
        exchange = null;
        if (closing) {
            return;
        }
        if (!keeps || traffic.draining()) {
            closeAfterAnswer(false);
            return;
        }
        setDeadline(System.nanoTime() + gate.terms().idleNanos());
        if (pending != null) {
            pump();
        }
    }

    @Override
    public void endUnread() {
        closeAfterAnswer(true);
    }

    /** Closes when all is sent; {@code lingering}: reads on for a while, so that a reset does not destroy the answer. */
    private void closeAfterAnswer(boolean lingering) {
        exchange = null;
        closing = true;
        dropPending();
        Channel known = channel();
        setDeadline(System.nanoTime() + LINGER_NANOS);
        if (lingering && known instanceof DuplexChannel duplex) {
            known.config().setAutoRead(true);
            known.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(sent -> endOutput(duplex));
        } else {
            known.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(ChannelFutureListener.CLOSE);
        }
    }

    private void endOutput(DuplexChannel duplex) {
        if (tls == null) {
            duplex.shutdownOutput();
        } else {
            tls.closeOutbound(duplex).addListener(said -> duplex.shutdownOutput());
        }
    }

    @Override
    public void drain() {
        Exchange current = exchange;
        if (current != null) {
            current.onDrain();
        } else if (pending == null) {
            channel().close();
        }
    }

    /** Closes at once; the client sees an answer cut off. */
    @Override
    public void abort() {
        if (tls == null) {
            if (tunnel) {
                channel().config().setOption(ChannelOption.SO_LINGER, 0); // a reset goes on as a reset
            }
            channel().close();
        } else {
            tls.abort(channel());
        }
    }

    private void deadlinePassed() {
        Exchange current = exchange;
        if (current != null && !closing) {
            current.onDeadline();
        } else if (closing || tls == null) {
            abort();
        } else {
            tls.end(TlsHandshake.TIMEOUT);
            closing = true;
            setDeadline(System.nanoTime() + LINGER_NANOS);
            channel().close(); // says goodbye first
        }
    }

    @Override
    public void setDeadline(long nanos) {
        loop.timer().set(clock, nanos);
    }

    /** Sends a part of an answer; takes the buffer over. */
    void write(ByteBuf part) {
        Channel known = channel();
        known.writeAndFlush(part, known.voidPromise());
    }

    /** The same for a part that another follows at once. */
    void writeFirst(ByteBuf part) {
        Channel known = channel();
        known.write(part, known.voidPromise());
    }

    @Override
    public ByteBufAllocator allocator() {
        return channel().alloc();
    }

    @Override
    public boolean isWritable() {
        return channel().isWritable();
    }

    @Override
    public ListenerGate.Terms terms() {
        return gate.terms();
    }

    private ChannelHandlerContext context() {
        ChannelHandlerContext known = context;
        if (known == null) {
            throw new IllegalStateException("not connected");
        }
        return known;
    }

    private Channel channel() {
        Channel known = channel;
        if (known == null) {
            throw new IllegalStateException("not connected");
        }
        return known;
    }

    @Override
    public Peer peer() {
        return peer.of(channel());
    }

    @Override
    public @Nullable TlsConnection tls() {
        return tls;
    }

    @Override
    public boolean framesBodies() {
        return false;
    }

    @Override
    public String protocol() {
        return "http/1.1";
    }

    @Override
    public byte[] viaLine() {
        return VIA;
    }

    @Override
    public void beginBody(BodyReader body, FieldTable fields, List<FieldName> refused) {
        body.beginRequest(fields, refused);
    }

    @Override
    public void sendContinue() {
        write(allocator().buffer(CONTINUE.length).writeBytes(CONTINUE));
    }

    @Override
    public void sendInterim(ParsedResponse head) {
        HeadBytes out = loop.headBytes();
        AnswerWriter.writeInterim(out, head);
        write(out.toBuffer(allocator(), 0));
    }

    @Override
    public void sendOwn(HeadBytes head, byte[] content, int length) {
        write(head.toBuffer(allocator(), length).writeBytes(content, 0, length));
    }

    @Override
    public void sendHead(
            ParsedResponse head, BodyReader.Framing framing, ByteBuf in, int start, int length, boolean ended) {
        Exchange current = exchange;
        if (current != null) {
            answer.begin(current, head, framing, in, start, length, ended);
            if (head.status() == 101) {
                beginTunnel();
            }
        }
    }

    /** From here on one side may end before the other. */
    private void beginTunnel() {
        tunnel = true;
        if (tls == null && channel().config() instanceof DuplexChannelConfig duplex) {
            duplex.setAllowHalfClosure(true);
        }
    }

    @Override
    public void sendPart(ByteBuf in, int start, int length, boolean ended) {
        answer.part(in, start, length, ended);
        Channel known = channel();
        if (ended && tunnel && known instanceof DuplexChannel duplex) {
            known.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(sent -> endOutput(duplex));
        }
    }

    /** No more comes of a tunnel from the client; what has come goes on first. */
    private void tunnelInputEnded() {
        Exchange current = exchange;
        if (closing) {
            channel().close();
        } else if (current != null) {
            ByteBuf waiting = pending;
            int left = waiting == null ? 0 : waiting.readableBytes();
            current.bodyReader().endsAfter(left, Chunks.NO_TRAILERS);
            if (waiting == null) {
                current.onBytes(Unpooled.EMPTY_BUFFER);
            } else {
                pump();
            }
        }
    }

    @Override
    public void sendTrailers(byte[] lines) {
        answer.trailers(lines);
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
        if (tunnel && (event instanceof ChannelInputShutdownEvent || event instanceof SslCloseCompletionEvent)) {
            tunnelInputEnded();
            return;
        }
        if (tls == null) {
            return;
        }
        if (event instanceof SslHandshakeCompletionEvent handshake) {
            handshakeEnded(tls, handshake);
        } else if (event instanceof SslCloseCompletionEvent) {
            context.close(); // as when a plain connection ends
        }
    }

    private void handshakeEnded(TlsConnection known, SslHandshakeCompletionEvent handshake) {
        if (!handshake.isSuccess()) {
            known.failed(handshake.cause());
        } else if (known.established() && known.isHttp2()) {
            speakHttp2(context());
        } else if (known.established()) {
            setDeadline(System.nanoTime() + gate.terms().idleNanos());
        } else {
            closeAfterAnswer(false);
        }
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext context) {
        Exchange current = exchange;
        if (current != null && context.channel().isWritable()) {
            current.onClientWritable();
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        // What takes in other nodes has a TLS of its own, of which the connection knows nothing.
        boolean handshake =
                cause.getCause() instanceof SSLException || tls != null && cause instanceof DecoderException;
        if (!handshake && !(cause instanceof java.io.IOException)) {
            LOG.error("a connection failed and is closed", cause);
        }
        context.close();
    }
}
