package io.weir.node.dataplane.tcp;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslHandler;
import io.weir.config.model.Retry;
import io.weir.node.dataplane.exchange.LoopTraffic;
import io.weir.node.dataplane.loop.Loop;
import io.weir.node.dataplane.loop.Transports;
import io.weir.node.dataplane.tls.EndpointTls;
import io.weir.node.dataplane.tls.TlsFailure;
import io.weir.node.dataplane.upstream.Handshakes;
import io.weir.node.decide.retry.Retries;
import io.weir.node.state.EndpointPlan;
import io.weir.node.state.TcpEnd;
import io.weir.node.state.UpstreamPlan;
import io.weir.protocol.http.Method;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A client's way to an endpoint: one after the other until one is reached. Nothing was sent to those that were not, so
 * others are always free to be tried. Only on its loop.
 */
final class TcpAttempts {
    private final TcpConnection connection;
    private final LoopTraffic traffic;
    private final Loop loop;
    private final UpstreamPlan upstream;
    private final byte[] client;
    private final byte[] header;
    private final Retries retries;
    private @Nullable Attempt current;
    private @Nullable EndpointPlan endpoint;
    private TcpEnd reason = TcpEnd.NO_ENDPOINT;
    private long excluded;
    private int failures;
    private int begun;
    private @Nullable EndpointPlan reached;

    /**
     * @param client its address: what is hashed where the balance goes by it
     * @param header what each connection begins with; may be empty
     */
    TcpAttempts(TcpConnection connection, LoopTraffic traffic, UpstreamPlan upstream, byte[] client, byte[] header) {
        this.connection = connection;
        this.traffic = traffic;
        this.loop = traffic.loop();
        this.upstream = upstream;
        this.client = client;
        this.header = header;
        this.retries = traffic.retries(upstream);
    }

    /** One connection on its way to being open. */
    private final class Attempt {
        final EndpointPlan target;
        final TcpSide side = new TcpSide(connection);
        final long begunMillis = System.currentTimeMillis();
        private @Nullable Channel channel;
        private @Nullable SslHandler ssl;

        Attempt(EndpointPlan target) {
            this.target = target;
        }

        void begin(@Nullable EndpointTls tls, @Nullable SslContext context) {
            ChannelFuture connecting = new Bootstrap()
                    .group(loop.events())
                    .channel(loop.transport().client())
                    .option(ChannelOption.TCP_NODELAY, true)
                    .option(ChannelOption.SO_KEEPALIVE, true)
                    .option(ChannelOption.WRITE_BUFFER_WATER_MARK, Transports.WATER_MARK)
                    .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, connectMillis())
                    .handler(new ChannelInitializer<Channel>() {
                        @Override
                        protected void initChannel(Channel created) {
                            if (tls != null && context != null) {
                                ssl = tls.handler(context, created.alloc());
                                created.pipeline().addLast(ssl);
                            }
                            created.pipeline().addLast(side);
                        }
                    })
                    .connect(target.address());
            channel = connecting.channel();
            connecting.addListener(done -> connected(connecting));
        }

        @SuppressWarnings("ReferenceEquality") // whether it is still this one
        private boolean isOver() {
            return current != this;
        }

        private void connected(ChannelFuture connecting) {
            SslHandler known = ssl;
            if (isOver()) {
                connecting.channel().close();
            } else if (!connecting.isSuccess()) {
                failed(this, TcpEnd.CONNECT_FAILED);
            } else if (known == null) {
                BackendHeader.send(header, connecting.channel());
                side.allowHalfClosure();
                reached();
            } else {
                BackendHeader.send(header, connecting.channel());
                known.handshakeFuture().addListener(done -> secured(known, done.isSuccess(), done.cause()));
            }
        }

        private void secured(SslHandler known, boolean good, @Nullable Throwable cause) {
            if (isOver()) {
                side.reset();
            } else if (good) {
                handshakes(target).succeeded(target, EndpointTls.isResumed(known, begunMillis));
                reached();
            } else {
                handshakes(target)
                        .failed(target, TlsFailure.reason(cause == null ? new IllegalStateException() : cause));
                failed(this, TcpEnd.CONNECT_FAILED);
            }
        }

        void abandon() {
            if (channel != null) {
                channel.close();
            }
        }

        private void reached() {
            current = null;
            reached = target;
            loop.counters().proved(target.status());
            connection.onReached(side);
        }
    }

    private Handshakes handshakes(EndpointPlan target) {
        return traffic.pools().handshakes(target);
    }

    private int connectMillis() {
        return (int) Math.min(upstream.model().timeouts().connect().toMillis(), Integer.MAX_VALUE);
    }

    /** Goes on until an endpoint is reached or none is left to try; {@code connection} is told. */
    void next() {
        EndpointPlan target = loop.picker().pickFor(upstream, client, loop.counters(), excluded, (int) loop.random());
        if (target == null) {
            connection.onUnreachable(reason);
            return;
        }
        endpoint = target;
        begun++;
        if (!traffic.pools().tryOpen(upstream, target)) {
            again(target, TcpEnd.OVERLOADED);
            return;
        }
        loop.counters().begun(target.status());
        connection.setDeadline(System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(connectMillis()));
        Attempt attempt = new Attempt(target);
        current = attempt;
        EndpointTls tls = (EndpointTls) target.tls();
        SslContext context = tls == null ? null : tls.current();
        if (target.address().isUnresolved()) {
            failed(attempt, TcpEnd.CONNECT_FAILED);
        } else if (tls != null && context == null) {
            handshakes(target).failed(target, "the certificate that is to be shown to it is not there");
            failed(attempt, TcpEnd.CONNECT_FAILED);
        } else {
            attempt.begin(tls, context);
        }
    }

    private void failed(Attempt attempt, TcpEnd why) {
        current = null;
        EndpointPlan target = attempt.target;
        traffic.pools().closed(target);
        int most = upstream.model().health().passive().consecutiveFailures();
        loop.counters().failed(target, most, loop.ejected());
        again(target, why);
    }

    private void again(EndpointPlan target, TcpEnd why) {
        reason = why;
        excluded |= bit(target);
        failures++;
        boolean wanted = retries.afterFailure(Retry.Condition.CONNECT_FAILURE, Method.GET, failures, false, true, false)
                .isRetry();
        if (wanted) {
            next();
        } else {
            connection.onUnreachable(why);
        }
    }

    @SuppressWarnings("ReferenceEquality") // one object for each endpoint of a revision
    private long bit(EndpointPlan target) {
        EndpointPlan[] all = upstream.endpoints();
        int index = 0;
        while (all[index] != target) {
            index++;
        }
        return 1L << index;
    }

    /** The endpoint of the last attempt; null before the first. */
    @Nullable
    EndpointPlan endpoint() {
        return endpoint;
    }

    /** Further attempts after the first. */
    int further() {
        return Math.max(0, begun - 1);
    }

    /** The attempt that is under way takes too long. */
    void late() {
        Attempt attempt = current;
        if (attempt != null) {
            attempt.abandon();
            failed(attempt, TcpEnd.CONNECT_FAILED);
        }
    }

    /** Nobody needs an endpoint any more, which says nothing about it. */
    void release() {
        Attempt attempt = current;
        EndpointPlan held = attempt == null ? reached : attempt.target;
        current = null;
        reached = null;
        if (held != null) {
            traffic.pools().closed(held);
            loop.counters().ended(held.status());
        }
        if (attempt != null) {
            attempt.abandon();
        }
    }
}
