package io.weir.node.dataplane.upstream;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.channel.ConnectTimeoutException;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import io.weir.config.model.UpstreamProtocol;
import io.weir.node.dataplane.loop.Loop;
import io.weir.node.dataplane.loop.Timed;
import io.weir.node.dataplane.loop.Transports;
import io.weir.node.dataplane.tls.EndpointTls;
import java.net.InetSocketAddress;
import java.nio.channels.ClosedChannelException;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * A connection on its way to being open where HTTP/2 may be spoken: TCP, then TLS, which agrees upon what is spoken, then
 * the endpoint's settings; all within the time that connecting may take. Only on its loop.
 */
final class Negotiation extends ChannelInboundHandlerAdapter {
    private final EndpointPool pool;
    private final Loop loop;
    private final HeadScratch scratch;
    private final UpstreamProtocol protocol;
    private final @Nullable EndpointTls tls;
    private final @Nullable SslContext context;
    private final long begunMillis = System.currentTimeMillis();
    private final long deadline;
    private final Timed clock = new Timed() {
        @Override
        protected void onDeadline(long nowNanos) {
            late();
        }
    };
    private @Nullable SslHandler ssl;
    private @Nullable Channel channel;
    private @Nullable Throwable refusal;

    Negotiation(
            EndpointPool pool,
            Loop loop,
            HeadScratch scratch,
            UpstreamProtocol protocol,
            @Nullable EndpointTls tls,
            @Nullable SslContext context,
            int millis) {
        this.pool = pool;
        this.loop = loop;
        this.scratch = scratch;
        this.protocol = protocol;
        this.tls = tls;
        this.context = context;
        this.deadline = System.nanoTime() + millis * 1_000_000L;
    }

    /** The pool is told, once, how it ended. */
    void begin(InetSocketAddress target, int millis) {
        ChannelFuture connecting = new Bootstrap()
                .group(loop.events())
                .channel(loop.transport().client())
                .option(ChannelOption.TCP_NODELAY, true)
                .option(ChannelOption.SO_KEEPALIVE, true)
                .option(ChannelOption.WRITE_BUFFER_WATER_MARK, Transports.WATER_MARK)
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, millis)
                .handler(this)
                .connect(target);
        connecting.addListener(done -> {
            if (!done.isSuccess()) {
                boolean late = done.cause() instanceof ConnectTimeoutException;
                pool.notOpened(late ? Failure.CONNECT_TIMEOUT : Failure.CONNECT); // it was never active
            }
        });
    }

    @Override
    public void handlerAdded(ChannelHandlerContext own) {
        if (tls != null && context != null) {
            ssl = tls.handler(context, own.alloc());
            own.pipeline().addFirst(ssl);
        }
    }

    @Override
    public void channelActive(ChannelHandlerContext own) {
        if (ssl == null) {
            share(own);
        } else {
            channel = own.channel();
            loop.timer().set(clock, deadline);
        }
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext own, Object event) {
        if (event instanceof SslHandshakeCompletionEvent handshake) {
            if (handshake.isSuccess()) {
                secured(own);
            } else {
                refusal = handshake.cause();
                own.close();
            }
        }
    }

    private void secured(ChannelHandlerContext own) {
        SslHandler known = ssl;
        if (known == null) {
            throw new IllegalStateException("in plain text");
        }
        if (EndpointTls.isHttp2(known)) {
            pool.secured(EndpointTls.isResumed(known, begunMillis));
            share(own);
        } else if (protocol == UpstreamProtocol.AUTO) {
            pool.secured(EndpointTls.isResumed(known, begunMillis));
            loop.timer().remove(clock);
            UpstreamConnection connection = new UpstreamConnection(pool, scratch, known, context);
            connection.opened(own.channel());
            own.pipeline().replace(this, null, connection);
            pool.opened(connection);
        } else {
            refusal = new SSLException("it does not agree to h2 (ALPN)");
            own.close();
        }
    }

    /** From here on it is HTTP/2; the connection tells the pool when the endpoint has said its settings. */
    private void share(ChannelHandlerContext own) {
        loop.timer().remove(clock);
        SharedConnection connection = new SharedConnection(pool, loop, scratch, context);
        loop.timer().set(connection.clock(), deadline);
        own.pipeline().replace(this, null, connection.frames());
    }

    private void late() {
        if (channel != null) {
            channel.close();
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext own) {
        loop.timer().remove(clock);
        if (System.nanoTime() - deadline >= 0) {
            pool.notOpened(Failure.CONNECT_TIMEOUT);
        } else {
            pool.tlsFailed(refusal == null ? new ClosedChannelException() : refusal);
            pool.notOpened(Failure.TLS);
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext own, Throwable cause) {
        if (refusal == null) {
            refusal = cause;
        }
        own.close();
    }
}
