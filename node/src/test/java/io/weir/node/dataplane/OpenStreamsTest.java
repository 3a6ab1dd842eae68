package io.weir.node.dataplane;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.config.formation.Transport;
import io.weir.node.testkit.Await;
import io.weir.node.testkit.Documents;
import io.weir.node.testkit.EveryTransport;
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

    @EveryTransport
    void eventsGoOnBeyondAllClocksButTheIdleOne(Transport transport) {
        try (TestBackend backend = TestBackend.playing(connection -> {
                    connection.request();
                    connection.write(EVENTS + "\r\n");
                    for (int i = 0; i < 6; i++) {
                        passes(Duration.ofMillis(60));
                        connection.write("data: x\n\n");
                    }
                });
                TestGateway gateway = TestGateway.start(
                        transport,
                        Documents.to(backend)
                                .upstream("timeouts: { response: 150ms, idle: 5s, total: 150ms }")
                                .listener("timeouts: { head: 100ms, idle: 100ms, body: 100ms }")
                                .toString());
                WireClient client = gateway.client()) {
            assertThat(client.send(GET).answer().body()).isEqualTo("data: x\n\n".repeat(6));
        }
    }

    @ParameterizedTest(name = "{2}: {0}")
    @CsvSource({
        "text/event-stream,                false, events",
        "TEXT/Event-Stream; charset=utf-8, false, with a parameter",
        "text/event-streams,               true,  of another type",
        "application/json,                 true,  ordinary",
    })
    void theTotalTimeIsForWhatIsMeantToEnd(String type, boolean cut, String why) {
        try (TestBackend backend = TestBackend.playing(connection -> {
                    connection.request();
                    connection.write("HTTP/1.1 200 OK\r\nContent-Type: " + type + "\r\nContent-Length: 3\r\n\r\na");
                    passes(Duration.ofMillis(300));
                    connection.write("bc").waitForTheEnd();
                });
                TestGateway gateway = TestGateway.start(Documents.to(backend)
                        .upstream("timeouts: { total: 100ms }")
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
                        .upstream("timeouts: { response: 150ms, idle: 150ms, connect: 150ms }")
                        .listener("timeouts: { head: 100ms, idle: 100ms, body: 5s }")
                        .toString());
                WireClient client = gateway.client()) {
            client.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 6\r\n\r\n");
            for (int i = 0; i < 6; i++) {
                passes(Duration.ofMillis(60));
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
                    passes(Duration.ofMillis(500));
                    connection.write(TestBackend.ok("" + connection.skip(size))).waitForTheEnd();
                });
                TestGateway gateway = TestGateway.start(Documents.to(backend)
                        .upstream("timeouts: { idle: 20s }")
                        .listener("timeouts: { body: 100ms }")
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
                        passes(Duration.ofMillis(80));
                        connection.write("y");
                    }
                    connection.skip(6);
                    connection.write("yyyyyy");
                });
                TestGateway gateway = TestGateway.start(Documents.to(backend)
                        .upstream("timeouts: { idle: 5s, response: 20s }")
                        .listener("timeouts: { body: 200ms }")
                        .toString());
                WireClient client = gateway.client()) {
            client.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 6\r\n\r\nx");
            assertThat(client.head().status()).isEqualTo(200);
            assertThat(client.bytes(6)).isEqualTo("yyyyyy");
            client.send("x");
            passes(Duration.ofMillis(300));
            client.send("xxxx");
            assertThat(client.bytes(6)).isEqualTo("yyyyyy");
        }
    }
}
