package io.weir.node.dataplane.upstream;

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
import io.netty.handler.ssl.SslCloseCompletionEvent;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslHandler;
import io.weir.node.dataplane.body.BodyReader;
import io.weir.node.dataplane.loop.HeadBytes;
import io.weir.node.dataplane.loop.Timed;
import io.weir.node.dataplane.tls.EndpointTls;
import io.weir.node.dataplane.tls.TlsFailure;
import io.weir.protocol.http.ParsedRequest;
import io.weir.protocol.http.ParsedResponse;
import org.jspecify.annotations.Nullable;

/** A connection to an endpoint: carries one exchange at a time, then waits in its pool. Only on its loop. */
public final class UpstreamConnection extends ChannelInboundHandlerAdapter implements UpstreamStream {
    private static final int USUAL_HEAD = 4096;

    private final EndpointPool pool;
    private final HeadScratch scratch;
    private final BodyReader body = new BodyReader();
    private final Timed idle = new Timed() {
        @Override
        protected void onDeadline(long nowNanos) {
            close();
        }
    };
    private final @Nullable EndpointTls tls;
    private final @Nullable SslContext context;
    private @Nullable SslHandler ssl;
    private @Nullable Channel channel;
    private @Nullable AnswerSink sink;
    private @Nullable ByteBuf partial;
    private boolean headRequest;
    private boolean headRead;
    private boolean requestSent;
    private boolean keeps;
    private boolean used;
    private boolean reading = true;
    private boolean endedInOrder;
    private boolean refused;
    private boolean tunnel;
    private boolean inputEnded;

    /** @param tls and {@code context}: null in plain text */
    UpstreamConnection(
            EndpointPool pool, HeadScratch scratch, @Nullable EndpointTls tls, @Nullable SslContext context) {
        this.pool = pool;
        this.scratch = scratch;
        this.tls = tls;
        this.context = context;
    }

    /** On a connection that was secured, and then found to speak HTTP/1.1. */
    UpstreamConnection(EndpointPool pool, HeadScratch scratch, SslHandler ssl, @Nullable SslContext context) {
        this(pool, scratch, (EndpointTls) null, context);
        this.ssl = ssl;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext own) {
        if (tls != null && context != null) {
            ssl = tls.handler(context, own.alloc());
            own.pipeline().addFirst(ssl);
        }
    }

    @Nullable
    SslHandler ssl() {
        return ssl;
    }

    /** The trust and the certificate that it was made with; null in plain text. */
    @Nullable
    SslContext madeWith() {
        return context;
    }

    void opened(Channel newChannel) {
        channel = newChannel;
    }

    Timed idle() {
        return idle;
    }

    private Channel channel() {
        Channel known = channel;
        if (known == null) {
            throw new IllegalStateException("not connected");
        }
        return known;
    }

    boolean isOpen() {
        return channel().isActive();
    }

    @Override
    public boolean framesBodies() {
        return false;
    }

    @Override
    public boolean isUsed() {
        return used;
    }

    @Override
    public void begin(AnswerSink newSink, boolean isHead) {
        sink = newSink;
        headRequest = isHead;
        headRead = false;
        requestSent = false;
    }

    @Override
    public boolean asksForTunnel(ParsedRequest request) {
        return true;
    }

    @Override
    public void sendHead(HeadBytes lines, boolean ended) {
        send(lines.toBuffer(allocator(), 0), ended);
    }

    /** With the end of the request the connection can be used again after the answer. */
    @Override
    public void send(ByteBuf part, boolean ended) {
        requestSent = ended;
        Channel known = channel();
        if (tunnel && ended) {
            endOutput(known, part);
            return;
        }
        if (part.isReadable()) {
            known.writeAndFlush(part, known.voidPromise());
        } else {
            part.release();
        }
    }

    private void endOutput(Channel known, ByteBuf part) {
        known.writeAndFlush(part).addListener(sent -> {
            if (ssl == null && known instanceof DuplexChannel duplex) {
                duplex.shutdownOutput();
            } else {
                known.close();
            }
        });
    }

    @Override
    public void sendTrailers(byte[] lines) {
        throw new UnsupportedOperationException("trailers are the last of the chunks");
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
    public void setReading(boolean newReading) {
        if (reading != newReading) {
            reading = newReading;
            channel().config().setAutoRead(newReading);
        }
    }

    @Override
    public void abandon() {
        sink = null;
        if (tunnel) {
            channel().config().setOption(ChannelOption.SO_LINGER, 0); // a reset goes on as a reset
        }
        close();
    }

    @Override
    public void endTunnel() {
        sink = null;
        pool.closesSoon(this);
        Channel known = channel();
        setReading(true);
        known.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(ChannelFutureListener.CLOSE);
    }

    /**
     * Reading is switched off first: a connection that is closed as soon as it is open would begin to read after that, and
     * with io_uring what is being read from is not closed before something has come.
     */
    void close() {
        Channel known = channel();
        known.config().setAutoRead(false);
        known.close();
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        ByteBuf in = join((ByteBuf) message);
        try {
            if (sink == null && !tunnel) {
                close(); // nobody asked
            } else if (sink != null) {
                read(in);
            }
        } finally {
            in.release();
        }
    }

    private ByteBuf join(ByteBuf more) {
        ByteBuf before = partial;
        if (before == null) {
            return more;
        }
        partial = null;
        before.writeBytes(more);
        more.release();
        return before;
    }

    private void read(ByteBuf in) {
        AnswerSink whose = sink;
        while (whose != null && !headRead) {
            int headEnd = parseHead(in);
            if (headEnd == ParsedResponse.MORE) {
                return;
            }
            if (headEnd == ParsedResponse.BAD) {
                fail(Failure.MALFORMED);
                return;
            }
            in.skipBytes(headEnd);
            if (scratch.head.status() >= 200 || becomesTunnel(whose)) {
                takeHead(in, whose);
                return;
            }
            if (!interim(whose) || !in.isReadable()) {
                return;
            }
            whose = sink;
        }
        if (whose != null) {
            takeBody(in, whose);
        }
    }

    /** Where it ends. Keeps the bytes when there are too few. */
    private int parseHead(ByteBuf in) {
        int available = in.readableBytes();
        int count = Math.min(available, USUAL_HEAD);
        int end = parse(in, count);
        if (end == ParsedResponse.MORE && count < available) {
            count = Math.min(available, HeadScratch.LONGEST);
            end = parse(in, count);
        }
        if (end == ParsedResponse.MORE) {
            if (count == HeadScratch.LONGEST) {
                return ParsedResponse.BAD;
            }
            partial = in.alloc().buffer(available + USUAL_HEAD).writeBytes(in);
        }
        return end;
    }

    private int parse(ByteBuf in, int count) {
        in.getBytes(in.readerIndex(), scratch.bytes, 0, count);
        return scratch.head.parse(scratch.bytes, count);
    }

    private boolean becomesTunnel(AnswerSink whose) {
        tunnel = scratch.head.status() == 101 && whose.takesTunnel(scratch.head);
        return tunnel;
    }

    /** Whether reading may go on. A 100 was answered already, and nobody asked for this 101. */
    private boolean interim(AnswerSink whose) {
        int status = scratch.head.status();
        if (status == 101) {
            fail(Failure.MALFORMED);
            return false;
        }
        if (status > 101) {
            whose.onInterim(scratch.head);
        }
        return true;
    }

    private void takeHead(ByteBuf in, AnswerSink whose) {
        ParsedResponse head = scratch.head;
        headRead = true;
        if (tunnel) {
            takeTunnel(in, whose);
            return;
        }
        body.beginResponse(head.fields(), headRequest || head.status() == 204 || head.status() == 304);
        keeps = head.keepsConnection() && body.framing() != BodyReader.Framing.CLOSE;
        int start = in.readerIndex();
        if (readBody(in)) {
            whose.onHead(head, body.framing(), in, start, in.readerIndex() - start, body.ended());
        }
    }

    /** A side may end before the other; over TLS the end of one is the end of both. */
    private void takeTunnel(ByteBuf in, AnswerSink whose) {
        keeps = false;
        requestSent = false;
        body.beginFrames(-1);
        if (ssl == null && channel().config() instanceof DuplexChannelConfig duplex) {
            duplex.setAllowHalfClosure(true);
        }
        int start = in.readerIndex();
        int length = in.readableBytes();
        in.skipBytes(length);
        whose.onHead(scratch.head, BodyReader.Framing.FRAMES, in, start, length, false);
    }

    private void takeBody(ByteBuf in, AnswerSink whose) {
        int start = in.readerIndex();
        if (readBody(in)) {
            whose.onBody(in, start, in.readerIndex() - start, body.ended());
        }
    }

    /** Moves over what belongs to the body, lets go at its end; false when it is malformed. */
    private boolean readBody(ByteBuf in) {
        body.read(in, null);
        if (body.bad()) {
            fail(Failure.MALFORMED);
            return false;
        }
        if (body.ended()) {
            letGo(in.isReadable());
        }
        return true;
    }

    /** The exchange is over; {@code excess}: the endpoint has sent more than the answer. */
    private void letGo(boolean excess) {
        sink = null;
        used = true;
        if (keeps && requestSent && !excess && isOpen()) {
            setReading(true);
            pool.release(this);
        } else {
            close();
        }
    }

    private void fail(Failure failure) {
        AnswerSink whose = sink;
        sink = null;
        close();
        if (whose != null) {
            whose.onFailure(failure);
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        if (partial != null) {
            partial.release();
            partial = null;
        }
        AnswerSink whose = sink;
        if (whose != null && tunnel && endedInOrder) {
            whose.onBody(Unpooled.EMPTY_BUFFER, 0, 0, true);
            whose = sink; // none, where that was the end of both directions
        }
        sink = null;
        pool.closed(this);
        if (whose == null) {
            return;
        }
        if (headRead && body.framing() == BodyReader.Framing.CLOSE && (ssl == null || endedInOrder)) {
            whose.onBody(Unpooled.EMPTY_BUFFER, 0, 0, true);
        } else {
            whose.onFailure(refused && !headRead ? Failure.TLS : Failure.RESET);
        }
    }

    /** The end of TLS: nothing comes after it, and without it an answer that ends with its connection is cut off. */
    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
        if (event instanceof SslCloseCompletionEvent end) {
            endedInOrder |= end.isSuccess();
            context.close();
        } else if (event instanceof ChannelInputShutdownEvent && tunnel && !inputEnded) {
            inputEnded = true;
            AnswerSink whose = sink;
            if (whose != null) {
                whose.onBody(Unpooled.EMPTY_BUFFER, 0, 0, true);
            }
        }
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext context) {
        AnswerSink whose = sink;
        if (whose != null && context.channel().isWritable()) {
            whose.onUpstreamWritable();
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        if (ssl != null && sink != null && !headRead && !used && TlsFailure.isTls(cause)) {
            refused = true;
            pool.tlsFailed(cause);
        }
        context.close();
    }
}
