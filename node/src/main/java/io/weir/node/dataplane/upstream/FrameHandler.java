package io.weir.node.dataplane.upstream;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http2.DefaultHttp2Connection;
import io.netty.handler.codec.http2.DefaultHttp2ConnectionDecoder;
import io.netty.handler.codec.http2.DefaultHttp2ConnectionEncoder;
import io.netty.handler.codec.http2.DefaultHttp2FrameReader;
import io.netty.handler.codec.http2.DefaultHttp2FrameWriter;
import io.netty.handler.codec.http2.DefaultHttp2HeadersDecoder;
import io.netty.handler.codec.http2.DefaultHttp2LocalFlowController;
import io.netty.handler.codec.http2.DefaultHttp2RemoteFlowController;
import io.netty.handler.codec.http2.Http2Connection;
import io.netty.handler.codec.http2.Http2ConnectionAdapter;
import io.netty.handler.codec.http2.Http2ConnectionDecoder;
import io.netty.handler.codec.http2.Http2ConnectionEncoder;
import io.netty.handler.codec.http2.Http2ConnectionHandler;
import io.netty.handler.codec.http2.Http2ConnectionPrefaceAndSettingsFrameWrittenEvent;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2PromisedRequestVerifier;
import io.netty.handler.codec.http2.Http2Settings;
import io.netty.handler.codec.http2.Http2Stream;
import io.netty.handler.codec.http2.UniformStreamByteDistributor;
import io.weir.node.dataplane.loop.RecentStreams;
import io.weir.node.dataplane.tls.TlsFailure;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The frames of a {@link SharedConnection}: between it and the library. Only on its loop. */
final class FrameHandler extends Http2ConnectionHandler {
    /** What an endpoint may send of one answer before the client has taken it: the memory that a slow one costs. */
    static final int STREAM_WINDOW = 128 * 1024;

    /** And of all together before this side has read it, which it always does. */
    static final int CONNECTION_WINDOW = 1024 * 1024;

    private static final Logger LOG = LoggerFactory.getLogger(FrameHandler.class);
    private static final int MOST_SMALL_CONTINUATIONS = 16;
    private static final long GOODBYE_MILLIS = 1_000;

    private final SharedConnection owner;
    private final Http2Connection.PropertyKey key;
    private final FrameBudget budget;
    private final RecentStreams recent = new RecentStreams();
    private @Nullable ChannelHandlerContext own;
    private @Nullable Throwable refusal;

    private FrameHandler(
            SharedConnection owner,
            HeadScratch scratch,
            Http2ConnectionDecoder decoder,
            Http2ConnectionEncoder encoder,
            FrameBudget budget) {
        super(decoder, encoder, settings(), true);
        this.owner = owner;
        this.budget = budget;
        this.key = connection().newKey();
        gracefulShutdownTimeoutMillis(GOODBYE_MILLIS);
        decoder.frameListener(new AnswerFrames(owner, this, scratch));
        connection().addListener(new Http2ConnectionAdapter() {
            @Override
            public void onStreamClosed(Http2Stream stream) {
                streamClosed(stream);
            }
        });
    }

    static FrameHandler of(SharedConnection owner, HeadScratch scratch) {
        DefaultHttp2Connection connection = new DefaultHttp2Connection(false, 0);
        // One that is not read holds its own window, not that of all.
        connection
                .local()
                .flowController(new DefaultHttp2LocalFlowController(
                        connection, DefaultHttp2LocalFlowController.DEFAULT_WINDOW_UPDATE_RATIO, true));
        connection.remote().flowController(new Windows(connection));
        FrameBudget budget = new FrameBudget(System.nanoTime());
        Http2ConnectionEncoder encoder = new DefaultHttp2ConnectionEncoder(connection, new EarningWriter(budget));
        DefaultHttp2HeadersDecoder heads = new DefaultHttp2HeadersDecoder(false, HeadScratch.LONGEST) {
            @Override
            protected Http2Headers newHeaders() {
                return scratch.reader.clear();
            }
        };
        CountedFrames reader = new CountedFrames(new DefaultHttp2FrameReader(heads, MOST_SMALL_CONTINUATIONS), budget);
        Http2ConnectionDecoder decoder = new DefaultHttp2ConnectionDecoder(
                connection, encoder, reader, Http2PromisedRequestVerifier.ALWAYS_VERIFY, true, true, false);
        return new FrameHandler(owner, scratch, decoder, encoder, budget);
    }

    private static final class Windows extends DefaultHttp2RemoteFlowController {
        Windows(Http2Connection connection) {
            super(connection, new UniformStreamByteDistributor(connection));
        }

        /** RFC 9113 §6.9.2: one exchange's window that becomes too large by them ends all. */
        @Override
        public void initialWindowSize(int size) throws Http2Exception {
            try {
                super.initialWindowSize(size);
            } catch (Http2Exception e) {
                throw Http2Exception.connectionError(e.error(), e, "settings that make a window too large");
            }
        }
    }

    /** What is sent brings frames that bring nothing themselves, such as window updates. */
    private static final class EarningWriter extends DefaultHttp2FrameWriter {
        private final FrameBudget budget;

        EarningWriter(FrameBudget budget) {
            super((name, value) -> isSecret(name));
            this.budget = budget;
        }

        @Override
        public ChannelFuture writeData(
                ChannelHandlerContext context, int id, ByteBuf data, int padding, boolean end, ChannelPromise promise) {
            budget.earn(data.readableBytes());
            return super.writeData(context, id, data, padding, end, promise);
        }

        @Override
        public ChannelFuture writeHeaders(
                ChannelHandlerContext context,
                int id,
                Http2Headers headers,
                int padding,
                boolean end,
                ChannelPromise promise) {
            budget.earn();
            return super.writeHeaders(context, id, headers, padding, end, promise);
        }
    }

    private static Http2Settings settings() {
        return new Http2Settings()
                .pushEnabled(false)
                .initialWindowSize(STREAM_WINDOW)
                .maxHeaderListSize(HeadScratch.LONGEST);
    }

    /** RFC 7541 §7.1.3: not kept in a table that the requests of all clients share; nor what is another each time. */
    private static boolean isSecret(CharSequence name) {
        return switch (name.length()) {
            case 6 -> "cookie".contentEquals(name);
            case 12 -> "x-request-id".contentEquals(name);
            case 13 -> "authorization".contentEquals(name);
            case 19 -> "proxy-authorization".contentEquals(name);
            default -> false;
        };
    }

    private ChannelHandlerContext context() {
        ChannelHandlerContext known = own;
        if (known == null) {
            throw new IllegalStateException("not connected");
        }
        return known;
    }

    ByteBufAllocator allocator() {
        return context().alloc();
    }

    Http2Stream open(int id, SharedStream exchange) throws Http2Exception {
        Http2Stream stream = connection().local().createStream(id, false);
        stream.setProperty(key, exchange);
        return stream;
    }

    /** Null: not one of an exchange. */
    @Nullable
    SharedStream exchange(int id) {
        Http2Stream stream = connection().stream(id);
        return stream == null ? null : stream.getProperty(key);
    }

    void head(int id, Http2Headers fields, boolean ended) {
        ChannelHandlerContext to = context();
        encoder().writeHeaders(to, id, fields, 0, ended, to.newPromise());
    }

    ChannelFuture data(int id, ByteBuf part, boolean ended) {
        ChannelHandlerContext to = context();
        return encoder().writeData(to, id, part, 0, ended, to.newPromise());
    }

    void reset(int id, Http2Error error) {
        ChannelHandlerContext to = context();
        if (connection().stream(id) != null) {
            recent.add(id);
            resetStream(to, id, error.code(), to.newPromise());
        }
    }

    /** Whether something has to be flushed for it. */
    boolean giveBack(Http2Stream stream, int bytes) {
        try {
            return decoder().flowController().consumeBytes(stream, bytes);
        } catch (Http2Exception e) {
            onError(context(), true, e);
            return false;
        }
    }

    void ping() {
        ChannelHandlerContext to = context();
        encoder().writePing(to, false, System.nanoTime(), to.newPromise());
    }

    void flush() {
        flush(context());
    }

    /** Says that nothing more will come, and closes. */
    void leave() {
        ChannelHandlerContext to = context();
        goAway(to, 0, Http2Error.NO_ERROR.code(), Unpooled.EMPTY_BUFFER, to.newPromise());
        flush(to);
        to.close();
    }

    /** Closes without a word: nobody is there. */
    void abort() {
        context().close();
    }

    @Override
    public void handlerAdded(ChannelHandlerContext context) throws Exception {
        own = context;
        super.handlerAdded(context);
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) throws Exception {
        if (event instanceof Http2ConnectionPrefaceAndSettingsFrameWrittenEvent) {
            int more = CONNECTION_WINDOW
                    - decoder().flowController().initialWindowSize(connection().connectionStream());
            decoder().flowController().incrementWindowSize(connection().connectionStream(), more);
        } else if (event instanceof io.netty.handler.ssl.SslCloseCompletionEvent) {
            context.close();
        }
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) throws Exception {
        owner.heard();
        super.channelRead(context, message);
    }

    private void streamClosed(Http2Stream stream) {
        SharedStream exchange = stream.getProperty(key);
        if (exchange != null) {
            exchange.onClosed();
        }
    }

    /** Frames of streams that were reset were on their way then: there is nothing to be said. */
    @Override
    protected void onStreamError(
            ChannelHandlerContext context, boolean outbound, Throwable cause, Http2Exception.StreamException error) {
        SharedStream exchange = exchange(error.streamId());
        if (exchange == null) {
            if (!outbound && error.error() == Http2Error.STREAM_CLOSED && !recent.has(error.streamId())) {
                resetUnknownStream(error.streamId());
            }
            return;
        }
        if (outbound) {
            boolean tooLarge = error instanceof Http2Exception.HeaderListSizeException;
            Failure failure = tooLarge ? Failure.TOO_LARGE : Failure.RESET;
            context.executor().execute(() -> fault(exchange, failure, error)); // whoever sends is still sending
        } else {
            fault(exchange, Failure.MALFORMED, error);
        }
    }

    /** RFC 9113 §5.1: the endpoint itself has ended it. Its data earned nothing. */
    private void resetUnknownStream(int id) {
        recent.add(id); // once is enough
        ChannelHandlerContext to = context();
        for (int i = 0; i < 2 * FrameBudget.EARNED; i++) {
            if (!budget.spend(System.nanoTime())) {
                onError(to, false, Http2Exception.connectionError(Http2Error.ENHANCE_YOUR_CALM, "too much at the end"));
                return;
            }
        }
        encoder().writeRstStream(to, id, Http2Error.STREAM_CLOSED.code(), to.newPromise());
        flush();
    }

    private void fault(SharedStream exchange, Failure failure, Http2Exception.StreamException error) {
        exchange.onFault(failure);
        reset(error.streamId(), error.error());
        flush();
    }

    @Override
    protected void onConnectionError(
            ChannelHandlerContext context, boolean outbound, Throwable cause, @Nullable Http2Exception error) {
        if (error == null && !(cause instanceof java.io.IOException)) {
            LOG.error("a connection to an endpoint failed and is closed", cause);
        }
        if (!outbound) {
            refusal = cause;
            owner.onBroken();
        }
        super.onConnectionError(context, outbound, cause, error);
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) throws Exception {
        owner.onClosed(refusal);
        super.channelInactive(context);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) throws Exception {
        if (cause instanceof Http2Exception) {
            super.exceptionCaught(context, cause);
        } else {
            if (TlsFailure.isTls(cause)) {
                refusal = cause;
            }
            context.close();
        }
    }
}
