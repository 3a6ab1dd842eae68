package io.weir.node.filter.graphql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weir.node.state.Stager;
import io.weir.node.testkit.Documents;
import io.weir.node.testkit.NoLeaks;
import io.weir.node.testkit.TestBackend;
import io.weir.node.testkit.TestGateway;
import io.weir.node.testkit.WireClient;
import io.weir.node.testkit.WireMessage;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Requests of GraphQL that a gateway lets pass, and those that it does not. */
@ExtendWith(NoLeaks.class)
final class GraphqlOnTheWireTest {
    private static final String LIMITS = "{ max-depth: 3, max-cost: 20, batch: 2 }";
    private static final String KNOWN =
            "{ persisted: { queries: { shop: \"query Shop { shop }\", all: \"{ a { b { c } } }\" } } }";
    private static final String SHOP_HASH = PersistedQueries.sha256("query Shop { shop }");

    private static String document(TestBackend backend, String policy) {
        return Documents.to(backend)
                .route("policies: [queries]")
                .more("policies: [{ name: queries, graphql: %s }]".formatted(policy))
                .toString();
    }

    private static String post(String type, String body) {
        int length = body.getBytes(StandardCharsets.UTF_8).length;
        return "POST /graphql HTTP/1.1\r\nHost: a\r\nContent-Type: " + type + "\r\nContent-Length: " + length
                + "\r\n\r\n" + body;
    }

    private static String encoded(String text) {
        return java.net.URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private interface Talk {
        void with(WireClient client, TestBackend backend);
    }

    private static void talk(String policy, Talk talk) {
        try (TestBackend backend = TestBackend.saying("{}");
                TestGateway gateway = TestGateway.single(document(backend, policy));
                WireClient client = gateway.client()) {
            talk.with(client, backend);
        }
    }

    @ParameterizedTest(name = "{0} {1}: {2} {3}, {4}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
            application/json | {"query":"{ a }"}                              | 200 | ``  | as it should be
            application/json; charset=utf-8 | {"query":"{ a }"}               | 200 | ``  | its only encoding
            application/json | {"query":"{ a }","variables":null,"operationName":null} | 200 | `` | nothing, said
            application/json | [{"query":"{ a }"},{"query":"{ b }"}]          | 200 | ``  | a batch
            application/json | {"query":"mutation { a }"}                     | 200 | ``  | a mutation
            application/json | {"query":"query A { a } query B { b }","operationName":"B"} | 200 | `` | one of two
            application/json | {"query":"{ a { b { c { d } } } }"}            | 400 | graphql-limits | too deep
            application/json | {"query":"{ a(first: 21) }"}                   | 400 | graphql-limits | too costly
            application/json | {"query":"query($n: Int) { a(first: $n) }","variables":{"n":21}} | 400 | graphql-limits | too costly by a variable
            application/json | [{"query":"{ a(first: 11) }"},{"query":"{ a(first: 10) }"}] | 400 | graphql-limits | too costly together
            application/json | {"query":"{ __schema { types { name } } }"}    | 403 | graphql-introspection | the schema
            application/json | {"query":"{ a"}                                | 400 | graphql-syntax | no query
            application/json | {"query":"query A { a } query B { b }"}        | 400 | graphql-request | which of the two?
            application/json | {"query":"{ a }","operationName":"C"}          | 400 | graphql-request | there is none of that name
            application/json | {"query":"{ a }","variables":[]}               | 400 | graphql-request | variables are an object
            application/json | {"query":["{ a }"]}                            | 400 | graphql-request | a query is a text
            application/json | {}                                             | 400 | graphql-request | nothing is asked for
            application/json | []                                             | 400 | graphql-request | nothing is asked for
            application/json | [{"query":"{ a }"},{"query":"{ a }"},{"query":"{ a }"}] | 400 | graphql-request | too many at once
            application/json | "{ a }"                                        | 400 | graphql-request | no object
            application/json | {"query":"{ a }","query":"{ a { b { c { d } } } }"} | 400 | malformed-json | which of the two?
            application/json | {"query":"{ a }"} {"query":"{ b }"}            | 400 | malformed-json | another behind it
            application/json | {"query":"{ a }","extensions":{"persistedQuery":{"version":1,"sha256Hash":"00"}}} | 400 | graphql-request | a hash of something else
            application/json | {"documentId":"unknown"}                       | 400 | graphql-not-persisted | not known
            application/json | {"documentId":"a","query":"{ a }"}             | 400 | graphql-request | which of the two?
            application/graphql | { a }                                       | 415 | unsupported-media-type | read by some servers only
            multipart/form-data; boundary=x | --x--                           | 415 | unsupported-media-type | not looked into
            application/json; charset=utf-16 | {"query":"{ a }"}              | 415 | unsupported-media-type | JSON is UTF-8
            """)
    void whatPasses(String type, String body, int status, String problem, String reason) {
        talk(LIMITS, (client, backend) -> {
            WireMessage answer = client.send(post(type, body)).answer();
            assertThat(answer.status()).as(reason).isEqualTo(status);
            assertThat(answer.problem()).as(reason).isEqualTo(problem);
            if (status == 200) {
                assertThat(backend.request().body()).isEqualTo(body);
            } else {
                assertThat(backend.requests()).isEmpty();
            }
            // What was read before is known now; it is judged as it was.
            assertThat(client.send(post(type, body)).answer().status()).isEqualTo(status);
        });
    }

    @ParameterizedTest(name = "{0} {1}: {2}, {4}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
            GET    | query=%7B+a+%7D                                          | 200 | ``                 | as it should be
            GET    | query=%7Ba%7D&variables=%7B%22n%22%3A1%7D                | 200 | ``                 | with variables
            GET    | query=mutation%7Ba%7D                                    | 405 | method-not-allowed | a GET changes nothing
            GET    | query=%7Ba%7D&query=%7Bb%7D                              | 400 | graphql-request    | which of the two?
            GET    | query=%7Ba%7D&qu%65ry=%7Bb%7D                            | 400 | graphql-request    | which of the two?
            GET    | query=%7Ba%                                              | 400 | graphql-request    | broken
            GET    | query=%ff                                                | 400 | graphql-request    | no UTF-8
            GET    | query=%7Ba%7D&variables=1x                               | 400 | graphql-request    | no JSON
            GET    | x=1                                                      | 400 | graphql-request    | nothing is asked for
            GET    | query=%7Ba(first:21)%7D                                  | 400 | graphql-limits     | too costly
            GET    | query=query($n:Int)%7Ba(first:$n)%7D&variables=%7B%22n%22:21%7D | 400 | graphql-limits | too costly by a variable
            DELETE | query=%7Ba%7D                                            | 405 | method-not-allowed | no method of GraphQL
            HEAD   | query=%7Ba%7D                                            | 405 | ``                 | no method of GraphQL
            """)
    void whatPassesInAQuery(String method, String query, int status, String problem, String reason) {
        talk(LIMITS, (client, backend) -> {
            client.send(method + " /graphql?" + query + " HTTP/1.1\r\nHost: a\r\nContent-Length: 0\r\n\r\n");
            WireMessage answer = method.equals("HEAD") ? client.answerToHead() : client.answer();
            assertThat(answer.status()).as(reason).isEqualTo(status);
            assertThat(answer.problem()).as(reason).isEqualTo(problem);
        });
    }

    @Test
    void aQueryInTheUrlOfAPostIsRefused() {
        talk(LIMITS, (client, backend) -> {
            String body = "{\"query\":\"{ a }\"}";
            client.send(post("application/json", body).replace("/graphql", "/graphql?query=%7Bb%7D"));
            assertThat(client.answer().problem()).isEqualTo("graphql-request");
        });
    }

    @Test
    void aWebSocketWouldGoRoundTheLimits() {
        talk(LIMITS, (client, backend) -> {
            client.send(WireMessage.lines(
                    "GET /graphql?query=%7Ba%7D HTTP/1.1",
                    "Host: a",
                    "Upgrade: websocket",
                    "Connection: upgrade",
                    "Sec-WebSocket-Version: 13",
                    "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
                    ""));
            assertThat(client.answer().problem()).isEqualTo("graphql-request");
        });
    }

    @Test
    void anAnswerHasTheMessageThatClientsLookFor() {
        talk(LIMITS, (client, backend) -> {
            client.send(post(
                    "application/json", "{\"extensions\":{\"persistedQuery\":{\"version\":1,\"sha256Hash\":\"ab\"}}}"));
            WireMessage answer = client.answer();
            assertThat(answer.status()).isEqualTo(400);
            assertThat(answer.body()).contains("\"errors\":[{\"message\":\"PersistedQueryNotFound\"");
        });
    }

    private static void assertKnown(String policy, String body, Consumer<WireMessage> seen) {
        talk(policy, (client, backend) -> {
            WireMessage answer = client.send(post("application/json", body)).answer();
            assertThat(answer.status()).as(answer.body()).isEqualTo(200);
            seen.accept(backend.request());
        });
    }

    @Test
    void theBackendGetsTheTextOfWhatIsPersisted() {
        assertKnown(KNOWN, "{\"documentId\":\"shop\",\"variables\":{\"a\":1}}", request -> assertThat(request.body())
                .isEqualTo("{\"variables\":{\"a\":1},\"query\":\"query Shop { shop }\"}"));
        String hashed = "{\"extensions\":{\"persistedQuery\":{\"version\":1,\"sha256Hash\":\"%s\"},\"x\":1}}";
        assertKnown(KNOWN, hashed.formatted(SHOP_HASH), request -> assertThat(request.body())
                .isEqualTo("{\"extensions\":{\"x\":1},\"query\":\"query Shop { shop }\"}"));
        talk(KNOWN, (client, backend) -> {
            String extensions = encoded(
                    hashed.formatted(SHOP_HASH).replace("{\"extensions\":", "").replaceAll("}$", ""));
            assertThat(client.get("/graphql?a=b&extensions=" + extensions).status())
                    .isEqualTo(200);
            assertThat(backend.request().target())
                    .isEqualTo("/graphql?a=b&extensions=%7B%22x%22%3A1%7D&query=query%20Shop%20%7B%20shop%20%7D");
        });
    }

    @Test
    void whatIsPersistedIsHeldToTheLimitsToo() {
        talk("{ max-depth: 2, " + KNOWN.substring(1), (client, backend) -> {
            WireMessage answer = client.send(post("application/json", "{\"documentId\":\"all\"}"))
                    .answer();
            assertThat(answer.problem()).isEqualTo("graphql-limits");
        });
    }

    @Test
    void onlyWhatIsPersistedMayBeAskedFor() {
        String only = KNOWN.replace("} }", "}, only: true }");
        assertThat(only).contains("only");
        assertKnown(only, "{\"query\":\"query Shop { shop }\"}", request -> assertThat(request.body())
                .contains("Shop"));
        talk(only, (client, backend) -> {
            WireMessage answer = client.send(post("application/json", "{\"query\":\"{ shop }\"}"))
                    .answer();
            assertThat(answer.problem()).isEqualTo("graphql-not-persisted");
        });
    }

    @Test
    void aHashThatOnlyTheBackendKnowsPassesWhereThatIsSaid() {
        String body = "{\"extensions\":{\"persistedQuery\":{\"version\":1,\"sha256Hash\":\"ab\"}}}";
        assertKnown("{ persisted: { queries: {}, automatic: true } }", body, request -> assertThat(request.body())
                .isEqualTo(body));
    }

    @Test
    void aPersistedQueryThatIsNoneIsFoundWhenItIsStaged() {
        try (TestBackend backend = TestBackend.saying("{}");
                TestGateway gateway = TestGateway.single(document(backend, "{}"))) {
            String bad = document(backend, "{ persisted: { queries: { broken: \"{ a\" } } }");
            assertThatThrownBy(() -> gateway.stage(bad))
                    .isInstanceOf(Stager.StagingException.class)
                    .hasMessageContaining("\"broken\"")
                    .hasMessageContaining("cannot be read");
        }
    }
}
