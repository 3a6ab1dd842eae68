package io.weir.node.dataplane;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.node.testkit.Await;
import io.weir.node.testkit.FrameBackend;
import io.weir.node.testkit.FrameClient;
import io.weir.node.testkit.Frames;
import io.weir.node.testkit.NoLeaks;
import io.weir.node.testkit.TestBackend;
import io.weir.node.testkit.TestGateway;
import io.weir.node.testkit.WebSocketBackend;
import io.weir.node.testkit.WireClient;
import io.weir.node.testkit.WireMessage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Adapted versions in all forms of messages: where versions are named, how bodies come, which wires they take. */
@ExtendWith(NoLeaks.class)
final class AdaptationFormsTest {
    private static String document(String address, String by, String more, String api) {
        return """
                weir: 1
                listeners: [ { name: public, address: 127.0.0.1:0, protocols: [http/1.1, h2c] } ]
                upstreams: [ { name: orders, endpoints: [ "%s" ]%s } ]
                apis:
                  - name: orders
                    path: /orders
                    versioning: { by: "%s" }
                    versions:
                      - { name: v2, to: orders%s }
                      - name: v1
                        adapt:
                          from: v2
                          request:  [ { rename: { from: /customer, to: /customerId } } ]
                          response: [ { rename: { from: /customerId, to: /customer } } ]
                """
                .formatted(address, more, by, api);
    }

    private static String json(String fields, String body) {
        return "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n" + fields + "Content-Length: " + body.length()
                + "\r\n\r\n" + body;
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
            path        |                               | /orders/v1/7?a=b    | X-A: b                                       | /orders/v2/7?a=b        | X-A      | b     | a path
            path        |                               | /orders/v1          | X-A: b                                       | /orders/v2              | X-A      | b     | and nothing behind it
            path        | , rewrite: { strip-prefix: /orders/v2 } | /orders/v1/7 | X-A: b                                     | /7                      | X-A      | b     | as clients of v2 are rewritten
            path        | , rewrite: { strip-prefix: /orders/v2 } | /orders/v1   | X-A: b                                     | /                       | X-A      | b     | to the root
            path        | , rewrite: { prefix: /orders, replacement: /api } | /orders/v1/7 | X-A: b                           | /api/v2/7               | X-A      | b     | with another beginning
            query:v     |                               | /orders/7?v=v1&a=b  | X-A: b                                       | /orders/7?a=b&v=v2      | X-A      | b     | a parameter
            header:X-V  |                               | /orders/7           | X-V: v1                                      | /orders/7               | X-V      | v2    | a field
            media-type  |                               | /orders/7           | Accept: text/html, application/vnd.a.v1+json;q=0.5 | /orders/7         | Accept   | text/html, application/vnd.a.v2+json;q=0.5 | a media type
            media-type  |                               | /orders/7           | Accept: application/json; version=v1         | /orders/7               | Accept   | application/json; version=v2 | a parameter of one
            """)
    void theBackendSeesTheOtherVersionsName(
            String by,
            String api,
            String target,
            String field,
            String sent,
            String name,
            String value,
            String because) {
        try (TestBackend backend = TestBackend.answering(request -> json("", "{\"customerId\":1}"));
                TestGateway gateway = TestGateway.start(document(backend.address(), by, "", api == null ? "" : api));
                WireClient client = gateway.client()) {
            WireMessage answer = client.get(target, field + "\r\n");
            assertThat(backend.request().start()).as(because).isEqualTo("GET " + sent + " HTTP/1.1");
            assertThat(backend.request().field(name)).as(because).contains(value);
            assertThat(answer.body()).as(because).isEqualTo("{\"customer\":1}");
        }
    }

    @Test
    void mediaTypesAndAddressesOfAnswersAreTheClients() {
        String answer = "HTTP/1.1 200 OK\r\nContent-Type: application/vnd.a.v2+json\r\nContent-Length: 2\r\n\r\n{}";
        try (TestBackend backend = TestBackend.answering(request -> answer);
                TestGateway gateway = TestGateway.start(document(backend.address(), "media-type", "", ""));
                WireClient client = gateway.client()) {
            WireMessage got = client.get("/orders/7", "Accept: application/vnd.a.v1+json\r\n");
            assertThat(got.field("Content-Type")).contains("application/vnd.a.v1+json");
        }
        String located = "HTTP/1.1 201 Made\r\nLocation: http://a/orders/7?x=1&v=v2#f\r\nContent-Length: 0\r\n\r\n";
        try (TestBackend backend = TestBackend.answering(request -> located);
                TestGateway gateway = TestGateway.start(document(backend.address(), "query:v", "", ""));
                WireClient client = gateway.client()) {
            assertThat(client.get("/orders?v=v1").field("Location")).contains("http://a/orders/7?x=1&v=v1#f");
        }
    }

    @Test
    void aHeadAndWhatIsAskedWithAConditionAreAsTheWholeAnswerWouldBe() {
        try (TestBackend backend =
                        TestBackend.answering(request -> request.method().equals("HEAD")
                                ? "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nETag: \"x\"\r\nContent-Length: 99\r\n\r\n"
                                : request.field("If-None-Match").isPresent()
                                        ? "HTTP/1.1 304 Not Modified\r\nETag: \"x\"\r\n\r\n"
                                        : json(
                                                "ETag: \"x\"\r\nAccept-Ranges: bytes\r\nContent-MD5: a\r\n",
                                                "{\"customerId\":1}"));
                TestGateway gateway = TestGateway.start(document(backend.address(), "path", "", ""));
                WireClient client = gateway.client()) {
            WireMessage head =
                    client.send("HEAD /orders/v1/7 HTTP/1.1\r\nHost: a\r\n\r\n").answerToHead();
            assertThat(head.status()).isEqualTo(200);
            assertThat(head.field("ETag")).contains("W/\"x\"");
            assertThat(head.field("Content-Length")).as("of another body").isEmpty();

            WireMessage whole =
                    client.get("/orders/v1/7", "Range: bytes=0-3\r\nIf-Range: \"x\"\r\nAccept-Encoding: gzip\r\n");
            assertThat(whole.body()).isEqualTo("{\"customer\":1}");
            assertThat(whole.field("Accept-Ranges")).isEmpty();
            assertThat(whole.field("Content-MD5")).isEmpty();
            assertThat(backend.request().field("Range")).isEmpty();
            assertThat(backend.request().field("If-Range")).isEmpty();
            assertThat(backend.request().field("Accept-Encoding")).contains("identity");

            WireMessage same = client.get("/orders/v1/7", "If-None-Match: W/\"x\"\r\n");
            assertThat(same.status()).isEqualTo(304);
            assertThat(same.field("ETag")).contains("W/\"x\"");

            client.get("/orders/v1/7", "If-Match: W/\"x\", \"y\"\r\n");
            assertThat(backend.request().field("If-Match"))
                    .as("strong, as the backend knows it")
                    .contains("\"x\", \"y\"");
        }
    }

    @Test
    void codedBodiesAreRefusedWhereRulesSpeakOfThem() {
        String coded = json("Content-Encoding: gzip\r\n", "xx");
        try (TestBackend backend = TestBackend.answering(request -> coded);
                TestGateway gateway = TestGateway.start(document(backend.address(), "path", "", ""));
                WireClient client = gateway.client()) {
            WireMessage answer = client.send("POST /orders/v1 HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\n"
                            + "Content-Encoding: gzip\r\nContent-Length: 2\r\n\r\nxx")
                    .answer();
            assertThat(answer.status()).isEqualTo(415);
            assertThat(answer.field("Accept-Encoding")).contains("identity");
            assertThat(backend.requests()).isEmpty();
            assertThat(client.get("/orders/v1").status()).as("it is no gzip").isEqualTo(502);
        }
    }

    @Test
    void aBackendThatCodesAlthoughItWasNotAskedToIsUnderstood() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
            out.write("{\"customerId\":1}".getBytes(StandardCharsets.UTF_8));
        }
        String coded = json("Content-Encoding: gzip\r\n", bytes.toString(StandardCharsets.ISO_8859_1));
        try (TestBackend backend = TestBackend.answering(request -> coded);
                TestGateway gateway = TestGateway.start(document(backend.address(), "path", "", ""));
                WireClient client = gateway.client()) {
            WireMessage answer = client.get("/orders/v1/7");
            assertThat(answer.body()).isEqualTo("{\"customer\":1}");
            assertThat(answer.field("Content-Encoding")).isEmpty();
        }
    }

    /** Larger than what is adapted on a loop, in chunks of random sizes, both ways. */
    @Test
    void largeBodiesInOddChunksAreAdaptedByWorkers() {
        String items = IntStream.range(0, 2_000)
                .mapToObj(i -> "{\"customer\":\"c" + i + "\",\"n\":" + i + ".50}")
                .collect(Collectors.joining(",", "[", "]"));
        String rules = "\"/*/customer\", to: \"/*/customerId\"";
        for (int seed = 0; seed < 10; seed++) {
            Random random = new Random(seed);
            String answer = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n"
                    + chunked(items.replace("customer", "customerId"), random);
            try (TestBackend backend = TestBackend.answering(request -> answer);
                    TestGateway gateway = TestGateway.start(document(backend.address(), "path", "", "")
                            .replace("/customer, to: /customerId", rules)
                            .replace("/customerId, to: /customer", "\"/*/customerId\", to: \"/*/customer\""));
                    WireClient client = gateway.client()) {
                WireMessage got = client.send("PUT /orders/v1 HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\n"
                                + "Transfer-Encoding: chunked\r\n\r\n" + chunked(items, random))
                        .answer();
                assertThat(got.body().length()).as("seed %s", seed).isEqualTo(items.length());
                assertThat(got.body())
                        .startsWith("[{\"n\":0.50,\"customer\":\"c0\"}")
                        .doesNotContain("customerId");
                assertThat(backend.request().body()).startsWith("[{\"n\":0.50,\"customerId\":\"c0\"}");
                assertThat(backend.request().field("Transfer-Encoding")).isEmpty();
                assertThat(backend.request().field("Content-Length"))
                        .contains(String.valueOf(items.length() + 2 * 2_000));
            }
        }
    }

    private static String chunked(String body, Random random) {
        StringBuilder chunks = new StringBuilder();
        for (int at = 0; at < body.length(); ) {
            int length = Math.min(1 + random.nextInt(random.nextBoolean() ? 10 : 20_000), body.length() - at);
            chunks.append(Integer.toHexString(length))
                    .append("\r\n")
                    .append(body, at, at + length)
                    .append("\r\n");
            at += length;
        }
        return chunks.append("0\r\n\r\n").toString();
    }

    @Test
    void overHttp2OnBothSides() {
        FrameBackend frames = FrameBackend.answering(request -> {
            request.wire()
                    .headers(request.stream(), false, ":status", "200", "content-type", "application/json")
                    .data(request.stream(), true, "{\"customerId\":\"c1\"}");
        });
        try (TestBackend backend = TestBackend.playing(frames::play);
                TestGateway gateway = TestGateway.start(document(backend.address(), "path", ", protocol: h2", ""));
                FrameClient client = FrameClient.plain(gateway.address("public"))) {
            int stream = client.request("POST", "/orders/v1/7", false, "content-type", "application/json");
            client.data(stream, false, "{\"cust");
            client.data(stream, true, "omer\":\"c1\"}");
            FrameClient.Answer answer = client.answer(stream);
            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.body()).isEqualTo("{\"customer\":\"c1\"}");
            assertThat(frames.request().path()).isEqualTo("/orders/v2/7");
            assertThat(frames.request().body()).isEqualTo("{\"customerId\":\"c1\"}");

            int bad = client.request("POST", "/orders/v1/7", false, "content-type", "application/json");
            client.data(bad, true, "{\"customer\":");
            assertThat(client.answer(bad).problem()).isEqualTo("malformed-json");
        }
    }

    @Test
    void whatIsRetriedIsAdaptedOnce() {
        try (TestBackend failing = TestBackend.answering(request -> "HTTP/1.1 503 No\r\nContent-Length: 0\r\n\r\n");
                TestBackend good = TestBackend.answering(request -> json("", "{\"customerId\":1}"));
                TestGateway gateway = TestGateway.start(document(
                        failing.address() + "\", \"" + good.address(),
                        "path",
                        ", retry: { attempts: 3, on: [503], budget: 100% }",
                        ""));
                WireClient client = gateway.client()) {
            for (int i = 0; i < 4; i++) {
                WireMessage answer = client.send("PUT /orders/v1/7 HTTP/1.1\r\nHost: a\r\n"
                                + "Content-Type: application/json\r\nContent-Length: 14\r\n\r\n{\"customer\":1}")
                        .answer();
                assertThat(answer.body()).isEqualTo("{\"customer\":1}");
            }
            assertThat(failing.requests())
                    .isNotEmpty()
                    .extracting(WireMessage::body)
                    .containsOnly("{\"customerId\":1}");
            assertThat(good.requests()).extracting(WireMessage::body).containsOnly("{\"customerId\":1}");
        }
    }

    /** What is stored is what the client gets, also when it is fetched anew with no client there. */
    @Test
    void cachesStoreWhatIsAdaptedForEachVersion() {
        AtomicInteger asked = new AtomicInteger();
        try (TestBackend backend = TestBackend.answering(request -> json(
                        "Cache-Control: max-age=1, stale-while-revalidate=60\r\nETag: \"" + asked.get() + "\"\r\nAge: "
                                + (asked.get() < 2 ? 5 : 0) + "\r\n",
                        "{\"customerId\":" + asked.getAndIncrement() + "}"));
                TestGateway gateway = TestGateway.start(document(backend.address(), "header:X-V", "", "")
                        .replace("apis:", "policies: [ { name: kept, cache: {} } ]\napis:")
                        .replace("path: /orders", "path: /orders\n    policies: [kept]"));
                WireClient client = gateway.client()) {
            String v1 = "X-V: v1\r\n";
            assertThat(client.get("/orders/7", v1).body()).isEqualTo("{\"customer\":0}");
            assertThat(client.get("/orders/7", "X-V: v2\r\n").body()).isEqualTo("{\"customerId\":1}");
            assertThat(client.get("/orders/7", v1).body()).as("stale").isEqualTo("{\"customer\":0}");
            Await.until(
                    () -> "fetched in the background", () -> backend.requests().size() == 3);
            Await.until(
                    () -> "and given", () -> client.get("/orders/7", v1).body().equals("{\"customer\":2}"));
            assertThat(backend.requests().get(2).field("X-V")).contains("v2");
        }
    }

    @Test
    void webSocketsGoToTheOtherVersionUntouched() {
        try (TestBackend backend = WebSocketBackend.echo();
                TestGateway gateway = TestGateway.start(document(backend.address(), "path", "", ""));
                WireClient client = gateway.client()) {
            String handshake = WireMessage.lines(
                    "GET /orders/v1/feed HTTP/1.1",
                    "Host: a",
                    "Upgrade: websocket",
                    "Connection: Upgrade",
                    "Sec-WebSocket-Version: 13",
                    "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
                    "");
            assertThat(client.send(handshake).head().status()).isEqualTo(101);
            client.send(Frames.maskedText("{\"customer\":1}"));
            assertThat(client.frame().text()).isEqualTo("{\"customer\":1}");
            assertThat(backend.request().start()).isEqualTo("GET /orders/v2/feed HTTP/1.1");
        }
    }

    /** First v1 has a deployment of its own, then only v2 is there: no client of v1 notices. */
    @Test
    void aVersionIsMigratedUnderLoadWithoutAFailedRequest() throws InterruptedException {
        String direct =
                """
                weir: 1
                listeners: [ { name: public, address: 127.0.0.1:0, protocols: [http/1.1, h2c] } ]
                upstreams:
                  - { name: old, endpoints: [ "%s" ] }
                  - { name: orders, endpoints: [ "%s" ] }
                apis:
                  - name: orders
                    path: /orders
                    versions:
                      - { name: v2, to: orders, default: true }
                      - { name: v1, to: old }
                """;
        List<String> failures = new CopyOnWriteArrayList<>();
        AtomicInteger answered = new AtomicInteger();
        try (TestBackend old = TestBackend.answering(request -> json("", request.body()));
                TestBackend orders =
                        TestBackend.answering(request -> request.body().contains("customerId")
                                ? json("", request.body())
                                : "HTTP/1.1 400 No\r\nContent-Length: 0\r\n\r\n");
                TestGateway gateway = TestGateway.start(direct.formatted(old.address(), orders.address()))) {
            List<Thread> threads = new ArrayList<>();
            AtomicBoolean running = new AtomicBoolean(true);
            for (int i = 0; i < 4; i++) {
                threads.add(new Thread(() -> {
                    try (WireClient client = gateway.client()) {
                        for (int n = 0; running.get(); n++) {
                            String body = "{\"customer\":\"c" + n + "\"}";
                            WireMessage answer = client.send("POST /orders/v1 HTTP/1.1\r\nHost: a\r\n"
                                            + "Content-Type: application/json\r\nContent-Length: " + body.length()
                                            + "\r\n\r\n" + body)
                                    .answer();
                            if (!answer.body().equals(body)) {
                                failures.add(answer.toString());
                            }
                            answered.incrementAndGet();
                        }
                    } catch (RuntimeException e) {
                        failures.add(e.toString());
                    }
                }));
            }
            threads.forEach(Thread::start);
            for (int round = 0; round < 10; round++) {
                awaitMore(answered, failures);
                gateway.change(document(orders.address(), "path", "", ""));
                awaitMore(answered, failures);
                if (round < 9) {
                    gateway.change(direct.formatted(old.address(), orders.address()));
                }
            }
            int before = old.requests().size();
            awaitMore(answered, failures);
            running.set(false);
            for (Thread thread : threads) {
                thread.join();
            }
            assertThat(failures).isEmpty();
            assertThat(old.requests())
                    .as("the old deployment is not needed any more")
                    .hasSize(before);
            assertThat(orders.requests()).isNotEmpty();
        }
    }

    private static void awaitMore(AtomicInteger answered, List<String> failures) {
        int before = answered.get();
        Await.until(() -> "traffic goes on; " + failures, () -> answered.get() >= before + 40 || !failures.isEmpty());
    }
}
