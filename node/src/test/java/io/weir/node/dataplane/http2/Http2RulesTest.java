package io.weir.node.dataplane.http2;

import static io.weir.node.testkit.Http2Code.COMPRESSION_ERROR;
import static io.weir.node.testkit.Http2Code.FLOW_CONTROL_ERROR;
import static io.weir.node.testkit.Http2Code.FRAME_SIZE_ERROR;
import static io.weir.node.testkit.Http2Code.PROTOCOL_ERROR;
import static io.weir.node.testkit.Http2Code.STREAM_CLOSED;
import static org.assertj.core.api.Assertions.assertThat;

import io.weir.node.testkit.Documents;
import io.weir.node.testkit.Frame;
import io.weir.node.testkit.FrameClient;
import io.weir.node.testkit.Http2Code;
import io.weir.node.testkit.TestBackend;
import io.weir.node.testkit.TestGateway;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What RFC 9113 forbids clients: each with the error that it is answered with, and a canary that goes on. */
class Http2RulesTest {
    private static final byte[] NOTHING = {};

    private static final TestBackend BACKEND = TestBackend.playing(connection ->
            connection.answerAll(request -> request.start().contains("/wait") ? "" : TestBackend.ok(request.body())));
    private static final TestGateway GATEWAY = TestGateway.start(Documents.to(BACKEND)
            .listener("protocols: [http/1.1, h2c], limits: { streams: 4, head: 4KiB }")
            .toString());
    private static final FrameClient CANARY = client().sync();

    private record Rule(String section, String name, Http2Code code, Consumer<FrameClient> breach) {
        @Override
        public String toString() {
            return section + " " + name + ": " + code;
        }
    }

    private static FrameClient client() {
        return FrameClient.plain(GATEWAY.address("public"));
    }

    @AfterAll
    static void stop() {
        CANARY.close();
        GATEWAY.close();
        BACKEND.close();
    }

    private static int open(FrameClient client) {
        return client.request("POST", "/", false);
    }

    private static Consumer<FrameClient> frame(int type, int flags, int stream, int... payload) {
        byte[] bytes = new byte[payload.length];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) payload[i];
        }
        return client -> client.frame(type, flags, stream, bytes);
    }

    private static Consumer<FrameClient> onOpen(Consumer<FrameClient> then) {
        return client -> {
            open(client);
            then.accept(client);
        };
    }

    /** One setting: 16 bits of identifier, 32 of value. */
    private static Consumer<FrameClient> setting(int id, long value) {
        return frame(
                Frame.SETTINGS, 0, 0, 0, id, (int) (value >> 24), (int) (value >> 16), (int) (value >> 8), (int) value);
    }

    static List<Rule> ofConnections() {
        List<Rule> rules = new ArrayList<>();
        rules.add(new Rule(
                "4.1",
                "DATA larger than the maximum",
                FRAME_SIZE_ERROR,
                onOpen(client -> client.frame(Frame.DATA, 0, 1, new byte[16_385]))));
        rules.add(new Rule(
                "4.2",
                "HEADERS larger than the maximum",
                FRAME_SIZE_ERROR,
                client -> client.frame(Frame.HEADERS, Frame.END_HEADERS, 1, new byte[16_385])));
        rules.add(new Rule(
                "4.3",
                "HPACK that is none",
                COMPRESSION_ERROR,
                frame(Frame.HEADERS, 5, 1, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff)));
        rules.add(new Rule("4.3", "HPACK with index 0", COMPRESSION_ERROR, frame(Frame.HEADERS, 5, 1, 0x80)));
        rules.add(new Rule(
                "4.3", "HPACK with an index beyond the table", COMPRESSION_ERROR, frame(Frame.HEADERS, 5, 1, 0xfe)));
        rules.add(new Rule(
                "4.3",
                "a table larger than was allowed",
                COMPRESSION_ERROR,
                frame(Frame.HEADERS, 5, 1, 0x3f, 0xe2, 0x1f)));
        rules.add(new Rule(
                "4.3",
                "a string that goes on beyond the block",
                COMPRESSION_ERROR,
                frame(Frame.HEADERS, 5, 1, 0x40, 0x0a, 'a')));
        rules.add(new Rule("4.3", "another frame within a field block", PROTOCOL_ERROR, client -> client.frame(
                        Frame.HEADERS, 1, 1, client.block(":method", "GET"))
                .ping(1)));
        rules.add(new Rule("4.3", "CONTINUATION of another stream", PROTOCOL_ERROR, client -> client.frame(
                        Frame.HEADERS, 1, 1, client.block(":method", "GET"))
                .frame(Frame.CONTINUATION, 4, 3, NOTHING)));
        rules.add(new Rule("5.1", "DATA on an idle stream", PROTOCOL_ERROR, frame(Frame.DATA, 0, 1, 1)));
        rules.add(new Rule(
                "5.1", "RST_STREAM on an idle stream", PROTOCOL_ERROR, frame(Frame.RST_STREAM, 0, 1, 0, 0, 0, 8)));
        rules.add(new Rule(
                "5.1",
                "WINDOW_UPDATE on an idle stream",
                PROTOCOL_ERROR,
                frame(Frame.WINDOW_UPDATE, 0, 1, 0, 0, 0, 1)));
        rules.add(new Rule("5.1", "CONTINUATION on an idle stream", PROTOCOL_ERROR, frame(Frame.CONTINUATION, 4, 1)));
        rules.add(new Rule("5.1", "HEADERS on a stream that has ended", STREAM_CLOSED, client -> {
            client.answer(client.get("/"));
            client.headers(1, true, ":method", "GET", ":scheme", "http", ":path", "/", ":authority", "a");
        }));
        rules.add(new Rule(
                "5.1.1",
                "a stream with an even number",
                PROTOCOL_ERROR,
                client ->
                        client.headers(2, true, ":method", "GET", ":scheme", "http", ":path", "/", ":authority", "a")));
        rules.add(new Rule("5.1.1", "a stream with a lower number than before", PROTOCOL_ERROR, client -> {
            client.headers(5, true, ":method", "GET", ":scheme", "http", ":path", "/", ":authority", "a");
            client.headers(3, true, ":method", "GET", ":scheme", "http", ":path", "/", ":authority", "a");
        }));
        rules.add(new Rule("6.1", "DATA on the connection", PROTOCOL_ERROR, frame(Frame.DATA, 0, 0, 1)));
        rules.add(new Rule(
                "6.1", "more padding than DATA", PROTOCOL_ERROR, onOpen(frame(Frame.DATA, Frame.PADDED, 1, 9, 1))));
        rules.add(new Rule("6.2", "HEADERS on the connection", PROTOCOL_ERROR, frame(Frame.HEADERS, 5, 0, 0x82)));
        rules.add(new Rule(
                "6.2",
                "more padding than HEADERS",
                PROTOCOL_ERROR,
                frame(Frame.HEADERS, 5 | Frame.PADDED, 1, 9, 0x82)));
        rules.add(new Rule(
                "6.2",
                "HEADERS too short for a priority",
                FRAME_SIZE_ERROR,
                frame(Frame.HEADERS, 5 | Frame.WITH_PRIORITY, 1, 1, 2)));
        rules.add(new Rule(
                "6.3", "PRIORITY on the connection", PROTOCOL_ERROR, frame(Frame.PRIORITY, 0, 0, 0, 0, 0, 3, 1)));
        rules.add(new Rule(
                "6.4", "RST_STREAM on the connection", PROTOCOL_ERROR, frame(Frame.RST_STREAM, 0, 0, 0, 0, 0, 8)));
        rules.add(new Rule(
                "6.4",
                "RST_STREAM of another length",
                FRAME_SIZE_ERROR,
                onOpen(frame(Frame.RST_STREAM, 0, 1, 0, 0, 8))));
        rules.add(new Rule("6.5", "SETTINGS on a stream", PROTOCOL_ERROR, frame(Frame.SETTINGS, 0, 1)));
        rules.add(new Rule(
                "6.5",
                "an acknowledgement with settings",
                FRAME_SIZE_ERROR,
                frame(Frame.SETTINGS, 1, 0, 0, 3, 0, 0, 0, 1)));
        rules.add(new Rule(
                "6.5", "SETTINGS of another length", FRAME_SIZE_ERROR, frame(Frame.SETTINGS, 0, 0, 0, 3, 0, 0, 1)));
        rules.add(new Rule("6.5.2", "ENABLE_PUSH beyond 1", PROTOCOL_ERROR, setting(2, 2)));
        rules.add(new Rule("6.5.2", "INITIAL_WINDOW_SIZE beyond 2^31-1", FLOW_CONTROL_ERROR, setting(4, 1L << 31)));
        rules.add(new Rule("6.5.2", "MAX_FRAME_SIZE below 2^14", PROTOCOL_ERROR, setting(5, 16_383)));
        rules.add(new Rule("6.5.2", "MAX_FRAME_SIZE beyond 2^24-1", PROTOCOL_ERROR, setting(5, 1 << 24)));
        rules.add(new Rule(
                "6.6", "PUSH_PROMISE", PROTOCOL_ERROR, onOpen(frame(Frame.PUSH_PROMISE, 4, 1, 0, 0, 0, 2, 0x82))));
        rules.add(new Rule("6.7", "PING on a stream", PROTOCOL_ERROR, frame(Frame.PING, 0, 1, 1, 2, 3, 4, 5, 6, 7, 8)));
        rules.add(new Rule("6.7", "PING of another length", FRAME_SIZE_ERROR, frame(Frame.PING, 0, 0, 1, 2, 3, 4)));
        rules.add(new Rule(
                "6.8", "GOAWAY on a stream", PROTOCOL_ERROR, frame(Frame.GOAWAY, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0)));
        rules.add(new Rule(
                "6.9",
                "an increment of 0 for the connection",
                PROTOCOL_ERROR,
                frame(Frame.WINDOW_UPDATE, 0, 0, 0, 0, 0, 0)));
        rules.add(new Rule(
                "6.9", "WINDOW_UPDATE of another length", FRAME_SIZE_ERROR, frame(Frame.WINDOW_UPDATE, 0, 0, 0, 0, 1)));
        rules.add(new Rule(
                "6.9.1",
                "a window of the connection beyond 2^31-1",
                FLOW_CONTROL_ERROR,
                frame(Frame.WINDOW_UPDATE, 0, 0, 0x7f, 0xff, 0xff, 0xff)));
        rules.add(new Rule(
                "6.9.2", "settings that make a window too large", FLOW_CONTROL_ERROR, onOpen(client -> client.window(
                                1, Integer.MAX_VALUE - 65_535)
                        .settings(4, 65_536))));
        rules.add(new Rule(
                "6.10",
                "CONTINUATION after a block that has ended",
                PROTOCOL_ERROR,
                onOpen(frame(Frame.CONTINUATION, 4, 1, 0x82))));
        return rules;
    }

    @ParameterizedTest
    @MethodSource
    void ofConnections(Rule rule) {
        try (FrameClient client = client()) {
            rule.breach().accept(client);
            assertThat(client.goneAway().code()).as(rule.toString()).isEqualTo(rule.code());
            assertThat(client.isAtItsEnd()).isTrue();
        }
        assertThat(CANARY.answer(CANARY.get("/")).status()).as("the canary").isEqualTo(200);
    }

    static List<Rule> ofStreams() {
        List<Rule> rules = new ArrayList<>();
        rules.add(new Rule("5.1", "DATA after the end of the request", STREAM_CLOSED, client -> {
            client.get("/wait");
            client.data(1, false, "x");
        }));
        rules.add(new Rule("5.1", "HEADERS after the end of the request", STREAM_CLOSED, client -> {
            client.get("/wait");
            client.headers(1, true, "a", "b");
        }));
        rules.add(new Rule(
                "5.1", "DATA on a stream that the client has reset", STREAM_CLOSED, onOpen(client -> client.reset(
                                1, Http2Code.CANCEL)
                        .data(1, false, "x"))));
        rules.add(new Rule(
                "5.3.1",
                "a stream that depends on itself",
                PROTOCOL_ERROR,
                onOpen(frame(Frame.PRIORITY, 0, 1, 0, 0, 0, 1, 16))));
        rules.add(new Rule(
                "6.1", "padded DATA without a length", FRAME_SIZE_ERROR, onOpen(frame(Frame.DATA, Frame.PADDED, 1))));
        rules.add(new Rule(
                "6.3",
                "PRIORITY of another length",
                FRAME_SIZE_ERROR,
                onOpen(frame(Frame.PRIORITY, 0, 1, 0, 0, 0, 3))));
        rules.add(new Rule("6.9", "an increment of 0", PROTOCOL_ERROR, onOpen(client -> client.window(1, 0))));
        rules.add(new Rule(
                "6.9.1",
                "a window beyond 2^31-1",
                FLOW_CONTROL_ERROR,
                onOpen(client -> client.window(1, Integer.MAX_VALUE))));
        rules.add(new Rule(
                "8.1",
                "a second HEADERS that does not end the request",
                PROTOCOL_ERROR,
                onOpen(client -> client.headers(1, false, "a", "b"))));
        rules.add(new Rule(
                "8.1",
                "trailers with a pseudo-field",
                PROTOCOL_ERROR,
                onOpen(client -> client.headers(1, true, ":path", "/"))));
        rules.add(new Rule("8.1.1", "less DATA than Content-Length", PROTOCOL_ERROR, client -> {
            client.request("POST", "/", false, "content-length", "5");
            client.data(1, true, "1234");
        }));
        rules.add(new Rule("8.1.1", "more DATA than Content-Length", PROTOCOL_ERROR, client -> {
            client.request("POST", "/", false, "content-length", "5");
            client.data(1, false, "123456");
        }));
        rules.add(new Rule("8.1.1", "trailers before Content-Length is reached", PROTOCOL_ERROR, client -> {
            client.request("POST", "/", false, "content-length", "5");
            client.headers(1, true, "a", "b");
        }));
        rules.add(new Rule(
                "8.1.1",
                "a Content-Length without any DATA",
                PROTOCOL_ERROR,
                client -> client.request("POST", "/", true, "content-length", "5")));
        rules.add(field("8.2", "a name in capitals", "A", "b"));
        rules.add(field("8.2.1", "a line feed in a value", "a", "b\nc: d"));
        rules.add(field("8.2.1", "a colon in a name", "a:b", "c"));
        rules.add(field("8.2.1", "a space around a value", "a", " b"));
        rules.add(field("8.2.2", "Connection", "connection", "close"));
        rules.add(field("8.2.2", "Transfer-Encoding", "transfer-encoding", "chunked"));
        rules.add(field("8.2.2", "Upgrade", "upgrade", "h2c"));
        rules.add(field("8.2.2", "TE with more than trailers", "te", "gzip"));
        rules.add(field("8.3", "an unknown pseudo-field", ":x", "y"));
        rules.add(field("8.3", "a pseudo-field behind a field", "a", "b", ":scheme", "http"));
        rules.add(field("8.3.1", "a path twice", ":path", "/"));
        rules.add(field("8.3.1", "Host differs from the authority", "host", "other.example"));
        rules.add(head("8.3.1", "no method", ":scheme", "http", ":path", "/"));
        rules.add(head("8.3.1", "no scheme", ":method", "GET", ":path", "/"));
        rules.add(head("8.3.1", "no path", ":method", "GET", ":scheme", "http"));
        rules.add(head("8.3.1", "an empty path", ":method", "GET", ":scheme", "http", ":path", ""));
        rules.add(head("8.5", "CONNECT with a path", ":method", "CONNECT", ":path", "/", ":authority", "a"));
        return rules;
    }

    private static Rule field(String section, String name, String... fields) {
        return new Rule(section, name, PROTOCOL_ERROR, client -> client.request("GET", "/", true, fields));
    }

    private static Rule head(String section, String name, String... fields) {
        return new Rule(section, name, PROTOCOL_ERROR, client -> client.headers(client.nextStream(), true, fields));
    }

    @ParameterizedTest
    @MethodSource
    void ofStreams(Rule rule) {
        try (FrameClient client = client()) {
            rule.breach().accept(client);
            assertThat(client.resetOf(1)).as(rule.toString()).isEqualTo(rule.code());
            int other = Math.max(101, client.nextStream());
            client.headers(other, true, ":method", "GET", ":scheme", "http", ":path", "/", ":authority", "a");
            assertThat(client.answer(other).status()).as("another stream").isEqualTo(200);
        }
    }
}
