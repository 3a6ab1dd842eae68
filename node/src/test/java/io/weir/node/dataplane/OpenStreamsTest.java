package io.weir.node.dataplane;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.node.testkit.Await;
import io.weir.node.testkit.Documents;
import io.weir.node.testkit.FrameBackend;
import io.weir.node.testkit.FrameClient;
import io.weir.node.testkit.NoLeaks;
import io.weir.node.testkit.TestBackend;
import io.weir.node.testkit.TestGateway;
import io.weir.node.testkit.WireClient;
import io.weir.node.testkit.WireMessage;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Server-sent events, long polls, large uploads: never held back, and never cut by the wrong clock. */
@ExtendWith(NoLeaks.class)
final class OpenStreamsTest {
    private static final String GET = "GET / HTTP/1.1\r\nHost: a\r\n\r\n";
    private static final String EVENTS = "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n";

    private static void passes(Duration time) {
        long begun = System.nanoTime();
        Await.until(() -> "passed", () -> System.nanoTime() - begun > time.toNanos());
    }

    private static String chunk(String data) {
        return Integer.toHexString(data.length()) + "\r\n" + data + "\r\n";
    }

    /** The second event is sent only when the first has been seen, so whoever held one back would hold it for ever. */
    @ParameterizedTest(name = "{2}: {0} to {1}")
    @CsvSource({
        "chunked, 1.1, as it comes",
        "chunked, 1.0, taken out of chunks",
        "close,   1.1, put into chunks",
        "close,   1.0, as it comes",
        "length,  1.1, of a length that is known",
    })
    void anEventArrivesBeforeTheNextIsSent(String framing, String version, String why) {
        CountDownLatch seen = new CountDownLatch(1);
        try (TestBackend backend = TestBackend.playing(connection -> {
                    connection.request();
                    boolean chunked = framing.equals("chunked");
                    connection.write(EVENTS
                            + (chunked
                                    ? "Transfer-Encoding: chunked\r\n"
                                    : framing.equals("length") ? "Content-Length: 18\r\n" : "")
                            + "\r\n");
                    connection.write(chunked ? chunk("data: 1\n\n") : "data: 1\n\n");
                    seen.await();
                    connection.write(chunked ? chunk("data: 2\n\n") + "0\r\n\r\n" : "data: 2\n\n");
                });
                TestGateway gateway = TestGateway.start(Documents.to(backend).toString());
                WireClient client = gateway.client()) {
            client.send("GET / HTTP/" + version + "\r\nHost: a\r\n\r\n");
            boolean chunks = client.head().values("Transfer-Encoding").contains("chunked");
            assertThat(client.bytes(chunks ? 14 : 9)).as(why).contains("data: 1");
            seen.countDown();
            assertThat(client.bytes(chunks ? 14 : 9)).as(why).contains("data: 2");
        }
    }

    @Test
    void eventsGoOnBeyondAllClocksButTheIdleOne() {
        try (TestBackend backend = TestBackend.playing(connection -> {
                    connection.request();
                    connection.write(EVENTS + "\r\n");
                    for (int i = 0; i < 6; i++) {
                        passes(Duration.ofMillis(250));
                        connection.write("data: x\n\n");
                    }
                });
                TestGateway gateway = TestGateway.start(Documents.to(backend)
                        .upstream("timeouts: { response: 1s, idle: 20s, total: 1s }")
                        .listener("timeouts: { head: 1s, idle: 1s, body: 1s }")
                        .toString());
                WireClient client = gateway.client()) {
            assertThat(client.send(GET).answer().body()).isEqualTo("data: x\n\n".repeat(6));
        }
    }

    @ParameterizedTest(name = "{2}: {0}")
    @CsvSource({
        "text/event-stream, false, events",
        "application/json,  true,  ordinary",
    })
    void theTotalTimeIsForWhatIsMeantToEnd(String type, boolean cut, String why) {
        try (TestBackend backend = TestBackend.playing(connection -> {
                    connection.request();
                    connection.write("HTTP/1.1 200 OK\r\nContent-Type: " + type + "\r\nContent-Length: 3\r\n\r\na");
                    passes(Duration.ofSeconds(1));
                    connection.write("bc").waitForTheEnd();
                });
                TestGateway gateway = TestGateway.start(Documents.to(backend)
                        .upstream("timeouts: { total: 600ms }")
                        .toString());
                WireClient client = gateway.client()) {
            assertThat(client.send(GET).head().status()).isEqualTo(200);
            assertThat(client.skip(3)).as(why).isEqualTo(cut ? 1 : 3);
        }
    }

    @Test
    void eventsThatHaveNotBegunAreBoundByTheTotalTime() {
        try (TestBackend backend = TestBackend.playing(connection -> {
                    connection.request();
                    connection.waitForTheEnd();
                });
                TestGateway gateway = TestGateway.start(Documents.to(backend)
                        .upstream("timeouts: { total: 100ms }")
                        .toString());
                WireClient client = gateway.client()) {
            client.send("GET / HTTP/1.1\r\nHost: a\r\nAccept: text/event-stream\r\n\r\n");
            assertThat(client.answer().problem()).isEqualTo("timeout");
        }
    }

    @Test
    void aLongPollWaitsForTheResponseTimeoutAndNoOther() {
        try (TestBackend backend = TestBackend.playing(connection -> {
                    connection.request();
                    passes(Duration.ofMillis(300));
                    connection.write(TestBackend.ok("news")).waitForTheEnd();
                });
                TestGateway gateway = TestGateway.start(Documents.to(backend)
                        .upstream("timeouts: { response: 20s, idle: 100ms }")
                        .listener("timeouts: { head: 100ms, idle: 100ms, body: 100ms }")
                        .toString());
                WireClient client = gateway.client()) {
            assertThat(client.send(GET).answer().body()).isEqualTo("news");
        }
    }

    @Test
    void anUploadThatMakesProgressIsNotCut() {
        try (TestBackend backend = TestBackend.answering(request -> TestBackend.ok(request.body()));
                TestGateway gateway = TestGateway.start(Documents.to(backend)
                        .upstream("timeouts: { response: 600ms, idle: 600ms }")
                        .listener("timeouts: { body: 20s }")
                        .toString());
                WireClient client = gateway.client()) {
            client.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 6\r\n\r\n");
            for (int i = 0; i < 6; i++) {
                passes(Duration.ofMillis(150));
                client.send("x");
            }
            assertThat(client.answer().body()).isEqualTo("xxxxxx");
        }
    }

    /** It is the endpoint that is waited for then, so its clock holds, and it is what failed. */
    @Test
    void anUploadThatTheEndpointDoesNotTakeIsNotHeldAgainstTheClient() throws InterruptedException {
        int size = 50_000_000;
        try (TestBackend backend = TestBackend.playing(connection -> {
                    connection.socket().setReceiveBufferSize(64 * 1024);
                    connection.head();
                    passes(Duration.ofMillis(1600));
                    connection.write(TestBackend.ok("" + connection.skip(size))).waitForTheEnd();
                });
                TestGateway gateway = TestGateway.start(Documents.to(backend)
                        .upstream("timeouts: { idle: 20s }")
                        .listener("timeouts: { body: 1s }")
                        .toString());
                WireClient client = gateway.client()) {
            Thread sender = uploading(client, size);
            assertThat(client.answer().body()).isEqualTo("" + size);
            sender.join();
        }
    }

    @Test
    void anUploadThatTheEndpointNeverTakesEndsWithItsIdleTime() throws InterruptedException {
        try (TestBackend backend = TestBackend.playing(connection -> {
                    connection.socket().setReceiveBufferSize(64 * 1024);
                    connection.head();
                    passes(Duration.ofSeconds(2));
                });
                TestGateway gateway = TestGateway.start(Documents.to(backend)
                        .upstream("timeouts: { idle: 200ms }")
                        .listener("timeouts: { body: 20s }")
                        .toString());
                WireClient client = gateway.client()) {
            Thread sender = uploading(client, 50_000_000);
            WireMessage answer = client.answer();
            assertThat(answer.status() + " " + answer.problem()).isEqualTo("504 answer-timeout");
            client.reset();
            sender.join();
        }
    }

    private static Thread uploading(WireClient client, int size) {
        client.send("PUT / HTTP/1.1\r\nHost: a\r\nContent-Length: " + size + "\r\n\r\n");
        Thread sender = new Thread(() -> {
            String block = "x".repeat(100_000);
            try {
                for (int i = 0; i < size / block.length(); i++) {
                    client.send(block);
                }
            } catch (java.io.UncheckedIOException answered) {
                // The gateway has answered and reads no more.
            }
        });
        sender.start();
        return sender;
    }

    /** As two sides do that talk: whoever speaks keeps it open. */
    @Test
    void onceTheAnswerHasBegunBytesOfEitherSideKeepItOpen() {
        try (TestBackend backend = TestBackend.playing(connection -> {
                    connection.head();
                    connection.write("HTTP/1.1 200 OK\r\nContent-Length: 12\r\n\r\n");
                    for (int i = 0; i < 6; i++) {
                        passes(Duration.ofMillis(150));
                        connection.write("y");
                    }
                    connection.skip(6);
                    connection.write("yyyyyy");
                });
                TestGateway gateway = TestGateway.start(Documents.to(backend)
                        .upstream("timeouts: { idle: 20s, response: 20s }")
                        .listener("timeouts: { body: 700ms }")
                        .toString());
                WireClient client = gateway.client()) {
            client.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 6\r\n\r\nx");
            assertThat(client.head().status()).isEqualTo(200);
            assertThat(client.bytes(6)).isEqualTo("yyyyyy");
            client.send("x");
            passes(Duration.ofSeconds(1));
            client.send("xxxx");
            assertThat(client.bytes(6)).isEqualTo("yyyyyy");
        }
    }

    /** The same over HTTP/2: on the client's side, on the backend's, on both. */
    @ParameterizedTest(name = "{2}")
    @CsvSource({
        "h2c, http/1.1, events for a stream",
        "h2c, h2,       from stream to stream",
        "h1,  h2,       events from a stream",
    })
    void anEventArrivesBeforeTheNextIsSentOverHttp2(String client, String protocol, String why) {
        CountDownLatch seen = new CountDownLatch(1);
        try (TestBackend backend = TestBackend.playing(connection -> {
                    if (protocol.equals("h2")) {
                        FrameBackend.answering(request -> {
                                    String[] head = {":status", "200", "content-type", "text/event-stream"};
                                    request.wire().headers(request.stream(), false, head);
                                    request.wire().data(request.stream(), false, "data: 1\n\n");
                                    seen.await();
                                    request.wire().data(request.stream(), true, "data: 2\n\n");
                                })
                                .play(connection);
                    } else {
                        connection.request();
                        connection.write(EVENTS + "\r\ndata: 1\n\n");
                        seen.await();
                        connection.write("data: 2\n\n");
                    }
                });
                TestGateway gateway = TestGateway.start(Documents.to(backend)
                        .listener("protocols: [http/1.1, h2c]")
                        .upstream("protocol: " + protocol)
                        .toString())) {
            if (client.equals("h2c")) {
                try (FrameClient frames = FrameClient.plain(gateway.address("public"))) {
                    int stream = frames.get("/");
                    assertThat(frames.bytes(stream, 9).body()).as(why).isEqualTo("data: 1\n\n");
                    seen.countDown();
                    assertThat(frames.answer(stream).body()).as(why).isEqualTo("data: 1\n\ndata: 2\n\n");
                }
            } else {
                try (WireClient plain = gateway.client()) {
                    assertThat(plain.send(GET).head().status()).isEqualTo(200);
                    assertThat(plain.bytes(14)).as(why).contains("data: 1");
                    seen.countDown();
                    assertThat(plain.bytes(14)).as(why).contains("data: 2");
                }
            }
        }
    }
}
