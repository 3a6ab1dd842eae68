package io.weir.node.dataplane.http2;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http2.Http2Connection;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2EventAdapter;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2Flags;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2Settings;
import io.netty.handler.codec.http2.Http2Stream;
import io.weir.node.dataplane.fields.FieldsReader;
import io.weir.node.dataplane.fields.Urgency;
import io.weir.node.dataplane.loop.HeadBytes;
import io.weir.node.dataplane.loop.Loop;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** What a client's frames mean to its streams; Netty has seen to it that they may come when they do. One connection. */
final class FramesIn extends Http2EventAdapter {
    private static final byte PRIORITY_UPDATE = 0x10;
    private static final int EMPTY_COST = 10;

    private final Http2ClientConnection connection;
    private final EarlyPriorities early = new EarlyPriorities();

    FramesIn(Http2ClientConnection connection) {
        this.connection = connection;
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
            boolean end)
            throws Http2Exception {
        onHeadersRead(context, id, headers, padding, end);
    }

    @Override
    public void onHeadersRead(ChannelHandlerContext context, int id, Http2Headers headers, int padding, boolean end)
            throws Http2Exception {
        connection.headersDelivered();
        Http2Stream stream = connection.connection().stream(id);
        FieldsReader fields = (FieldsReader) headers;
        ServedStream known = stream.getProperty(connection.key());
        if (known == null) {
            request(stream, fields, end);
        } else {
            known.onTrailers(fields.trailers());
        }
    }

    private void request(Http2Stream stream, FieldsReader fields, boolean end) throws Http2Exception {
        // The scratch of answers is free: none is being written while a request comes in.
        HeadBytes lines = connection.traffic().loop().headBytes();
        boolean webSocket = fields.asksForWebSocket() && !end;
        boolean good = webSocket ? fields.webSocket(lines, key()) : fields.request(lines);
        if (!good || end && fields.announcesBody()) {
            String fault = fields.fault();
            throw Http2Exception.streamError(
                    stream.id(), Http2Error.PROTOCOL_ERROR, "%s", fault == null ? "no request" : fault);
        }
        ServedStream served =
                new ServedStream(connection, stream, connection.flow().initialWindowSize(), webSocket);
        served.out().urgency = fields.urgency();
        served.out().takesTurns = fields.takesTurns();
        early.opened(stream.id(), served.out());
        stream.setProperty(connection.key(), served);
        served.begin(lines.toBuffer(connection.allocator(), 0), end);
    }

    /** Of a handshake with the backend, of which the client knows nothing: it only has to be another one each time. */
    private byte[] key() {
        Loop loop = connection.traffic().loop();
        return Base64.getEncoder()
                .encode(ByteBuffer.allocate(16)
                        .putLong(loop.random())
                        .putLong(loop.random())
                        .array());
    }

    @Override
    public int onDataRead(ChannelHandlerContext context, int id, ByteBuf data, int padding, boolean end)
            throws Http2Exception {
        if (data.isReadable()) {
            connection.calm().data();
        } else if (!end) {
            connection.calm().noise(EMPTY_COST);
        }
        ServedStream served = connection.connection().stream(id).getProperty(connection.key());
        int length = data.readableBytes();
        return padding + (served == null ? length : served.onData(data, end));
    }

    @Override
    public void onRstStreamRead(ChannelHandlerContext context, int id, long code) throws Http2Exception {
        ServedStream served = connection.connection().stream(id).getProperty(connection.key());
        if (served == null || !served.isAnswered()) {
            connection.countReset();
        }
    }

    @Override
    public void onSettingsRead(ChannelHandlerContext context, Http2Settings settings) throws Http2Exception {
        Urgency.checkSetting(settings);
    }

    @Override
    public void onUnknownFrame(ChannelHandlerContext context, byte type, int id, Http2Flags flags, ByteBuf payload)
            throws Http2Exception {
        if (type == PRIORITY_UPDATE) {
            prioritise(id, payload);
        }
    }

    /** RFC 9218 §7.1. Of a stream that is over it is forgotten. */
    private void prioritise(int id, ByteBuf payload) throws Http2Exception {
        if (payload.readableBytes() < Integer.BYTES) {
            throw Http2Exception.connectionError(Http2Error.FRAME_SIZE_ERROR, "PRIORITY_UPDATE without a stream");
        }
        int prioritised = payload.getInt(payload.readerIndex()) & Integer.MAX_VALUE;
        if (id != 0 || (prioritised & 1) == 0) {
            throw Http2Exception.connectionError(
                    Http2Error.PROTOCOL_ERROR, "PRIORITY_UPDATE of no stream of the client's");
        }
        int from = payload.readerIndex() + Integer.BYTES;
        String value = payload.toString(from, payload.writerIndex() - from, StandardCharsets.US_ASCII);
        Http2Connection known = connection.connection();
        Http2Stream stream = known.stream(prioritised);
        ServedStream served = stream == null ? null : stream.getProperty(connection.key());
        if (served != null) {
            connection
                    .flow()
                    .prioritise(served.out(), Urgency.of(value, Urgency.USUAL), Urgency.incremental(value, false));
        } else if (!known.streamMayHaveExisted(prioritised)) {
            early.add(
                    prioritised,
                    value,
                    known.numActiveStreams(),
                    connection.terms().streams());
        }
    }

    @Override
    public void onSettingsAckRead(ChannelHandlerContext context) {
        connection.settled();
    }

    @Override
    public void onPingAckRead(ChannelHandlerContext context, long data) {
        connection.onPingAck(data);
    }
}
