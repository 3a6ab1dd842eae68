package io.weir.node.dataplane;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.node.testkit.Await;
import io.weir.node.testkit.NoLeaks;
import io.weir.node.testkit.TestBackend;
import io.weir.node.testkit.TestGateway;
import io.weir.node.testkit.WireClient;
import io.weir.node.testkit.WireMessage;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Parts and heads of what is stored, or will be (RFC 9110 §14, RFC 9111 §3.4, §4.3.5), over real sockets. */
@ExtendWith(NoLeaks.class)
final class CachePartsTest {
    private static final String DATE = "Thu, 01 Jan 2015 00:00:00 GMT";
    private static final String BODY = body();

    private static String body() {
        StringBuilder body = new StringBuilder();
        for (int i = 0; i < 100; i++) {
            body.append("%010d".formatted(i));
        }
        return body.toString();
    }

    private static String answer(String fields, String body) {
        return "HTTP/1.1 200 OK\r\n" + fields + "Content-Length: " + body.length() + "\r\n\r\n" + body;
    }

    private record Scene(TestBackend backend, TestGateway gateway, WireClient client) implements AutoCloseable {
        static Scene of(Function<WireMessage, String> answer) {
            return of(TestBackend.answering(answer), "4MiB");
        }

        static Scene of(TestBackend backend, String mostEntry) {
            TestGateway gateway = TestGateway.start(
                    """
                    weir: 1
                    listeners: [ { name: public, address: 127.0.0.1:0 } ]
                    upstreams: [ { name: origin, endpoints: [ "%s" ] } ]
                    policies:
                      - { name: cache, cache: { memory: 16MiB, max-entry: %s } }
                    routes:
                      - { name: all, match: { path: /** }, policies: [ cache ], to: origin }
                    """
                            .formatted(backend.address(), mostEntry));
            return new Scene(backend, gateway, gateway.client());
        }

        List<WireMessage> asked() {
            return backend.requests();
        }

        WireMessage head(String path, String fields) {
            return client.send("HEAD " + path + " HTTP/1.1\r\nHost: example.com\r\n" + fields + "\r\n")
                    .answerToHead();
        }

        @Override
        public void close() {
            client.close();
            gateway.close();
            backend.close();
        }
    }

    private static Scene storable() {
        return Scene.of(request -> answer(
                "Cache-Control: max-age=60\r\nETag: \"v1\"\r\nLast-Modified: " + DATE
                        + "\r\nContent-Type: text/plain\r\n",
                BODY));
    }

    @ParameterizedTest(name = "{0}: {1}; {2}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            textBlock =
                    """
            If-Range: "v1"                          | 206 | RFC 9110 §13.1.5 the tag
            If-Range: W/"v1"                        | 200 | RFC 9110 §13.1.5 a weak one is not strong enough
            If-Range: "v2"                          | 200 | RFC 9110 §13.1.5 another
            If-Range: v1                            | 200 | RFC 9110 §13.1.5 neither tag nor date
            If-Range: Thu, 01 Jan 2015 00:00:00 GMT | 206 | RFC 9110 §13.1.5 the date
            If-Range: Thu, 01 Jan 2015 00:00:01 GMT | 200 | RFC 9110 §13.1.5 exactly the date
            If-Range: Wed, 31 Dec 2014 23:59:59 GMT | 200 | RFC 9110 §13.1.5 exactly the date
            If-None-Match: "v1"                     | 304 | RFC 9110 §13.2.2 first the condition
            If-None-Match: "v2"                     | 206 | RFC 9110 §13.2.2 first the condition
            X-None: 1                               | 206 | RFC 9110 §14.2
            """)
    void conditionsOfParts(String field, int status, String rule) {
        try (Scene scene = storable()) {
            scene.client.get("/a");
            WireMessage part = scene.client.get("/a", "Range: bytes=0-9\r\n" + field + "\r\n");

            assertThat(part.status()).as(rule).isEqualTo(status);
            assertThat(part.body()).as(rule).isEqualTo(status == 206 ? "0000000000" : status == 200 ? BODY : "");
            assertThat(scene.asked()).hasSize(1);
        }
    }

    @Test
    void severalPartsAreOneMessage() {
        try (Scene scene = storable()) {
            scene.client.get("/a");
            WireMessage parts = scene.client.get("/a", "Range: bytes=990-, 0-9, 400-409, 405-419, 5000-\r\n");
            String type = parts.field("Content-Type").orElse("");
            Matcher boundary =
                    Pattern.compile("multipart/byteranges; boundary=([\\w-]+)").matcher(type);

            assertThat(parts.status()).isEqualTo(206);
            assertThat(boundary.matches()).as(type).isTrue();
            assertThat(parts.field("Content-Range"))
                    .as("§15.3.7.2 not in the head")
                    .isEmpty();
            assertThat(parts.field("ETag")).contains("\"v1\"");
            String line = "\r\n--" + boundary.group(1);
            assertThat(parts.body())
                    .isEqualTo(part(line, "990-999", BODY.substring(990))
                            + part(line, "0-9", BODY.substring(0, 10))
                            + part(line, "400-419", BODY.substring(400, 420))
                            + line
                            + "--\r\n");
            assertThat(scene.asked()).hasSize(1);
        }
    }

    /** Larger ones lie outside of the heap, in pieces, and go out as the client takes them. */
    @Test
    void partsOfLargeAnswersAreSentFromWhereTheyLie() {
        String body = BODY.repeat(3_000); // 3 MB
        try (Scene scene = Scene.of(request -> answer("Cache-Control: max-age=60\r\n", body));
                WireClient slow = new WireClient(scene.gateway.address("public"), 4096)) {
            scene.client.get("/a");
            slow.send("GET /a HTTP/1.1\r\nHost: example.com\r\nRange: bytes=7-999999, 1500000-2999999\r\n\r\n");
            scene.client.get("/a");
            WireMessage parts = slow.answer();
            String boundary = parts.field("Content-Type").orElse("").replaceAll(".*boundary=", "");

            assertThat(parts.status()).isEqualTo(206);
            assertThat(parts.body()
                            .equals("\r\n--" + boundary + "\r\nContent-Range: bytes 7-999999/3000000\r\n\r\n"
                                    + body.substring(7, 1_000_000)
                                    + "\r\n--" + boundary + "\r\nContent-Range: bytes 1500000-2999999/3000000\r\n\r\n"
                                    + body.substring(1_500_000)
                                    + "\r\n--" + boundary + "--\r\n"))
                    .isTrue();
            assertThat(scene.asked()).hasSize(1);
        }
    }

    private static String part(String line, String range, String text) {
        return line + "\r\nContent-Type: text/plain\r\nContent-Range: bytes " + range + "/1000\r\n\r\n" + text;
    }

    @Test
    void whatLiesBehindTheEndIsNowhereAndNotToBeStoredByOthers() {
        try (Scene scene = storable()) {
            scene.client.get("/a");
            WireMessage nowhere = scene.client.get("/a", "Range: bytes=1000-, 2000-\r\n");

            assertThat(nowhere.status()).isEqualTo(416);
            assertThat(nowhere.field("Content-Range")).contains("bytes */1000");
            assertThat(nowhere.field("Cache-Control")).isEmpty();
            assertThat(nowhere.field("ETag")).isEmpty();
        }
    }

    /** RFC 9111 §3.4 lets a cache do as it likes: the whole is fetched once, and parts are taken from it. */
    @Test
    void aPartOfWhatIsNotStoredFetchesTheWhole() {
        try (Scene scene = storable()) {
            WireMessage first = scene.client.get("/a", "Range: bytes=10-19\r\nIf-Range: \"v1\"\r\n");
            WireMessage second = scene.client.get("/a", "Range: bytes=20-29\r\n");
            WireMessage whole = scene.client.get("/a");

            assertThat(first.status()).isEqualTo(206);
            assertThat(first.body()).isEqualTo("0000000001");
            assertThat(first.field("Cache-Status")).contains("weir; fwd=uri-miss; collapsed; ttl=60");
            assertThat(second.body()).isEqualTo("0000000002");
            assertThat(whole.body()).isEqualTo(BODY);
            assertThat(scene.asked()).hasSize(1);
            assertThat(scene.asked().get(0).field("Range")).isEmpty();
            assertThat(scene.asked().get(0).field("If-Range")).isEmpty();
        }
    }

    private static String partOrWhole(WireMessage request, String control) {
        return request.field("Range").isPresent()
                ? WireMessage.lines(
                                "HTTP/1.1 206 Partial Content",
                                control,
                                "Content-Range: bytes 0-1/1000",
                                "Content-Length: 2",
                                "")
                        + "00"
                : answer(control + "\r\n", BODY);
    }

    @Test
    void aPartOfWhatMayNotBeStoredIsTheBackends() {
        try (Scene scene = Scene.of(request -> partOrWhole(request, "Cache-Control: no-store"))) {
            WireMessage first = scene.client.get("/a", "Range: bytes=0-1\r\n");
            WireMessage second = scene.client.get("/a", "Range: bytes=0-1\r\n");

            assertThat(first.status()).isEqualTo(206);
            assertThat(second.status()).isEqualTo(206);
            assertThat(first.field("Cache-Status")).contains("weir; fwd=uri-miss; detail=range");
            assertThat(scene.asked().stream()
                            .map(request -> request.field("Range").isPresent()))
                    .as("the whole once, to see whether it is fit")
                    .containsExactly(false, true, true);
        }
    }

    /** What turns out to be too large, or not fit, is not read to its end for nobody. */
    @Test
    void theWholeIsLetGoWhenItIsOfNoUse() {
        CountDownLatch cut = new CountDownLatch(1);
        TestBackend backend = TestBackend.playing(connection -> {
            WireMessage request = connection.request();
            if (request.field("Range").isPresent()) {
                connection.write(partOrWhole(request, "Cache-Control: max-age=60"));
                connection.waitForTheEnd();
                return;
            }
            connection.write("HTTP/1.1 200 OK\r\nCache-Control: max-age=60\r\nContent-Length: 1000000000\r\n\r\n00");
            try {
                connection.waitForTheEnd();
            } finally {
                cut.countDown();
            }
        });
        try (Scene scene = Scene.of(backend, "1MiB")) {
            assertThat(scene.client.get("/a", "Range: bytes=0-1\r\n").status()).isEqualTo(206);
            Await.until(() -> "the whole is let go", () -> cut.getCount() == 0);
        }
    }

    @Test
    void manyPartsOfWhatIsNotStoredFetchTheWholeOnce() {
        CountDownLatch go = new CountDownLatch(1);
        TestBackend backend = TestBackend.playing(connection -> connection.answerAll(request -> {
            try {
                go.await();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
            return answer("Cache-Control: max-age=60\r\n", BODY);
        }));
        try (Scene scene = Scene.of(backend, "1MiB")) {
            List<WireClient> clients = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                clients.add(scene.gateway
                        .client()
                        .send("GET /a HTTP/1.1\r\nHost: example.com\r\nRange: bytes=" + i + "0-" + i + "9\r\n\r\n"));
            }
            Await.until(() -> "the backend is asked", () -> scene.asked().size() == 1);
            go.countDown();
            for (int i = 0; i < 20; i++) {
                assertThat(clients.get(i).answer().body()).isEqualTo("%010d".formatted(i));
                clients.get(i).close();
            }
            assertThat(scene.asked()).hasSize(1);
        }
    }

    @ParameterizedTest(name = "[{0}], then HEAD says [{1}], then {2} requests; {3}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            textBlock =
                    """
            ETag: "a"                                    | Cache-Control: max-age=60 ;; ETag: "a" ;; X-New: 1                 | 2 | §4.3.5 the same tag: renewed
            ETag: "a"                                    | Cache-Control: max-age=60 ;; ETag: "a" ;; Content-Length: 1000 ;; X-New: 1 | 2 | §4.3.5 and the same length
            ETag: "a"                                    | Cache-Control: max-age=60 ;; ETag: "b"                             | 3 | §4.3.5 another tag: dropped
            ETag: "a"                                    | Cache-Control: max-age=60 ;; ETag: W/"a"                           | 3 | §4.3.5 a tag that is weak now
            ETag: "a"                                    | Cache-Control: max-age=60 ;; ETag: "a" ;; Content-Length: 999       | 3 | §4.3.5 another length: dropped
            Last-Modified: Thu, 01 Jan 2015 00:00:00 GMT | Cache-Control: max-age=60 ;; Last-Modified: Thu, 01 Jan 2015 00:00:00 GMT ;; X-New: 1 | 2 | §4.3.5 the same date
            Last-Modified: Thu, 01 Jan 2015 00:00:00 GMT | Cache-Control: max-age=60 ;; Last-Modified: Thu, 01 Jan 2015 00:00:01 GMT | 3 | §4.3.5 another date: dropped
            ETag: "a"                                    | Cache-Control: max-age=60 ;; X-New: 1                              | 2 | §4.3.5 only what it says is held against it
            """)
    void headRenewsOrDropsWhatIsStored(String stored, String said, int asked, String rule) {
        Function<WireMessage, String> backend = request -> request.method().equals("HEAD")
                ? "HTTP/1.1 200 OK\r\n" + said.replace(" ;; ", "\r\n") + "\r\n\r\n"
                : answer("Cache-Control: max-age=60\r\nAge: 90\r\n" + stored + "\r\n", BODY);
        try (Scene scene = Scene.of(backend)) {
            scene.client.get("/a");
            WireMessage head = scene.head("/a", "");
            WireMessage after = scene.client.get("/a");

            assertThat(head.status()).isEqualTo(200);
            assertThat(head.field("Cache-Status")).contains("weir; fwd=stale; fwd-status=200");
            assertThat(scene.asked()).as(rule).hasSize(asked);
            assertThat(after.field("X-New").isPresent()).as(rule).isEqualTo(asked == 2);
            assertThat(after.body()).isEqualTo(BODY);
        }
    }

    @Test
    void headOfWhatIsNotStoredIsTheBackends() {
        try (Scene scene = Scene.of(request ->
                WireMessage.lines("HTTP/1.1 200 OK", "Cache-Control: max-age=60", "Content-Length: 5", ""))) {
            WireMessage head = scene.head("/a", "");

            assertThat(head.field("Content-Length")).contains("5");
            assertThat(head.field("Cache-Status")).contains("weir; fwd=uri-miss");
            scene.head("/a", "");
            assertThat(scene.asked().stream().map(WireMessage::method)).containsExactly("HEAD", "HEAD");
        }
    }
}
