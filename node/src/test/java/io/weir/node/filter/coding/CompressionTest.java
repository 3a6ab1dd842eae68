package io.weir.node.filter.coding;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.node.testkit.Await;
import io.weir.node.testkit.Documents;
import io.weir.node.testkit.NoLeaks;
import io.weir.node.testkit.TestBackend;
import io.weir.node.testkit.TestGateway;
import io.weir.node.testkit.WireClient;
import io.weir.node.testkit.WireMessage;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The policy compress on a gateway with sockets. */
@ExtendWith(NoLeaks.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class CompressionTest {
    private static final String TEXT = "{\"name\":\"weir\",\"list\":[1,2,3]}".repeat(400);

    private static final String STREAM = "HTTP/1.1 200 OK\r\n"
            + WireMessage.lines("Content-Type: text/event-stream", "Transfer-Encoding: chunked", "");

    private final AtomicReference<String> answer = new AtomicReference<>("");
    private TestBackend backend;
    private TestGateway gateway;

    @BeforeAll
    void start() {
        backend = TestBackend.answering(request -> answer.get());
        gateway = TestGateway.single(document(backend, "{}"));
    }

    @AfterAll
    void stop() {
        gateway.close();
        backend.close();
    }

    private static String document(TestBackend backend, String policy) {
        return Documents.to(backend)
                .route("policies: [small]")
                .more("policies: [ { name: small, compress: " + policy + " } ]")
                .toString();
    }

    private WireMessage get(String accepted, String body, String... fields) {
        answer.set("HTTP/1.1 200 OK\r\nContent-Length: " + body.length() + "\r\n"
                + (fields.length == 0 ? "" : WireMessage.lines(fields)) + "\r\n" + body);
        try (WireClient client = gateway.client()) {
            return client.get("/", "Accept-Encoding: " + accepted + "\r\n");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"gzip", "br", "zstd"})
    void anAnswerIsCompressedAsTheClientLikesItBest(String coding) {
        WireMessage got = get(coding, TEXT, "Content-Type: application/json", "ETag: \"abc\"", "Accept-Ranges: bytes");
        assertThat(got.field("Content-Encoding")).contains(coding);
        assertThat(got.field("Vary")).contains("Accept-Encoding");
        assertThat(got.field("ETag")).contains("W/\"abc\"");
        assertThat(got.field("Content-Length")).isEmpty();
        assertThat(got.field("Accept-Ranges")).isEmpty();
        assertThat(got.body()).hasSizeLessThan(500);
        assertThat(Plain.of(coding, got.body())).isEqualTo(TEXT);
    }

    @ParameterizedTest(name = "{1}, {2}: {3}")
    @CsvSource(
            delimiter = '|',
            value = {
                "gzip     | image/png                  | X-A: b                                   | not of such a type",
                "gzip     | application/grpc           | X-A: b                                   | calls have a compression of their own",
                "gzip     | text/html                  | Content-Encoding: br                     | coded already",
                "gzip     | text/html                  | Cache-Control: max-age=1, No-Transform   | not to be changed",
            })
    void whatIsNotToBeCompressedGoesOnAsItIs(String accepted, String type, String field, String why) {
        WireMessage got = get(accepted, TEXT, "Content-Type: " + type, field, "ETag: \"abc\"");
        assertThat(got.body()).as(why).isEqualTo(TEXT);
        assertThat(got.field("ETag")).contains("\"abc\"");
        assertThat(got.field("Content-Length")).contains("" + TEXT.length());
        assertThat(got.field("Vary")).isEmpty();
    }

    @Test
    void whoAsksForNothingGetsItAsItIsAndCachesAreTold() {
        WireMessage got = get("identity", TEXT, "Content-Type: text/html", "ETag: \"abc\"", "Vary: Accept");
        assertThat(got.body()).isEqualTo(TEXT);
        assertThat(got.field("ETag")).contains("\"abc\"");
        assertThat(got.values("Vary")).containsExactly("Accept", "Accept-Encoding");
        assertThat(got.field("Content-Length")).contains("" + TEXT.length());
    }

    @Test
    void aSmallAnswerIsLeftAlone() {
        WireMessage got = get("gzip", "x".repeat(1023), "Content-Type: text/plain");
        assertThat(got.field("Content-Encoding")).isEmpty();
        assertThat(get("gzip", "x".repeat(1024), "Content-Type: text/plain").field("Content-Encoding"))
                .contains("gzip");
    }

    @Test
    void anAnswerToHeadHasTheHeadOfTheOneToGet() {
        answer.set("HTTP/1.1 200 OK\r\nContent-Length: 5000\r\nContent-Type: text/html\r\nETag: \"a\"\r\n\r\n");
        try (WireClient client = gateway.client()) {
            for (int i = 0; i < 2; i++) {
                WireMessage head = client.send("HEAD / HTTP/1.1\r\nHost: a\r\nAccept-Encoding: br\r\n\r\n")
                        .answerToHead();
                assertThat(head.field("Content-Encoding")).contains("br");
                assertThat(head.field("Content-Length")).isEmpty();
                assertThat(head.field("ETag")).contains("W/\"a\"");
            }
        }
    }

    @Test
    void a304FitsTheAnswerThatItConfirms() {
        answer.set("HTTP/1.1 304 Not Modified\r\nETag: \"a\"\r\n\r\n");
        try (WireClient client = gateway.client()) {
            for (int i = 0; i < 2; i++) {
                WireMessage got = client.get("/", "Accept-Encoding: br\r\nIf-None-Match: W/\"a\"\r\n");
                assertThat(got.status()).isEqualTo(304);
                assertThat(got.field("ETag")).contains("W/\"a\"");
                assertThat(got.field("Vary")).contains("Accept-Encoding");
                assertThat(got.field("Content-Encoding")).isEmpty();
            }
        }
    }

    @Test
    void aPartOfAnAnswerIsLeftAlone() {
        answer.set("HTTP/1.1 206 Partial Content\r\nContent-Type: text/plain\r\nContent-Range: bytes 0-1999/9000\r\n"
                + "Content-Length: 2000\r\nETag: \"a\"\r\n\r\n" + "x".repeat(2000));
        try (WireClient client = gateway.client()) {
            WireMessage got = client.get("/", "Accept-Encoding: gzip\r\nRange: bytes=0-1999\r\n");
            assertThat(got.body()).isEqualTo("x".repeat(2000));
            assertThat(got.field("ETag")).contains("\"a\"");
            assertThat(got.field("Vary")).contains("Accept-Encoding");
        }
    }

    @ParameterizedTest(name = "{0} -> {1}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "`W/\"a\"`            | `\"a\"`",
                "`\"a\"`              | `\"a\"`",
                "`W/\"a\", \"W/b\"`   | `\"a\", \"W/b\"`",
                "`*`                  | `*`",
            })
    void whatTheClientKnowsByAWeakTagIsFoundByItsStrongOne(String sent, String arrives) {
        assertThat(CompressFilter.strong(sent)).isEqualTo(arrives);
        answer.set(TestBackend.ok("x"));
        int before = backend.requests().size();
        try (WireClient client = gateway.client()) {
            client.send("PUT / HTTP/1.1\r\nHost: a\r\nContent-Length: 0\r\nIf-Match: " + sent + "\r\n\r\n")
                    .answer();
        }
        assertThat(backend.requests().get(before).values("If-Match")).containsExactly(arrives);
    }

    @ParameterizedTest
    @ValueSource(strings = {"gzip", "br", "zstd"})
    void eachPartOfAStreamArrivesBeforeTheNextIsSent(String coding) throws Exception {
        Semaphore goOn = new Semaphore(0);
        try (TestBackend stream = TestBackend.playing(connection -> {
                    connection.request();
                    connection.write(STREAM);
                    for (int i = 0; i < 4; i++) {
                        connection.write("b\r\ndata: t" + i + "\n\n\n\r\n");
                        goOn.acquire();
                    }
                    connection.write("0\r\n\r\n");
                });
                TestGateway streaming = TestGateway.single(document(stream, "{ types: [text/event-stream] }"));
                WireClient client = streaming.client()) {
            client.send("GET / HTTP/1.1\r\nHost: a\r\nAccept-Encoding: " + coding + "\r\n\r\n");
            assertThat(client.head().field("Content-Encoding")).isEqualTo(Optional.of(coding));
            StringBuilder raw = new StringBuilder();
            StringBuilder expected = new StringBuilder();
            for (int i = 0; i < 4; i++) {
                expected.append("data: t").append(i).append("\n\n\n");
                Await.until(() -> "event in " + Plain.beginning(coding, raw.toString()), () -> {
                    raw.append(client.chunk());
                    return Plain.beginning(coding, raw.toString()).contentEquals(expected);
                });
                goOn.release();
            }
        }
    }
}
