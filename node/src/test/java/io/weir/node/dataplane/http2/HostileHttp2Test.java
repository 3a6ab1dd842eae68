package io.weir.node.dataplane.http2;

import static io.weir.node.testkit.Http2Code.CANCEL;
import static io.weir.node.testkit.Http2Code.ENHANCE_YOUR_CALM;
import static io.weir.node.testkit.Http2Code.FLOW_CONTROL_ERROR;
import static io.weir.node.testkit.Http2Code.INTERNAL_ERROR;
import static io.weir.node.testkit.Http2Code.NO_ERROR;
import static io.weir.node.testkit.Http2Code.PROTOCOL_ERROR;
import static io.weir.node.testkit.Http2Code.REFUSED_STREAM;
import static io.weir.node.testkit.Http2Code.SETTINGS_TIMEOUT;
import static org.assertj.core.api.Assertions.assertThat;

import io.weir.node.testkit.Await;
import io.weir.node.testkit.Documents;
import io.weir.node.testkit.Frame;
import io.weir.node.testkit.FrameClient;
import io.weir.node.testkit.FramePeer;
import io.weir.node.testkit.Http2Code;
import io.weir.node.testkit.Logged;
import io.weir.node.testkit.TestBackend;
import io.weir.node.testkit.TestGateway;
import java.io.ByteArrayOutputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Clients that keep to the letter of HTTP/2 and mean harm: each is sent away, and a canary goes on undisturbed. */
class HostileHttp2Test {
    private static final byte[] NOTHING = {};
    private static final CountDownLatch STOP = new CountDownLatch(1);
    private static final TestBackend BACKEND = TestBackend.playing(connection -> connection.answerAll(request -> {
        if (request.start().contains("/wait")) {
            return "";
        }
        int size =
                request.start().contains("/large") ? 4_000_000 : request.start().contains("/small") ? 10_000 : 5;
        return TestBackend.ok("x".repeat(size));
    }));
    private static final TestGateway GATEWAY = gateway("timeouts: { idle: 60s }");
    private static final TestGateway HASTY = gateway("timeouts: { head: 700ms, idle: 1s, body: 700ms }");
    private static final FrameClient CANARY =
            FrameClient.plain(GATEWAY.address("public")).sync();

    private static TestGateway gateway(String fields) {
        return TestGateway.start(Documents.to(BACKEND)
                .listener("protocols: [http/1.1, h2c], " + fields)
                .toString());
    }

    private static FrameClient client(int... settings) {
        return FrameClient.plain(GATEWAY.address("public"), settings);
    }

    private static FrameClient hasty(int... settings) {
        return FrameClient.plain(HASTY.address("public"), settings);
    }

    @AfterAll
    static void stop() {
        STOP.countDown();
        CANARY.close();
        GATEWAY.close();
        HASTY.close();
        BACKEND.close();
    }

    /** Frames, sent again and again up to a bound. */
    private record Flood(String name, byte[] opening, byte[] frames, int most, Http2Code code) {
        @Override
        public String toString() {
            return name + ": " + code;
        }
    }

    private static byte[] frame(int type, int flags, int stream, int... payload) {
        byte[] bytes = new byte[payload.length];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) payload[i];
        }
        return FramePeer.bytes(type, flags, stream, bytes);
    }

    /** A request to a backend that does not answer it; without HPACK's table, so that it can be sent again. */
    private static byte[] post() {
        return frame(Frame.HEADERS, 4, 1, 0x83, 0x86, 0x04, 5, '/', 'w', 'a', 'i', 't', 0x01, 1, 'a');
    }

    /** A request that the gateway resets: its field is one of connections. */
    private static byte[] closed() {
        return frame(Frame.HEADERS, 4, 1, 0x83, 0x86, 0x84, 0x01, 1, 'a', 0x00, 2, 't', 'e', 1, 'x');
    }

    static List<Flood> floods() {
        List<Flood> all = new ArrayList<>();
        all.add(new Flood("PING", NOTHING, frame(Frame.PING, 0, 0, 1, 2, 3, 4, 5, 6, 7, 8), 20_000, ENHANCE_YOUR_CALM));
        all.add(new Flood("SETTINGS", NOTHING, frame(Frame.SETTINGS, 0, 0), 5_000, ENHANCE_YOUR_CALM));
        all.add(new Flood("PRIORITY", NOTHING, frame(Frame.PRIORITY, 0, 9, 0, 0, 0, 0, 1), 40_000, ENHANCE_YOUR_CALM));
        all.add(new Flood(
                "WINDOW_UPDATE", NOTHING, frame(Frame.WINDOW_UPDATE, 0, 0, 0, 0, 0, 1), 40_000, ENHANCE_YOUR_CALM));
        all.add(new Flood("empty DATA", post(), frame(Frame.DATA, 0, 1), 5_000, ENHANCE_YOUR_CALM));
        all.add(new Flood(
                "DATA of nothing but padding",
                post(),
                frame(Frame.DATA, Frame.PADDED, 1, 3, 0, 0, 0),
                5_000,
                ENHANCE_YOUR_CALM));
        all.add(new Flood(
                "CONTINUATION of one byte",
                frame(Frame.HEADERS, 0, 1, 0x83),
                frame(Frame.CONTINUATION, 0, 1, 0x86),
                2_000,
                ENHANCE_YOUR_CALM));
        all.add(new Flood(
                "empty CONTINUATION",
                frame(Frame.HEADERS, 0, 1, 0x83),
                frame(Frame.CONTINUATION, 0, 1),
                2_000,
                ENHANCE_YOUR_CALM));
        all.add(new Flood(
                "CONTINUATION without an end",
                frame(Frame.HEADERS, 0, 1, 0x83),
                FramePeer.bytes(Frame.CONTINUATION, 0, 1, new byte[16_000]),
                200,
                PROTOCOL_ERROR));
        all.add(new Flood(
                "WINDOW_UPDATE of a stream that is closed",
                closed(),
                frame(Frame.WINDOW_UPDATE, 0, 1, 0, 0, 0, 1),
                40_000,
                ENHANCE_YOUR_CALM));
        all.add(new Flood(
                "RST_STREAM of a stream that is closed",
                closed(),
                frame(Frame.RST_STREAM, 0, 1, 0, 0, 0, 8),
                40_000,
                ENHANCE_YOUR_CALM));
        all.add(new Flood(
                "DATA of a stream that is reset", closed(), frame(Frame.DATA, 0, 1, 1), 40_000, ENHANCE_YOUR_CALM));
        all.add(new Flood(
                "acknowledgements of no settings", NOTHING, frame(Frame.SETTINGS, 1, 0), 5_000, ENHANCE_YOUR_CALM));
        all.add(new Flood(
                "acknowledgements of no PING",
                NOTHING,
                frame(Frame.PING, 1, 0, 1, 2, 3, 4, 5, 6, 7, 8),
                20_000,
                ENHANCE_YOUR_CALM));
        all.add(new Flood(
                "unknown frames of a stream that is idle", NOTHING, frame(0x77, 0, 9, 1), 40_000, ENHANCE_YOUR_CALM));
        all.add(new Flood("frames of an unknown type", post(), frame(0x77, 0, 1, 1), 40_000, ENHANCE_YOUR_CALM));
        all.add(new Flood(
                "GOAWAY", NOTHING, frame(Frame.GOAWAY, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0), 5_000, ENHANCE_YOUR_CALM));
        return all;
    }

    @ParameterizedTest
    @MethodSource
    void floods(Flood flood) {
        try (FrameClient client = client()) {
            client.raw(flood.opening());
            ByteArrayOutputStream some = new ByteArrayOutputStream();
            for (int i = 0; i < 100; i++) {
                some.writeBytes(flood.frames());
            }
            int sent = sendUntilClosed(client, some.toByteArray(), flood.most() / 100);
            assertThat(client.goneAway().code())
                    .as("%s after %d00", flood, sent)
                    .isEqualTo(flood.code());
            assertThat(client.isAtItsEnd()).isTrue();
        }
        canary();
    }

    private static int sendUntilClosed(FrameClient client, byte[] bytes, int most) {
        int sent = 0;
        try {
            while (sent < most) {
                client.raw(bytes);
                sent++;
            }
        } catch (UncheckedIOException closed) {
            // It is to be seen why.
        }
        return sent;
    }

    private static void canary() {
        assertThat(CANARY.answer(CANARY.get("/")).status()).as("the canary").isEqualTo(200);
    }

    /** CVE-2023-44487. */
    @Test
    void requestsThatAreResetAtOnceEndTheConnection() {
        try (FrameClient client = client()) {
            try {
                for (int i = 0; i < 400; i++) {
                    client.reset(client.get("/wait"), CANCEL);
                }
            } catch (UncheckedIOException closed) {
                // As is to be seen.
            }
            assertThat(client.goneAway().code()).isEqualTo(ENHANCE_YOUR_CALM);
        }
        canary();
        Await.until(() -> "all exchanges are over", () -> GATEWAY.inFlight() == 0);
    }

    /** As behind a proxy, where some of many callers change their minds. */
    @Test
    void resetsAmongManyAnswersAreNobodysFault() {
        try (FrameClient client = client()) {
            for (int i = 0; i < 300; i++) {
                for (int n = 0; n < 5; n++) {
                    assertThat(client.answer(client.get("/a")).status()).isEqualTo(200);
                }
                client.reset(client.get("/wait"), CANCEL);
            }
            assertThat(client.answer(client.get("/a")).status()).isEqualTo(200);
        }
        Await.until(() -> "all exchanges are over", () -> GATEWAY.inFlight() == 0);
    }

    /** CVE-2025-8671: the client breaks rules so that the gateway resets. */
    @Test
    void streamsThatTheGatewayIsMadeToResetEndTheConnection() {
        try (FrameClient client = client()) {
            try {
                for (int i = 0; i < 400; i++) {
                    client.window(client.get("/wait"), 0);
                }
            } catch (UncheckedIOException closed) {
                // As is to be seen.
            }
            assertThat(client.goneAway().code()).isEqualTo(ENHANCE_YOUR_CALM);
        }
        canary();
        Await.until(() -> "all exchanges are over", () -> GATEWAY.inFlight() == 0);
    }

    @Test
    void streamsBeyondTheBoundAreRefusedAndTheOthersGoOn() {
        try (TestGateway gateway = gateway("limits: { streams: 3 }");
                FrameClient client = FrameClient.plain(gateway.address("public"))) {
            int first = client.request("POST", "/", false);
            client.request("POST", "/", false);
            client.request("POST", "/", false);
            assertThat(client.resetOf(client.get("/"))).isEqualTo(REFUSED_STREAM);
            client.data(first, true, "x");
            assertThat(client.answer(first).status()).isEqualTo(200);
            assertThat(client.answer(client.get("/")).status())
                    .as("there is room again")
                    .isEqualTo(200);
        }
    }

    @Test
    void aClientThatOpensNoWindowLosesItsStream() {
        try (FrameClient client = hasty(4, 0)) {
            int large = client.get("/large");
            int small = client.get("/small");
            assertThat(client.head(large).status()).isEqualTo(200);
            assertThat(client.resetOf(large)).as("the answer still comes").isEqualTo(INTERNAL_ERROR);
            assertThat(client.resetOf(small)).as("the answer waits whole").isEqualTo(CANCEL);
            assertThat(client.soFar(small).body()).isEmpty();
        }
        Await.until(() -> "all exchanges are over", () -> HASTY.inFlight() == 0);
    }

    @Test
    void aClientThatReadsNothingLosesItsConnection() {
        try (Logged log = Logged.of(Http2ClientConnection.class.getName())) {
            try (FrameClient client = hasty(4, Integer.MAX_VALUE)) {
                client.window(0, Integer.MAX_VALUE - 65_535);
                for (int i = 0; i < 20; i++) {
                    client.get("/large");
                }
                Await.until(() -> "no connection is left", () -> HASTY.connections() == 0);
            }
            Await.until(() -> "all exchanges are over", () -> HASTY.inFlight() == 0);
            assertThat(log.lines()).as("it is no error of the gateway").isEmpty();
        }
    }

    @Test
    void moreDataThanTheWindowIsAnError() {
        try (TestBackend deaf = TestBackend.playing(connection -> STOP.await());
                TestGateway gateway = TestGateway.start(Documents.to(deaf)
                        .listener("protocols: [http/1.1, h2c]")
                        .toString());
                FrameClient client = FrameClient.plain(gateway.address("public"))) {
            int stream = client.request("POST", "/", false);
            ByteArrayOutputStream some = new ByteArrayOutputStream();
            for (int i = 0; i < 10; i++) {
                some.writeBytes(FramePeer.bytes(Frame.DATA, 0, stream, new byte[16_000]));
            }
            sendUntilClosed(client, some.toByteArray(), 200);
            Http2Code code = client.resetOf(stream);
            assertThat(code).isEqualTo(FLOW_CONTROL_ERROR);
        }
    }

    @Test
    void aClientThatDoesNotAcknowledgeTheSettingsIsSentAway() {
        try (FrameClient client = FrameClient.silent(HASTY.address("public"))) {
            client.raw(FrameClient.prefaceBytes()).settings();
            Frame last = client.next().orElseThrow();
            while (last.type() != Frame.GOAWAY) {
                last = client.next().orElseThrow();
            }
            assertThat(last.code()).isEqualTo(SETTINGS_TIMEOUT);
        }
    }

    @Test
    void aClientThatSaysNothingIsSentAwayWhenItHasBeenIdle() {
        try (FrameClient client = hasty()) {
            client.sync();
            assertThat(client.goneAway().code()).isEqualTo(NO_ERROR);
            assertThat(client.isAtItsEnd()).isTrue();
        }
    }

    @Test
    void aHeadThatDoesNotEndIsNotWaitedForLonger() {
        try (FrameClient client = hasty()) {
            client.sync();
            client.frame(Frame.HEADERS, 0, 1, client.block(":method", "GET"));
            assertThat(client.goneAway().code()).isEqualTo(PROTOCOL_ERROR);
        }
    }

    /** Neither a part now and then nor other streams make it wait longer. */
    @Test
    void aHeadThatDripsInIsNotWaitedForLonger() {
        try (FrameClient client = hasty()) {
            client.get("/wait");
            client.sync();
            client.frame(Frame.HEADERS, 0, 3, client.block(":method", "GET"));
            byte[] parts = FramePeer.bytes(Frame.CONTINUATION, 0, 3, client.block("a", "x".repeat(4_000)));
            client.raw(Arrays.copyOf(parts, 1_000));
            assertThat(client.goneAway().code()).isEqualTo(PROTOCOL_ERROR);
            assertThat(client.isAtItsEnd()).isTrue();
        }
        Await.until(() -> "all exchanges are over", () -> HASTY.inFlight() == 0);
    }

    @Test
    void halfAPrefaceIsNotWaitedForLonger() {
        try (FrameClient client = FrameClient.silent(HASTY.address("public"))) {
            client.raw("PRI * HTT".getBytes(java.nio.charset.StandardCharsets.US_ASCII));
            assertThat(client.isAtItsEnd()).isTrue();
        }
    }

    /** A field of 4,000 bytes that HPACK's table knows costs the client a byte each time. */
    @Test
    void fieldsThatAreSmallOnTheWireAndLargeInMemoryAreNotKept() {
        try (FrameClient client = client()) {
            String value = "x".repeat(4_000);
            assertThat(client.answer(client.get("/", "bomb", value)).status()).isEqualTo(200);
            int stream = client.nextStream();
            byte[] indexed = new byte[15_000];
            Arrays.fill(indexed, (byte) 0xbe); // the first of the table
            client.frame(Frame.HEADERS, Frame.END_HEADERS | Frame.END_STREAM, stream, indexed);
            FrameClient.Answer answer = client.answer(stream);
            assertThat(answer.status()).isEqualTo(431);
            assertThat(answer.problem()).isEqualTo("head-too-large");
            assertThat(client.answer(client.get("/")).status())
                    .as("the connection is still good")
                    .isEqualTo(200);
        }
    }

    @Test
    void aHeadThatIsTooLargeIsAnsweredAsWithHttp1() {
        try (FrameClient client = client()) {
            FrameClient.Answer answer = client.answer(client.get("/", "a", "x".repeat(40_000)));
            assertThat(answer.status()).isEqualTo(431);
            assertThat(answer.problem()).isEqualTo("head-too-large");
            assertThat(client.answer(client.get("/")).status()).isEqualTo(200);
        }
    }
}
