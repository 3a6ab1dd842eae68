package io.weir.node.dataplane.http2;

import static io.netty.handler.codec.http2.Http2Error.FLOW_CONTROL_ERROR;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http2.Http2CodecUtil;
import io.netty.handler.codec.http2.Http2Connection;
import io.netty.handler.codec.http2.Http2ConnectionEncoder;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2RemoteFlowController;
import io.netty.handler.codec.http2.Http2Stream;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/**
 * Sends answers within the client's windows (RFC 9113 §5.2). What fits goes out at once, an answer's head and its data in
 * one buffer; the rest waits in its {@link OutStream}. The more urgent goes first (RFC 9218); of what is equally urgent, streams
 * that take turns do so frame by frame, beside the one that is to be sent as a whole. Nothing here flushes. In place of Netty's: a tenth of the objects a frame. One connection.
 */
final class OutFlow implements Http2RemoteFlowController {
    private static final int URGENCIES = 8;

    private final Http2Connection connection;
    private final Http2Connection.PropertyKey key;
    private final FramesOut frames;
    /** By urgency: those that take turns, and those that do not. */
    private final ArrayDeque<OutStream>[] ready;

    private final ArrayDeque<OutStream>[] whole;
    private @Nullable Http2ConnectionEncoder encoder;
    private @Nullable ChannelHandlerContext context;
    private int window = Http2CodecUtil.DEFAULT_WINDOW_SIZE;
    private int initialWindow = Http2CodecUtil.DEFAULT_WINDOW_SIZE;
    private long uncounted;
    private boolean wholeWasLast;
    private boolean closed;

    /** @param key under which a stream has its {@link ServedStream} */
    @SuppressWarnings({"unchecked", "rawtypes"})
    OutFlow(Http2Connection connection, Http2Connection.PropertyKey key, FramesOut frames) {
        this.connection = connection;
        this.key = key;
        this.frames = frames;
        this.ready = new ArrayDeque[URGENCIES];
        this.whole = new ArrayDeque[URGENCIES];
        for (int i = 0; i < URGENCIES; i++) {
            ready[i] = new ArrayDeque<>(0);
            whole[i] = new ArrayDeque<>(0);
        }
    }

    private @Nullable OutStream of(Http2Stream stream) {
        ServedStream served = stream.getProperty(key);
        return served == null ? null : served.out();
    }

    void encoder(Http2ConnectionEncoder newEncoder) {
        encoder = newEncoder;
    }

    @Override
    public void channelHandlerContext(ChannelHandlerContext newContext) {
        context = newContext;
    }

    /** Nothing more is sent: what comes after this is forgotten. */
    void close() {
        closed = true;
    }

    private ChannelHandlerContext context() {
        ChannelHandlerContext known = context;
        if (known == null) {
            throw new IllegalStateException("not connected");
        }
        return known;
    }

    private int mostPayload() {
        Http2ConnectionEncoder known = encoder;
        return known == null
                ? Http2CodecUtil.DEFAULT_MAX_FRAME_SIZE
                : Math.min(
                        OutStream.COPIED,
                        known.configuration().frameSizePolicy().maxFrameSize());
    }

    /** A head with the first of the body: {@code in[start, start + length)}. */
    void head(OutStream to, Http2Headers fields, ByteBuf in, int start, int length, boolean end) throws Http2Exception {
        if (closed) {
            return;
        }
        int most = mostPayload();
        boolean fits = length <= most && fits(to, length);
        ByteBuf bytes = context().alloc().buffer(512 + (fits ? length : 0));
        try {
            frames.head(bytes, to.stream.id(), fields, end && length == 0, most);
            if (fits && length > 0) {
                FramesOut.data(bytes, to.stream.id(), length, end);
                bytes.writeBytes(in, start, length);
                sent(to, length);
            }
        } catch (Http2Exception | RuntimeException e) {
            bytes.release();
            throw e;
        }
        write(bytes);
        if (fits || length == 0) {
            if (end) {
                to.ended = true;
                to.stream.closeLocalSide();
            }
        } else {
            data(to, in, start, length, end);
        }
    }

    /** A head that no body or another head follows at once. */
    void interim(OutStream to, Http2Headers fields) throws Http2Exception {
        if (closed) {
            return;
        }
        ByteBuf bytes = context().alloc().buffer(256);
        try {
            frames.head(bytes, to.stream.id(), fields, false, mostPayload());
        } catch (Http2Exception | RuntimeException e) {
            bytes.release();
            throw e;
        }
        write(bytes);
    }

    /** More of the body, maybe nothing but its end. */
    void data(OutStream to, ByteBuf in, int start, int length, boolean end) {
        if (to.ended || closed) {
            return;
        }
        to.ended = end;
        if (length <= mostPayload() && fits(to, length)) {
            ByteBuf bytes = context().alloc().buffer(FramesOut.HEADER + length);
            FramesOut.data(bytes, to.stream.id(), length, end);
            bytes.writeBytes(in, start, length);
            sent(to, length);
            write(bytes);
            if (end) {
                to.stream.closeLocalSide();
            }
        } else if (length > 0) {
            to.add(context().alloc(), in, start, length);
            makeReady(to);
        }
    }

    /** The end of the body, with trailers. */
    void trailers(OutStream to, Http2Headers fields) throws Http2Exception {
        if (to.ended || closed) {
            return;
        }
        to.ended = true;
        if (to.isEmpty()) {
            writeTrailers(to, fields);
        } else {
            to.trailers = fields;
        }
    }

    private void writeTrailers(OutStream to, Http2Headers fields) throws Http2Exception {
        ByteBuf bytes = context().alloc().buffer(256);
        try {
            frames.head(bytes, to.stream.id(), fields, true, mostPayload());
        } catch (Http2Exception | RuntimeException e) {
            bytes.release();
            throw e;
        }
        write(bytes);
        to.stream.closeLocalSide();
    }

    /** An end without data needs no window. */
    private boolean fits(OutStream to, int length) {
        return to.isEmpty()
                && (length == 0
                        || length <= Math.min(to.window, window)
                                && context().channel().isWritable());
    }

    private void sent(OutStream to, int length) {
        to.window -= length;
        to.sent += length;
        window -= length;
        uncounted += length;
    }

    /** Whole KiB of bodies that were sent since this was asked. */
    long takeSent() {
        long whole = uncounted >> 10;
        uncounted -= whole << 10;
        return whole;
    }

    private void write(ByteBuf bytes) {
        ChannelHandlerContext known = context();
        known.write(bytes, known.voidPromise());
    }

    private ArrayDeque<OutStream> line(OutStream stream) {
        return (stream.takesTurns ? ready : whole)[stream.urgency];
    }

    private void makeReady(OutStream to) {
        if (!to.ready && to.window > 0 && !to.isEmpty()) {
            to.ready = true;
            line(to).addLast(to);
        }
    }

    /** From now on it is so urgent, also with what waits. */
    void prioritise(OutStream stream, int urgency, boolean takesTurns) {
        if (stream.ready) {
            line(stream).remove(stream);
        }
        stream.urgency = urgency;
        stream.takesTurns = takesTurns;
        if (stream.ready) {
            line(stream).addLast(stream);
        }
    }

    /** Sends what waits, as far as windows and the connection allow. */
    @Override
    public void writePendingBytes() throws Http2Exception {
        if (closed) {
            return;
        }
        Channel channel = context().channel();
        for (int urgency = 0; urgency < URGENCIES; urgency++) {
            OutStream next;
            while (window > 0 && channel.isWritable() && (next = next(urgency)) != null) {
                next.ready = false;
                if (next.window > 0 && !next.isEmpty()) {
                    writeFrame(next);
                    goOn(next);
                    next.tellRoom();
                }
            }
        }
    }

    /** Frames of those that take turns, and of the one that does not, one after the other: neither starves. */
    private @Nullable OutStream next(int urgency) {
        boolean fromWhole = ready[urgency].isEmpty() || !wholeWasLast && !whole[urgency].isEmpty();
        wholeWasLast = fromWhole;
        return (fromWhole ? whole : ready)[urgency].pollFirst();
    }

    private void goOn(OutStream stream) {
        if (!stream.takesTurns && !stream.ready && stream.window > 0 && !stream.isEmpty()) {
            stream.ready = true;
            line(stream).addFirst(stream);
        } else {
            makeReady(stream);
        }
    }

    private void writeFrame(OutStream from) throws Http2Exception {
        ByteBuf part = from.take(Math.min(mostPayload(), Math.min(from.window, window)));
        int length = part.readableBytes();
        from.window -= length;
        window -= length;
        uncounted += length;
        boolean last = from.ended && from.isEmpty();
        ByteBuf header = context().alloc().buffer(FramesOut.HEADER);
        FramesOut.data(header, from.stream.id(), length, last && from.trailers == null);
        write(header);
        write(part);
        if (!last) {
            return;
        }
        Http2Headers trailers = from.trailers;
        if (trailers == null) {
            from.stream.closeLocalSide();
        } else {
            from.trailers = null;
            writeTrailers(from, trailers);
        }
    }

    @Override
    public void incrementWindowSize(Http2Stream stream, int delta) throws Http2Exception {
        if (stream.id() == Http2CodecUtil.CONNECTION_STREAM_ID) {
            if (Integer.MAX_VALUE - delta < window) {
                throw Http2Exception.connectionError(FLOW_CONTROL_ERROR, "the connection's window is too large");
            }
            window += delta;
            return;
        }
        OutStream to = of(stream);
        if (to != null) {
            if (delta > 0 && Integer.MAX_VALUE - delta < to.window) {
                throw Http2Exception.streamError(stream.id(), FLOW_CONTROL_ERROR, "the stream's window is too large");
            }
            to.window += delta;
            makeReady(to);
        }
    }

    @Override
    public void initialWindowSize(int newSize) throws Http2Exception {
        int delta = newSize - initialWindow;
        initialWindow = newSize;
        connection.forEachActiveStream(stream -> {
            OutStream to = of(stream);
            if (to != null) {
                if (delta > 0 && Integer.MAX_VALUE - delta < to.window) {
                    throw Http2Exception.connectionError(FLOW_CONTROL_ERROR, "a stream's window becomes too large");
                }
                to.window += delta;
                makeReady(to);
            }
            return true;
        });
    }

    @Override
    public int initialWindowSize() {
        return initialWindow;
    }

    @Override
    public int windowSize(Http2Stream stream) {
        if (stream.id() == Http2CodecUtil.CONNECTION_STREAM_ID) {
            return window;
        }
        OutStream to = of(stream);
        return to == null ? initialWindow : to.window;
    }

    @Override
    public boolean hasFlowControlled(Http2Stream stream) {
        OutStream to = of(stream);
        return to != null && !to.isEmpty();
    }

    @Override
    public boolean isWritable(Http2Stream stream) {
        OutStream to = of(stream);
        return to != null && to.hasRoom();
    }

    @Override
    public ChannelHandlerContext channelHandlerContext() {
        return context();
    }

    @Override
    public void addFlowControlled(Http2Stream stream, FlowControlled frame) {
        throw new UnsupportedOperationException("answers are not sent by Netty's encoder");
    }

    @Override
    public void listener(Listener listener) {
        throw new UnsupportedOperationException("a stream is told itself");
    }

    @Override
    public void channelWritabilityChanged() {}

    /** Priorities of RFC 7540 are gone (RFC 9113 §5.3). */
    @Override
    public void updateDependencyTree(int child, int parent, short weight, boolean exclusive) {}
}
