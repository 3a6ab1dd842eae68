package io.weir.node.dataplane.upstream;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2FrameAdapter;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2Settings;
import io.weir.node.dataplane.fields.Urgency;
import org.jspecify.annotations.Nullable;

/** Gives the frames of a {@link SharedConnection} to the exchanges that they are for. */
final class AnswerFrames extends Http2FrameAdapter {
    /** RFC 8441 §3. */
    private static final char ENABLE_CONNECT_PROTOCOL = 8;

    private final SharedConnection connection;
    private final FrameHandler frames;
    private final HeadScratch scratch;

    AnswerFrames(SharedConnection connection, FrameHandler frames, HeadScratch scratch) {
        this.connection = connection;
        this.frames = frames;
        this.scratch = scratch;
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
        connection.heardNews();
        @Nullable SharedStream exchange = frames.exchange(id);
        if (exchange != null) {
            exchange.onFields(scratch.reader, ended, scratch);
        }
    }

    @Override
    public int onDataRead(ChannelHandlerContext context, int id, ByteBuf data, int padding, boolean ended) {
        connection.heardNews();
        @Nullable SharedStream exchange = frames.exchange(id);
        return exchange == null ? data.readableBytes() + padding : exchange.onData(data, padding, ended);
    }

    @Override
    public void onRstStreamRead(ChannelHandlerContext context, int id, long error) {
        @Nullable SharedStream exchange = frames.exchange(id);
        if (exchange != null) {
            exchange.onReset(error);
        }
    }

    @Override
    public void onSettingsRead(ChannelHandlerContext context, Http2Settings settings) throws Http2Exception {
        Urgency.checkSetting(settings);
        Long tunnels = settings.get(ENABLE_CONNECT_PROTOCOL);
        connection.onSettings(tunnels == null ? null : tunnels == 1);
    }

    @Override
    public void onGoAwayRead(ChannelHandlerContext context, int last, long error, ByteBuf debug) {
        connection.onGoAway(last);
    }
}
