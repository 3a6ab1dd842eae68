package io.weir.node.dataplane.upstream;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.ConnectTimeoutException;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslHandler;
import io.weir.config.model.Health;
import io.weir.config.model.UpstreamProtocol;
import io.weir.node.dataplane.loop.Loop;
import io.weir.node.dataplane.loop.Timed;
import io.weir.node.dataplane.tls.EndpointTls;
import io.weir.node.dataplane.tls.TlsFailure;
import io.weir.node.state.EndpointPlan;
import io.weir.node.state.Probes;
import io.weir.protocol.http.ParsedResponse;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One probe of one endpoint over a connection of its own (the {@code Probes} port). Only on its loop. */
public final class Prober extends ChannelInboundHandlerAdapter {
    private static final int LONGEST_HEAD = 16 * 1024;
    private static final String NAME = "prober";

    private final Loop loop;
    private final EndpointPlan endpoint;
    private final Health.Active settings;
    private final Consumer<Probes.Result> then;
    private final byte[] answer = new byte[LONGEST_HEAD];
    private final ParsedResponse head = new ParsedResponse();
    private final Timed clock = new Timed() {
        @Override
        protected void onDeadline(long nowNanos) {
            late();
        }
    };
    private int length;
    private boolean done;
    private @Nullable Channel channel;

    private Prober(Loop loop, EndpointPlan endpoint, Health.Active settings, Consumer<Probes.Result> then) {
        this.loop = loop;
        this.endpoint = endpoint;
        this.settings = settings;
        this.then = then;
    }

    /** Calls {@code then} once, at the latest after the probe's timeout. */
    public static void probe(Loop loop, EndpointPlan endpoint, Health.Active settings, Consumer<Probes.Result> then) {
        new Prober(loop, endpoint, settings, then).start();
    }

    private void start() {
        if (endpoint.address().isUnresolved()) {
            finish(false, "the host is not known");
            return;
        }
        if (endpoint.tls() instanceof EndpointTls tls && tls.current() == null) {
            finish(false, "TLS: the certificate that is to be shown is not there");
            return;
        }
        loop.timer().set(clock, System.nanoTime() + settings.timeout().toNanos());
        ChannelFuture connecting = new Bootstrap()
                .group(loop.events())
                .channel(loop.transport().client())
                .option(ChannelOption.TCP_NODELAY, true)
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, (int)
                        Math.max(1, settings.timeout().toMillis()))
                .handler(new ChannelInitializer<Channel>() {
                    @Override
                    protected void initChannel(Channel created) {
                        secure(created);
                        created.pipeline().addLast(NAME, Prober.this);
                    }
                })
                .connect(endpoint.address());
        channel = connecting.channel();
        connecting.addListener(connected -> {
            if (!connected.isSuccess()) {
                boolean slow = connected.cause() instanceof ConnectTimeoutException;
                finish(false, slow ? "no connection in time" : reason(connected.cause()));
            }
        });
    }

    /** A probe trusts whom traffic trusts, and shows what traffic shows. */
    private void secure(Channel created) {
        EndpointTls tls = (EndpointTls) endpoint.tls();
        SslContext context = tls == null ? null : tls.current();
        if (tls != null && context != null) {
            SslHandler handler = tls.handler(context, created.alloc());
            created.pipeline().addLast(handler);
            handler.handshakeFuture().addListener(done -> {
                if (done.isSuccess()) {
                    ask();
                } else {
                    finish(false, "TLS: " + TlsFailure.reason(done.cause()));
                }
            });
        }
    }

    private static String reason(Throwable cause) {
        String message = String.valueOf(cause.getMessage());
        return message.contains("refused") ? "connection refused" : "connection failed";
    }

    @Override
    public void channelActive(ChannelHandlerContext context) {
        if (endpoint.tls() == null) {
            ask();
        }
    }

    private void ask() {
        Channel open = channel;
        if (open == null) {
            throw new IllegalStateException("not connected");
        }
        if (settings.probe() instanceof Health.Probe.Tcp) {
            finish(true, "");
        } else if (speaksFrames(open)) {
            boolean secure = endpoint.tls() != null;
            open.pipeline()
                    .addBefore(NAME, null, FrameProbe.handler(settings.probe(), endpoint.id(), secure, this::finish));
        } else if (settings.probe() instanceof Health.Probe.Http http && endpoint.protocol() != UpstreamProtocol.H2) {
            String host = http.host().orElse(endpoint.id());
            String request = "GET " + http.path() + " HTTP/1.1\r\nHost: " + host
                    + "\r\nUser-Agent: weir-health\r\nAccept: */*\r\nConnection: close\r\n\r\n";
            byte[] bytes = request.getBytes(StandardCharsets.ISO_8859_1);
            open.writeAndFlush(open.alloc().buffer(bytes.length).writeBytes(bytes));
        } else {
            finish(false, "it does not agree to h2 (ALPN)");
        }
    }

    private boolean speaksFrames(Channel open) {
        SslHandler secured = open.pipeline().get(SslHandler.class);
        return secured == null ? endpoint.protocol() == UpstreamProtocol.H2 : EndpointTls.isHttp2(secured);
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        ByteBuf in = (ByteBuf) message;
        int count = Math.min(in.readableBytes(), answer.length - length);
        in.readBytes(answer, length, count);
        in.release();
        length += count;
        if (!done) {
            judge();
        }
    }

    private void judge() {
        int end = head.parse(answer, length);
        if (end == ParsedResponse.BAD || end == ParsedResponse.MORE && length == answer.length) {
            finish(false, "the answer is not HTTP");
        } else if (end != ParsedResponse.MORE) {
            int status = head.status();
            boolean healthy = settings.probe() instanceof Health.Probe.Http http
                    && status >= http.statusFrom()
                    && status <= http.statusTo();
            finish(healthy, healthy ? "" : "status " + status);
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        finish(false, "connection closed");
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        finish(false, "connection failed");
    }

    private void late() {
        finish(false, "no answer in time");
    }

    private void finish(boolean healthy, String reason) {
        if (done) {
            return;
        }
        done = true;
        loop.timer().remove(clock);
        if (channel != null) {
            channel.close();
        }
        then.accept(new Probes.Result(healthy, reason));
    }
}
