package io.weir.node.dataplane.exchange;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.codec.DecoderException;
import io.netty.handler.ssl.SslCloseCompletionEvent;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import io.netty.util.NetUtil;
import io.weir.node.dataplane.loop.Loop;
import io.weir.node.dataplane.loop.Timed;
import io.weir.node.dataplane.tls.TlsConnection;
import io.weir.node.state.ConnectionRefusal;
import io.weir.node.state.TlsHandshake;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A client's connection: feeds one exchange after the other with bytes, so that answers keep the order of requests
 * whatever is pipelined. Only on its loop.
 */
public final class ClientConnection extends ChannelInboundHandlerAdapter {
    private static final Logger LOG = LoggerFactory.getLogger(ClientConnection.class);
    private static final int MOST_PENDING = 64 * 1024;
    private static final long LINGER_NANOS = 2_000_000_000L;

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
    private @Nullable Peer peer;
    private @Nullable Trust peerTrust;
    private @Nullable ByteBuf pending;
    private @Nullable Exchange exchange;
    private boolean counted;
    private boolean pumping;
    private boolean reading = true;
    private boolean closing;

    /** @param tls null: in plain text */
    public ClientConnection(LoopTraffic traffic, ListenerGate gate, @Nullable TlsConnection tls) {
        this.traffic = traffic;
        this.loop = traffic.loop();
        this.gate = gate;
        this.tls = tls;
    }

    @Override
    public void channelActive(ChannelHandlerContext context) {
        channel = context.channel();
        traffic.opened(this);
        counted = gate.enter();
        setDeadline(System.nanoTime()
                + (tls == null ? gate.terms().idleNanos() : gate.terms().headNanos()));
        if (!counted) {
            loop.recorder().connectionRefused(gate.name(), ConnectionRefusal.CONNECTIONS);
            gate.leave(); // on its way out, it takes nobody's place
            if (tls == null) {
                startExchange().refuse(Problems.TOO_MANY_CONNECTIONS);
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
        pending = before == null ? in : join(before, in);
        pump();
    }

    /** Into a new buffer: parts of the old one may still be on their way. */
    private static ByteBuf join(ByteBuf before, ByteBuf more) {
        ByteBuf both = before.alloc().buffer(before.readableBytes() + more.readableBytes());
        both.writeBytes(before).writeBytes(more);
        before.release();
        more.release();
        return both;
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

    /** The exchange takes more of its body again. */
    void resume() {
        if (pending != null) {
            pump();
        }
    }

    /** The exchange is over and its answer written. */
    void exchangeEnded(boolean keeps) {
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

    /** Closes when all is sent; {@code lingering}: reads on for a while, so that a reset does not destroy the answer. */
    void closeAfterAnswer(boolean lingering) {
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

    void closeIfIdle() {
        if (exchange == null && pending == null) {
            channel().close();
        }
    }

    /** Closes at once; the client sees an answer cut off. */
    void abort() {
        if (tls == null) {
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

    void setDeadline(long nanos) {
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

    ByteBufAllocator allocator() {
        return channel().alloc();
    }

    boolean isWritable() {
        return channel().isWritable();
    }

    ListenerGate.Terms terms() {
        return gate.terms();
    }

    Channel channel() {
        Channel known = channel;
        if (known == null) {
            throw new IllegalStateException("not connected");
        }
        return known;
    }

    /** Who is at the other end. */
    @SuppressWarnings("ReferenceEquality") // anew when a revision changes the trust
    Peer peer() {
        Trust trust = gate.terms().trust();
        Peer known = peer;
        if (known == null || peerTrust != trust) {
            InetAddress address = ((InetSocketAddress) channel().remoteAddress()).getAddress();
            byte[] figures = NetUtil.toAddressString(address).getBytes(StandardCharsets.US_ASCII);
            known = new Peer(address.getAddress(), figures, trust.trusts(address.getAddress()), tls != null);
            peer = known;
            peerTrust = trust;
        }
        return known;
    }

    /** Null: in plain text. */
    @Nullable
    TlsConnection tls() {
        return tls;
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
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
        if (!(cause instanceof java.io.IOException || tls != null && cause instanceof DecoderException)) {
            LOG.error("a connection failed and is closed", cause);
        }
        context.close();
    }
}
