package io.weir.node.dataplane.tcp;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.ssl.SslCloseCompletionEvent;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import io.weir.node.dataplane.exchange.AnnouncedPeer;
import org.jspecify.annotations.Nullable;

/** One end of a connection that is passed on: the client's, or the endpoint's. Only on its loop. */
final class TcpSide extends ChannelInboundHandlerAdapter {
    private final TcpConnection connection;
    private @Nullable Channel channel;
    private @Nullable Relay relay;
    private String name = "";
    private boolean inputEnded;
    private boolean outputEnded;
    private boolean gone;

    TcpSide(TcpConnection connection) {
        this.connection = connection;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext context) {
        channel = context.channel();
        name = context.name();
    }

    /** What comes from here goes through {@code handler} first. */
    void addBefore(ChannelHandler handler) {
        channel().pipeline().addBefore(name, null, handler);
    }

    Channel channel() {
        Channel known = channel;
        if (known == null) {
            throw new IllegalStateException("not connected");
        }
        return known;
    }

    /** A side that ends its output goes on reading. TLS has an end of its own instead, and no bytes after that. */
    void allowHalfClosure() {
        channel().config().setOption(ChannelOption.ALLOW_HALF_CLOSURE, true);
    }

    /** Who is told what happens here; null: the connection is. */
    void relayBy(@Nullable Relay newRelay) {
        relay = newRelay;
    }

    /** Nothing more comes from here. */
    boolean inputEnded() {
        return inputEnded;
    }

    /** It was told that nothing more will come. */
    boolean outputEnded() {
        return outputEnded;
    }

    /** It is closed. */
    boolean isGone() {
        return gone;
    }

    boolean isWritable() {
        return channel().isWritable();
    }

    void setReading(boolean reading) {
        channel().config().setAutoRead(reading);
    }

    /** Takes the buffer over; it is sent with the next {@link #flush}. */
    void write(ByteBuf part) {
        Channel known = channel();
        known.write(part, known.voidPromise());
    }

    void flush() {
        channel().flush();
    }

    /** What it has not taken yet, in a measure that changes when it takes some. */
    long unsent() {
        ChannelOutboundBuffer buffer = channel().unsafe().outboundBuffer();
        if (buffer == null || buffer.isEmpty()) {
            return 0;
        }
        int first = buffer.current() instanceof ByteBuf bytes ? bytes.readableBytes() : 0;
        return buffer.totalPendingWriteBytes() + first;
    }

    /** Says that nothing more will come, after all that was written. */
    void endOutput() {
        Channel known = channel();
        known.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(sent -> {
            if (sent.isSuccess()) {
                shutdown(known);
            }
        });
    }

    private void shutdown(Channel known) {
        SslHandler ssl = known.pipeline().get(SslHandler.class);
        if (ssl != null) {
            ssl.closeOutbound().addListener(said -> outputIsOver());
        } else {
            ((DuplexChannel) known).shutdownOutput().addListener(done -> outputIsOver());
        }
    }

    private void outputIsOver() {
        outputEnded = true;
        if (relay != null) {
            relay.onOutputEnded(this);
        }
    }

    /** Sends what this is, then closes. */
    void closeWith(ByteBuf last) {
        setReading(false);
        channel().writeAndFlush(last).addListener(sent -> channel().close());
    }

    /** In order: TLS says goodbye. Reading ends first: with io_uring what is being read from stays open until something came. */
    void close() {
        setReading(false);
        channel().close();
    }

    /** At once, so that the other end knows that something is missing. */
    void reset() {
        Channel known = channel();
        if (!known.isOpen()) {
            return;
        }
        setReading(false);
        known.config().setOption(ChannelOption.SO_LINGER, 0);
        ChannelHandlerContext first = known.pipeline().firstContext();
        if (first == null) {
            known.close();
        } else {
            first.close(); // past TLS, which would say that all is well
        }
    }

    @Override
    public void channelActive(ChannelHandlerContext context) {
        connection.onActive(this);
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        if (relay != null) {
            relay.onBytes(this, (ByteBuf) message);
        } else {
            connection.onBytes(this, (ByteBuf) message);
        }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext context) {
        if (relay != null) {
            relay.onReadComplete(this);
        }
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext context) {
        if (relay != null) {
            relay.onWritability(this);
        }
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
        if (event instanceof ChannelInputShutdownEvent) {
            inputEnded(false);
        } else if (event instanceof SslCloseCompletionEvent end && end.isSuccess()) {
            inputEnded(true);
        } else if (event == AnnouncedPeer.Told.TOLD) {
            connection.onTold();
        } else if (event instanceof SslHandshakeCompletionEvent handshake) {
            connection.onHandshake(this, handshake);
        }
    }

    private void inputEnded(boolean inTls) {
        inputEnded = true;
        if (relay == null) {
            connection.onInputEnded(this, inTls);
        } else if (inTls) {
            relay.onTlsEnded(this);
        } else {
            relay.onInputEnded(this);
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        gone = true;
        if (relay != null) {
            relay.onGone(this);
        } else {
            connection.onGone(this);
        }
        connection.endIfGone();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        connection.onFailure(this, cause);
    }
}
