package io.weir.node.dataplane.upstream;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2Flags;
import io.netty.handler.codec.http2.Http2FrameListener;
import io.netty.handler.codec.http2.Http2FrameListenerDecorator;
import io.netty.handler.codec.http2.Http2FrameReader;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2Settings;
import org.jspecify.annotations.Nullable;

/** Holds all frames of an endpoint against its {@link FrameBudget}, those that are ignored afterwards among them. */
final class CountedFrames implements Http2FrameReader {
    private final Http2FrameReader reader;
    private final FrameBudget budget;
    private @Nullable Counting counting;
    private @Nullable Http2FrameListener counted;

    CountedFrames(Http2FrameReader reader, FrameBudget budget) {
        this.reader = reader;
        this.budget = budget;
    }

    @Override
    @SuppressWarnings("ReferenceEquality") // the decoder changes it once, behind the first settings
    public void readFrame(ChannelHandlerContext context, ByteBuf in, Http2FrameListener listener)
            throws Http2Exception {
        Counting known = counting;
        if (known == null || counted != listener) {
            known = new Counting(listener);
            counting = known;
            counted = listener;
        }
        reader.readFrame(context, in, known);
    }

    @Override
    public Configuration configuration() {
        return reader.configuration();
    }

    @Override
    public void close() {
        reader.close();
    }

    private void spend() throws Http2Exception {
        if (!budget.spend(System.nanoTime())) {
            throw Http2Exception.connectionError(Http2Error.ENHANCE_YOUR_CALM, "too many frames that bring nothing");
        }
    }

    private final class Counting extends Http2FrameListenerDecorator {
        Counting(Http2FrameListener listener) {
            super(listener);
        }

        @Override
        public int onDataRead(ChannelHandlerContext context, int stream, ByteBuf data, int padding, boolean end)
                throws Http2Exception {
            if (data.isReadable() || end) {
                budget.earn();
            } else {
                spend();
            }
            return super.onDataRead(context, stream, data, padding, end);
        }

        /** Interim heads and those of streams that are gone earn nothing: a final head pays for itself. */
        @Override
        public void onHeadersRead(
                ChannelHandlerContext context, int stream, Http2Headers headers, int padding, boolean end)
                throws Http2Exception {
            head(stream);
            super.onHeadersRead(context, stream, headers, padding, end);
        }

        @Override
        public void onHeadersRead(
                ChannelHandlerContext context,
                int stream,
                Http2Headers headers,
                int dependency,
                short weight,
                boolean exclusive,
                int padding,
                boolean end)
                throws Http2Exception {
            head(stream);
            super.onHeadersRead(context, stream, headers, dependency, weight, exclusive, padding, end);
        }

        private void head(int stream) throws Http2Exception {
            if ((stream & 1) == 0) {
                throw Http2Exception.connectionError(Http2Error.PROTOCOL_ERROR, "nobody began that exchange");
            }
            spend();
        }

        @Override
        public void onPriorityRead(
                ChannelHandlerContext context, int stream, int dependency, short weight, boolean exclusive)
                throws Http2Exception {
            spend();
        }

        @Override
        public void onRstStreamRead(ChannelHandlerContext context, int stream, long error) throws Http2Exception {
            spend();
            super.onRstStreamRead(context, stream, error);
        }

        @Override
        public void onSettingsRead(ChannelHandlerContext context, Http2Settings settings) throws Http2Exception {
            spend();
            super.onSettingsRead(context, settings);
        }

        @Override
        public void onSettingsAckRead(ChannelHandlerContext context) throws Http2Exception {
            spend();
            super.onSettingsAckRead(context);
        }

        @Override
        public void onPingRead(ChannelHandlerContext context, long data) throws Http2Exception {
            spend();
            super.onPingRead(context, data);
        }

        @Override
        public void onPingAckRead(ChannelHandlerContext context, long data) throws Http2Exception {
            spend();
            super.onPingAckRead(context, data);
        }

        @Override
        public void onPushPromiseRead(
                ChannelHandlerContext context, int stream, int promised, Http2Headers headers, int padding)
                throws Http2Exception {
            throw Http2Exception.connectionError(Http2Error.PROTOCOL_ERROR, "pushing was not allowed");
        }

        @Override
        public void onGoAwayRead(ChannelHandlerContext context, int last, long error, ByteBuf debug)
                throws Http2Exception {
            spend();
            super.onGoAwayRead(context, last, error, debug);
        }

        @Override
        public void onWindowUpdateRead(ChannelHandlerContext context, int stream, int increment) throws Http2Exception {
            spend();
            super.onWindowUpdateRead(context, stream, increment);
        }

        @Override
        public void onUnknownFrame(
                ChannelHandlerContext context, byte type, int stream, Http2Flags flags, ByteBuf payload)
                throws Http2Exception {
            spend();
        }
    }
}
