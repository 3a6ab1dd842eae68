package io.weir.node.dataplane;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.node.filter.cache.CacheStores;
import io.weir.node.testkit.FakePorts;
import io.weir.node.testkit.NoLeaks;
import io.weir.node.testkit.TestBackend;
import io.weir.node.testkit.TestGateway;
import io.weir.node.testkit.WireClient;
import io.weir.node.testkit.WireMessage;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Clients and backends that would have others get what is not for them, over real sockets. */
@ExtendWith(NoLeaks.class)
final class CacheHostileTest {
    private static String document(TestBackend backend, String cache) {
        return """
                weir: 1
                listeners: [ { name: public, address: 127.0.0.1:0 } ]
                upstreams: [ { name: origin, endpoints: [ "%s" ] } ]
                policies:
                  - { name: cache, cache: { memory: 16MiB%s } }
                routes:
                  - { name: all, match: { path: /** }, policies: [ cache ], to: origin }
                """
                .formatted(backend.address(), cache);
    }

    private static String answer(String fields, String body) {
        return "HTTP/1.1 200 OK\r\nCache-Control: max-age=60\r\n" + fields + "Content-Length: " + body.length()
                + "\r\n\r\n" + body;
    }

    private record Scene(TestBackend backend, TestGateway gateway, WireClient client) implements AutoCloseable {
        static Scene of(String cache, Function<WireMessage, String> answer) {
            TestBackend backend = TestBackend.answering(answer);
            TestGateway gateway = TestGateway.start(document(backend, cache));
            return new Scene(backend, gateway, gateway.client());
        }

        @Override
        public void close() {
            client.close();
            gateway.close();
            backend.close();
        }
    }

    /** The backend believes every field that it gets. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "X-Forwarded-Host: evil",
                "X-Forwarded-Proto: evil",
                "X-Forwarded-Port: evil",
                "X-Forwarded-Prefix: /evil",
                "X-Forwarded-Server: evil",
                "X-Forwarded-Path: /evil",
                "X-Forwarded-Scheme: evil",
                "X_Forwarded_Host: evil",
                "Forwarded: host=evil",
                "X-Original-URL: /evil",
                "X-Rewrite-URL: /evil",
                "X_Original_URL: /evil",
                "X-Original-Host: evil",
                "X-Host: evil",
                "X-HTTP-Method-Override: EVIL",
                "X-HTTP-Method: EVIL",
                "X-Method-Override: EVIL"
            })
    void fieldsThatAreNotOfTheKeyPoisonNothing(String field) {
        Function<WireMessage, String> backend =
                request -> answer("", request.fields().toString().toLowerCase(Locale.ROOT));
        try (Scene scene = Scene.of("", backend)) {
            scene.client.get("/a", field + "\r\n");

            assertThat(scene.client.get("/a").body()).doesNotContain("evil");
        }
    }

    @ParameterizedTest(name = "{0} and {1}: {2}; {3}")
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
            /b              | /a/../b      | one | dot segments are resolved, for the backend as for the key
            /a              | /%61         | one | what need not be encoded is not
            /a/b            | //a//b       | one | no empty segments
            /a              | /./a         | one | dot segments
            /a%2fb          | /a%2Fb       | one | hex digits in capitals
            /a%2Fb          | /a/b         | two | an encoded slash is none
            /a              | /A           | two | case counts
            /a              | /a/          | two | a slash at the end counts
            /a              | /a;x=1       | two | a parameter of a path counts
            /a              | /a%3Fx=1     | two | an encoded question mark is none
            /a?x=1          | /a?x=2       | two | the query counts
            /a?x=1&y=2      | /a?y=2&x=1   | two | its order may count
            /a?x=1          | /a?x=1&      | two | to the letter
            /a?x=%61        | /a?x=a       | two | to the letter
            /a?x=1          | /a?X=1       | two | to the letter
            /a/account      | /a/account/x.css | two | what looks like a file is another address
            """)
    void addressesAreOneOnlyWhereTheBackendSeesOne(String first, String second, String expected, String reason) {
        try (Scene scene = Scene.of("", request -> answer("", request.target()))) {
            scene.client.get(first);
            WireMessage after = scene.client.get(second);
            int asked = scene.backend.requests().size();

            assertThat(asked).as(reason).isEqualTo(expected.equals("one") ? 1 : 2);
            assertThat(after.body())
                    .as(reason)
                    .isEqualTo(scene.backend.requests().get(asked - 1).target());
        }
    }

    @ParameterizedTest(name = "{0}: the backend sees {1}; {2}")
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
            /a?id=1&evil=2        | /a?id=1      | what does not count
            /a?evil=2             | /a           | nothing that counts
            /a?%69d=2             | /a           | a name that is encoded
            /a?id=1&ID=2          | /a?id=1      | a name in another case
            /a?id=1&id[]=2        | /a?id=1      | a name with brackets
            /a?id=1&evil          | /a?id=1      | a name alone
            /a?id=1&=2            | /a?id=1      | no name
            /a?evil=1;id=2        | /a           | a semicolon is no separator here, and some backends' one
            """)
    void parametersThatDoNotCountDoNotReachTheBackend(String target, String seen, String reason) {
        try (Scene scene = Scene.of(", key: { query: [id] }", request -> answer("", request.target()))) {
            scene.client.get(target);

            assertThat(scene.backend.request().target()).as(reason).isEqualTo(seen);
        }
    }

    @Test
    void theHostOfTheAddressIsTheOneOfTheKey() {
        try (Scene scene =
                Scene.of("", request -> answer("", request.field("Host").orElse("")))) {
            WireMessage first = scene.client
                    .send("GET http://a.example/x HTTP/1.1\r\nHost: a.example\r\n\r\n")
                    .answer();
            try (WireClient confused = scene.gateway.client()) {
                confused.send("GET http://evil.example/x HTTP/1.1\r\nHost: b.example\r\n\r\n")
                        .answer();
            }
            WireMessage own = scene.client
                    .send("GET /x HTTP/1.1\r\nHost: b.example\r\n\r\n")
                    .answer();

            assertThat(first.body()).isEqualTo("a.example");
            assertThat(own.body()).isEqualTo("b.example");
        }
    }

    @Test
    void variantsOfOneAddressAreBounded() {
        CacheStores caches = new CacheStores();
        TestBackend backend = TestBackend.answering(
                request -> answer("Vary: X\r\n", request.field("X").orElse("none")));
        try (backend;
                TestGateway gateway =
                        TestGateway.start(ports -> FakePorts.caching(ports, caches), document(backend, ""));
                WireClient client = gateway.client()) {
            client.get("/other", "X: 1\r\n");
            for (int i = 0; i < 600; i++) {
                assertThat(client.get("/a", "X: " + i + "\r\n").body()).isEqualTo("" + i);
            }
            assertThat(caches.figures().get(0).entries()).isLessThanOrEqualTo(256 + 3);
            int asked = backend.requests().size();
            client.get("/a", "X: 599\r\n");
            client.get("/a", "X: 400\r\n");
            client.get("/other", "X: 1\r\n");
            assertThat(backend.requests())
                    .as("the latest stay, and others' too")
                    .hasSize(asked);
            client.get("/a", "X: 0\r\n");
            assertThat(backend.requests()).as("the oldest went").hasSize(asked + 1);
        }
    }

    @Test
    void answersThatDifferByTooMuchAreNotStored() {
        StringBuilder names = new StringBuilder("X");
        for (int i = 0; i < 300; i++) {
            names.append(", X-").append(i);
        }
        try (Scene scene = Scene.of("", request -> answer("Vary: " + names + "\r\n", "hello"))) {
            scene.client.get("/a");
            WireMessage second = scene.client.get("/a");

            assertThat(second.field("Cache-Status")).contains("weir; fwd=uri-miss; fwd-status=200; detail=vary");
        }
    }

    @Test
    void answersThatDifferBySomethingElseEachTimeStayFew() {
        AtomicInteger number = new AtomicInteger();
        Function<WireMessage, String> backend =
                request -> answer("Vary: X-" + number.incrementAndGet() + "\r\n", "hello");
        try (Scene scene = Scene.of("", backend)) {
            for (int i = 0; i < 100; i++) {
                assertThat(scene.client
                                .get("/a", "X-" + (i + 1) + ": " + i + "\r\nCache-Control: no-cache\r\n")
                                .body())
                        .isEqualTo("hello");
            }
        }
    }

    /** What is no answer to the letter is not given, let alone stored. */
    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
            Content-Length: 5~~hello                                          | 200 | well formed
            Content-Length: 5~Content-Length: 5~~hello                        | 502 | twice
            Content-Length: 5~Content-Length: 6~~hello                        | 502 | two lengths
            Content-Length: 5, 5~~hello                                       | 502 | a list
            Content-Length: +5~~hello                                         | 502 | a sign
            Content-Length: 5~Transfer-Encoding: chunked~~5~hello~0~~         | 502 | both
            Transfer-Encoding: chunked, gzip~~5~hello~0~~                     | 502 | not chunked at last
            Content-Length: 5~X: a^b~~hello                                   | 502 | a bare CR
            Content-Length: 5~X: a~ b~~hello                                  | 502 | a folded line
            Content-Length: 5~X : a~~hello                                    | 502 | a space before the colon
            Transfer-Encoding: chunked~~5~hello~0~X: 1~~                      | 200 | trailers are not of the head
            """)
    void framing(String raw, int status, String reason) {
        String text = "HTTP/1.1 200 OK\r\nCache-Control: max-age=60\r\n"
                + raw.replace("~", "\r\n").replace("^", "\r");
        TestBackend backend = TestBackend.playing(connection -> {
            connection.request();
            connection.write(text);
            connection.waitForTheEnd();
        });
        try (backend;
                TestGateway gateway = TestGateway.start(document(backend, ""));
                WireClient client = gateway.client()) {
            assertThat(client.get("/a").status()).as(reason).isEqualTo(status);
            WireMessage second = client.get("/a");

            assertThat(second.status()).as(reason).isEqualTo(status);
            assertThat(second.field("Cache-Status").orElse("").contains("hit"))
                    .as(reason)
                    .isEqualTo(status == 200);
            assertThat(second.values("X")).isEmpty();
        }
    }

    /** Answers without a body leave nothing behind that the next would begin with. */
    @Test
    void storedAnswersAreFramedAsTheirRequestsWant() {
        Function<WireMessage, String> backend = request -> request.target().equals("/none")
                ? "HTTP/1.1 204 No Content\r\nCache-Control: max-age=60\r\n\r\n"
                : answer("ETag: \"a\"\r\n", "hello");
        try (Scene scene = Scene.of("", backend);
                WireClient pipelining = scene.gateway.client()) {
            scene.client.get("/a");
            scene.client.get("/none");
            String host = " HTTP/1.1\r\nHost: example.com\r\n";
            pipelining.send("HEAD /a" + host + "\r\nGET /a" + host + "If-None-Match: \"a\"\r\n\r\nGET /none" + host
                    + "\r\nGET /a" + host + "Range: bytes=1-2\r\n\r\nGET /a" + host + "Range: bytes=9-\r\n\r\nGET /a"
                    + host
                    + "\r\n");

            assertThat(pipelining.answerToHead().status()).isEqualTo(200);
            assertThat(pipelining.answer().status()).isEqualTo(304);
            WireMessage none = pipelining.answer();
            assertThat(none.status()).isEqualTo(204);
            assertThat(none.field("Content-Length")).isEmpty();
            assertThat(pipelining.answer().body()).isEqualTo("el");
            assertThat(pipelining.answer().status()).isEqualTo(416);
            assertThat(pipelining.answer().body()).isEqualTo("hello");
            assertThat(scene.backend.requests()).hasSize(2);
        }
    }

    @Test
    void partsWithoutEndAreNotMade() {
        try (Scene scene = Scene.of("", request -> answer("", "0123456789".repeat(500)))) {
            scene.client.get("/a");
            StringBuilder ranges = new StringBuilder("bytes=0-0");
            for (int i = 0; i < 700; i++) {
                ranges.append(",").append(i * 7 % 5000).append('-');
            }
            WireMessage answer = scene.client.get("/a", "Range: " + ranges + "\r\n");

            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.body()).hasSize(5000);
        }
    }

    @Test
    void manyFieldsAreGivenAgain() {
        StringBuilder fields = new StringBuilder();
        for (int i = 0; i < 60; i++) {
            fields.append("X-").append(i).append(": ").append("v".repeat(100)).append("\r\n");
        }
        try (Scene scene = Scene.of("", request -> answer(fields.toString(), "hello"))) {
            scene.client.get("/a");
            WireMessage hit = scene.client.get("/a");

            assertThat(hit.field("X-59")).contains("v".repeat(100));
            assertThat(scene.backend.requests()).hasSize(1);
        }
    }

    /** What a browser was lured to ask for is as private as what it looks like it is not. */
    @Test
    void whatLooksLikeAFileIsStoredOnlyIfTheBackendSaysSo() {
        Function<WireMessage, String> backend = request -> "HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\nsecret";
        try (Scene scene = Scene.of("", backend)) {
            scene.client.get("/account/x.css", "Cookie: session=1\r\n");
            scene.client.get("/account/x.css");

            assertThat(scene.backend.requests()).hasSize(2);
        }
    }
}
