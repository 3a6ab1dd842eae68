package io.weir.node.dataplane;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.node.testkit.Documents;
import io.weir.node.testkit.Hashes;
import io.weir.node.testkit.NoLeaks;
import io.weir.node.testkit.TestBackend;
import io.weir.node.testkit.TestGateway;
import io.weir.node.testkit.WireClient;
import io.weir.node.testkit.WireMessage;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What clients with and without credentials get, and what backends see of them. */
@ExtendWith(NoLeaks.class)
final class AuthenticationOnTheWireTest {
    private static final String POLICIES =
            """
            policies:
              - name: in
                authenticate:
                  any-of:
                    - api-key: { header: X-Api-Key }
                    - api-key: { query: key }
                    - api-key: { cookie: key }
                    - api-key: { header: Authorization, scheme: Token }
                  forward: { X-User: "{consumer.name}/{consumer.plan}", X-Mail: "{claim.email}" }
            consumers:
              - { name: acme, groups: [gold, eu], plan: large, api-keys: [%s] }
              - { name: late, api-keys: [{ sha256: %s, expires: 2001-01-01 }, { sha256: %s, not-before: 2100-01-01 }] }
            """
                    .formatted(
                            "{ sha256: " + Hashes.sha256("secret+1") + ", name: a, expires: 2100-01-01 }",
                            Hashes.sha256("expired"),
                            Hashes.sha256("early"));

    @ParameterizedTest(name = "{0} {1}: {2}")
    @CsvSource(
            delimiter = '|',
            value = {
                "/a                 | X-Api-Key: secret+1             | 200 | in a field",
                "/a?b=c&key=secret%2B1 | X-A: b                       | 200 | in the query",
                "/a                 | Cookie: a=b; key=secret+1; c=d  | 200 | in a cookie",
                "/a                 | Authorization: token  secret+1  | 200 | behind a scheme, which has no case",
                "/a                 | Authorization: Token\tsecret+1  | 200 | behind a tab, which backends may take for a space",
                "/a                 | Authorization: Bearer secret+1  | 401 | behind another scheme",
                "/a                 | Authorization: Tokensecret+1    | 401 | the scheme is a word",
                "/a                 | X-Api-Key: secret+2             | 401 | nobody's",
                "/a                 | X-Api-Key: expired              | 401 | no longer good",
                "/a                 | X-Api-Key: early                | 401 | not yet good",
                "/a                 | X-A: b                          | 401 | none at all",
            })
    void aKeyIsFoundInEachPlaceAndGoesOnToNoBackend(String path, String field, int status, String reason) {
        try (TestBackend backend = TestBackend.saying("ok");
                TestGateway gateway = gateway(backend);
                WireClient client = gateway.client()) {
            WireMessage answer = client.get(path, field + "\r\nX-Consumer-Name: root\r\nX_Consumer-groups: root\r\n");
            assertThat(answer.status()).as(reason).isEqualTo(status);
            if (status == 401) {
                assertThat(answer.problem()).isEqualTo("unauthenticated");
                assertThat(answer.values("WWW-Authenticate"))
                        .containsExactly("ApiKey realm=\"weir\"", "Token realm=\"weir\"");
                assertThat(backend.requests()).isEmpty();
                return;
            }
            String seen = seen(backend);
            assertThat(seen).doesNotContain("secret").doesNotContain("root").doesNotContain("X-Mail");
            assertThat(seen).contains("X-Consumer-Name: acme\r\n");
            assertThat(seen).contains("X-Consumer-Groups: gold, eu\r\n");
            assertThat(seen).contains("X-Consumer-Plan: large\r\n").contains("X-User: acme/large\r\n");
            assertThat(seen.contains("Cookie: a=b; c=d\r\n")).isEqualTo(field.startsWith("Cookie"));
        }
    }

    @Test
    void nobodyTellsABackendWhoCallsOnARouteThatDoesNotAsk() {
        try (TestBackend backend = TestBackend.saying("ok");
                TestGateway gateway =
                        TestGateway.start(Documents.to(backend).more(POLICIES).toString());
                WireClient client = gateway.client()) {
            String fields = "X-Consumer-Name: root\r\nx_consumer_plan: root\r\nX-User: root\r\nX-Mail: root\r\n";
            assertThat(client.get("/", fields).status()).isEqualTo(200);
            assertThat(seen(backend)).doesNotContain("root");
        }
    }

    @ParameterizedTest(name = "{0} {1}: {2}")
    @CsvSource(
            delimiter = '|',
            value = {
                "/a           | X-Api-Key: secret+1                                 | X-Api-Key: secret+1 | a good one goes on",
                "/a           | Cookie: a=b; key=secret+1                           | key=secret+1        | in a cookie, too",
                "/a?key=wrong | X-Api-Key: secret+1                                 | X-Api-Key: secret+1 | without one that nobody looked at",
                "/a           | X-Api-Key: wrong~Cookie: key=secret+1               | key=secret+1        | without one that is wrong",
                "/a           | X-Api-Key: secret+1~x-api-key: wrong                | 401                 | two of which backends may read the other",
                "/a           | Cookie: key=secret+1; key=wrong                     | 401                 | two in one field",
                "/a           | Cookie: key=secret+1~Cookie: key=wrong              | 401                 | two in two fields",
                "/a?key=secret%2B1&k%65y=wrong | X-A: b                             | 401                 | two in the query",
                "/a           | Authorization: Token secret+1~Authorization: B wrong | 401                | one beside something else",
            })
    void backendsGetNoCredentialThatNobodyVouchedForWhereTheyGetCredentials(
            String target, String fields, String expected, String reason) {
        String policies = POLICIES.replace("any-of:", "forward-credentials: true\n      any-of:");
        try (TestBackend backend = TestBackend.saying("ok");
                TestGateway gateway = TestGateway.start(Documents.to(backend)
                        .route("policies: [in]")
                        .more(policies)
                        .toString());
                WireClient client = gateway.client()) {
            WireMessage answer = client.get(target, fields.replace("~", "\r\n") + "\r\n");
            if (expected.equals("401")) {
                assertThat(answer.status()).as(reason).isEqualTo(401);
                assertThat(backend.requests()).isEmpty();
            } else {
                assertThat(answer.status()).as(reason).isEqualTo(200);
                assertThat(seen(backend)).as(reason).contains(expected).doesNotContain("wrong");
            }
        }
    }

    private static final String BASIC =
            """
            policies:
              - { name: in, authenticate: { any-of: [{ basic: { realm: office } }, { api-key: { header: X-Api-Key } }] } }
            consumers:
              - name: acme
                api-keys: [{ sha256: %s }]
                basic: { password: "$pbkdf2-sha256$i=4096$c2FsdHNhbHQ$ZiMD/VuDIBLM8rT9ZlFkcm8vO44PH2jtvpsH6s4pwvU" }
              - name: beta
                basic: { username: Bob, password: "$argon2id$v=19$m=256,t=2,p=1$c29tZXNhbHQ$nf65EOgLrQMR/uIPnA4rEsF5h7TKyQwu9U1bMCHGi/4" }
            """
                    .formatted(Hashes.sha256("secret"));

    @ParameterizedTest(name = "{0}")
    @CsvSource({"X-Consumer-Name: acme", "x_consumer-groups: gold", "X-User: acme", "X_Api_Key: x", "X-Api-Key: x"})
    void nobodyTellsABackendBehindTheBodyWhoCalls(String trailer) {
        try (TestBackend backend = TestBackend.saying("ok");
                TestGateway gateway = gateway(backend)) {
            String body = "Transfer-Encoding: chunked\r\n\r\n2\r\nhi\r\n0\r\n" + trailer + "\r\n\r\n";
            try (WireClient client = gateway.client()) {
                client.send("POST / HTTP/1.1\r\nHost: x\r\nX-Api-Key: secret+1\r\n" + body);
                boolean harmless = trailer.startsWith("X_Api");
                assertThat(client.answer().status()).isEqualTo(harmless ? 200 : 400);
                assertThat(backend.requests()).hasSize(harmless ? 1 : 0);
            }
        }
    }

    @ParameterizedTest(name = "{0}: {2}")
    @CsvSource(
            delimiter = '|',
            nullValues = "nobody",
            value = {
                "acme:password  | acme   | a password",
                "Bob:password   | beta   | a user with a name of its own",
                "beta:password  | nobody | which then is the only one",
                "acme:passwort  | nobody | a wrong password",
                "root:password  | nobody | a user that is not there",
                "acme:          | nobody | an empty password",
                ":password      | nobody | an empty name",
                "acme           | nobody | no password",
            })
    void usersAreKnownByTheirPasswords(String credentials, String consumer, String reason) {
        try (TestBackend backend = TestBackend.saying("ok");
                TestGateway gateway = TestGateway.start(Documents.to(backend)
                        .route("policies: [in]")
                        .more(BASIC)
                        .toString());
                WireClient client = gateway.client()) {
            String field = "Authorization: Basic "
                    + Base64.getEncoder().encodeToString(credentials.getBytes(StandardCharsets.UTF_8)) + "\r\n";
            for (int i = 0; i < 2; i++) {
                WireMessage answer = client.get("/", field);
                assertThat(answer.status()).as(reason).isEqualTo(consumer == null ? 401 : 200);
                if (consumer == null) {
                    assertThat(answer.values("WWW-Authenticate"))
                            .containsExactly("Basic realm=\"office\", charset=\"UTF-8\"", "ApiKey realm=\"weir\"");
                }
            }
            if (consumer != null) {
                assertThat(seen(backend))
                        .contains("X-Consumer-Name: " + consumer)
                        .doesNotContain("Authorization");
            }
        }
    }

    @Test
    void aPasswordIsTakenOutAlsoWhereAnotherCredentialCounts() {
        String keyFirst = BASIC.replace(
                "{ basic: { realm: office } }, { api-key: { header: X-Api-Key } }",
                "{ api-key: { header: X-Api-Key } }, { basic: {} }");
        try (TestBackend backend = TestBackend.saying("ok");
                TestGateway gateway = TestGateway.start(Documents.to(backend)
                        .route("policies: [in]")
                        .more(keyFirst)
                        .toString());
                WireClient client = gateway.client()) {
            assertThat(client.get("/", "X-Api-Key: secret\r\nAuthorization: Basic YTpi\r\n")
                            .status())
                    .isEqualTo(200);
            assertThat(seen(backend)).doesNotContain("Authorization").doesNotContain("secret");
        }
    }

    @ParameterizedTest(name = "{0}: {2}")
    @CsvSource(
            delimiter = '|',
            value = {
                "X-Api-Key: secret               | 401 | one of two",
                "Authorization: Basic YWNtZTpwYXNzd29yZA== | 401 | the other",
                "X-Api-Key: secret;Authorization: Basic YWNtZTpwYXNzd29yZA== | 200 | both",
                "X-Api-Key: secret;Authorization: Basic YWNtZTpwYXNzd29yZQ== | 401 | one of them wrong",
            })
    void allAreNeededWhereAllAreAskedFor(String fields, int status, String reason) {
        String all = BASIC.replace("any-of", "all-of");
        try (TestBackend backend = TestBackend.saying("ok");
                TestGateway gateway = TestGateway.start(
                        Documents.to(backend).route("policies: [in]").more(all).toString());
                WireClient client = gateway.client()) {
            WireMessage answer = client.get("/", fields.replace(";", "\r\n") + "\r\n");
            assertThat(answer.status()).as(reason).isEqualTo(status);
        }
    }

    @ParameterizedTest(name = "{0}: {2}")
    @CsvSource(
            delimiter = '|',
            value = {
                "X-Api-Key: secret | acme   | who has a key is known by it",
                "X-A: b            | guest  | who has none is let in",
                "X-Api-Key: wrong  | nobody | who has a wrong one is not",
            })
    void somebodyAnonymousIsLetInWhereThatIsSaid(String field, String consumer, String reason) {
        String open = BASIC.replace(
                        "{ basic: { realm: office } }, { api-key: { header: X-Api-Key } }",
                        "{ api-key: { header: X-Api-Key } }, { anonymous: { consumer: guest } }")
                + "  - { name: guest }\n";
        try (TestBackend backend = TestBackend.saying("ok");
                TestGateway gateway = TestGateway.start(
                        Documents.to(backend).route("policies: [in]").more(open).toString());
                WireClient client = gateway.client()) {
            boolean in = !consumer.equals("nobody");
            assertThat(client.get("/", field + "\r\n").status()).as(reason).isEqualTo(in ? 200 : 401);
            if (in) {
                assertThat(seen(backend)).contains("X-Consumer-Name: " + consumer);
            }
        }
    }

    private static String seen(TestBackend backend) {
        WireMessage request = backend.requests().get(0);
        return request.start() + "\r\n" + String.join("\r\n", request.fields()) + "\r\n";
    }

    private static TestGateway gateway(TestBackend backend) {
        return TestGateway.start(
                Documents.to(backend).route("policies: [in]").more(POLICIES).toString());
    }
}
