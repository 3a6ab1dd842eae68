package io.weir.node.filter.graphql;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.node.testkit.Await;
import io.weir.node.testkit.Documents;
import io.weir.node.testkit.NoLeaks;
import io.weir.node.testkit.TestBackend;
import io.weir.node.testkit.TestGateway;
import io.weir.node.testkit.WireClient;
import io.weir.node.testkit.WireMessage;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Queries that are made to cost the gateway, or to slip past it: each is answered at once, and none reaches the backend. */
@ExtendWith(NoLeaks.class)
final class HostileQueriesTest {
    private final TestBackend backend = TestBackend.saying("{}");
    private TestGateway gateway;
    private WireClient client;

    @BeforeEach
    void start() {
        String policy = "{ max-depth: 3, max-cost: 100 }";
        gateway = TestGateway.single(Documents.to(backend)
                .route("policies: [queries]")
                .more("policies: [{ name: queries, graphql: %s }]".formatted(policy))
                .toString());
        client = gateway.client();
    }

    @AfterEach
    void stop() {
        client.close();
        gateway.close();
        backend.close();
    }

    private WireMessage post(byte[] body) {
        String text = new String(body, StandardCharsets.ISO_8859_1);
        return client.send("POST /graphql HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nContent-Length: "
                        + body.length + "\r\n\r\n" + text)
                .answer();
    }

    private WireMessage query(String text) {
        String escaped = text.replace("\\", "\\\\").replace("\"", "\\\"").replace("\u0000", "\\u0000");
        return post(("{\"query\":\"" + escaped + "\"}").getBytes(StandardCharsets.UTF_8));
    }

    private void assertRefused(WireMessage answer, String why) {
        assertThat(answer.status()).as("%s: %s", why, answer).isBetween(400, 413);
        assertThat(answer.problem()).as(why).isNotEmpty();
        assertThat(backend.requests()).as(why).isEmpty();
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '~',
            textBlock =
                    """
            query($n: Int) { a(first: $n) { b } }   ; 1e999999999          ; a number without end
            query($n: Int) { a(first: $n) { b } }   ; 99999999999999999999 ; more than a long holds
            query($n: Int) { a(first: $n) { b } }   ; "200"                ; a number in quotes
            query($n: Int) { a(first: $n) { b } }   ; 199.5                ; a number with a fraction
            query($n: P) { a(page: $n) { b } }      ; {"first":200}        ; within an object
            query($n: P) { a(page: $n) { b } }      ; [[{"x":{"first":200}}]] ; far within
            query($n: Int = 200) { a(first: $n) { b } } ; -                ; a default
            { a(page: { first: 200 }) { b } }       ; -                    ; within an object of the text
            { a(first: 200) @include(if: false) { b } } ; -                ; what may be left out
            { x: a(first: 60) { b } y: a(first: 60) { b } } ; -            ; under two names
            { ... on T { a(first: 200) { b } } }    ; -                    ; within a fragment
            """)
    void costs(String query, String variable, String why) {
        String variables = variable.equals("-") ? "" : ",\"variables\":{\"n\":" + variable + "}";
        WireMessage answer = post(("{\"query\":\"" + query + "\"" + variables + "}").getBytes(StandardCharsets.UTF_8));

        assertRefused(answer, why);
        assertThat(answer.problem()).as(why).isIn("graphql-limits", "json-limits");
    }

    /** Each fragment spreads the next twice: 2^100 fields, counted at once. */
    @Test
    void fragmentsThatDouble() {
        StringBuilder query = new StringBuilder("{ ...F0 }");
        for (int i = 0; i < 100; i++) {
            query.append(" fragment F%d on T { a ...F%d ...F%d }".formatted(i, i + 1, i + 1));
        }
        assertRefused(query(query + " fragment F100 on T { a }"), "doubling");
    }

    @Test
    void whatIsLongOrDeep() {
        for (String query : List.of(
                "{ " + "a ".repeat(20_000) + "}",
                "{ a ".repeat(3_000) + "}".repeat(3_000),
                "{ a ".repeat(3_000),
                "{ a(x: " + "[".repeat(4_000) + "1" + "]".repeat(4_000) + ") }",
                "{ a(x: " + "{y:".repeat(3_000) + "1" + "}".repeat(3_000) + ") }",
                "query(" + "$a: " + "[".repeat(3_000) + "T" + "]".repeat(3_000) + ") { a }",
                "{ ...F0 }" + chain(450) + " fragment F450 on T { a { b { c { d } } } }",
                "{ ...F0 }" + chain(2_000) + " fragment F2000 on T { a }")) {
            assertRefused(query(query), query.substring(0, Math.min(60, query.length())));
        }
    }

    private static String chain(int length) {
        StringBuilder chain = new StringBuilder();
        for (int i = 0; i < length; i++) {
            chain.append(" fragment F")
                    .append(i)
                    .append(" on T { ...F")
                    .append(i + 1)
                    .append(" }");
        }
        return chain.toString();
    }

    @Test
    void otherEncodings() {
        String json = "{\"query\":\"{ a }\"}";
        for (byte[] body : List.of(
                json.getBytes(StandardCharsets.UTF_16),
                json.getBytes(StandardCharsets.UTF_16LE),
                json.getBytes(StandardCharsets.UTF_16BE),
                ("\ufeff" + json).getBytes(StandardCharsets.UTF_16LE),
                "{\"query\":\"{ a(x: \\\"\u00e9\\\") }\"}".getBytes(StandardCharsets.ISO_8859_1))) {
            assertRefused(post(body), "another encoding");
        }
    }

    /** Whatever words come: an answer, and nothing that hangs. */
    @Test
    void whateverIsSentIsAnswered() {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        String[] words = {
            "{", "}", "(", ")", "a", "b:", "first:", "9", "\"x\"", "\"\\uD83D\"", "\"\\u{110000}\"", "...", "on", "T",
                    "F",
            "fragment", "query", "$n", "@skip", "[", "]", ":", "!", "\"\"\"", "__schema", "\u0000", "=", "mutation",
                    "-", "1.5e9",
            "null", "&", "|", "extend", "type", "\\", "#", "\n", "\ufeff"
        };
        for (int round = 0; round < 1_500; round++) {
            StringBuilder query = new StringBuilder(random.nextInt(3) == 0 ? "{ a " : "");
            for (int length = random.nextInt(25); length > 0; length--) {
                query.append(words[random.nextInt(words.length)]).append(' ');
            }
            WireMessage answer = query(query.toString().replace("\n", " "));
            assertThat(answer.status())
                    .as("seed %s, %s: %s", seed, query, answer)
                    .isIn(200, 400, 403);
        }
    }

    /** What a cache fetches beside is asked for as the text, too. */
    @Test
    void aPersistedQueryIsRefreshedByItsText() {
        TestBackend origin = TestBackend.answering(request -> "HTTP/1.1 200 OK\r\nAge: 5\r\nContent-Length: 2\r\n"
                + "Cache-Control: max-age=1, stale-while-revalidate=60\r\n\r\n{}");
        String policies =
                """
                policies:
                  - { name: queries, graphql: { persisted: { queries: { shop: "query Shop { shop }" } } } }
                  - { name: cache, cache: {} }
                """;
        try (origin;
                TestGateway caching = TestGateway.single(Documents.to(origin)
                        .route("policies: [queries, cache]")
                        .more(policies)
                        .toString());
                WireClient asking = caching.client()) {
            asking.get("/graphql?documentId=shop");
            assertThat(asking.get("/graphql?documentId=shop")
                            .field("Cache-Status")
                            .orElse(""))
                    .startsWith("weir; hit");
            Await.until(() -> "it is refreshed", () -> origin.requests().size() == 2);

            assertThat(origin.requests().get(1).target())
                    .isEqualTo(origin.requests().get(0).target())
                    .contains("query=");
        }
    }
}
