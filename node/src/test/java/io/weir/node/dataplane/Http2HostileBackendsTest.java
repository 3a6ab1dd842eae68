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
import java.util.concurrent.atomic.AtomicBoolean;
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
            case "keep-alive" -> wire.headers(stream, true, ":status", "200", "keep-alive", "timeout=5");
            case "proxy-connection" -> wire.headers(stream, true, ":status", "200", "proxy-connection", "close");
            case "upgrade" -> wire.headers(stream, true, ":status", "200", "upgrade", "h2c");
            case "te" -> wire.headers(stream, true, ":status", "200", "te", "gzip");
            case "carriage-return" -> wire.headers(stream, true, ":status", "200", "x-a", "b\rc");
            case "nul" -> wire.headers(stream, true, ":status", "200", "x-a", "b\0c");
            case "space-before" -> wire.headers(stream, true, ":status", "200", "x-a", " b");
            case "space-behind" -> wire.headers(stream, true, ":status", "200", "x-a", "b ");
            case "no-name" -> wire.headers(stream, true, ":status", "200", "", "b");
            case "name-space" -> wire.headers(stream, true, ":status", "200", "x a", "b");
            case "name-colon" -> wire.headers(stream, true, ":status", "200", "x:a", "b");
            case "name-beyond-ascii" -> wire.headers(stream, true, ":status", "200", "x\u00e9", "b");
            case "interim-connection" ->
                wire.headers(stream, false, ":status", "103", "connection", "close")
                        .headers(stream, true, ":status", "200");
            case "stream-window-zero" -> wire.windowUpdate(stream, 0);
            case "stream-window-overflow" -> wire.windowUpdate(stream, Integer.MAX_VALUE);
            case "padding-missing" ->
                wire.headers(stream, false, ":status", "103").write(FrameWire.DATA, 8, stream, new byte[0]);
            case "priority-length" -> wire.write(FrameWire.PRIORITY, 0, stream, new byte[4]);
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
        keep-alive,         §8.2.2: in whatever way
        proxy-connection,   §8.2.2: even those that never were
        upgrade,            §8.2.2: there is nothing to change to
        te,                 §8.2.2: nor about what is understood
        chunked,            §8.2.2: nor about framing
        carriage-return,    §8.2.1: it ends lines
        nul,                §8.2.1: it ends texts
        space-before,       §8.2.1: what is around a value is no part of it
        space-behind,       §8.2.1: on both sides
        no-name,            §8.2.1: each field has one
        name-space,         §8.2.1: of tokens
        name-colon,         §8.2.1: those are for pseudo-fields
        name-beyond-ascii,  §8.2.1: and for ASCII
        interim-connection, §8.2.2: in interim heads as well
        stream-window-zero, §6.9: by nothing
        stream-window-overflow, §6.9.1: more than a window can be
        padding-missing,    §6.1: it has to say how much
        priority-length,    §6.3: five bytes
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
            if (answer.status() == 103) {
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
        push-on-zero,      1, §6.6: of no exchange
        frame-too-large,   6, §4.2: longer than was allowed
        head-too-large,    6, §4.2: longer than was allowed
        unknown-too-large, 6, §4.2: whatever it is
        unknown-between,   1, §5.5: within a head
        settings-on-stream, 1, §6.5: settings are the connection's
        settings-length,   6, §6.5: not a number of settings
        ack-with-payload,  6, §6.5: acknowledged with something in it
        push-enabled,      1, §6.5.2: a server does not allow pushing
        push-beyond-1,     1, §6.5.2: yes or no
        frame-size-small,  1, §6.5.2: less than all have to take
        frame-size-large,  1, §6.5.2: more than a frame can have
        connect-beyond-1,  1, RFC 8441 §3: yes or no
        priorities-beyond-1, 1, RFC 9218 §2.1: yes or no
        window-too-large,  3, §6.5.2: more than a window can be
        windows-too-large, 3, §6.9.2: more than the window of an exchange can be
        window-length,     6, §6.9: four bytes
        window-idle,       1, §5.1: nobody has begun it yet
        window-zero,       1, §6.9: by nothing
        window-overflow,   3, §6.9.1: more than a window can be
        data-on-zero,      1, §6.1: of no exchange
        data-idle,         1, §5.1: nobody has begun it yet
        headers-on-zero,   1, §6.2: of no exchange
        headers-padding,   1, §6.2: longer than the frame
        headers-unpadded,  6, §6.2: it has to say how much
        headers-short,     6, §6.2: without the priority that it says
        priority-on-zero,  1, §6.3: of no exchange
        headers-on-even,   1, §5.1.1: nobody began it
        headers-idle,      1, §5.1: nobody has begun it yet
        rst-on-zero,       1, §6.4: of no exchange
        rst-idle,          1, §6.4: nobody has begun it yet
        rst-length,        6, §6.4: four bytes
        ping-length,       6, §6.7: eight bytes
        ping-on-stream,    1, §6.7: pings are the connection's
        goaway-on-stream,  1, §6.8: as are goodbyes
        goaway-length,     6, §6.8: eight bytes at least
        goaway-higher,     1, §6.8: a higher last exchange than before
        continuation-alone, 1, §6.10: without a head before
        continuation-on-zero, 1, §6.10: of no exchange
        continuation-of-other, 1, §6.10: of another exchange
        headers-between,   1, §6.10: within a head
        padding-too-long,  1, §6.1: longer than the frame
        bad-hpack,         9, RFC 7541: an index of nothing
        bad-table-size,    9, RFC 7541: a table larger than was allowed
        late-table-size,   9, RFC 7541: behind a field
        bad-huffman,       9, RFC 7541: filled up with zeros
        cut-field,         9, RFC 7541: half a field
        bad-trailers,      9, RFC 7541: behind the head
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
            answer = answer.status() == 103 ? client.answer() : answer;
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
            case "push-on-zero" -> wire.write(FrameWire.PUSH_PROMISE, FrameWire.END_HEADERS, 0, new byte[4]);
            case "head-too-large" -> wire.write(FrameWire.HEADERS, FrameWire.END_HEADERS, 1, new byte[16_385]);
            case "unknown-too-large" -> wire.write(77, 0, 0, new byte[16_385]);
            case "unknown-between" ->
                wire.write(FrameWire.HEADERS, 0, 1, new byte[0]).write(77, 0, 1, new byte[1]);
            case "push-beyond-1" -> wire.settings(2, 2);
            case "frame-size-small" -> wire.settings(5, 16_383);
            case "frame-size-large" -> wire.settings(5, 1 << 24);
            case "connect-beyond-1" -> wire.settings(8, 2);
            case "priorities-beyond-1" -> wire.settings(9, 2);
            case "windows-too-large" ->
                wire.windowUpdate(1, Integer.MAX_VALUE - 65_535).settings(FrameWire.INITIAL_WINDOW_SIZE, 65_536);
            case "window-length" -> wire.write(FrameWire.WINDOW_UPDATE, 0, 0, new byte[3]);
            case "window-idle" -> wire.windowUpdate(5, 1);
            case "data-idle" -> wire.data(5, false, "a");
            case "headers-padding" -> wire.write(FrameWire.HEADERS, FrameWire.END_HEADERS | 8, 1, ascii("\t\u0088"));
            case "headers-unpadded" -> wire.write(FrameWire.HEADERS, FrameWire.END_HEADERS | 8, 1, new byte[0]);
            case "headers-short" -> wire.write(FrameWire.HEADERS, FrameWire.END_HEADERS | 32, 1, new byte[4]);
            case "priority-on-zero" -> wire.write(FrameWire.PRIORITY, 0, 0, new byte[5]);
            case "goaway-length" -> wire.write(FrameWire.GOAWAY, 0, 0, new byte[7]);
            case "continuation-on-zero" ->
                wire.write(FrameWire.HEADERS, 0, 1, new byte[0]).write(FrameWire.CONTINUATION, 4, 0, new byte[0]);
            case "continuation-of-other" ->
                wire.write(FrameWire.HEADERS, 0, 1, new byte[0]).write(FrameWire.CONTINUATION, 4, 3, new byte[0]);
            case "late-table-size" -> wire.write(FrameWire.HEADERS, FrameWire.END_HEADERS, 1, ascii("\u0088 "));
            case "bad-huffman" ->
                wire.write(FrameWire.HEADERS, FrameWire.END_HEADERS, 1, ascii("\0\u0001a\u0081\u0018"));
            case "cut-field" -> wire.write(FrameWire.HEADERS, FrameWire.END_HEADERS, 1, ascii("\u0088@"));
            case "bad-trailers" ->
                wire.headers(1, false, ":status", "103")
                        .write(FrameWire.HEADERS, FrameWire.END_HEADERS, 1, ascii("\u0080"));
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

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(
            textBlock =
                    """
        ping-first,       §3.4: settings come first
        head-first,       §3.4: before any answer
        ack-first,        §3.4: its own settings
        http1-first,      §3.4: and frames
        """)
    void whoDoesNotBeginWithSettingsIsSentNoRequest(String how, String reason) {
        AtomicBoolean asked = new AtomicBoolean();
        try (TestBackend bad = TestBackend.playing(connection -> {
                    FrameWire wire = new FrameWire(connection.socket());
                    begin(wire, connection, how);
                    Frame frame = wire.raw();
                    while (frame != null) {
                        asked.compareAndSet(false, frame.type() == FrameWire.HEADERS);
                        frame = wire.raw();
                    }
                });
                TestBackend good = TestBackend.playing(FrameBackend.saying("ok")::play);
                TestGateway gateway = gateway(bad, good);
                WireClient client = gateway.client();
                WireClient canary = gateway.client()) {
            assertThat(client.get("/").status()).as(reason).isEqualTo(502);
            assertThat(canary.get("/good").status()).isEqualTo(200);
            Await.until(() -> "the connection is closed", () -> bad.open() == 0);
            assertThat(asked).isFalse();
            assertThat(gateway.inFlight()).isZero();
        }
    }

    private static void begin(FrameWire wire, TestBackend.Connection connection, String how) throws IOException {
        switch (how) {
            case "ping-first" -> wire.ping(false, new byte[8]);
            case "head-first" -> wire.headers(1, true, ":status", "200");
            case "ack-first" -> wire.write(FrameWire.SETTINGS, FrameWire.ACK, 0, new byte[0]);
            case "http1-first" -> connection.write("HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n");
            default -> throw new AssertionError(how);
        }
        connection.socket().getInputStream().skipNBytes(FrameWire.PREFACE.length());
    }

    @ParameterizedTest(name = "{0}: {2}")
    @CsvSource(
            textBlock =
                    """
        data-of-head, HEAD, §8.1.1: an answer to HEAD has none
        data-of-204,  GET,  §8.1.1: nor has one without content
        data-of-304,  GET,  §8.1.1: nor one that has not changed
        """)
    void dataWhereAnAnswerHasNoneResetItsExchange(String how, String method, String reason) {
        FrameBackend bad = FrameBackend.answering(request -> {
            String status = how.endsWith("head") ? "200" : how.substring(8);
            request.wire().headers(request.stream(), false, ":status", status).data(request.stream(), true, "hello");
        });
        try (TestBackend one = TestBackend.playing(bad::play);
                TestBackend two = TestBackend.playing(FrameBackend.saying("ok")::play);
                TestGateway gateway = gateway(one, two);
                WireClient client = gateway.client();
                WireClient canary = gateway.client()) {
            client.send(method + " / HTTP/1.1\r\nHost: a\r\n\r\n");
            assertThat(client.toTheEnd()).as(reason).doesNotContain("hello");
            Await.until(() -> "it is reset", () -> !bad.resets().isEmpty());
            assertThat(bad.resets()).containsExactly("1:1");
            assertThat(canary.get("/good").status()).isEqualTo(200);
            assertThat(gateway.inFlight()).isZero();
        }
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(
            textBlock =
                    """
        reserved-bit,     §4.1: before a stream's number
        flags,            §4.1: that mean nothing
        parts,            §4.3: a head in many
        window-of-closed, §5.1: what was on its way
        reset-of-closed,  §5.1: what was on its way
        priority-of-any,  §5.3: even of what nobody has begun
        unknown-frame,    §5.5: of whatever stream
        unknown-setting,  §6.5.2: among others
        table-of-hpack,   §6.5.2: of any size
        goaway-code,      §7: that nobody knows
        reset-behind,     §8.1: with NO_ERROR
        """)
    void whatHasToBeBorneDisturbsNoExchange(String how, String reason) {
        FrameBackend bad = FrameBackend.answering(request -> {
            FrameWire wire = request.wire();
            int stream = request.stream();
            if (!how.equals("parts")) {
                bear(wire, stream, how);
                request.say("ok");
            } else {
                wire.write(FrameWire.HEADERS, 0, stream, wire.block(":status", "200"))
                        .write(FrameWire.CONTINUATION, 0, stream, wire.block("a", "b"))
                        .write(FrameWire.CONTINUATION, FrameWire.END_HEADERS, stream, wire.block("c", "d"))
                        .data(stream, true, "ok");
            }
            if (how.equals("reset-behind")) {
                wire.reset(stream, 0);
            }
        });
        try (TestBackend one = TestBackend.playing(bad::play);
                TestBackend two = TestBackend.playing(FrameBackend.saying("ok")::play);
                TestGateway gateway = gateway(one, two);
                WireClient client = gateway.client()) {
            for (int i = 0; i < 3; i++) {
                WireMessage answer = client.get("/");
                assertThat(answer.status()).as(reason).isEqualTo(200);
                assertThat(answer.body()).isEqualTo("ok");
            }
        }
    }

    private static void bear(FrameWire wire, int stream, String how) throws IOException {
        switch (how) {
            case "reserved-bit" -> wire.write(FrameWire.PING, 0, Integer.MIN_VALUE, new byte[8]);
            case "flags" -> wire.write(FrameWire.PING, 0xfe, 0, new byte[8]);
            case "window-of-closed" -> wire.windowUpdate(Math.max(1, stream - 2), 1);
            case "reset-of-closed" -> {
                if (stream > 1) {
                    wire.reset(stream - 2, 8);
                }
            }
            case "priority-of-any" -> wire.write(FrameWire.PRIORITY, 0, 99, new byte[5]);
            case "unknown-frame" -> wire.write(77, 0xff, stream, new byte[1]).write(77, 0, 99, new byte[1]);
            case "unknown-setting" -> wire.settings(0x7777, -1, 4, 65_535, 4, 65_535);
            case "table-of-hpack" -> wire.settings(1, stream == 1 ? 0 : -1);
            case "goaway-code" -> wire.goAway(Integer.MAX_VALUE, 0x77000001);
            default -> {}
        }
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(
            textBlock =
                    """
        data-behind-end,     §5.1: what is over is over
        head-behind-end,     §5.1: nor is there another head
        """)
    void whatComesBehindTheEndOfAnAnswerIsReset(String how, String reason) {
        FrameBackend bad = FrameBackend.answering(request -> {
            request.say("ok");
            if (request.path().equals("/late")) {
                FrameWire wire = request.wire();
                if (how.startsWith("data")) {
                    wire.data(request.stream(), false, "more").data(request.stream(), true, "and more");
                } else {
                    wire.headers(request.stream(), true, "a", "b");
                }
            }
        });
        try (TestBackend one = TestBackend.playing(bad::play);
                TestBackend two = TestBackend.playing(FrameBackend.saying("ok")::play);
                TestGateway gateway = gateway(one, two);
                WireClient client = gateway.client()) {
            assertThat(client.get("/late").body()).as(reason).isEqualTo("ok");
            Await.until(() -> "it is reset", () -> !bad.resets().isEmpty());
            assertThat(client.get("/").body()).isEqualTo("ok");
            assertThat(bad.resets()).containsExactly("1:5");
            assertThat(one.accepted()).as("the connection goes on").isEqualTo(1);
        }
    }
}
