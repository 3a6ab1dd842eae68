package io.weir.node.dataplane.http2;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.config.formation.Transport;
import io.weir.node.testkit.Await;
import io.weir.node.testkit.Documents;
import io.weir.node.testkit.EveryTransport;
import io.weir.node.testkit.Frame;
import io.weir.node.testkit.FrameClient;
import io.weir.node.testkit.Http2Code;
import io.weir.node.testkit.NoLeaks;
import io.weir.node.testkit.TestBackend;
import io.weir.node.testkit.TestGateway;
import io.weir.node.testkit.WireMessage;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What becomes of bodies, trailers, interim answers, resets and ends between streams of clients and HTTP/1.1 backends. */
@ExtendWith(NoLeaks.class)
class Http2StreamsTest {
    private static final String H2C = "protocols: [http/1.1, h2c]";

    private static TestGateway gateway(Transport transport, TestBackend backend) {
        return TestGateway.start(transport, Documents.to(backend).listener(H2C).toString());
    }

    private static TestGateway gateway(TestBackend backend) {
        return gateway(Transport.AUTO, backend);
    }

    private static FrameClient client(TestGateway gateway, int... settings) {
        return FrameClient.plain(gateway.address("public"), settings);
    }

    private static void allIsOver(TestGateway gateway) {
        Await.until(() -> "all exchanges are over", () -> gateway.inFlight() == 0);
        Await.until(() -> "all streams are closed: " + gateway.http2(), () -> gateway.http2()
                .endsWith(" 0 streams"));
    }

    @ParameterizedTest(name = "{2}")
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
            HTTP/1.1 200 OK$Content-Length: 3$$abc                                 | abc | a length
            HTTP/1.1 200 OK$Content-Length: 0$$                                    | ''  | nothing
            HTTP/1.1 200 OK$Transfer-Encoding: chunked$$3$abc$2;x=y$de$0$$         | abcde | chunks
            HTTP/1.1 200 OK$Transfer-Encoding: chunked$$0$$                        | ''  | no chunk at all
            HTTP/1.1 204 No Content$$                                              | ''  | no content
            HTTP/1.1 304 Not Modified$Content-Length: 3$$                          | ''  | not modified
            """)
    void bodiesOfAnswersAreDataWhateverTheirFraming(String answer, String body, String reason) {
        try (TestBackend backend = TestBackend.answering(request -> answer.replace("$", "\r\n"));
                TestGateway gateway = gateway(backend);
                FrameClient client = client(gateway)) {
            for (int i = 0; i < 3; i++) {
                FrameClient.Answer seen = client.answer(client.get("/"));
                assertThat(seen.body()).as(reason).isEqualTo(body);
                assertThat(seen.isWhole()).isTrue();
                assertThat(seen.head().field("transfer-encoding")).isEmpty();
            }
            assertThat(backend.accepted()).as("the connection is kept").isEqualTo(1);
        }
    }

    @Test
    void anAnswerThatEndsWithItsConnectionIsWhole() {
        try (TestBackend backend = TestBackend.playing(connection -> {
                    connection.request();
                    connection.write("HTTP/1.1 200 OK\r\n\r\nabc");
                });
                TestGateway gateway = gateway(backend);
                FrameClient client = client(gateway)) {
            FrameClient.Answer seen = client.answer(client.get("/"));
            assertThat(seen.body()).isEqualTo("abc");
            assertThat(seen.isWhole()).isTrue();
        }
    }

    @Test
    void trailersBehindChunksAreTrailers() {
        String answer = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\nX-Sum: 7\r\n\r\n";
        try (TestBackend backend = TestBackend.answering(request -> answer);
                TestGateway gateway = gateway(backend);
                FrameClient client = client(gateway)) {
            FrameClient.Answer seen = client.answer(client.get("/"));
            assertThat(seen.body()).isEqualTo("abc");
            assertThat(seen.trailers().field("x-sum")).contains("7");
        }
    }

    @Test
    void theAnswerToHeadHasNoBody() {
        try (TestBackend backend = TestBackend.answering(request -> "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n");
                TestGateway gateway = gateway(backend);
                FrameClient client = client(gateway)) {
            FrameClient.Answer seen = client.answer(client.request("HEAD", "/", true));
            assertThat(seen.head().field("content-length")).contains("5");
            assertThat(seen.body()).isEmpty();
            assertThat(seen.head().isEnd()).isTrue();
        }
    }

    @Test
    void interimAnswersComeBeforeTheAnswer() {
        String answer = "HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n" + TestBackend.ok("x");
        try (TestBackend backend = TestBackend.answering(request -> answer);
                TestGateway gateway = gateway(backend);
                FrameClient client = client(gateway)) {
            FrameClient.Answer seen = client.answer(client.get("/"));
            assertThat(seen.heads().get(0).field(":status")).contains("103");
            assertThat(seen.heads().get(0).field("link")).contains("</a>");
            assertThat(seen.status()).isEqualTo(200);
        }
    }

    @Test
    void aClientThatWaitsForItIsToldToContinue() {
        try (TestBackend backend = TestBackend.answering(request -> TestBackend.ok(request.body()));
                TestGateway gateway = gateway(backend);
                FrameClient client = client(gateway)) {
            int stream = client.request("POST", "/", false, "expect", "100-continue", "content-length", "3");
            assertThat(client.head(stream).heads().get(0).field(":status")).contains("100");
            client.data(stream, true, "abc");
            assertThat(client.answer(stream).body()).isEqualTo("abc");
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 1000, 16_384, 65_535, 65_536, 1_000_000})
    void bodiesOfRequestsPassWithAndWithoutALength(int size) {
        try (TestBackend backend = TestBackend.answering(
                        request -> TestBackend.ok("" + request.body().length()));
                TestGateway gateway = gateway(backend);
                FrameClient client = client(gateway)) {
            for (String[] fields : new String[][] {{}, {"content-length", "" + size}}) {
                int stream = client.request("POST", "/", false, fields);
                for (int left = size; left > 0; left -= 16_000) {
                    client.awaitWindow(stream, Math.min(left, 16_000));
                    client.data(stream, false, "x".repeat(Math.min(left, 16_000)));
                }
                client.data(stream, true, "");
                assertThat(client.answer(stream).body()).isEqualTo("" + size);
            }
            assertThat(backend.requests().get(0).values("transfer-encoding")).containsExactly("chunked");
            assertThat(backend.requests().get(1).values("transfer-encoding")).isEmpty();
        }
    }

    @Test
    void trailersOfARequestAreTrailersBehindItsChunks() {
        try (TestBackend backend = TestBackend.answering(
                        request -> TestBackend.ok(request.trailers().toString()));
                TestGateway gateway = gateway(backend);
                FrameClient client = client(gateway)) {
            int stream = client.request("POST", "/", false);
            client.data(stream, false, "abc").headers(stream, true, "x-sum", "7");
            assertThat(client.answer(stream).body()).contains("x-sum: 7");
        }
    }

    @Test
    void crumbsOfCookiesAreOneField() {
        try (TestBackend backend = TestBackend.saying("hello");
                TestGateway gateway = gateway(backend);
                FrameClient client = client(gateway)) {
            client.answer(client.get("/", "cookie", "a=b", "cookie", "c=d"));
            assertThat(backend.request().values("cookie")).containsExactly("a=b; c=d");
        }
    }

    @Test
    void aSlowStreamHoldsNoOther() {
        CountDownLatch until = new CountDownLatch(1);
        try (TestBackend backend = TestBackend.playing(connection -> {
                    while (true) {
                        WireMessage head = connection.head();
                        if (head.start().contains("/slow")) {
                            until.await();
                            connection.skip(3_000_000);
                        }
                        connection.write(TestBackend.ok("done"));
                    }
                });
                TestGateway gateway =
                        TestGateway.single(Documents.to(backend).listener(H2C).toString());
                FrameClient client = client(gateway)) {
            int slow = client.request("POST", "/slow", false, "content-length", "3000000");
            int sent = 0;
            // As much as goes: kernel buffers, what waits for the backend, the stream's window.
            while (sent < 3_000_000 && client.windowOf(slow) >= 10_000) {
                client.data(slow, false, "x".repeat(10_000));
                sent += 10_000;
                client.sync();
            }
            for (int i = 0; i < 20; i++) {
                assertThat(client.answer(client.get("/fast")).body()).isEqualTo("done");
            }
            until.countDown();
            for (int left = 3_000_000 - sent; left > 0; left -= 10_000) {
                client.awaitWindow(slow, 10_000);
                client.data(slow, left == 10_000, "x".repeat(10_000));
            }
            assertThat(client.answer(slow).body()).isEqualTo("done");
        }
    }

    @EveryTransport
    void anAnswerThatIsNotReadStaysWithItsBackend(Transport transport) {
        int size = 50_000_000;
        AtomicLong written = new AtomicLong();
        String block = "x".repeat(100_000);
        try (TestBackend backend = TestBackend.playing(connection -> {
                    connection.request();
                    connection.write("HTTP/1.1 200 OK\r\nContent-Length: " + size + "\r\n\r\n");
                    for (int i = 0; i < size / block.length(); i++) {
                        connection.write(block);
                        written.addAndGet(block.length());
                    }
                    connection.waitForTheEnd();
                });
                TestGateway gateway = gateway(transport, backend);
                FrameClient client = client(gateway)) {
            int stream = client.get("/");
            client.bytes(stream, 65_535);
            long[] last = {-1};
            int[] still = {0};
            Await.until(() -> "settled at " + last[0], () -> {
                still[0] = written.get() == last[0] ? still[0] + 1 : 0;
                last[0] = written.get();
                return still[0] == 20;
            });
            assertThat(last[0]).as("kernel buffers and little more").isLessThan(15_000_000);
            client.window(0, 1 << 30).window(stream, 1 << 30);
            assertThat(client.answer(stream).body()).hasSize(size);
        }
    }

    @Test
    void manyStreamsShareOneConnection() {
        try (TestBackend backend = TestBackend.answering(request -> TestBackend.ok(request.start()));
                TestGateway gateway = gateway(backend);
                FrameClient client = client(gateway)) {
            List<Integer> streams = new ArrayList<>();
            for (int i = 0; i < 100; i++) {
                streams.add(client.get("/" + i));
            }
            for (int i = 0; i < 100; i++) {
                assertThat(client.answer(streams.get(i)).body()).isEqualTo("GET /" + i + " HTTP/1.1");
            }
            assertThat(gateway.connections()).isEqualTo(1);
            assertThat(gateway.ended()).hasSize(100);
        }
    }

    @Test
    void aResetOfTheClientReachesTheBackend() {
        try (TestBackend backend = TestBackend.playing(connection -> {
                    connection.head();
                    connection.waitForTheEnd();
                });
                TestGateway gateway = gateway(backend);
                FrameClient client = client(gateway)) {
            int waiting = client.get("/");
            int sending = client.request("POST", "/", false);
            Await.until(() -> "both are there", () -> backend.open() == 2);
            client.reset(waiting, Http2Code.CANCEL).reset(sending, Http2Code.CANCEL);
            Await.until(() -> "both are closed", () -> backend.open() == 0);
            allIsOver(gateway);
            assertThat(gateway.connections()).isEqualTo(1);
        }
    }

    @Test
    void anEndOfTheClientReachesTheBackend() {
        try (TestBackend backend = TestBackend.playing(connection -> {
                    connection.head();
                    connection.waitForTheEnd();
                });
                TestGateway gateway = gateway(backend);
                FrameClient client = client(gateway)) {
            client.get("/");
            client.request("POST", "/", false);
            Await.until(() -> "both are there", () -> backend.open() == 2);
            client.hangUp();
            Await.until(() -> "both are closed", () -> backend.open() == 0);
            allIsOver(gateway);
            Await.until(() -> "none is left", () -> gateway.connections() == 0);
        }
    }

    @Test
    void aBackendThatBreaksOffAnAnswerResetsItsStreamAlone() {
        try (TestBackend backend = TestBackend.playing(connection -> {
                    WireMessage request = connection.request();
                    if (request.start().contains("/broken")) {
                        connection.write("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf");
                        return;
                    }
                    connection.write(TestBackend.ok("whole")).waitForTheEnd();
                });
                TestGateway gateway = gateway(backend);
                FrameClient client = client(gateway)) {
            int broken = client.get("/broken");
            assertThat(client.resetOf(broken)).isEqualTo(Http2Code.INTERNAL_ERROR);
            assertThat(client.soFar(broken).body()).isEqualTo("half");
            assertThat(client.answer(client.get("/")).body()).isEqualTo("whole");
            allIsOver(gateway);
        }
    }

    @Test
    void whoIsAnsweredEarlyNeedNotSendTheRest() {
        try (TestBackend backend = TestBackend.saying("hello");
                TestGateway gateway = TestGateway.start(Documents.to(backend)
                        .listener(H2C + ", limits: { body: 1KiB }")
                        .toString());
                FrameClient client = client(gateway)) {
            int stream = client.request("POST", "/", false, "content-length", "1000000");
            FrameClient.Answer answer = client.answer(stream);
            assertThat(answer.status()).isEqualTo(413);
            assertThat(answer.problem()).isEqualTo("body-too-large");
            assertThat(client.resetOf(stream)).isEqualTo(Http2Code.NO_ERROR);
            client.data(stream, false, "on its way already").data(stream, true, "and its end");
            assertThat(client.answer(client.get("/")).status()).isEqualTo(200);
        }
    }

    @ParameterizedTest(name = "{3}")
    @CsvSource({
        "GET, /a/../../b, 400, above the root",
        "GET, /%00, 400, a NUL in the path",
        "G(T, /, 0, a method that is none",
        "BREW, /, 200, another method",
        "OPTIONS, *, 400, the whole server",
        "CONNECT, /, 0, CONNECT with a path",
    })
    void theHeadIsHeldToTheRulesOfTheGateway(String method, String path, int status, String reason) {
        try (TestBackend backend = TestBackend.saying("hello");
                TestGateway gateway = gateway(backend);
                FrameClient client = client(gateway)) {
            FrameClient.Answer answer = client.answer(client.request(method, path, true));
            if (status == 0) {
                assertThat(answer.resetCode()).as(reason).isEqualTo(Http2Code.PROTOCOL_ERROR);
            } else {
                assertThat(answer.status()).as(reason).isEqualTo(status);
            }
            assertThat(client.answer(client.get("/")).status()).isEqualTo(200);
        }
    }

    @EveryTransport
    void aDrainIsToldInTwoStepsAndStreamsEnd(Transport transport) {
        CountDownLatch until = new CountDownLatch(1);
        try (TestBackend backend = TestBackend.playing(connection -> {
                    connection.request();
                    until.await();
                    connection.write(TestBackend.ok("done")).waitForTheEnd();
                });
                TestGateway gateway = gateway(transport, backend);
                FrameClient idle = client(gateway).sync();
                FrameClient busy = client(gateway)) {
            int stream = busy.get("/");
            Await.until(() -> "there", () -> backend.requests().size() == 1);
            CompletableFuture<Void> drained =
                    gateway.plane().drain(Duration.ofSeconds(20)).toCompletableFuture();
            assertThat(busy.goneAway().first()).isEqualTo(Integer.MAX_VALUE);
            int late = busy.get("/late"); // sent before the client knew
            assertThat(busy.goneAway().first()).isGreaterThanOrEqualTo(stream);
            until.countDown();
            assertThat(busy.answer(stream).body()).isEqualTo("done");
            busy.soFar(late);
            assertThat(idle.goneAway().first()).isEqualTo(Integer.MAX_VALUE);
            assertThat(idle.goneAway().first()).isZero();
            assertThat(idle.isAtItsEnd()).isTrue();
            drained.join();
            assertThat(busy.isAtItsEnd()).isTrue();
        }
    }

    @EveryTransport
    void whatDoesNotEndInTimeIsCutOff(Transport transport) {
        try (TestBackend backend = TestBackend.playing(connection -> {
                    connection.request();
                    connection.waitForTheEnd();
                });
                TestGateway gateway = gateway(transport, backend);
                FrameClient client = client(gateway)) {
            client.get("/");
            Await.until(() -> "there", () -> backend.requests().size() == 1);
            gateway.plane().drain(Duration.ofMillis(50)).toCompletableFuture().join();
            assertThat(client.isAtItsEnd()).isTrue();
            Await.until(() -> "closed at the backend", () -> backend.open() == 0);
        }
    }

    @Test
    void aConnectionTooManyIsToldToCalmDown() {
        try (TestBackend backend = TestBackend.saying("hello");
                TestGateway gateway = TestGateway.start(Documents.to(backend)
                        .listener("protocols: [h2c], limits: { connections: 1 }")
                        .toString());
                FrameClient first = client(gateway).sync()) {
            try (FrameClient second = client(gateway)) {
                assertThat(second.goneAway().code()).isEqualTo(Http2Code.ENHANCE_YOUR_CALM);
                assertThat(second.isAtItsEnd()).isTrue();
            }
            assertThat(first.answer(first.get("/")).status()).isEqualTo(200);
            first.hangUp();
            Await.until(() -> "there is room", () -> {
                try (FrameClient third = client(gateway)) {
                    return third.answer(third.get("/")).status() == 200;
                } catch (IllegalStateException | java.io.UncheckedIOException full) {
                    return false;
                }
            });
        }
    }

    @Test
    void aRequestIsTriedAgainElsewhere() throws IOException {
        try (TestBackend bad = TestBackend.playing(connection -> {
                    connection.request();
                    connection.reset();
                });
                TestBackend good = TestBackend.saying("hello");
                TestGateway gateway = TestGateway.start(Documents.to(bad, good)
                        .listener(H2C)
                        .upstream("retry: { attempts: 3, on: [connect-failure, reset] }")
                        .toString());
                FrameClient client = client(gateway)) {
            for (int i = 0; i < 4; i++) {
                int stream = client.request("PUT", "/", false);
                client.data(stream, true, "body");
                assertThat(client.answer(stream).body()).isEqualTo("hello");
                assertThat(good.request().body()).isEqualTo("body");
            }
        }
    }

    /** RFC 9113 §8.3.1 leaves the end of a stream in two frames: nothing is answered before the second. */
    @Test
    void anEmptyBodyMayEndInAFrameOfItsOwn() {
        try (TestBackend backend = TestBackend.answering(request -> TestBackend.ok("got " + request.body()));
                TestGateway gateway = gateway(backend);
                FrameClient client = client(gateway)) {
            int stream = client.request("POST", "/", false);
            client.frame(Frame.DATA, Frame.END_STREAM, stream, new byte[0]);
            assertThat(client.answer(stream).body()).isEqualTo("got ");
        }
    }
}
