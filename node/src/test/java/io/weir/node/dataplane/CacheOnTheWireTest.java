package io.weir.node.dataplane;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weir.node.filter.cache.CacheStores;
import io.weir.node.state.Caches;
import io.weir.node.testkit.Await;
import io.weir.node.testkit.FakePorts;
import io.weir.node.testkit.Frame;
import io.weir.node.testkit.FrameClient;
import io.weir.node.testkit.Hashes;
import io.weir.node.testkit.Http2Code;
import io.weir.node.testkit.NoLeaks;
import io.weir.node.testkit.TestBackend;
import io.weir.node.testkit.TestGateway;
import io.weir.node.testkit.WireClient;
import io.weir.node.testkit.WireMessage;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** RFC 9111 over real sockets, against a backend that remembers what it was asked. */
@ExtendWith(NoLeaks.class)
final class CacheOnTheWireTest {
    private static String document(TestBackend backend) {
        return """
                weir: 1
                listeners: [ { name: public, address: 127.0.0.1:0 } ]
                upstreams: [ { name: origin, endpoints: [ "%s" ] } ]
                policies:
                  - { name: cache, cache: { memory: 16MiB, max-entry: 4MiB } }
                routes:
                  - { name: all, match: { path: /** }, policies: [ cache ], to: origin }
                """
                .formatted(backend.address());
    }

    private static String answer(String fields, String body) {
        return "HTTP/1.1 200 OK\r\n" + fields + "Content-Length: " + body.length() + "\r\n\r\n" + body;
    }

    /** What a client and a backend see of each other. */
    private record Scene(TestBackend backend, TestGateway gateway, WireClient client) implements AutoCloseable {
        static Scene of(Function<WireMessage, String> answer) {
            TestBackend backend = TestBackend.answering(answer);
            TestGateway gateway = TestGateway.start(document(backend));
            return new Scene(backend, gateway, gateway.client());
        }

        int asked() {
            return backend.requests().size();
        }

        @Override
        public void close() {
            client.close();
            gateway.close();
            backend.close();
        }
    }

    @Test
    void whatIsFreshIsAnsweredWithoutTheBackend() {
        try (Scene scene = Scene.of(request -> answer("Cache-Control: max-age=60\r\nX-Own: 1\r\n", "hello"))) {
            WireMessage first = scene.client.get("/a");
            WireMessage second = scene.client.get("/a");

            assertEquals(
                    "weir; fwd=uri-miss; fwd-status=200; stored",
                    first.field("Cache-Status").orElse(""));
            assertEquals("hello", second.body());
            assertEquals("0", second.field("Age").orElse(""));
            assertEquals("weir; hit; ttl=60", second.field("Cache-Status").orElse(""));
            assertEquals("1", second.field("X-Own").orElse(""));
            assertEquals(1, scene.asked());
            assertTrue(second.field("Date").isPresent());
        }
    }

    @ParameterizedTest(name = "[{0}] then [{2}] to an answer with [{1}]: {3} requests; {4}")
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
            ''                       | Cache-Control: max-age=60                          | ''                          | 1 | §4.2.1 max-age
            ''                       | Cache-Control: max-age=0, s-maxage=60              | ''                          | 1 | §5.2.2.10 s-maxage counts before max-age
            ''                       | Cache-Control: max-age="60"                        | ''                          | 1 | §5.2 both forms of an argument
            ''                       | Cache-Control: MAX-AGE=60, what=ever, x="a,b"      | ''                          | 1 | §5.2.3 what is unknown is ignored
            ''                       | Cache-Control: max-age=abc                         | ''                          | 2 | §4.2.1 malformed: stale
            ''                       | Cache-Control: max-age=60, max-age=0               | ''                          | 2 | §4.2.1 twice: the stricter
            ''                       | Expires: Thu, 01 Jan 2099 00:00:00 GMT             | ''                          | 1 | §5.3
            ''                       | Expires: 0                                         | ''                          | 2 | §5.3 malformed: in the past
            ''                       | Cache-Control: no-store, max-age=60                | ''                          | 2 | §5.2.2.5
            ''                       | Cache-Control: private, max-age=60                 | ''                          | 2 | §5.2.2.7
            ''                       | Cache-Control: no-cache, max-age=60                | ''                          | 2 | §5.2.2.4
            ''                       | Cache-Control: max-age=60 ;; Set-Cookie: a=b     | ''                          | 2 | §7.3 a cookie is somebody's
            ''                       | Cache-Control: max-age=60 ;; Vary: *             | ''                          | 2 | §4.1
            ''                       | Cache-Control: max-age=60 ;; Age: 61             | ''                          | 2 | §4.2.3 it is old already
            ''                       | Last-Modified: Thu, 01 Jan 2015 00:00:00 GMT       | ''                          | 1 | §4.2.2 a heuristic
            ''                       | X-None: 1                                          | ''                          | 2 | nothing says that it is fresh
            Authorization: Basic eA==| Cache-Control: max-age=60                          | Authorization: Basic eA==   | 2 | §3.5
            Authorization: Basic eA==| Cache-Control: max-age=60, public                  | ''                          | 1 | §3.5 public
            Authorization: Basic eA==| Cache-Control: s-maxage=60                         | ''                          | 1 | §3.5 s-maxage
            Authorization: Basic eA==| Cache-Control: max-age=60, must-revalidate         | ''                          | 1 | §3.5 must-revalidate
            Cache-Control: no-store  | Cache-Control: max-age=60                          | ''                          | 2 | §5.2.1.5
            ''                       | Cache-Control: max-age=60                          | Cache-Control: no-cache     | 2 | §5.2.1.4
            ''                       | Cache-Control: max-age=60                          | Pragma: no-cache            | 2 | §5.4
            ''                       | Cache-Control: max-age=60                          | Cache-Control: max-age=0    | 2 | §5.2.1.1
            ''                       | Cache-Control: max-age=60                          | Cache-Control: min-fresh=90 | 2 | §5.2.1.3
            ''                       | Cache-Control: max-age=60 ;; Age: 90             | Cache-Control: max-stale    | 1 | §5.2.1.2
            ''                       | Cache-Control: max-age=60, must-revalidate ;; Age: 90 | Cache-Control: max-stale| 2 | §5.2.2.2
            ''                       | Cache-Control: no-store ;; CDN-Cache-Control: max-age=60 | ''                   | 1 | RFC 9213 §2.2
            ''                       | Cache-Control: max-age=60 ;; CDN-Cache-Control: no-store | ''                   | 2 | RFC 9213 §2.2
            ''                       | Cache-Control: max-age=60 ;; CDN-Cache-Control: =    | ''                       | 1 | RFC 9213 §2.1 malformed: not there
            ''                       | Cache-Control: max-age=60 ;; Vary: Accept        | Accept: text/plain          | 2 | §4.1 another variant
            If-Match: "x"            | Cache-Control: max-age=60                          | ''                          | 2 | the backend's to judge
            """)
    void whatAnswersAndRequestsSay(String first, String answer, String second, int asked, String reason) {
        String fields = answer.replace(" ;; ", "\r\n") + "\r\n";
        try (Scene scene = Scene.of(request -> answer(fields, "hello"))) {
            scene.client.get("/a", line(first));
            assertEquals("hello", scene.client.get("/a", line(second)).body());

            assertEquals(asked, scene.asked(), reason);
        }
    }

    private static String line(String field) {
        return field.isEmpty() ? "" : field + "\r\n";
    }

    @Test
    void onlyIfCachedIsNotForwarded() {
        try (Scene scene = Scene.of(request -> answer("Cache-Control: max-age=60\r\n", "hello"))) {
            WireMessage none = scene.client.get("/a", "Cache-Control: only-if-cached\r\n");

            assertEquals(504, none.status());
            assertEquals("not-cached", none.problem());
            assertEquals(0, scene.asked());
        }
    }

    @Test
    void variantsLieBesideEachOther() {
        Function<WireMessage, String> backend = request -> answer(
                "Cache-Control: max-age=60\r\nVary: Accept-Encoding, X-Kind\r\n",
                request.field("Accept-Encoding").orElse("")
                        + request.field("X-Kind").orElse(""));
        try (Scene scene = Scene.of(backend)) {
            scene.client.get("/a", "Accept-Encoding: gzip, br;q=0.9\r\n");
            scene.client.get("/a", "X-Kind: k\r\n");

            assertEquals(
                    "gzip, br;q=0.9",
                    scene.client.get("/a", "Accept-Encoding: br,GZIP\r\n").body());
            assertEquals("k", scene.client.get("/a", "X-Kind: k\r\n").body());
            assertEquals(2, scene.asked());
        }
    }

    @Test
    void whatIsStaleIsConfirmed() {
        Function<WireMessage, String> backend =
                request -> request.field("If-None-Match").isPresent()
                        ? "HTTP/1.1 304 Not Modified\r\nCache-Control: max-age=60\r\nX-New: 1\r\n\r\n"
                        : answer("Cache-Control: max-age=0\r\nETag: \"v1\"\r\nX-Old: 1\r\n", "hello");
        try (Scene scene = Scene.of(backend)) {
            scene.client.get("/a");
            WireMessage confirmed = scene.client.get("/a");
            WireMessage hit = scene.client.get("/a");

            assertEquals(
                    "\"v1\"",
                    scene.backend.requests().get(1).field("If-None-Match").orElse(""));
            assertEquals(200, confirmed.status());
            assertEquals("hello", confirmed.body());
            assertEquals("1", confirmed.field("X-New").orElse(""), "§3.2 the confirmation's fields");
            assertEquals("1", hit.field("X-Old").orElse(""), "§3.2 the others stay");
            assertEquals(2, scene.asked());
        }
    }

    @Test
    void aClientsOwnConditionIsAnsweredFromTheStore() {
        Function<WireMessage, String> backend = request -> answer(
                "Cache-Control: max-age=60\r\nETag: W/\"v1\"\r\nLast-Modified: Thu, 01 Jan 2015 00:00:00 GMT\r\n",
                "hello");
        try (Scene scene = Scene.of(backend)) {
            scene.client.get("/a");
            WireMessage same = scene.client.get("/a", "If-None-Match: \"x\", \"v1\"\r\n");
            WireMessage other = scene.client.get(
                    "/a", "If-None-Match: \"x\"\r\nIf-Modified-Since: Thu, 01 Jan 2099 00:00:00 GMT\r\n");
            WireMessage unchanged = scene.client.get("/a", "If-Modified-Since: Thu, 01 Jan 2015 00:00:00 GMT\r\n");

            assertEquals(304, same.status());
            assertEquals("W/\"v1\"", same.field("ETag").orElse(""));
            assertEquals("", same.field("Content-Length").orElse(""));
            assertEquals(200, other.status(), "RFC 9110 §13.1.3: the tag counts");
            assertEquals(304, unchanged.status());
            assertEquals(1, scene.asked());
        }
    }

    @Test
    void headAndRangesAreAnsweredFromTheWhole() {
        Function<WireMessage, String> backend = request ->
                answer("Cache-Control: max-age=60\r\nETag: \"v1\"\r\nContent-Type: text/plain\r\n", "0123456789");
        try (Scene scene = Scene.of(backend)) {
            scene.client.get("/a");
            WireMessage head = scene.client
                    .send("HEAD /a HTTP/1.1\r\nHost: example.com\r\n\r\n")
                    .answerToHead();
            WireMessage part = scene.client.get("/a", "Range: bytes=2-4\r\n");
            WireMessage last = scene.client.get("/a", "Range: bytes=-3\r\nIf-Range: \"v1\"\r\n");
            WireMessage whole = scene.client.get("/a", "Range: bytes=2-4\r\nIf-Range: \"v2\"\r\n");
            WireMessage nowhere = scene.client.get("/a", "Range: bytes=10-\r\n");

            assertEquals("10", head.field("Content-Length").orElse(""));
            assertEquals(206, part.status());
            assertEquals("234", part.body());
            assertEquals("bytes 2-4/10", part.field("Content-Range").orElse(""));
            assertEquals("789", last.body());
            assertEquals("0123456789", whole.body());
            assertEquals(416, nowhere.status());
            assertEquals("bytes */10", nowhere.field("Content-Range").orElse(""));
            assertEquals(1, scene.asked());
        }
    }

    @ParameterizedTest
    @CsvSource({"POST, 200, 2", "PUT, 204, 2", "DELETE, 302, 2", "PATCH, 500, 1", "OPTIONS, 200, 1"})
    void unsafeMethodsThatDoWellInvalidate(String method, int status, int gets) {
        Function<WireMessage, String> backend = request -> request.method().equals("GET")
                ? answer("Cache-Control: max-age=60\r\n", "hello")
                : "HTTP/1.1 " + status + " X\r\nLocation: /b?x\r\nContent-Location: http://elsewhere/c\r\n"
                        + (status == 204 ? "" : "Content-Length: 0\r\n") + "\r\n";
        try (Scene scene = Scene.of(backend)) {
            for (String path : List.of("/a", "/b?x", "/c")) {
                scene.client.get(path);
            }
            scene.client
                    .send(method + " /a HTTP/1.1\r\nHost: example.com\r\nContent-Length: 0\r\n\r\n")
                    .answer();
            for (String path : List.of("/a", "/b?x", "/c")) {
                scene.client.get(path);
            }
            assertEquals(gets, count(scene, "/a"), "§4.4 the URL itself");
            assertEquals(gets, count(scene, "/b?x"), "§4.4 Location");
            assertEquals(1, count(scene, "/c"), "§4.4 another origin is not this one's");
        }
    }

    private static long count(Scene scene, String target) {
        return scene.backend.requests().stream()
                .filter(request ->
                        request.method().equals("GET") && request.target().equals(target))
                .count();
    }

    @Test
    void staleAnswersAreGivenWhileANewOneIsFetched() {
        AtomicInteger version = new AtomicInteger();
        Function<WireMessage, String> backend = request -> answer(
                "Cache-Control: max-age=1, stale-while-revalidate=60\r\nAge: " + (version.get() == 0 ? 5 : 0) + "\r\n",
                "v" + version.getAndIncrement());
        try (Scene scene = Scene.of(backend)) {
            scene.client.get("/a");
            WireMessage stale = scene.client.get("/a");
            Await.until(() -> "a new one", () -> scene.asked() == 2);

            assertEquals("v0", stale.body());
            assertEquals("weir; hit; ttl=-4", stale.field("Cache-Status").orElse(""));
            Await.until(
                    () -> "the new one is given",
                    () -> !scene.client.get("/a").body().equals("v0"));
        }
    }

    @Test
    void staleAnswersAreBetterThanErrors() {
        AtomicInteger asked = new AtomicInteger();
        Function<WireMessage, String> backend = request -> asked.getAndIncrement() == 0
                ? answer("Cache-Control: max-age=1, stale-if-error=60\r\nAge: 5\r\n", "old")
                : "HTTP/1.1 503 No\r\nContent-Length: 0\r\n\r\n";
        try (Scene scene = Scene.of(backend)) {
            scene.client.get("/a");
            WireMessage rescued = scene.client.get("/a");
            scene.backend.close();
            WireMessage again = scene.client.get("/a");

            assertEquals("old", rescued.body());
            assertEquals(
                    "weir; fwd=stale; fwd-status=503; ttl=-4; detail=stale-if-error",
                    rescued.field("Cache-Status").orElse(""));
            assertEquals("old", again.body());
        }
    }

    @Test
    void requestsForTheSameWaitForTheFirst() throws InterruptedException {
        CountDownLatch go = new CountDownLatch(1);
        TestBackend backend = TestBackend.playing(connection -> connection.answerAll(request -> {
            try {
                go.await();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
            return answer("Cache-Control: max-age=60\r\n", "hello");
        }));
        try (backend;
                TestGateway gateway = TestGateway.start(document(backend))) {
            List<WireClient> clients = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                clients.add(gateway.client().send("GET /a HTTP/1.1\r\nHost: example.com\r\n\r\n"));
            }
            Await.until(() -> "the backend is asked", () -> backend.requests().size() == 1);
            go.countDown();
            for (WireClient client : clients) {
                assertEquals("hello", client.answer().body());
                client.close();
            }
            assertEquals(1, backend.requests().size());
        }
    }

    @Test
    void whatIsNotFitIsNotWaitedForAgain() {
        try (Scene scene = Scene.of(request -> answer("Cache-Control: no-store\r\n", "own"))) {
            WireMessage first = scene.client.get("/a");
            scene.client.get("/a");

            assertEquals(
                    "weir; fwd=uri-miss; fwd-status=200; detail=no-store",
                    first.field("Cache-Status").orElse(""));
            assertEquals(2, scene.asked());
        }
    }

    @Test
    void chunksAreStoredAsTheWhole() {
        String head =
                WireMessage.lines("HTTP/1.1 200 OK", "Cache-Control: max-age=60", "Transfer-Encoding: chunked", "");
        String chunks = WireMessage.lines("3", "abc", "4;x=y", "defg", "0", "X-Trailer: 1", "");
        Function<WireMessage, String> backend = request -> head + chunks;
        try (Scene scene = Scene.of(backend)) {
            assertEquals("abcdefg", scene.client.get("/a").body());
            WireMessage hit = scene.client.get("/a");

            assertEquals("abcdefg", hit.body());
            assertEquals("7", hit.field("Content-Length").orElse(""));
            assertEquals(1, scene.asked());
        }
    }

    @Test
    void anAnswerThatIsCutOffIsNeverGiven() {
        AtomicInteger asked = new AtomicInteger();
        TestBackend backend = TestBackend.playing(connection -> {
            connection.request();
            boolean first = asked.getAndIncrement() == 0;
            connection.write("HTTP/1.1 200 OK\r\nCache-Control: max-age=60\r\nContent-Length: 10\r\n\r\n"
                    + (first ? "01234" : "0123456789"));
            if (!first) {
                connection.waitForTheEnd();
            }
        });
        try (backend;
                TestGateway gateway = TestGateway.start(document(backend));
                WireClient cut = gateway.client();
                WireClient client = gateway.client()) {
            cut.send("GET /a HTTP/1.1\r\nHost: example.com\r\n\r\n").toTheEnd();

            assertEquals("0123456789", client.get("/a").body());
            assertEquals("0123456789", client.get("/a").body());
            assertEquals(2, asked.get());
        }
    }

    @Test
    void aClientThatGoesAwayDoesNotCutWhatIsStored() {
        CountDownLatch gone = new CountDownLatch(1);
        TestBackend backend = TestBackend.playing(connection -> {
            while (true) {
                connection.request();
                connection.write("HTTP/1.1 200 OK\r\nCache-Control: max-age=60\r\nContent-Length: 10\r\n\r\n01234");
                gone.await();
                connection.write("56789");
            }
        });
        try (backend;
                TestGateway gateway = TestGateway.start(document(backend));
                WireClient client = gateway.client()) {
            WireClient leaving = gateway.client().send("GET /a HTTP/1.1\r\nHost: example.com\r\n\r\n");
            leaving.head();
            leaving.reset();
            Await.until(() -> "the client is gone", () -> gateway.connections() == 1);
            gone.countDown();

            assertEquals("0123456789", client.get("/a").body());
            assertEquals(1, backend.requests().size());
        }
    }

    @Test
    void largeAnswersAreGivenAsFastAsClientsTakeThem() {
        String body = "0123456789abcdef".repeat(3 * 64 * 1024); // 3 MiB
        try (Scene scene = Scene.of(request -> answer("Cache-Control: max-age=60\r\n", body))) {
            assertEquals(body, scene.client.get("/a").body());
            try (WireClient slow = new WireClient(scene.gateway.address("public"), 4096)) {
                slow.send("GET /a HTTP/1.1\r\nHost: example.com\r\n\r\nGET /a HTTP/1.1\r\nHost: example.com\r\n\r\n");
                assertEquals(body, scene.client.get("/a").body());

                assertEquals(body, slow.answer().body());
                assertEquals(body, slow.answer().body());
            }
            assertEquals(1, scene.asked());
        }
    }

    @Test
    void largeAnswersAreGivenOverHttp2() {
        String body = "0123456789abcdef".repeat(3 * 64 * 1024);
        TestBackend backend = TestBackend.answering(request -> answer("Cache-Control: max-age=60\r\n", body));
        String document = document(backend).replace("127.0.0.1:0 }", "127.0.0.1:0, protocols: [http/1.1, h2c] }");
        try (backend;
                TestGateway gateway = TestGateway.start(document);
                WireClient client = gateway.client();
                FrameClient frames = FrameClient.plain(gateway.address("public"))) {
            client.get("/a");
            FrameClient.Answer hit = frames.answer(frames.get("/a"));

            assertEquals(body, hit.body());
            assertEquals("weir; hit; ttl=60", hit.head().field("cache-status").orElse(""));
            assertEquals(1, backend.requests().size());
        }
    }

    @Test
    void whatIsTooLargePassesWithoutBeingStored() {
        String body = "x".repeat(5 << 20);
        try (Scene scene = Scene.of(request -> answer("Cache-Control: max-age=60\r\n", body))) {
            assertEquals(5 << 20, scene.client.get("/a").body().length());
            assertEquals(5 << 20, scene.client.get("/a").body().length());
            assertEquals(2, scene.asked());
        }
    }

    @Test
    void onlyWhatIsListedOfTheQueryCounts() {
        TestBackend backend =
                TestBackend.answering(request -> answer("Cache-Control: max-age=60\r\n", request.target()));
        String document = document(backend)
                .replace("max-entry: 4MiB", "max-entry: 4MiB, key: { query: [id, page], headers: [X-Tenant] }");
        try (backend;
                TestGateway gateway = TestGateway.start(document);
                WireClient client = gateway.client()) {
            client.get("/a?utm=1&page=2&id=1");
            String same = client.get("/a?id=1&page=2&x=9").body();
            String other = client.get("/a?id=2").body();
            client.get("/a?id=1&page=2", "X-Tenant: t\r\n");

            assertEquals("/a?page=2&id=1", same, "what does not count is not forwarded");
            assertEquals("/a?id=2", other);
            assertEquals(3, backend.requests().size());
        }
    }

    @Test
    void aSlowClientDoesNotHoldUpWhatIsStored() {
        String body = "0123456789abcdef".repeat(3 * 64 * 1024); // 3 MiB, more than sockets take
        try (Scene scene = Scene.of(request -> answer("Cache-Control: max-age=60\r\n", body));
                WireClient slow = new WireClient(scene.gateway.address("public"), 4096)) {
            slow.send("GET /a HTTP/1.1\r\nHost: example.com\r\n\r\n").head();

            assertEquals(body, scene.client.get("/a").body());
            assertEquals(1, scene.asked());
            assertEquals(body, slow.bytes(body.length()));
        }
    }

    @Test
    void whoWaitedGoesOnWhenTheFirstFails() {
        CountDownLatch go = new CountDownLatch(1);
        AtomicInteger asked = new AtomicInteger();
        TestBackend backend = TestBackend.playing(connection -> {
            while (true) {
                connection.request();
                boolean first = asked.getAndIncrement() == 0;
                go.await();
                connection.write(
                        first
                                ? WireMessage.lines("HTTP/1.1 500 No", "Content-Length: 0", "")
                                : answer("Cache-Control: max-age=60\r\n", "hello"));
            }
        });
        try (backend;
                TestGateway gateway = TestGateway.start(document(backend))) {
            WireClient first = gateway.client().send("GET /a HTTP/1.1\r\nHost: example.com\r\n\r\n");
            Await.until(() -> "the backend is asked", () -> asked.get() == 1);
            List<WireClient> others = new ArrayList<>();
            for (int i = 0; i < 5; i++) {
                others.add(gateway.client().send("GET /a HTTP/1.1\r\nHost: example.com\r\n\r\n"));
            }
            go.countDown();

            assertEquals(500, first.answer().status());
            others.forEach(client -> assertEquals("hello", client.answer().body()));
            first.close();
            others.forEach(WireClient::close);
        }
    }

    @Test
    void aBackendThatFailsIsAskedAgainByTheNext() {
        AtomicInteger asked = new AtomicInteger();
        Function<WireMessage, String> backend = request -> asked.getAndIncrement() == 0
                ? "HTTP/1.1 500 No\r\nContent-Length: 0\r\n\r\n"
                : answer("Cache-Control: max-age=60\r\n", "hello");
        try (Scene scene = Scene.of(backend)) {
            assertEquals(500, scene.client.get("/a").status());
            assertEquals("hello", scene.client.get("/a").body());
            assertEquals("hello", scene.client.get("/a").body());
            assertEquals(2, asked.get());
        }
    }

    @Test
    void fieldsThatDirectivesNameAreNotStored() {
        String fields =
                "Cache-Control: max-age=60, no-cache=\"Set-Cookie\", private=\"X-Own\"\r\nSet-Cookie: a=b\r\nX-Own: 1\r\n";
        try (Scene scene = Scene.of(request -> answer(fields, "hello"))) {
            WireMessage first = scene.client.get("/a");
            WireMessage second = scene.client.get("/a");

            assertEquals("a=b", first.field("Set-Cookie").orElse(""), "§5.2.2.4 only what is stored loses it");
            assertEquals("", second.field("Set-Cookie").orElse(""));
            assertEquals("", second.field("X-Own").orElse(""), "§5.2.2.7");
            assertEquals(1, scene.asked());
        }
    }

    @Test
    void editsOfTheRouteHoldForWhatIsStored() {
        TestBackend backend = TestBackend.answering(request ->
                answer("Cache-Control: max-age=60\r\nX-Inner: 1\r\nConnection: X-Hop\r\nX-Hop: 1\r\n", "hello"));
        String document = document(backend)
                .replace(
                        "to: origin }", "to: origin, response-headers: { set: { X-Gateway: w }, remove: [X-Inner] } }");
        try (backend;
                TestGateway gateway = TestGateway.start(document);
                WireClient client = gateway.client()) {
            client.get("/a");
            WireMessage hit = client.get("/a");

            assertEquals("w", hit.field("X-Gateway").orElse(""));
            assertEquals("", hit.field("X-Inner").orElse(""));
            assertEquals("", hit.field("X-Hop").orElse(""), "§3.1 what is for the connection");
            assertEquals("1.1 weir", hit.field("Via").orElse(""));
            assertEquals(1, backend.requests().size());
        }
    }

    @Test
    void whatIsStoredStaysWithinItsBound() {
        CacheStores caches = new CacheStores();
        TestBackend backend =
                TestBackend.answering(request -> answer("Cache-Control: max-age=60\r\n", "x".repeat(4096)));
        String document =
                document(backend).replace("memory: 16MiB, max-entry: 4MiB", "memory: 256KiB, max-entry: 8KiB");
        try (backend;
                TestGateway gateway = TestGateway.start(ports -> FakePorts.caching(ports, caches), document);
                WireClient client = gateway.client()) {
            for (int i = 0; i < 300; i++) {
                client.get("/" + i);
            }
            Caches.Figures figures = caches.figures().get(0);

            assertEquals(300, figures.stored());
            assertTrue(figures.bytes() <= 256 * 1024, figures.toString());
            assertTrue(figures.bytes() > 128 * 1024, figures.toString());
            assertTrue(figures.removed().size() >= 300 - 64, figures.toString());
        }
    }

    @Test
    void aRevisionKeepsWhatIsStoredUnlessThePolicySaysSomethingElse() {
        TestBackend backend = TestBackend.answering(request -> answer("Cache-Control: max-age=60\r\n", "hello"));
        String document = document(backend);
        try (backend;
                TestGateway gateway = TestGateway.start(document);
                WireClient client = gateway.client()) {
            client.get("/a");
            gateway.change(document.replace("name: all", "name: all"));
            client.get("/a");
            assertEquals(1, backend.requests().size());
            gateway.change(document.replace("memory: 16MiB", "memory: 17MiB"));
            client.get("/a");
            assertEquals(2, backend.requests().size());
        }
    }

    @Test
    void eachConsumerHasAnswersOfItsOwnWhereThePolicySaysSo() {
        TestBackend backend = TestBackend.answering(request -> answer("Cache-Control: max-age=60\r\n", "hello"));
        String people =
                """
                consumers:
                  - { name: a, api-keys: [ { sha256: "%s" } ] }
                  - { name: b, api-keys: [ { sha256: "%s" } ] }
                """
                        .formatted(Hashes.sha256("key-of-a"), Hashes.sha256("key-of-b"));
        String document = document(backend)
                        .replace("max-entry: 4MiB", "max-entry: 4MiB, key: { consumer: true }")
                        .replace("policies: [ cache ]", "policies: [ cache, in ]")
                        .replace(
                                "policies:\n",
                                "policies:\n  - { name: in, authenticate: { any-of: [ { api-key: { header: X-Api-Key } } ] } }\n")
                + people;
        try (backend;
                TestGateway gateway = TestGateway.start(document);
                WireClient client = gateway.client()) {
            for (String key : List.of("key-of-a", "key-of-b", "key-of-a", "key-of-b")) {
                assertEquals(
                        "hello", client.get("/a", "X-Api-Key: " + key + "\r\n").body());
            }
            assertEquals(401, client.get("/a").status(), "who may not ask is not given what is stored");
            assertEquals(2, backend.requests().size());
        }
    }

    @Test
    void aStreamThatIsResetDoesNotCutWhatIsStored() {
        CountDownLatch gone = new CountDownLatch(1);
        TestBackend backend = TestBackend.playing(connection -> {
            while (true) {
                connection.request();
                connection.write("HTTP/1.1 200 OK\r\nCache-Control: max-age=60\r\nContent-Length: 10\r\n\r\n01234");
                gone.await();
                connection.write("56789");
            }
        });
        String document = document(backend).replace("127.0.0.1:0 }", "127.0.0.1:0, protocols: [http/1.1, h2c] }");
        try (backend;
                TestGateway gateway = TestGateway.start(document);
                WireClient client = gateway.client();
                FrameClient frames = FrameClient.plain(gateway.address("public"))) {
            int stream = frames.get("/a");
            frames.head(stream);
            frames.reset(stream, Http2Code.CANCEL).ping(7);
            frames.await(Frame.PING); // the reset has been read before it
            gone.countDown();

            assertEquals("0123456789", client.get("/a").body());
            assertEquals(1, backend.requests().size());
            Await.until(() -> "nothing is under way", () -> gateway.inFlight() == 0);
        }
    }
}
