package io.weir.node.dataplane.http2;

import static io.weir.node.dataplane.http2.Breach.NOTHING;
import static io.weir.node.dataplane.http2.Breach.field;
import static io.weir.node.dataplane.http2.Breach.frame;
import static io.weir.node.dataplane.http2.Breach.head;
import static io.weir.node.dataplane.http2.Breach.onEnded;
import static io.weir.node.dataplane.http2.Breach.onOpen;
import static io.weir.node.dataplane.http2.Breach.onWaiting;
import static io.weir.node.dataplane.http2.Breach.stream;
import static io.weir.node.testkit.Http2Code.CANCEL;
import static io.weir.node.testkit.Http2Code.FLOW_CONTROL_ERROR;
import static io.weir.node.testkit.Http2Code.FRAME_SIZE_ERROR;
import static io.weir.node.testkit.Http2Code.PROTOCOL_ERROR;
import static io.weir.node.testkit.Http2Code.REFUSED_STREAM;
import static io.weir.node.testkit.Http2Code.STREAM_CLOSED;

import io.weir.node.testkit.Frame;
import java.util.List;
import java.util.stream.Stream;

/** What resets one stream of a client and no other, by the sections of RFC 9113. */
final class StreamBreaches {
    private StreamBreaches() {}

    static List<Breach> all() {
        return Stream.of(states(), frames(), messages(), lengths(), names(), values(), ofConnections(), pseudo())
                .flatMap(List::stream)
                .toList();
    }

    private static List<Breach> states() {
        return List.of(
                stream(
                        "5.1",
                        "DATA after the end of the request",
                        STREAM_CLOSED,
                        onWaiting(client -> client.data(1, false, "x"))),
                stream(
                        "5.1",
                        "HEADERS after the end of the request",
                        STREAM_CLOSED,
                        onWaiting(client -> client.headers(1, true, "a", "b"))),
                stream(
                        "5.1",
                        "DATA on a stream that the client has reset",
                        STREAM_CLOSED,
                        onOpen(client -> client.reset(1, CANCEL).data(1, false, "x"))),
                stream(
                        "5.1",
                        "DATA on a stream that is answered",
                        STREAM_CLOSED,
                        onEnded(client -> client.data(1, false, "x"))),
                new Breach("5.1.2", "more streams at once than are allowed", 9, REFUSED_STREAM, client -> {
                    for (int i = 0; i < 4; i++) {
                        Breach.open(client);
                    }
                    client.get("/");
                    client.reset(1, CANCEL);
                }));
    }

    private static List<Breach> frames() {
        return List.of(
                stream(
                        "5.3",
                        "a stream that depends on itself",
                        PROTOCOL_ERROR,
                        onOpen(frame(Frame.PRIORITY, 0, 1, 0, 0, 0, 1, 16))),
                stream(
                        "6.1",
                        "padded DATA without a length",
                        FRAME_SIZE_ERROR,
                        onOpen(frame(Frame.DATA, Frame.PADDED, 1))),
                stream(
                        "6.3",
                        "PRIORITY of another length",
                        FRAME_SIZE_ERROR,
                        onOpen(frame(Frame.PRIORITY, 0, 1, 0, 0, 0, 3))),
                stream("6.9", "an increment of 0", PROTOCOL_ERROR, onOpen(client -> client.window(1, 0))),
                stream(
                        "6.9.1",
                        "a window beyond 2^31-1",
                        FLOW_CONTROL_ERROR,
                        onWaiting(client -> client.window(1, Integer.MAX_VALUE))));
    }

    private static List<Breach> messages() {
        return List.of(
                stream(
                        "8.1",
                        "a second HEADERS that does not end the request",
                        PROTOCOL_ERROR,
                        onOpen(client -> client.headers(1, false, "a", "b"))),
                stream("8.1", "DATA behind trailers", STREAM_CLOSED, client -> {
                    client.request("POST", "/wait", false);
                    client.headers(1, true, "a", "b").data(1, true, "x");
                }),
                stream(
                        "8.1",
                        "trailers with a pseudo-field",
                        PROTOCOL_ERROR,
                        onOpen(client -> client.headers(1, true, ":path", "/"))),
                stream(
                        "8.1",
                        "trailers with a field of connections",
                        PROTOCOL_ERROR,
                        onOpen(client -> client.headers(1, true, "connection", "close"))),
                stream(
                        "8.1",
                        "trailers with a name in capitals",
                        PROTOCOL_ERROR,
                        onOpen(client -> client.headers(1, true, "A", "b"))));
    }

    private static List<Breach> lengths() {
        return List.of(
                stream("8.1.1", "less DATA than Content-Length", PROTOCOL_ERROR, client -> {
                    client.request("POST", "/", false, "content-length", "5");
                    client.data(1, true, "1234");
                }),
                stream("8.1.1", "more DATA than Content-Length", PROTOCOL_ERROR, client -> {
                    client.request("POST", "/", false, "content-length", "5");
                    client.data(1, false, "123456");
                }),
                stream("8.1.1", "an empty end before Content-Length is reached", PROTOCOL_ERROR, client -> {
                    client.request("POST", "/", false, "content-length", "5");
                    client.data(1, false, "1234").frame(Frame.DATA, Frame.END_STREAM, 1, NOTHING);
                }),
                stream("8.1.1", "trailers before Content-Length is reached", PROTOCOL_ERROR, client -> {
                    client.request("POST", "/", false, "content-length", "5");
                    client.headers(1, true, "a", "b");
                }),
                stream(
                        "8.1.1",
                        "a Content-Length without any DATA",
                        PROTOCOL_ERROR,
                        client -> client.request("POST", "/", true, "content-length", "5")),
                stream(
                        "8.1.1",
                        "a Content-Length of GET without any DATA",
                        PROTOCOL_ERROR,
                        client -> client.get("/", "content-length", "1")));
    }

    private static List<Breach> names() {
        return List.of(
                field("8.2", "a name in capitals", "A", "b"),
                field("8.2.1", "a colon in a name", "a:b", "c"),
                field("8.2.1", "a space in a name", "a b", "c"),
                field("8.2.1", "a control in a name", "a\u0001", "c"),
                field("8.2.1", "DEL in a name", "a\u007f", "c"),
                field("8.2.1", "a name beyond ASCII", "a\u00e9", "c"),
                field("8.2.1", "no name", "", "c"));
    }

    private static List<Breach> values() {
        return List.of(
                field("8.2.1", "a line feed in a value", "a", "b\nc: d"),
                field("8.2.1", "a carriage return in a value", "a", "b\rc"),
                field("8.2.1", "NUL in a value", "a", "b\0c"),
                field("8.2.1", "a space before a value", "a", " b"),
                field("8.2.1", "a space behind a value", "a", "b "),
                field("8.2.1", "a tab before a value", "a", "\tb"),
                field("8.2.1", "a tab behind a value", "a", "b\t"),
                head("8.2.1", "a line feed in a path", path("/\n")),
                head("8.2.1", "NUL in a path", path("/\0")));
    }

    private static String[] path(String path) {
        return new String[] {":method", "GET", ":scheme", "http", ":path", path, ":authority", "a"};
    }

    private static List<Breach> ofConnections() {
        return List.of(
                field("8.2.2", "Connection", "connection", "close"),
                field("8.2.2", "Keep-Alive", "keep-alive", "timeout=5"),
                field("8.2.2", "Proxy-Connection", "proxy-connection", "close"),
                field("8.2.2", "Transfer-Encoding", "transfer-encoding", "chunked"),
                field("8.2.2", "Upgrade", "upgrade", "h2c"),
                field("8.2.2", "TE with more than trailers", "te", "gzip"),
                field("8.2.2", "TE with trailers and more", "te", "trailers, gzip"));
    }

    private static List<Breach> pseudo() {
        return List.of(
                field("8.3", "an unknown pseudo-field", ":x", "y"),
                field("8.3", "a pseudo-field of answers", ":status", "200"),
                field("8.3", "a pseudo-field behind a field", "a", "b", ":scheme", "http"),
                field("8.3", "a method twice", ":method", "GET"),
                field("8.3", "a scheme twice", ":scheme", "http"),
                field("8.3", "an authority twice", ":authority", "example.com"),
                field("8.3", "a path twice", ":path", "/"),
                field("8.3.1", "Host differs from the authority", "host", "other.example"),
                head("8.3.1", "no method", ":scheme", "http", ":path", "/", ":authority", "a"),
                head("8.3.1", "no scheme", ":method", "GET", ":path", "/", ":authority", "a"),
                head("8.3.1", "no path", ":method", "GET", ":scheme", "http", ":authority", "a"),
                head("8.3.1", "an empty path", path("")),
                head("8.3.1", "a path without a slash", path("a")),
                head("8.3.1", "an asterisk without OPTIONS", path("*")),
                head(
                        "8.3.1",
                        "an authority with a user",
                        ":method",
                        "GET",
                        ":scheme",
                        "http",
                        ":path",
                        "/",
                        ":authority",
                        "user@a"),
                head("8.5", "CONNECT with a path", ":method", "CONNECT", ":path", "/", ":authority", "a:1"),
                head("8.5", "CONNECT with a scheme", ":method", "CONNECT", ":scheme", "http", ":authority", "a:1"),
                head("8.5", "CONNECT without an authority", ":method", "CONNECT"),
                field("RFC 8441 4", "a protocol without CONNECT", ":protocol", "websocket"),
                head(
                        "RFC 8441 4",
                        "a protocol without a path",
                        ":method",
                        "CONNECT",
                        ":protocol",
                        "websocket",
                        ":scheme",
                        "http",
                        ":authority",
                        "a"));
    }
}
