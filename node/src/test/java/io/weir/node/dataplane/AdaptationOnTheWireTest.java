package io.weir.node.dataplane;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.node.testkit.NoLeaks;
import io.weir.node.testkit.TestBackend;
import io.weir.node.testkit.TestGateway;
import io.weir.node.testkit.WireClient;
import io.weir.node.testkit.WireMessage;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Clients of a version that is an adaptation, over real sockets, against a backend that remembers what it was asked. */
@ExtendWith(NoLeaks.class)
final class AdaptationOnTheWireTest {
    private static final String HEAD =
            """
            weir: 1
            listeners: [ { name: public, address: 127.0.0.1:0 } ]
            upstreams: [ { name: orders, endpoints: [ "%s" ] } ]
            """;

    /** The example of the issue. */
    private static final String ORDERS =
            """
            apis:
              - name: orders
                path: /orders
                versioning: { by: path }
                versions:
                  - { name: v2, to: orders, default: true }
                  - name: v1
                    deprecated: 2026-06-01
                    adapt:
                      from: v2
                      max-body: 64KiB
                      request:  [ { rename: { from: /customer, to: /customerId } } ]
                      response: [ { rename: { from: /customerId, to: /customer } }, { drop: /links } ]
                      errors:   [ { rename: { from: /fault, to: /error } }, { status: { 409: 400 } } ]
            """;

    private static final String CHAIN =
            """
            apis:
              - name: orders
                path: /orders
                versions:
                  - name: v1
                    adapt:
                      from: v2
                      request:
                        - path: { from: "/{id}/lines", to: "/{id}/items" }
                        - rename: { from: /customer, to: /customerId }
                        - map: { at: /state, values: { open: OPEN, done: CLOSED } }
                      response:
                        - rename: { from: /customerId, to: /customer }
                        - map: { at: /state, values: { OPEN: open, CLOSED: done } }
                        - status: { 200: 201 }
                  - name: v2
                    request-headers: { set: { X-Middle: "2" } }
                    adapt:
                      from: v3
                      request:
                        - path: { from: "/{id}/items", to: "/items" }
                        - move: { from: path:id, to: query:order }
                        - move: { from: /customerId, to: /customer/id }
                        - move: { from: header:X-Tenant, to: /tenant }
                        - move: { from: "query:page", to: /page, as: number }
                      response:
                        - move: { from: /customer/id, to: /customerId }
                        - drop: /customer
                  - { name: v3, to: orders, rewrite: { strip-prefix: /orders }, request-headers: { set: { X-End: "3" } } }
            """;

    private static String answer(int status, String fields, String body) {
        return "HTTP/1.1 " + status + " So\r\n" + fields + "Content-Length: " + body.length() + "\r\n\r\n" + body;
    }

    private static String json(String body) {
        return answer(200, "Content-Type: application/json\r\n", body);
    }

    private record Scene(TestBackend backend, TestGateway gateway, WireClient client) implements AutoCloseable {
        static Scene of(String document, Function<WireMessage, String> answer) {
            TestBackend backend = TestBackend.answering(answer);
            TestGateway gateway = TestGateway.start(HEAD.formatted(backend.address()) + document);
            return new Scene(backend, gateway, gateway.client());
        }

        WireMessage post(String target, String fields, String body) {
            return client.send("POST " + target + " HTTP/1.1\r\nHost: a\r\nContent-Length: " + body.length() + "\r\n"
                            + fields + "\r\n" + body)
                    .answer();
        }

        WireMessage postJson(String target, String body) {
            return post(target, "Content-Type: application/json\r\n", body);
        }

        @Override
        public void close() {
            client.close();
            gateway.close();
            backend.close();
        }
    }

    @Test
    void aClientOfV1GoesOnWhenOnlyV2IsDeployed() {
        try (Scene scene = Scene.of(
                ORDERS,
                request -> answer(
                        201,
                        "Content-Type: application/json\r\nLocation: /orders/v2/7\r\nETag: \"a\"\r\n",
                        "{\"customerId\":\"c1\",\"links\":[1],\"n\":1.10}"))) {
            WireMessage answer = scene.postJson("/orders/v1/7?x=1", "{\"customer\": \"c1\", \"n\": 1.10}");
            assertThat(scene.backend.request().start()).isEqualTo("POST /orders/v2/7?x=1 HTTP/1.1");
            assertThat(scene.backend.request().body()).isEqualTo("{\"n\":1.10,\"customerId\":\"c1\"}");
            assertThat(answer.status()).isEqualTo(201);
            assertThat(answer.body()).isEqualTo("{\"n\":1.10,\"customer\":\"c1\"}");
            assertThat(answer.field("Content-Length")).contains("26");
            assertThat(answer.field("Location")).contains("/orders/v1/7");
            assertThat(answer.field("ETag")).contains("W/\"a\"");
            assertThat(answer.field("Deprecation")).isPresent();
        }
    }

    @Test
    void clientsOfTheVersionItselfSeeNothingOfIt() {
        try (Scene scene = Scene.of(ORDERS, request -> json("{\"customerId\": 1, \"links\": []}"))) {
            WireMessage answer = scene.postJson("/orders/v2/7", "{\"customer\":1}");
            assertThat(scene.backend.request().body()).isEqualTo("{\"customer\":1}");
            assertThat(answer.body()).isEqualTo("{\"customerId\": 1, \"links\": []}");
        }
    }

    @Test
    void adaptationsChain() {
        try (Scene scene = Scene.of(CHAIN, request -> json("{\"customer\":{\"id\":9},\"state\":\"CLOSED\"}"))) {
            WireMessage answer = scene.post(
                    "/orders/v1/42/lines?page=3&q=a%20b",
                    "Content-Type: application/json\r\nX-Tenant: acme\r\n", "{\"customer\":9,\"state\":\"open\"}");
            WireMessage asked = scene.backend.request();
            assertThat(asked.start()).isEqualTo("POST /v3/items?q=a%20b&order=42 HTTP/1.1");
            assertThat(asked.body())
                    .isEqualTo("{\"state\":\"OPEN\",\"customer\":{\"id\":9},\"tenant\":\"acme\",\"page\":3}");
            assertThat(asked.field("X-Tenant")).isEmpty();
            assertThat(asked.field("X-End")).contains("3");
            assertThat(answer.status()).isEqualTo(201);
            assertThat(answer.body()).isEqualTo("{\"state\":\"done\",\"customer\":9}");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
            GET     | 200 | 'Content-Type: application/json' | '{"customerId":1}' | 200 | '{"customer":1}'   | an answer
            GET     | 200 | 'Content-Type: application/hal+json; charset=utf-8' | '{"customerId":1}' | 200 | '{"customer":1}' | its type is one of JSON
            GET     | 200 | 'Content-Type: text/plain'       | '{"customerId":1}' | 200 | '{"customerId":1}' | another type passes
            GET     | 200 | 'X-A: b'                         | '{"customerId":1}' | 200 | '{"customerId":1}' | and what has none
            GET     | 404 | 'Content-Type: application/problem+json' | '{"fault":"x","customerId":1}' | 404 | '{"customerId":1,"error":"x"}' | errors have rules of their own
            GET     | 409 | 'Content-Type: application/json' | '{"fault":"x"}'    | 400 | '{"error":"x"}'    | and statuses
            GET     | 500 | 'Content-Type: text/html'        | '<b>'              | 500 | '<b>'              | an error that is no JSON
            GET     | 204 | 'X-A: b'                         | ''                 | 204 | ''                 | nothing to adapt
            GET     | 304 | 'ETag: "x"'                      | ''                 | 304 | ''                 | nor here
            GET     | 200 | 'Content-Type: application/json' | ''                 | 200 | ''                 | an empty body is none
            GET     | 200 | 'Content-Type: application/json' | '{"customerId":'   | 502 | 'bad-answer'       | it ends early
            GET     | 200 | 'Content-Type: application/json' | '{"customerId":1,"customerId":2}' | 502 | 'bad-answer' | which of them would it be
            GET     | 200 | 'Content-Type: application/json' | '{"a":1e9999999}'  | 502 | 'bad-answer'       | a number beyond all bounds
            GET     | 200 | 'Content-Type: application/json' | '[[1],"x"]'        | 200 | '[[1],"x"]'        | rules that lead nowhere change no byte
            """)
    void whatBackendsAnswer(
            String method, int status, String field, String body, int becomes, String told, String because) {
        String whole = "HTTP/1.1 " + status + " So\r\n" + field + "\r\n"
                + (status == 204 || status == 304 ? "" : "Content-Length: " + body.length() + "\r\n") + "\r\n" + body;
        try (Scene scene = Scene.of(ORDERS, request -> whole)) {
            WireMessage answer = scene.client.get("/orders/v1/7");
            assertThat(answer.status()).as(because).isEqualTo(becomes);
            if (becomes == 502) {
                assertThat(answer.problem()).isEqualTo(told);
            } else {
                assertThat(answer.body()).as(because).isEqualTo(told);
            }
            assertThat(scene.client.get("/orders/v1/8").status()).isEqualTo(becomes);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
            '{"customer":'                  | 400 | malformed-json         | it ends early
            '{"customer":1,"customer":2}'   | 400 | malformed-json         | a name twice
            '{"a":1e9999999}'               | 400 | json-limits            | a number that nobody could count with
            '{"a":"\\u00ff'                 | 400 | malformed-json         | half a text
            '[1] x'                         | 400 | malformed-json         | more than one value
            """)
    void whatIsNoJsonIsRefusedBeforeTheBackend(String body, int status, String problem, String because) {
        try (Scene scene = Scene.of(ORDERS, request -> json("{}"))) {
            WireMessage answer = scene.postJson("/orders/v1/7", body);
            assertThat(answer.status()).as(because).isEqualTo(status);
            assertThat(answer.problem()).as(because).isEqualTo(problem);
            assertThat(scene.backend.requests()).isEmpty();
        }
    }

    @Test
    void hostileBodiesAreRefusedWithoutHarm() {
        try (Scene scene = Scene.of(ORDERS, request -> json("{}"))) {
            String deep = "[".repeat(20_000) + "]".repeat(20_000);
            assertThat(scene.postJson("/orders/v1/7", deep).problem()).isEqualTo("json-limits");
            assertThat(scene.postJson("/orders/v1/7", "{\"a\":\"\u00c3(\"}").problem())
                    .isEqualTo("malformed-json");
            assertThat(scene.postJson("/orders/v1/7", "{\"a\":\"" + "x".repeat(70_000) + "\"}")
                            .problem())
                    .isEqualTo("body-too-large");
            assertThat(scene.backend.requests()).isEmpty();
        }
        try (Scene scene = Scene.of(ORDERS, request -> json("{\"customerId\":\"" + "x".repeat(70_000) + "\"}"))) {
            assertThat(scene.client.get("/orders/v1/7").problem()).isEqualTo("bad-answer");
        }
    }

    @Test
    void halfACharacterStaysWhatItIs() {
        try (Scene scene = Scene.of(ORDERS, request -> json("{\"customerId\":\"\\ud800\"}"))) {
            assertThat(scene.client.get("/orders/v1/7").body()).isEqualTo("{\"customer\":\"\\uD800\"}");
        }
    }
}
