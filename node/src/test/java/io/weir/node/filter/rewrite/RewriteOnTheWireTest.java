package io.weir.node.filter.rewrite;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.node.testkit.Documents;
import io.weir.node.testkit.FrameClient;
import io.weir.node.testkit.Hashes;
import io.weir.node.testkit.NoLeaks;
import io.weir.node.testkit.TestBackend;
import io.weir.node.testkit.TestGateway;
import io.weir.node.testkit.WireClient;
import io.weir.node.testkit.WireMessage;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Heads that are rewritten, as backends and clients see them. */
@ExtendWith(NoLeaks.class)
final class RewriteOnTheWireTest {
    private static final String DOCUMENT =
            """
              - { name: orders, match: { path: "/orders/{id}" }, policies: [in, orders], to: backend }
              - { name: query, match: { path: /query }, policies: [query], to: backend }
              - { name: fields, match: { path: "/fields/{id}" }, policies: [in, fields], to: backend }
              - { name: prefixed, match: { path: "/old/**" }, policies: [query], rewrite: { prefix: /old, replacement: /new }, to: backend }
              - { name: method, match: { path: /method }, policies: [method], to: backend }
              - { name: answers, match: { path: "/answers/{id}" }, policies: [answers], to: backend }
              - { name: cached, match: { path: "/cached/{id}" }, policies: [answers, stored], to: backend }
            apis:
              - { name: books, path: /books, versions: [{ name: v1, to: backend, policies: [version] }] }
            policies:
              - { name: in, authenticate: { any-of: [{ api-key: { header: X-Api-Key } }, { anonymous: {} }] } }
              - { name: stored, cache: { memory: 1MiB, heuristic: 1m, negative: 1m } }
              - name: orders
                rewrite: { request: { path: "/customers/{consumer.name|nobody}/o-{path.id}.json" } }
              - name: query
                rewrite:
                  request:
                    query: { remove: [secret], rename: { p: page }, set: { size: "{query.size|20}", lang: "{request.header.accept-language}" }, add: { tag: "a&b={{c}}" } }
              - name: fields
                rewrite:
                  request:
                    headers:
                      remove: [X-Gone]
                      rename: { X-Old: X-New }
                      set: { X-Who: "{consumer.name}/{consumer.groups}", X-Id: "{path.id}", X-Missing: "{query.none}", X-Claim: "{request.header.x-consumer-name|-}" }
                      add: { X-More: "{request.method} {request.host} {client.address} {request.path}" }
              - { name: method, rewrite: { request: { method: POST, path: /rpc } } }
              - name: version
                rewrite: { request: { headers: { set: { X-Version: "{api.name}-{api.version}" } } } }
              - name: answers
                rewrite:
                  response:
                    - when: { status: [404, 5xx] }
                      status: 410
                      headers: { set: { X-Was: "{response.status}", Location: "/gone/{path.id}" } }
                    - headers: { remove: [Server], rename: { X-From: X-To }, set: { X-Etag: "{response.header.etag|none}", X-None: "{response.header.nothing}" } }
            consumers:
              - { name: acme, groups: [silver, gold], api-keys: [{ sha256: %s }] }
            """
                    .formatted(Hashes.sha256("key"));

    private static final String KEY = "X-Api-Key: key\r\n";

    private final TestBackend backend =
            TestBackend.answering(request -> request.target().contains("plain")
                    ? "HTTP/1.1 200 OK\r\nServer: x\r\nCache-Control: max-age=60\r\nETag: \"1\"\r\nX-From: a\r\nX-From: b\r\nX-To: own\r\nContent-Length: 2\r\n\r\nok"
                    : request.target().contains("lost")
                            ? "HTTP/1.1 404 Not Found\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nno!\r\n0\r\nX-T: v\r\n\r\n"
                            : TestBackend.ok("ok"));
    private final TestGateway gateway = TestGateway.single(Documents.to(backend)
            .listener("protocols: [http/1.1, h2c]")
            .more(DOCUMENT)
            .toString());
    private final WireClient client = gateway.client();

    @AfterEach
    void close() {
        client.close();
        gateway.close();
        backend.close();
    }

    @ParameterizedTest(name = "{0} -> {1}: {2}")
    @CsvSource(
            delimiter = '|',
            value = {
                "/orders/7             | /customers/nobody/o-7.json               | a default, text around a value",
                "/orders/a%20b         | /customers/nobody/o-a%20b.json           | encoded again",
                "/orders/a%2Fb         | /customers/nobody/o-a%2Fb.json           | a slash stays within its segment",
                "/orders/a;b=c         | /customers/nobody/o-a%3Bb%3Dc.json       | what some take for parameters is a value",
                "/orders/%3Fx%23y      | /customers/nobody/o-%3Fx%23y.json        | neither a query nor a fragment begins",
                "/orders/%7Ba%7D       | /customers/nobody/o-%7Ba%7D.json         | braces of a value are no variable",
                "/orders/%C3%A9%FF     | /customers/nobody/o-%C3%A9%FF.json       | bytes are kept, be they text or not",
                "/query                | /query?size=20&tag=a%26b%3D%7Bc%7D       | a default; what is missing is left out",
                "/query?size=5         | /query?size=5&tag=a%26b%3D%7Bc%7D        | set from what there was",
                "/query?size=5&size=6  | /query?size=5&tag=a%26b%3D%7Bc%7D        | set replaces all, by the first",
                "/query?lang=x         | /query?size=20&tag=a%26b%3D%7Bc%7D       | what is set to nothing is not the client's either",
                "/query?p=1&secret=2   | /query?page=1&size=20&tag=a%26b%3D%7Bc%7D | renamed and removed",
                "/query?page=2&p=1     | /query?page=1&size=20&tag=a%26b%3D%7Bc%7D | the old name wins over the new one",
                "/query?page=2         | /query?page=2&size=20&tag=a%26b%3D%7Bc%7D | the new name alone stays",
                "/query?s%65cret=1&%70=2&x=%26%3D | /query?page=2&x=%26%3D&size=20&tag=a%26b%3D%7Bc%7D | names are compared decoded, values stay as they are",
                "/query?size=1%262%3D3%26secret%3Dx | /query?size=1%262%3D3%26secret%3Dx&tag=a%26b%3D%7Bc%7D | a value makes no other parameter",
                "/old/x?p=1            | /new/x?page=1&size=20&tag=a%26b%3D%7Bc%7D | after the route's own rewrite",
            })
    void theBackendIsAsked(String asked, String target, String reason) {
        assertThat(client.get(asked).status()).as(reason).isEqualTo(200);
        assertThat(backend.request().target()).as(reason).isEqualTo(target);
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(
            delimiter = '|',
            value = {
                "/fields/a%0D%0AX-Evil:1 | a line of its own",
                "/fields/a%0Ab           | half a line end",
                "/fields/%1F             | a control character",
                "/fields/%7F             | DEL",
            })
    void whatCannotStandInAFieldIsRefused(String asked, String reason) {
        WireMessage answer = client.get(asked, KEY);
        assertThat(answer.status()).as(reason).isEqualTo(400);
        assertThat(answer.problem()).isEqualTo("unfit-value");
        assertThat(answer.body()).contains("path.id").doesNotContain("Evil");
        assertThat(backend.requests()).isEmpty();
    }

    @Test
    void fieldsAreRemovedRenamedSetAndAdded() {
        client.get(
                "/fields/7%25",
                KEY + "X-Gone: 1\r\nX-Old: a\r\nX-Old: b\r\nX-New: c\r\nX-Who: root\r\nX-Missing: forged\r\n"
                        + "X-Consumer-Name: root\r\n");
        WireMessage request = backend.request();
        assertThat(request.field("X-Gone")).isEmpty();
        assertThat(request.field("X-Old")).isEmpty();
        assertThat(request.values("X-New")).containsExactly("a, b");
        assertThat(request.values("X-Who")).containsExactly("acme/gold,silver");
        assertThat(request.values("X-Id")).containsExactly("7%");
        assertThat(request.field("X-Missing")).isEmpty();
        assertThat(request.values("X-Claim"))
                .as("what the gateway says, not the client")
                .containsExactly("acme");
        assertThat(request.field("X-More")).contains("GET example.com 127.0.0.1 /fields/7%25");
    }

    @Test
    void theMethodIsAnotherButForAHead() {
        client.get("/method?a=1");
        assertThat(backend.request().start()).isEqualTo("POST /rpc?a=1 HTTP/1.1");
        assertThat(backend.request().values("Content-Length")).containsExactly("0");
        client.send("PUT /method HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n\r\nhi")
                .answer();
        assertThat(backend.request().start()).isEqualTo("POST /rpc HTTP/1.1");
        assertThat(backend.request().values("Content-Length")).containsExactly("2");
        assertThat(backend.request().body()).isEqualTo("hi");
    }

    @Test
    void versionsKnowTheirNames() {
        client.get("/books/v1/1");
        assertThat(backend.request().field("X-Version")).contains("books-v1");
    }

    @ParameterizedTest
    @CsvSource({"answers", "cached"})
    void answersAreRewritten(String route) {
        for (int i = 0; i < 2; i++) {
            WireMessage plain = client.get("/" + route + "/plain");
            assertThat(plain.status()).isEqualTo(200);
            assertThat(plain.body()).isEqualTo("ok");
            assertThat(plain.field("Server")).isEmpty();
            assertThat(plain.field("X-From")).isEmpty();
            assertThat(plain.values("X-To")).containsExactly("a", "b");
            assertThat(plain.field("X-Etag")).contains("\"1\"");
            assertThat(plain.field("X-Was")).isEmpty();
            assertThat(plain.field("X-None")).isEmpty();
        }
        assertThat(backend.requests()).hasSize(route.equals("cached") ? 1 : 2);
    }

    @Test
    void aStatusIsAnotherWhereItsRuleHolds() {
        WireMessage lost = client.get("/answers/lost%2F..x%3F");
        assertThat(lost.status()).isEqualTo(410);
        assertThat(lost.field("X-Was")).contains("404");
        assertThat(lost.field("Location")).as("a part of the URL, and no more").contains("/gone/lost%2F..x%3F");
        assertThat(lost.field("X-Etag")).contains("none");
        assertThat(lost.body()).isEqualTo("no!");
        assertThat(lost.trailers()).containsExactly("X-T: v");
    }

    @Test
    void overHttp2NothingIsDifferent() {
        try (FrameClient frames = FrameClient.plain(gateway.address("public"))) {
            FrameClient.Answer good = frames.answer(frames.get("/fields/x", "x-old", "a", "x-api-key", "key"));
            assertThat(good.status()).isEqualTo(200);
            assertThat(backend.request().field("X-New")).contains("a");
            assertThat(backend.request().field("X-Who")).contains("acme/gold,silver");
            FrameClient.Answer refused = frames.answer(frames.get("/fields/x%0D%0Ay"));
            assertThat(refused.problem()).isEqualTo("unfit-value");
            FrameClient.Answer gone = frames.answer(frames.get("/answers/lost"));
            assertThat(gone.status()).isEqualTo(410);
        }
    }

    /** Whatever a client puts into a value: its backend gets that value, in that place, and nothing else of it. */
    @Test
    void valuesArriveAsTheyAre() {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        for (int i = 0; i < 200; i++) {
            String value = value(random);
            String encoded = URLEncoder.encode(value, StandardCharsets.UTF_8).replace("+", "%20");
            WireMessage answer = client.get("/query?size=" + encoded);
            assertThat(answer.status()).isEqualTo(200);
            String target = backend.request().target();
            assertThat(target).as("seed " + seed).startsWith("/query?size=").endsWith("&tag=a%26b%3D%7Bc%7D");
            String got = target.substring("/query?size=".length(), target.length() - "&tag=a%26b%3D%7Bc%7D".length());
            assertThat(got)
                    .as("seed " + seed)
                    .doesNotContain("&")
                    .doesNotContain("#")
                    .doesNotContain(";");
            assertThat(URLDecoder.decode(got, StandardCharsets.UTF_8))
                    .as("seed " + seed)
                    .isEqualTo(value);
            assertThat(backend.request().fields()).as("seed " + seed).hasSameSizeAs(fieldsOfAPlainOne());
        }
    }

    private List<String> fieldsOfAPlainOne() {
        return backend.requests().get(0).fields();
    }

    private static String value(Random random) {
        String odd = "&=#?/\\%;+ {}|\r\n\t\"'<>.é€\u0001\u007f";
        StringBuilder value = new StringBuilder();
        for (int i = random.nextInt(12); i >= 0; i--) {
            value.append(
                    random.nextBoolean()
                            ? odd.charAt(random.nextInt(odd.length()))
                            : (char) ('a' + random.nextInt(26)));
        }
        return value.toString();
    }
}
