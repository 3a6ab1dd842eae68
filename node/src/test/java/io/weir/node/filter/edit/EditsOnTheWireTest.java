package io.weir.node.filter.edit;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.node.testkit.Documents;
import io.weir.node.testkit.FrameClient;
import io.weir.node.testkit.Hashes;
import io.weir.node.testkit.NoLeaks;
import io.weir.node.testkit.TestBackend;
import io.weir.node.testkit.TestGateway;
import io.weir.node.testkit.WireClient;
import io.weir.node.testkit.WireMessage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Bodies that are patched, merged and projected, as backends and clients see them. */
@ExtendWith(NoLeaks.class)
final class EditsOnTheWireTest {
    private static final String DOCUMENT =
            """
              - { name: in, match: { path: "/in/{id}" }, policies: [keys, in], to: backend }
              - { name: strict, match: { path: /strict }, policies: [strict], to: backend }
              - { name: skipping, match: { path: /skipping }, policies: [skipping], to: backend }
              - { name: out, match: { path: "/out/{what}" }, policies: [out], to: backend }
              - { name: costly, match: { path: /costly }, policies: [costly], to: backend }
              - { name: formats, match: { path: /formats }, policies: [formats], to: backend }
            policies:
              - { name: keys, authenticate: { any-of: [{ api-key: { header: X-Api-Key } }, { anonymous: {} }] } }
              - name: in
                transform:
                  max-body: 4KiB
                  request:
                    body:
                      - merge: { debug: null, meta: { who: "{consumer.name|nobody}", id: "{path.id}", trace: "{query.trace}" }, braces: "{{x}}" }
                      - patch: [ { op: move, from: /a, path: /b }, { op: add, path: /list/-, value: "{request.method}" } ]
              - name: strict
                transform: { request: { accept: [application/json], body: [ { project: "{ 'n': n * 2 }" } ] } }
              - name: skipping
                transform: { request: { body: [ { patch: [ { op: test, path: /v, value: 1 }, { op: replace, path: /v, value: 2 } ], on-failure: skip } ] } }
              - name: out
                transform:
                  response:
                    body:
                      - project: "items.{ 'sku': id, 'total': price * amount }"
                      - { when: { status: 404 }, merge: { hint: "{path.what}" } }
              - name: costly
                transform: { request: { body: [ { project: "list.( $a := $; $$.list[$ = $a] )" } ] } }
              - name: formats
                transform: { request: { accept: [application/xml], body: [ { merge: { added: "1" } } ] } }
            consumers:
              - { name: acme, api-keys: [{ sha256: %s }] }
            """
                    .formatted(Hashes.sha256("key"));

    private final TestBackend backend = TestBackend.answering(request -> {
        String target = request.target();
        String body = target.endsWith("good")
                ? "{\"items\":[{\"id\":\"a\",\"price\":2.5,\"amount\":2,\"secret\":true}]}"
                : target.endsWith("bad")
                        ? "{\"items\": ["
                        : target.endsWith("lost") ? "{\"error\":1}" : "{\"ok\":true}";
        String status = target.endsWith("lost") ? "404 Not Found" : "200 OK";
        String type = target.endsWith("text") ? "text/plain" : "application/json";
        return "HTTP/1.1 " + status + "\r\nContent-Type: " + type + "\r\nETag: \"1\"\r\nContent-Length: "
                + body.length() + "\r\n\r\n" + body;
    });
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

    private WireMessage post(String path, String type, String body) {
        return client.send("POST " + path + " HTTP/1.1\r\nHost: a\r\nX-Api-Key: key\r\nContent-Type: " + type
                        + "\r\nContent-Length: " + body.length() + "\r\n\r\n" + body)
                .answer();
    }

    @Test
    void aRequestIsMergedThenPatched() {
        WireMessage answer = post("/in/7%22%2C%22x", "application/json", "{\"a\":1.50,\"debug\":true,\"list\":[]}");
        assertThat(answer.status()).isEqualTo(200);
        assertThat(backend.request().body())
                .isEqualTo(
                        "{\"list\":[\"POST\"],\"meta\":{\"who\":\"acme\",\"id\":\"7\\\",\\\"x\"},\"braces\":\"{x}\",\"b\":1.50}");
        assertThat(backend.request().values("Content-Length"))
                .containsExactly(String.valueOf(backend.request().body().length()));
    }

    @ParameterizedTest(name = "{4}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
        /in/7     | application/json  | {"a":1,"list":1}        | 422 uneditable-body        | a patch that fails
        /in/7     | application/json  | [1]                     | 422 uneditable-body        | another kind of body
        /in/7     | application/json  | {"a":1,"list":[]        | 400 malformed-body         | no JSON
        /in/7     | application/json  | {"a":1,"a":2,"list":[]} | 400 malformed-body         | a name twice
        /strict   | application/json  | {"n":"x"}               | 422 uneditable-body        | a projection that does not fit
        /strict   | application/json  | {"n":1e999999}          | 400 malformed-body         | a number beyond all
        /strict   | text/plain        | n=1                     | 415 unsupported-media-type | refused because accept says so
        """)
    void whatCannotBeDoneIsRefused(String path, String type, String body, String problem, String reason) {
        WireMessage answer = post(path, type, body);
        assertThat(answer.status() + " " + answer.problem()).as(reason).isEqualTo(problem);
        assertThat(backend.requests()).isEmpty();
    }

    @ParameterizedTest(name = "{4}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
        /in/7     | text/plain        | a=1                     | a=1                        | no JSON passes untouched
        /skipping | application/json  | {"v":1}                 | {"v":2}                    | the test holds
        /skipping | application/json  | {"v": 3}                | {"v":3}                    | it does not, and nothing is done
        /strict   | application/json  | {"n":2}                 | {"n":4}                    | projected
        /strict   | application/vnd.x+json | {"n":2}            | {"n":4}                    | JSON by its suffix
        /formats  | application/xml   | <a><b>1</b></a>         | {"a":{"b":1},"added":"1"}  | converted, then merged
        """)
    void whatCanBeDoneArrives(String path, String type, String body, String arrives, String reason) {
        assertThat(post(path, type, body).status()).as(reason).isEqualTo(200);
        assertThat(backend.request().body()).as(reason).isEqualTo(arrives);
    }

    @Test
    void aBodyThatIsTooLargeOrTooDeepIsRefused() {
        String large = "{\"a\":\"" + "x".repeat(5_000) + "\",\"list\":[]}";
        assertThat(post("/in/7", "application/json", large).status()).isEqualTo(413);
        WireMessage deep = gateway.client()
                .send("POST /in/7 HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nContent-Length: 400\r\n\r\n"
                        + "[".repeat(200) + "]".repeat(200))
                .answer();
        assertThat(deep.status()).isEqualTo(400);
        assertThat(backend.requests()).isEmpty();
    }

    @Test
    void answersAreProjectedByTheirStatus() {
        WireMessage good = client.get("/out/good");
        assertThat(good.body()).isEqualTo("{\"sku\":\"a\",\"total\":5}");
        assertThat(good.field("ETag")).contains("W/\"1\"");
        WireMessage lost = client.get("/out/lost");
        assertThat(lost.status()).isEqualTo(404);
        assertThat(lost.body()).isEqualTo("{\"error\":1,\"hint\":\"lost\"}");
        WireMessage bad = client.get("/out/bad");
        assertThat(bad.status()).isEqualTo(502);
        assertThat(bad.problem()).isEqualTo("bad-answer");
        assertThat(client.get("/out/text").body()).isEqualTo("{\"ok\":true}");
    }

    @Test
    void aProjectionThatWouldTakeTooLongIsEndedAndNobodyElseWaits() {
        StringBuilder list = new StringBuilder("{\"list\":[0");
        for (int i = 1; i < 20_000; i++) {
            list.append(',').append(i);
        }
        WireMessage costly = post("/costly", "application/json", list + "]}");
        assertThat(costly.status()).isEqualTo(422);
        assertThat(costly.body()).contains("more than it may");
        assertThat(backend.requests()).isEmpty();
    }

    @Test
    void overHttp2NothingIsDifferent() {
        try (FrameClient frames = FrameClient.plain(gateway.address("public"))) {
            int stream = frames.request("POST", "/strict", false, "content-type", "application/json");
            frames.data(stream, true, "{\"n\":21}");
            assertThat(frames.answer(stream).status()).isEqualTo(200);
            assertThat(backend.request().body()).isEqualTo("{\"n\":42}");
            assertThat(frames.answer(frames.get("/out/good")).body()).isEqualTo("{\"sku\":\"a\",\"total\":5}");
        }
    }
}
