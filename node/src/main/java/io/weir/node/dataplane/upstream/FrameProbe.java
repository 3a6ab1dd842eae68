package io.weir.node.dataplane.upstream;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http2.AbstractHttp2ConnectionHandlerBuilder;
import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.Http2ConnectionDecoder;
import io.netty.handler.codec.http2.Http2ConnectionEncoder;
import io.netty.handler.codec.http2.Http2ConnectionHandler;
import io.netty.handler.codec.http2.Http2ConnectionPrefaceAndSettingsFrameWrittenEvent;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2FrameAdapter;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2Settings;
import io.weir.config.model.Health;
import io.weir.protocol.grpc.GrpcFrames;
import io.weir.protocol.grpc.GrpcHealth;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The one exchange of a probe over HTTP/2: a page, or a gRPC call. Only on its loop. */
final class FrameProbe extends Http2FrameAdapter {
    private static final int STREAM = 1;
    private static final int LONGEST_MESSAGE = 1024;

    private final Health.Probe probe;
    private final String host;
    private final boolean secure;
    private final Verdict then;
    private final GrpcFrames frames = new GrpcFrames(LONGEST_MESSAGE);
    private boolean serving;
    private boolean headRead;

    /** Takes what came of it, maybe more than once. */
    interface Verdict {
        void is(boolean healthy, String reason);
    }

    private FrameProbe(Health.Probe probe, String host, boolean secure, Verdict then) {
        this.probe = probe;
        this.host = host;
        this.secure = secure;
        this.then = then;
    }

    /** What asks, and reads the answer, once it is added to a pipeline that is connected. */
    static Http2ConnectionHandler handler(Health.Probe probe, String endpoint, boolean secure, Verdict then) {
        return new Asking(new FrameProbe(probe, host(probe).orElse(endpoint), secure, then)).build();
    }

    private static Optional<String> host(Health.Probe probe) {
        return probe instanceof Health.Probe.Grpc grpc
                ? grpc.host()
                : probe instanceof Health.Probe.Http http ? http.host() : Optional.empty();
    }

    private static final class Asking extends AbstractHttp2ConnectionHandlerBuilder<Http2ConnectionHandler, Asking> {
        private final FrameProbe probe;

        Asking(FrameProbe probe) {
            this.probe = probe;
            server(false);
            frameListener(probe);
            decoupleCloseAndGoAway(true);
        }

        @Override
        protected Http2ConnectionHandler build() {
            return super.build();
        }

        @Override
        protected Http2ConnectionHandler build(
                Http2ConnectionDecoder decoder, Http2ConnectionEncoder encoder, Http2Settings settings) {
            return new Handler(decoder, encoder, settings.pushEnabled(false), probe);
        }
    }

    private static final class Handler extends Http2ConnectionHandler {
        private final FrameProbe probe;

        Handler(
                Http2ConnectionDecoder decoder,
                Http2ConnectionEncoder encoder,
                Http2Settings settings,
                FrameProbe probe) {
            super(decoder, encoder, settings, true);
            this.probe = probe;
        }

        @Override
        public void userEventTriggered(ChannelHandlerContext context, Object event) {
            if (event instanceof Http2ConnectionPrefaceAndSettingsFrameWrittenEvent) {
                probe.ask(context, this);
            }
        }

        @Override
        protected void onStreamError(
                ChannelHandlerContext context,
                boolean outbound,
                Throwable cause,
                Http2Exception.StreamException error) {
            probe.then.is(false, "the answer is not HTTP/2");
        }

        @Override
        protected void onConnectionError(
                ChannelHandlerContext context, boolean outbound, Throwable cause, @Nullable Http2Exception error) {
            probe.then.is(false, "the answer is not HTTP/2");
        }
    }

    /** Behind the preface. */
    private void ask(ChannelHandlerContext context, Http2ConnectionHandler handler) {
        Http2Headers fields = new DefaultHttp2Headers(false)
                .scheme(secure ? "https" : "http")
                .authority(host)
                .add("user-agent", "weir-health");
        if (probe instanceof Health.Probe.Grpc grpc) {
            fields.method("POST").path(GrpcHealth.PATH);
            fields.add("te", "trailers").add("content-type", "application/grpc");
            handler.encoder().writeHeaders(context, STREAM, fields, 0, false, context.newPromise());
            byte[] request = GrpcHealth.request(grpc.service());
            ByteBuf data = context.alloc().buffer(request.length).writeBytes(request);
            handler.encoder().writeData(context, STREAM, data, 0, true, context.newPromise());
        } else if (probe instanceof Health.Probe.Http http) {
            fields.method("GET").path(http.path()).add("accept", "*/*");
            handler.encoder().writeHeaders(context, STREAM, fields, 0, true, context.newPromise());
        }
        handler.flush(context);
    }

    @Override
    public void onHeadersRead(
            ChannelHandlerContext context,
            int id,
            Http2Headers headers,
            int dependency,
            short weight,
            boolean exclusive,
            int padding,
            boolean ended) {
        if (!headRead) {
            int status = status(headers.status());
            if (status < 200) {
                return;
            }
            headRead = true;
            judge(status);
        }
        if (ended && probe instanceof Health.Probe.Grpc) {
            judgeCall(headers.get("grpc-status"));
        }
    }

    private static int status(@Nullable CharSequence text) {
        boolean known = text != null && text.length() == 3 && text.chars().allMatch(c -> c >= '0' && c <= '9');
        return known ? Integer.parseInt(String.valueOf(text)) : 599;
    }

    private void judge(int status) {
        if (probe instanceof Health.Probe.Http http) {
            boolean healthy = status >= http.statusFrom() && status <= http.statusTo();
            then.is(healthy, healthy ? "" : "status " + status);
        } else if (status != 200) {
            then.is(false, "status " + status);
        }
    }

    private void judgeCall(@Nullable CharSequence code) {
        if (code == null) {
            then.is(false, "the answer has no gRPC status");
        } else if (!"0".contentEquals(code)) {
            boolean number = code.length() <= 2 && code.chars().allMatch(c -> c >= '0' && c <= '9');
            then.is(false, number ? "gRPC status " + code : "the gRPC status is none");
        } else {
            then.is(serving, serving ? "" : "it is not serving");
        }
    }

    @Override
    public int onDataRead(ChannelHandlerContext context, int id, ByteBuf data, int padding, boolean ended) {
        int all = data.readableBytes() + padding;
        if (probe instanceof Health.Probe.Grpc) {
            byte[] bytes = new byte[Math.min(data.readableBytes(), LONGEST_MESSAGE + GrpcFrames.PREFIX)];
            data.readBytes(bytes);
            frames.add(bytes, 0, bytes.length);
            GrpcFrames.Found found = frames.next();
            if (found == GrpcFrames.Found.MESSAGE) {
                serving = frames.flags() == 0 && GrpcHealth.isServing(frames.message());
            } else if (found != GrpcFrames.Found.NOTHING) {
                then.is(false, "the answer is not gRPC");
            }
            if (ended) {
                then.is(false, "the answer has no gRPC status");
            }
        }
        return all;
    }

    @Override
    public void onRstStreamRead(ChannelHandlerContext context, int id, long error) {
        then.is(false, "the exchange was reset");
    }

    @Override
    public void onGoAwayRead(ChannelHandlerContext context, int last, long error, ByteBuf debug) {
        if (last < STREAM) {
            then.is(false, "the exchange was refused");
        }
    }
}
