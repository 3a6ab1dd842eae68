package io.weir.node.dataplane.http2;

import static io.weir.node.dataplane.http2.Breach.NOTHING;
import static io.weir.node.dataplane.http2.Breach.block;
import static io.weir.node.dataplane.http2.Breach.connection;
import static io.weir.node.dataplane.http2.Breach.frame;
import static io.weir.node.dataplane.http2.Breach.inHead;
import static io.weir.node.dataplane.http2.Breach.onEnded;
import static io.weir.node.dataplane.http2.Breach.onOpen;
import static io.weir.node.dataplane.http2.Breach.onWaiting;
import static io.weir.node.dataplane.http2.Breach.setting;
import static io.weir.node.testkit.Http2Code.COMPRESSION_ERROR;
import static io.weir.node.testkit.Http2Code.FLOW_CONTROL_ERROR;
import static io.weir.node.testkit.Http2Code.FRAME_SIZE_ERROR;
import static io.weir.node.testkit.Http2Code.PROTOCOL_ERROR;
import static io.weir.node.testkit.Http2Code.STREAM_CLOSED;

import io.weir.node.testkit.Frame;
import java.util.List;
import java.util.stream.Stream;

/** What ends a client's connection, by the sections of RFC 9113. */
final class ConnectionBreaches {
    private static final int END = Frame.END_HEADERS | Frame.END_STREAM;

    private ConnectionBreaches() {}

    static List<Breach> all() {
        return Stream.of(framing(), blocks(), states(), ofStreams(), settings(), ofConnections(), windows())
                .flatMap(List::stream)
                .toList();
    }

    private static List<Breach> framing() {
        return List.of(
                connection(
                        "4.2",
                        "DATA larger than the maximum",
                        FRAME_SIZE_ERROR,
                        onOpen(client -> client.frame(Frame.DATA, 0, 1, new byte[16_385]))),
                connection(
                        "4.2",
                        "HEADERS larger than the maximum",
                        FRAME_SIZE_ERROR,
                        client -> client.frame(Frame.HEADERS, Frame.END_HEADERS, 1, new byte[16_385])),
                connection(
                        "4.2",
                        "CONTINUATION larger than the maximum",
                        FRAME_SIZE_ERROR,
                        inHead(client -> client.frame(Frame.CONTINUATION, Frame.END_HEADERS, 1, new byte[16_385]))),
                connection(
                        "4.2",
                        "SETTINGS larger than the maximum",
                        FRAME_SIZE_ERROR,
                        client -> client.frame(Frame.SETTINGS, 0, 0, new byte[16_386])),
                connection(
                        "4.2",
                        "an unknown frame larger than the maximum",
                        FRAME_SIZE_ERROR,
                        client -> client.frame(0x77, 0, 0, new byte[16_385])),
                connection(
                        "4.3", "another frame within a field block", PROTOCOL_ERROR, inHead(client -> client.ping(1))),
                connection(
                        "4.3",
                        "another stream's frame within a field block",
                        PROTOCOL_ERROR,
                        inHead(client -> Breach.good(client, 3))),
                connection(
                        "4.3",
                        "the stream's own RST_STREAM within a field block",
                        PROTOCOL_ERROR,
                        inHead(frame(Frame.RST_STREAM, 0, 1, 0, 0, 0, 8))),
                connection(
                        "4.3",
                        "CONTINUATION of another stream",
                        PROTOCOL_ERROR,
                        inHead(client -> client.frame(Frame.CONTINUATION, 4, 3, NOTHING))),
                connection(
                        "5.5", "an unknown frame within a field block", PROTOCOL_ERROR, inHead(frame(0x77, 0, 1, 1))));
    }

    private static List<Breach> blocks() {
        return List.of(
                connection("4.3", "HPACK that is none", COMPRESSION_ERROR, block(0xff, 0xff, 0xff, 0xff, 0xff, 0xff)),
                connection("4.3", "HPACK with index 0", COMPRESSION_ERROR, block(0x80)),
                connection("4.3", "HPACK with an index beyond the table", COMPRESSION_ERROR, block(0xfe)),
                connection("4.3", "a table larger than was allowed", COMPRESSION_ERROR, block(0x3f, 0xe2, 0x1f)),
                connection("4.3", "a table's size behind a field", COMPRESSION_ERROR, block(0x82, 0x20)),
                connection("4.3", "a string that goes on beyond the block", COMPRESSION_ERROR, block(0x40, 0x0a, 'a')),
                connection("4.3", "a block that ends within a field", COMPRESSION_ERROR, block(0x82, 0x40)),
                connection(
                        "4.3",
                        "the end of Huffman's code within a string",
                        COMPRESSION_ERROR,
                        block(0x00, 1, 'a', 0x84, 0xff, 0xff, 0xff, 0xff)),
                connection(
                        "4.3",
                        "Huffman's code filled up with zeros",
                        COMPRESSION_ERROR,
                        block(0x00, 1, 'a', 0x81, 0x18)),
                connection("4.3", "HPACK that is none among trailers", COMPRESSION_ERROR, onOpen(block(0x80))),
                connection(
                        "4.3",
                        "HPACK that is none on a stream that is closed",
                        COMPRESSION_ERROR,
                        onEnded(block(0x80))));
    }

    private static List<Breach> states() {
        return List.of(
                connection("5.1", "DATA on an idle stream", PROTOCOL_ERROR, frame(Frame.DATA, 0, 1, 1)),
                connection(
                        "5.1",
                        "RST_STREAM on an idle stream",
                        PROTOCOL_ERROR,
                        frame(Frame.RST_STREAM, 0, 1, 0, 0, 0, 8)),
                connection(
                        "5.1",
                        "WINDOW_UPDATE on an idle stream",
                        PROTOCOL_ERROR,
                        frame(Frame.WINDOW_UPDATE, 0, 1, 0, 0, 0, 1)),
                connection("5.1", "CONTINUATION on an idle stream", PROTOCOL_ERROR, frame(Frame.CONTINUATION, 4, 1)),
                connection(
                        "5.1",
                        "DATA on a stream that only the gateway can open",
                        PROTOCOL_ERROR,
                        frame(Frame.DATA, 0, 2, 1)),
                connection(
                        "5.1",
                        "WINDOW_UPDATE on a stream that only the gateway can open",
                        PROTOCOL_ERROR,
                        frame(Frame.WINDOW_UPDATE, 0, 2, 0, 0, 0, 1)),
                connection(
                        "5.1",
                        "HEADERS on a stream that has ended",
                        STREAM_CLOSED,
                        onEnded(client -> Breach.good(client, 1))),
                connection("5.1.1", "a stream with an even number", PROTOCOL_ERROR, client -> Breach.good(client, 2)),
                connection("5.1.1", "a stream with a lower number than before", PROTOCOL_ERROR, client -> {
                    Breach.good(client, 5);
                    Breach.good(client, 3);
                }));
    }

    private static List<Breach> ofStreams() {
        return List.of(
                connection("6.1", "DATA on the connection", PROTOCOL_ERROR, frame(Frame.DATA, 0, 0, 1)),
                connection(
                        "6.1",
                        "more padding than DATA",
                        PROTOCOL_ERROR,
                        onOpen(frame(Frame.DATA, Frame.PADDED, 1, 9, 1))),
                connection(
                        "6.1",
                        "as much padding as the whole of DATA",
                        PROTOCOL_ERROR,
                        onOpen(frame(Frame.DATA, Frame.PADDED, 1, 2, 0))),
                connection("6.2", "HEADERS on the connection", PROTOCOL_ERROR, frame(Frame.HEADERS, END, 0, 0x82)),
                connection(
                        "6.2",
                        "more padding than HEADERS",
                        PROTOCOL_ERROR,
                        frame(Frame.HEADERS, END | Frame.PADDED, 1, 9, 0x82)),
                connection(
                        "6.2",
                        "more padding than HEADERS with a priority",
                        PROTOCOL_ERROR,
                        frame(Frame.HEADERS, END | Frame.PADDED | Frame.WITH_PRIORITY, 1, 2, 0, 0, 0, 0, 1, 0x82)),
                connection(
                        "6.2",
                        "padded HEADERS without a length",
                        FRAME_SIZE_ERROR,
                        frame(Frame.HEADERS, END | Frame.PADDED, 1)),
                connection(
                        "6.2",
                        "HEADERS too short for a priority",
                        FRAME_SIZE_ERROR,
                        frame(Frame.HEADERS, END | Frame.WITH_PRIORITY, 1, 1, 2)),
                connection(
                        "6.3",
                        "PRIORITY on the connection",
                        PROTOCOL_ERROR,
                        frame(Frame.PRIORITY, 0, 0, 0, 0, 0, 3, 1)),
                connection(
                        "6.4",
                        "RST_STREAM on the connection",
                        PROTOCOL_ERROR,
                        frame(Frame.RST_STREAM, 0, 0, 0, 0, 0, 8)),
                connection(
                        "6.4",
                        "RST_STREAM of another length",
                        FRAME_SIZE_ERROR,
                        onOpen(frame(Frame.RST_STREAM, 0, 1, 0, 0, 8))),
                connection(
                        "6.6",
                        "PUSH_PROMISE",
                        PROTOCOL_ERROR,
                        onOpen(frame(Frame.PUSH_PROMISE, 4, 1, 0, 0, 0, 2, 0x82))),
                connection(
                        "6.6",
                        "PUSH_PROMISE on the connection",
                        PROTOCOL_ERROR,
                        frame(Frame.PUSH_PROMISE, 4, 0, 0, 0, 0, 2, 0x82)),
                connection(
                        "6.10",
                        "CONTINUATION after a block that has ended",
                        PROTOCOL_ERROR,
                        onOpen(frame(Frame.CONTINUATION, 4, 1, 0x82))),
                connection(
                        "6.10",
                        "CONTINUATION on the connection",
                        PROTOCOL_ERROR,
                        inHead(frame(Frame.CONTINUATION, 4, 0, 0x82))));
    }

    private static List<Breach> settings() {
        return List.of(
                connection("6.5", "SETTINGS on a stream", PROTOCOL_ERROR, frame(Frame.SETTINGS, 0, 1)),
                connection(
                        "6.5",
                        "an acknowledgement with settings",
                        FRAME_SIZE_ERROR,
                        frame(Frame.SETTINGS, 1, 0, 0, 3, 0, 0, 0, 1)),
                connection(
                        "6.5",
                        "SETTINGS of another length",
                        FRAME_SIZE_ERROR,
                        frame(Frame.SETTINGS, 0, 0, 0, 3, 0, 0, 1)),
                connection("6.5.2", "ENABLE_PUSH beyond 1", PROTOCOL_ERROR, setting(2, 2)),
                connection("6.5.2", "INITIAL_WINDOW_SIZE beyond 2^31-1", FLOW_CONTROL_ERROR, setting(4, 1L << 31)),
                connection("6.5.2", "MAX_FRAME_SIZE below 2^14", PROTOCOL_ERROR, setting(5, 16_383)),
                connection("6.5.2", "MAX_FRAME_SIZE beyond 2^24-1", PROTOCOL_ERROR, setting(5, 1 << 24)),
                connection("RFC 8441 3", "ENABLE_CONNECT_PROTOCOL beyond 1", PROTOCOL_ERROR, setting(8, 2)),
                connection("RFC 9218 2.1", "NO_RFC7540_PRIORITIES beyond 1", PROTOCOL_ERROR, setting(9, 2)));
    }

    private static List<Breach> ofConnections() {
        return List.of(
                connection("6.7", "PING on a stream", PROTOCOL_ERROR, frame(Frame.PING, 0, 1, 1, 2, 3, 4, 5, 6, 7, 8)),
                connection("6.7", "PING of another length", FRAME_SIZE_ERROR, frame(Frame.PING, 0, 0, 1, 2, 3, 4)),
                connection(
                        "6.8", "GOAWAY on a stream", PROTOCOL_ERROR, frame(Frame.GOAWAY, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0)),
                connection(
                        "6.8",
                        "GOAWAY that is too short",
                        FRAME_SIZE_ERROR,
                        frame(Frame.GOAWAY, 0, 0, 0, 0, 0, 0, 0, 0, 0)),
                connection("6.8", "a second GOAWAY with a higher stream", PROTOCOL_ERROR, client -> client.frame(
                                Frame.GOAWAY, 0, 0, new byte[8])
                        .frame(Frame.GOAWAY, 0, 0, Breach.bytes(0, 0, 0, 2, 0, 0, 0, 0))));
    }

    private static List<Breach> windows() {
        return List.of(
                connection(
                        "6.9",
                        "an increment of 0 for the connection",
                        PROTOCOL_ERROR,
                        frame(Frame.WINDOW_UPDATE, 0, 0, 0, 0, 0, 0)),
                connection(
                        "6.9",
                        "WINDOW_UPDATE of another length",
                        FRAME_SIZE_ERROR,
                        frame(Frame.WINDOW_UPDATE, 0, 0, 0, 0, 1)),
                connection(
                        "6.9.1",
                        "a window of the connection beyond 2^31-1",
                        FLOW_CONTROL_ERROR,
                        frame(Frame.WINDOW_UPDATE, 0, 0, 0x7f, 0xff, 0xff, 0xff)),
                connection(
                        "6.9.2",
                        "settings that make a window too large",
                        FLOW_CONTROL_ERROR,
                        onWaiting(client ->
                                client.window(1, Integer.MAX_VALUE - 65_535).settings(4, 65_536))));
    }
}
