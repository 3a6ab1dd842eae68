package io.weir.node.dataplane;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.node.testkit.Await;
import io.weir.node.testkit.FrameBackend;
import io.weir.node.testkit.FrameWire;
import io.weir.node.testkit.FrameWire.Frame;
import io.weir.node.testkit.NoLeaks;
import io.weir.node.testkit.TestBackend;
import io.weir.node.testkit.TestGateway;
import io.weir.node.testkit.WireClient;
import io.weir.node.testkit.WireMessage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Endpoints that do not speak HTTP/2 as they have to (RFC 9113), beside one that does. */
@ExtendWith(NoLeaks.class)
final class Http2HostileBackendsTest {
    private static final String BIG = "x".repeat(40_000);

    private static TestGateway gateway(TestBackend bad, TestBackend good) {
        return TestGateway.single(
                """
                weir: 1
                listeners: [{ name: public, address: "127.0.0.1:0" }]
                upstreams:
                  - { name: bad, protocol: h2, endpoints: ["%s"], retry: { attempts: 0 } }
                  - { name: good, protocol: h2, endpoints: ["%s"] }
                routes:
                  - { name: good, match: { path: /good }, to: good }
                  - { name: bad, match: { path: /** }, to: bad }
                """
                        .formatted(bad.address(), good.address()));
    }

    private static void malformed(FrameBackend.Request request) throws IOException {
        FrameWire wire = request.wire();
        int stream = request.stream();
        switch (request.path().substring(1)) {
            case "fine" -> request.say("ok");
            case "no-status" -> wire.headers(stream, true, "x-a", "b");
            case "two-statuses" -> wire.headers(stream, true, ":status", "200", ":status", "200");
            case "bad-status" -> wire.headers(stream, true, ":status", "2oo");
            case "short-status" -> wire.headers(stream, true, ":status", "20");
            case "switching" -> wire.headers(stream, false, ":status", "101");
            case "only-interim" -> wire.headers(stream, true, ":status", "103");
            case "pseudo-behind" -> wire.headers(stream, true, "x-a", "b", ":status", "200");
            case "pseudo-unknown" -> wire.headers(stream, true, ":status", "200", ":stat", "b");
            case "pseudo-of-requests" -> wire.headers(stream, true, ":status", "200", ":path", "/");
            case "upper-case" -> wire.headers(stream, true, ":status", "200", "X-A", "b");
            case "line-feed" -> wire.headers(stream, true, ":status", "200", "x-a", "b\nc: d");
            case "connection" -> wire.headers(stream, true, ":status", "200", "connection", "close");
            case "chunked" -> wire.headers(stream, true, ":status", "200", "transfer-encoding", "chunked");
            case "no-number" -> wire.headers(stream, true, ":status", "200", "content-length", "five");
            case "two-lengths" ->
                wire.headers(stream, true, ":status", "200", "content-length", "0", "content-length", "0");
            case "none-of-five" -> wire.headers(stream, true, ":status", "200", "content-length", "5");
            case "too-large" -> wire.headers(stream, true, ":status", "200", "x-a", BIG, "x-b", BIG);
            case "data-first" -> wire.data(stream, true, "hello");
            case "body-of-204" -> wire.headers(stream, false, ":status", "204").data(stream, true, "hello");
            case "trailers-first" ->
                wire.headers(stream, false, ":status", "103").data(stream, true, "");
            default -> throw new AssertionError(request.path());
        }
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(
            textBlock =
                    """
        no-status,          §8.3.2: there has to be one
        two-statuses,       and not two
        bad-status,         of digits
        short-status,       of three
        switching,          §8.6: there is no 101
        only-interim,       §8.1: a final head has to come
        pseudo-behind,      §8.3: pseudo-fields come first
        pseudo-unknown,     §8.3: there are no others
        pseudo-of-requests, §8.3: nor those of requests
        upper-case,         §8.2.1: names are in lower case
        line-feed,          §8.2.1: it would be a field of its own with HTTP/1.1
        connection,         §8.2.2: nothing is about connections
        chunked,            §8.2.2: nor about framing
        no-number,          a length is a number
        two-lengths,        and there is one
        none-of-five,       §8.1.1: less than was told
        too-large,          more than 64 KiB
        data-first,         §8.1: the head comes first
        trailers-first,     and is no interim one
        """)
    void aMalformedAnswerEndsItsExchangeAlone(String path, String reason) {
        FrameBackend bad = FrameBackend.answering(Http2HostileBackendsTest::malformed);
        FrameBackend good = FrameBackend.saying("ok");
        try (TestBackend one = TestBackend.playing(bad::play);
                TestBackend two = TestBackend.playing(good::play);
                TestGateway gateway = gateway(one, two);
                WireClient client = gateway.client()) {
            assertThat(client.get("/fine").status()).isEqualTo(200);
            WireMessage answer = client.get("/" + path);
            if (path.equals("trailers-first")) {
                answer = client.answer();
            }
            assertThat(answer.status()).as(reason).isEqualTo(502);
            assertThat(answer.problem()).as(reason).isEqualTo("bad-answer");
            assertThat(client.get("/fine").status()).isEqualTo(200);
            assertThat(client.get("/good").status()).isEqualTo(200);
            assertThat(one.accepted()).as("the connection goes on").isEqualTo(1);
            Await.until(() -> "it is reset: " + bad.resets(), () -> bad.resets().stream()
                    .anyMatch(reset -> reset.startsWith("3:")));
            assertThat(gateway.inFlight()).isZero();
        }
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(
            textBlock =
                    """
        more,     §8.1.1: more than was told
        less,     less than was told
        pseudo,   §8.1: no pseudo-fields among trailers
        frames,   trailers that say how the body is framed
        again,    §8.1: a head behind the head
        """)
    void whatIsMalformedBehindTheHeadCutsTheAnswerOff(String path, String reason) {
        FrameBackend bad = FrameBackend.answering(request -> {
            FrameWire wire = request.wire();
            int stream = request.stream();
            switch (path) {
                case "more" ->
                    wire.headers(stream, false, ":status", "200", "content-length", "4")
                            .data(stream, true, "hello");
                case "less" ->
                    wire.headers(stream, false, ":status", "200", "content-length", "6")
                            .data(stream, true, "hello");
                case "pseudo" ->
                    wire.headers(stream, false, ":status", "200")
                            .data(stream, false, "hello")
                            .headers(stream, true, ":status", "200");
                case "frames" ->
                    wire.headers(stream, false, ":status", "200")
                            .data(stream, false, "hello")
                            .headers(stream, true, "content-length", "5");
                default ->
                    wire.headers(stream, false, ":status", "200")
                            .data(stream, false, "hello")
                            .headers(stream, false, ":status", "200");
            }
        });
        FrameBackend good = FrameBackend.saying("ok");
        try (TestBackend one = TestBackend.playing(bad::play);
                TestBackend two = TestBackend.playing(good::play);
                TestGateway gateway = gateway(one, two);
                WireClient client = gateway.client();
                WireClient canary = gateway.client()) {
            client.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
            WireMessage head = client.head();
            assertThat(head.status()).isEqualTo(200);
            String body = client.toTheEnd();
            assertThat(body).as(reason).doesNotContain("0\r\n\r\n");
            assertThat(head.field("Content-Length").isPresent()
                            && body.length()
                                    >= Integer.parseInt(
                                            head.field("Content-Length").orElseThrow()))
                    .as("it looks complete")
                    .isFalse();
            Await.until(() -> "it is reset", () -> !bad.resets().isEmpty());
            assertThat(bad.resets()).containsExactly("1:1");
            assertThat(canary.get("/good").status()).isEqualTo(200);
            assertThat(gateway.inFlight()).isZero();
        }
    }

    /** Never ends until the other side does. */
    private static void flood(FrameWire wire, String how) throws IOException {
        byte[] nothing = new byte[0];
        for (long i = 0; i < 3_000_000; i++) {
            switch (how) {
                case "settings" -> wire.settings();
                case "settings-acks" -> wire.write(FrameWire.SETTINGS, FrameWire.ACK, 0, nothing);
                case "pings" -> wire.ping(false, new byte[8]);
                case "ping-acks" -> wire.ping(true, new byte[8]);
                case "empty-data" -> wire.data(1, false, "");
                case "interim" -> wire.headers(1, false, ":status", "102");
                case "window-updates" -> wire.windowUpdate(0, 1);
                case "stream-windows" -> wire.windowUpdate(1, 1);
                case "priorities" -> wire.write(FrameWire.PRIORITY, 0, 3, new byte[] {0, 0, 0, 1, 7});
                case "unknown" -> wire.write(77, 0, 1, nothing);
                case "goaways" -> wire.goAway(1, 0);
                case "resets" -> wire.reset(1, 8);
                case "continuations" ->
                    wire.write(
                            i == 0 ? FrameWire.HEADERS : FrameWire.CONTINUATION, 0, 1, i == 0 ? nothing : new byte[1]);
                default -> throw new AssertionError(how);
            }
        }
    }

    @ParameterizedTest(name = "{0}: {2}")
    @CsvSource(
            textBlock =
                    """
        settings,        11, each has to be acknowledged
        settings-acks,   11, nothing was asked
        pings,           11, each has to be answered
        ping-acks,       11, nothing was asked
        empty-data,      11, nothing comes of it
        interim,         11, each goes to the client
        window-updates,  11, one byte more each time
        stream-windows,  11, and of one exchange
        priorities,      11, nobody goes by them
        unknown,         11, nobody knows them
        goaways,         11, once is enough
        resets,          11, once is enough
        continuations,   11, a head without end in parts without anything
        """)
    void aFloodEndsItsConnectionWithinABoundAndDisturbsNobodyElse(String how, int error, String reason) {
        List<Frame> ends = new CopyOnWriteArrayList<>();
        try (TestBackend bad = TestBackend.playing(connection -> {
                    FrameWire wire = new FrameWire(connection.socket()).serve();
                    Frame frame = wire.next();
                    Thread reader = new Thread(() -> readToTheEnd(wire, ends));
                    reader.start();
                    try {
                        if (frame != null) {
                            if (how.equals("empty-data")) {
                                wire.headers(1, false, ":status", "200");
                            }
                            flood(wire, how);
                        }
                    } finally {
                        reader.join();
                    }
                });
                TestBackend good = TestBackend.playing(FrameBackend.saying("ok")::play);
                TestGateway gateway = gateway(bad, good);
                WireClient client = gateway.client();
                WireClient canary = gateway.client()) {
            client.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
            for (int i = 0; i < 20; i++) {
                assertThat(canary.get("/good").status()).as(reason).isEqualTo(200);
            }
            Await.until(() -> "the connection is closed", () -> bad.accepted() == 1 && bad.open() == 0);
            Await.until(() -> "nothing is under way", () -> gateway.inFlight() == 0);
            assertThat(ends.stream()
                            .filter(frame -> frame.type() == FrameWire.GOAWAY)
                            .map(Frame::error))
                    .as("%s: where it could still be said", reason)
                    .allMatch(said -> said == error || said == 0);
        }
    }

    private static void readToTheEnd(FrameWire wire, List<Frame> ends) {
        try {
            Frame frame = wire.raw();
            while (frame != null) {
                if (frame.type() == FrameWire.GOAWAY) {
                    ends.add(frame);
                }
                frame = wire.raw();
            }
        } catch (IOException gone) {
            // The end.
        }
    }

    @ParameterizedTest(name = "{0}: {2}")
    @CsvSource(
            textBlock =
                    """
        push,              1, §8.4: it was not allowed
        frame-too-large,   6, §4.2: longer than was allowed
        settings-on-stream, 1, §6.5: settings are the connection's
        settings-length,   6, §6.5: not a number of settings
        ack-with-payload,  6, §6.5: acknowledged with something in it
        push-enabled,      1, §6.5.2: a server does not allow pushing
        window-too-large,  3, §6.5.2: more than a window can be
        window-zero,       1, §6.9: by nothing
        window-overflow,   3, §6.9.1: more than a window can be
        data-on-zero,      1, §6.1: of no exchange
        headers-on-zero,   1, §6.2: of no exchange
        headers-on-even,   1, §5.1.1: nobody began it
        headers-idle,      1, §5.1: nobody has begun it yet
        rst-on-zero,       1, §6.4: of no exchange
        rst-idle,          1, §6.4: nobody has begun it yet
        rst-length,        6, §6.4: four bytes
        ping-length,       6, §6.7: eight bytes
        ping-on-stream,    1, §6.7: pings are the connection's
        goaway-on-stream,  1, §6.8: as are goodbyes
        goaway-higher,     1, §6.8: a higher last exchange than before
        continuation-alone, 1, §6.10: without a head before
        headers-between,   1, §6.10: within a head
        padding-too-long,  1, §6.1: longer than the frame
        bad-hpack,         9, RFC 7541: an index of nothing
        bad-table-size,    9, RFC 7541: a table larger than was allowed
        """)
    void whoBreaksTheRulesOfTheConnectionLosesIt(String how, int error, String reason) {
        List<Frame> ends = new CopyOnWriteArrayList<>();
        try (TestBackend bad = TestBackend.playing(connection -> {
                    FrameWire wire = new FrameWire(connection.socket()).serve();
                    if (wire.next() != null) {
                        violate(wire, how);
                        readToTheEnd(wire, ends);
                    }
                });
                TestBackend good = TestBackend.playing(FrameBackend.saying("ok")::play);
                TestGateway gateway = gateway(bad, good);
                WireClient client = gateway.client();
                WireClient canary = gateway.client()) {
            WireMessage answer = client.get("/");
            assertThat(answer.problem()).as(reason).isEqualTo("bad-answer");
            assertThat(canary.get("/good").status()).isEqualTo(200);
            Await.until(() -> "the connection is closed", () -> bad.open() == 0);
            assertThat(ends).as(reason).extracting(Frame::error).containsExactly(error);
            assertThat(gateway.inFlight()).isZero();
        }
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    private static void violate(FrameWire wire, String how) throws IOException {
        switch (how) {
            case "push" -> {
                byte[] block = wire.block(":method", "GET", ":scheme", "http", ":path", "/", ":authority", "a");
                wire.write(
                        FrameWire.PUSH_PROMISE,
                        FrameWire.END_HEADERS,
                        1,
                        ByteBuffer.allocate(4 + block.length)
                                .putInt(2)
                                .put(block)
                                .array());
            }
            case "frame-too-large" -> wire.data(1, false, "x".repeat(16_385));
            case "settings-on-stream" -> wire.write(FrameWire.SETTINGS, 0, 1, new byte[0]);
            case "settings-length" -> wire.write(FrameWire.SETTINGS, 0, 0, new byte[5]);
            case "ack-with-payload" -> wire.write(FrameWire.SETTINGS, FrameWire.ACK, 0, new byte[6]);
            case "push-enabled" -> wire.settings(2, 1);
            case "window-too-large" -> wire.settings(FrameWire.INITIAL_WINDOW_SIZE, -1);
            case "window-zero" -> wire.windowUpdate(0, 0);
            case "window-overflow" -> wire.windowUpdate(0, Integer.MAX_VALUE);
            case "data-on-zero" -> wire.data(0, false, "a");
            case "headers-on-zero" -> wire.headers(0, false, ":status", "200");
            case "headers-on-even" -> wire.headers(2, false, ":status", "200");
            case "headers-idle" -> wire.headers(5, false, ":status", "200");
            case "rst-on-zero" -> wire.reset(0, 8);
            case "rst-idle" -> wire.reset(5, 8);
            case "rst-length" -> wire.write(FrameWire.RST_STREAM, 0, 1, new byte[3]);
            case "ping-length" -> wire.ping(false, new byte[7]);
            case "ping-on-stream" -> wire.write(FrameWire.PING, 0, 1, new byte[8]);
            case "goaway-on-stream" -> wire.write(FrameWire.GOAWAY, 0, 1, new byte[8]);
            case "goaway-higher" -> wire.goAway(1, 0).goAway(3, 0);
            case "continuation-alone" -> wire.write(FrameWire.CONTINUATION, FrameWire.END_HEADERS, 1, new byte[0]);
            case "headers-between" ->
                wire.write(FrameWire.HEADERS, 0, 1, new byte[0]).data(1, false, "a");
            case "padding-too-long" -> wire.write(FrameWire.DATA, 8, 1, ascii("\tabc"));
            case "bad-hpack" ->
                wire.write(FrameWire.HEADERS, FrameWire.END_HEADERS, 1, ascii("\u00ff\u00ff\u00ff\u0007"));
            case "bad-table-size" ->
                wire.write(FrameWire.HEADERS, FrameWire.END_HEADERS, 1, ascii("?\u00ff\u00ff\u0007"));
            default -> throw new AssertionError(how);
        }
    }
}
