package io.weir.node.dataplane.upstream;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelOption;
import io.netty.channel.ConnectTimeoutException;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.concurrent.Future;
import io.weir.node.dataplane.loop.Loop;
import io.weir.node.dataplane.loop.Transports;
import io.weir.node.dataplane.tls.EndpointTls;
import java.net.InetSocketAddress;

/**
 * A connection on its way to being open: TCP, then TLS where the endpoint speaks it, both within the time that connecting
 * may take. Only on its loop.
 */
final class Opening {
    private final EndpointPool pool;
    private final Loop loop;
    private final UpstreamConnection connection;
    private final EndpointPool.Wait wait;
    private final long deadline;
    private final long begunMillis = System.currentTimeMillis();

    private Opening(EndpointPool pool, Loop loop, UpstreamConnection connection, EndpointPool.Wait wait, int millis) {
        this.pool = pool;
        this.loop = loop;
        this.connection = connection;
        this.wait = wait;
        this.deadline = System.nanoTime() + millis * 1_000_000L;
    }

    /** The pool is told, once, how it ended. */
    static void begin(
            EndpointPool pool,
            Loop loop,
            InetSocketAddress target,
            int millis,
            UpstreamConnection connection,
            EndpointPool.Wait wait) {
        Opening opening = new Opening(pool, loop, connection, wait, millis);
        ChannelFuture connecting = new Bootstrap()
                .group(loop.events())
                .channel(loop.transport().client())
                .option(ChannelOption.TCP_NODELAY, true)
                .option(ChannelOption.SO_KEEPALIVE, true)
                .option(ChannelOption.WRITE_BUFFER_WATER_MARK, Transports.WATER_MARK)
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, millis)
                .handler(connection)
                .connect(target);
        connection.opened(connecting.channel());
        connecting.addListener(done -> opening.connected(connecting));
    }

    private void connected(ChannelFuture connecting) {
        SslHandler ssl = connection.ssl();
        if (!connecting.isSuccess()) {
            boolean late = connecting.cause() instanceof ConnectTimeoutException;
            pool.closed(connection); // it was never active
            wait.fail(late ? Failure.CONNECT_TIMEOUT : Failure.CONNECT);
        } else if (ssl == null) {
            pool.opened(connection, wait);
        } else {
            loop.timer().set(connection.idle(), deadline);
            ssl.handshakeFuture().addListener(done -> handshakeEnded(ssl, done));
        }
    }

    private void handshakeEnded(SslHandler ssl, Future<?> handshake) {
        if (handshake.isSuccess()) {
            loop.timer().clear(connection.idle());
            pool.secured(connection, EndpointTls.isResumed(ssl, begunMillis), wait);
        } else if (System.nanoTime() >= deadline) {
            wait.fail(Failure.CONNECT_TIMEOUT);
        } else {
            pool.tlsFailed(handshake.cause());
            wait.fail(Failure.TLS);
        }
    }
}
