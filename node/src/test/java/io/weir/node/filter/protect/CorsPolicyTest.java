package io.weir.node.filter.protect;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.node.testkit.Documents;
import io.weir.node.testkit.Hashes;
import io.weir.node.testkit.NoLeaks;
import io.weir.node.testkit.TestBackend;
import io.weir.node.testkit.TestGateway;
import io.weir.node.testkit.WireClient;
import io.weir.node.testkit.WireMessage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Pages of other origins, as their browsers ask on their behalf. */
@ExtendWith(NoLeaks.class)
final class CorsPolicyTest {
    private static final String APP = "https://app.example.com";
    private static final String LISTED = "{ origins: [\"" + APP + "\", \"https://*.shop.example.com\"] }";

    private static String document(TestBackend backend, String cors) {
        return Documents.to(backend)
                .more(
                        """
                  - { name: open, match: { path: /open }, policies: [pages], to: backend }
                  - { name: new, match: { path: /items, methods: [POST] }, policies: [pages], to: backend }
                  - { name: key, match: { path: /key }, policies: [signed-in, pages], to: backend }
                  - { name: old, match: { path: /old }, policies: [https, pages], to: backend }
                policies:
                  - { name: pages, cors: %s }
                  - { name: signed-in, authenticate: { any-of: [{ api-key: { header: X-Api-Key } }] } }
                  - { name: https, https-redirect: {} }
                consumers: [{ name: a, api-keys: [{ sha256: %s }] }]
                """
                                .formatted(cors, Hashes.sha256("good")))
                .toString();
    }

    private static WireMessage preflight(WireClient client, String path, String origin, String method, String more) {
        return client.send("OPTIONS " + path + " HTTP/1.1\r\nHost: api.example.com\r\nOrigin: " + origin
                        + "\r\nAccess-Control-Request-Method: " + method + "\r\n" + more + "\r\n")
                .answer();
    }

    @ParameterizedTest(name = "{0} for {1} {2}: {3}, {4}")
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
            https://app.example.com          | GET    |                  | 204 | | it is listed
            https://a.shop.example.com       | POST   |                  | 204 | | one label is open
            https://b.a.shop.example.com     | POST   |                  | 403 | The origin is not among those of the policy | two are not
            https://shop.example.com         | POST   |                  | 403 | The origin is not among those of the policy | nor none
            https://app.example.com.evil.org | GET    |                  | 403 | The origin is not among those of the policy | what only begins like one
            https://evilapp.example.com      | GET    |                  | 403 | The origin is not among those of the policy | what only ends like one
            http://app.example.com           | GET    |                  | 403 | The origin is not among those of the policy | another scheme
            https://app.example.com:8443     | GET    |                  | 403 | The origin is not among those of the policy | another port
            HTTPS://APP.EXAMPLE.COM          | GET    |                  | 403 | The origin is not among those of the policy | no browser writes it so
            null                             | GET    |                  | 403 | The origin is not among those of the policy | null is not listed
            https://app.example.com          | PUT    |                  | 403 | The method is not among those of the policy | not by default
            https://app.example.com          | post   |                  | 403 | The method is not among those of the policy | methods are in capitals
            https://app.example.com          | POST   | content-type     | 403 | A field that is announced is not among those of the policy | none by default
            """)
    void aPreflightIsAnsweredWithoutABackend(
            String origin, String method, String headers, int status, String detail, String reason) {
        try (TestBackend backend = TestBackend.saying("never");
                TestGateway gateway = TestGateway.single(document(backend, LISTED));
                WireClient client = gateway.client()) {
            String announced = headers == null ? "" : "Access-Control-Request-Headers: " + headers + "\r\n";
            WireMessage answer = preflight(client, "/open", origin, method, announced);
            assertThat(answer.status()).as(reason).isEqualTo(status);
            assertThat(answer.values("vary"))
                    .containsExactly("Origin, Access-Control-Request-Method, Access-Control-Request-Headers");
            if (status == 204) {
                assertThat(answer.values("access-control-allow-origin")).containsExactly(origin);
                assertThat(answer.values("access-control-allow-methods")).containsExactly("GET, HEAD, POST");
                assertThat(answer.values("access-control-allow-headers")).isEmpty();
                assertThat(answer.values("access-control-max-age")).containsExactly("600");
            } else {
                assertThat(answer.problem()).isEqualTo("preflight-refused");
                assertThat(answer.body()).contains(detail);
                assertThat(answer.values("access-control-allow-origin")).isEmpty();
            }
            assertThat(backend.accepted()).isZero();
        }
    }

    @ParameterizedTest(name = "{0} with {1}: {2}")
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
            methods: [PUT], headers: [X-A, Content-Type] | PUT  | content-type,x-a     | 204 | PUT   | X-A, Content-Type    | in any case and order
            methods: [PUT], headers: [X-A]               | PUT  | ' x-a , , '          | 204 | PUT   | X-A                  | empty elements of a list mean nothing
            methods: [PUT], headers: [X-A]               | PUT  | x-a, x-b             | 403 |       |                      | all have to be there
            methods: "*", headers: "*"                   | PURGE| authorization, x-b   | 204 | PURGE | authorization, x-b   | * does not mean authorization to browsers
            methods: "*", headers: "*"                   | A B  | x                    | 403 |       |                      | no method
            methods: "*", headers: "*"                   | GET  | 'x, a b'             | 403 |       |                      | no field
            methods: "*", headers: "*"                   | GET  | 'x;y'                | 403 |       |                      | nor this
            """)
    void whatIsAnnouncedHasToBeListed(
            String policy, String method, String headers, int status, String methods, String fields, String reason) {
        String cors = "{ origins: [\"" + APP + "\"], " + policy + " }";
        try (TestBackend backend = TestBackend.saying("never");
                TestGateway gateway = TestGateway.single(document(backend, cors));
                WireClient client = gateway.client()) {
            WireMessage answer =
                    preflight(client, "/open", APP, method, "Access-Control-Request-Headers: " + headers + "\r\n");
            assertThat(answer.status()).as(reason).isEqualTo(status);
            assertThat(answer.field("access-control-allow-methods").orElse(null))
                    .isEqualTo(methods);
            assertThat(answer.field("access-control-allow-headers").orElse(null))
                    .isEqualTo(fields);
        }
    }

    @Test
    void aPreflightFindsTheRouteOfTheRequestThatItAnnounces() {
        try (TestBackend backend = TestBackend.saying("backend");
                TestGateway gateway = TestGateway.single(document(backend, LISTED));
                WireClient client = gateway.client()) {
            assertThat(preflight(client, "/items", APP, "POST", "").status())
                    .as("the route for POST, not the one for everything")
                    .isEqualTo(204);
            assertThat(backend.accepted()).isZero();
            assertThat(preflight(client, "/items", APP, "PUT", "").body())
                    .as("PUT goes to another route, whose backend sees to CORS itself")
                    .isEqualTo("backend");
            assertThat(backend.request().method()).isEqualTo("OPTIONS");
            assertThat(client.send("OPTIONS /items HTTP/1.1\r\nHost: a\r\nOrigin: " + APP + "\r\n\r\n")
                            .answer()
                            .body())
                    .as("no preflight")
                    .isEqualTo("backend");
        }
    }

    @Test
    void aPreflightHasNoCredentialsAndNeedsNone() {
        String cors = "{ origins: [\"" + APP + "\"], headers: [X-Api-Key], credentials: true, private-network: true }";
        try (TestBackend backend = TestBackend.saying("hello");
                TestGateway gateway = TestGateway.single(document(backend, cors));
                WireClient client = gateway.client()) {
            WireMessage answer = preflight(
                    client,
                    "/key",
                    APP,
                    "GET",
                    "Access-Control-Request-Headers: x-api-key\r\nAccess-Control-Request-Private-Network: true\r\n");
            assertThat(answer.status()).isEqualTo(204);
            assertThat(answer.values("www-authenticate")).isEmpty();
            assertThat(answer.values("access-control-allow-credentials")).containsExactly("true");
            assertThat(answer.values("access-control-allow-private-network")).containsExactly("true");

            WireMessage refused = client.get("/key", "Origin: " + APP + "\r\n");
            assertThat(refused.status()).as("the request itself needs some").isEqualTo(401);
            assertThat(refused.values("access-control-allow-origin"))
                    .as("the page can read why")
                    .containsExactly(APP);
            assertThat(refused.values("access-control-allow-credentials")).containsExactly("true");
            assertThat(refused.values("vary")).containsExactly("Origin");
            assertThat(client.get("/key", "X-Api-Key: good\r\nOrigin: " + APP + "\r\n")
                            .body())
                    .isEqualTo("hello");
        }
    }

    @ParameterizedTest(name = "{0} on {1}")
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
            Origin: https://app.example.com  | /open | 200 | https://app.example.com | listed
            Origin: https://x.shop.example.com | /open | 200 | https://x.shop.example.com | by its pattern
            Origin: https://evil.org         | /open | 200 |                         | CORS is no access control: browsers refuse to show it
            Origin: null                     | /open | 200 |                         | not listed
            X-Nothing: 1                     | /open | 200 |                         | no page, but what caches keep depends on it
            Origin: https://app.example.com  | /old  | 308 | https://app.example.com | redirects are answers, too
            """)
    void answersSayWhoMayReadThem(String field, String path, int status, String allowed, String reason) {
        String answered = WireMessage.lines(
                "HTTP/1.1 200 OK",
                "Access-Control-Allow-Origin: *",
                "Vary: Accept",
                "Access-Control-Allow-Credentials: true",
                "Access-Control-Expose-Headers: X",
                "Content-Length: 0",
                "");
        try (TestBackend backend = TestBackend.answering(request -> answered);
                TestGateway gateway = TestGateway.single(document(backend, LISTED));
                WireClient client = gateway.client()) {
            WireMessage answer = client.get(path, field + "\r\n");
            assertThat(answer.status()).isEqualTo(status);
            assertThat(answer.field("access-control-allow-origin").orElse(null))
                    .as(reason)
                    .isEqualTo(allowed);
            assertThat(answer.values("vary")).contains("Origin");
            assertThat(answer.values("access-control-allow-credentials"))
                    .as("not what the backend says")
                    .isEmpty();
            assertThat(answer.values("access-control-expose-headers")).isEmpty();
        }
    }

    @Test
    void whereEverybodyMayReadNothingDependsOnTheOrigin() {
        try (TestBackend backend = TestBackend.saying("hello");
                TestGateway gateway =
                        TestGateway.single(document(backend, "{ origins: \"*\", expose: [X-Request-Id, Link] }"));
                WireClient client = gateway.client()) {
            for (String field : new String[] {"Origin: https://evil.org\r\n", "Origin: null\r\n", ""}) {
                WireMessage answer = client.get("/open", field);
                assertThat(answer.values("access-control-allow-origin")).containsExactly("*");
                assertThat(answer.values("access-control-expose-headers")).containsExactly("X-Request-Id, Link");
                assertThat(answer.values("vary")).isEmpty();
            }
        }
    }

    @ParameterizedTest(name = "{0}, {1}: {2}")
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
            header:X-Version | x-version | the first version speaks for all
            media-type       | accept    | the first version speaks for all
            """)
    void aPreflightFindsAnApiWhoseVersionsAreNamedInAField(String by, String field, String reason) {
        try (TestBackend backend = TestBackend.saying("v2");
                TestGateway gateway = TestGateway.single(Documents.to(backend)
                        .more(
                                """
                        apis:
                          - name: orders
                            path: /orders
                            policies: [pages]
                            versioning: { by: "%s" }
                            versions: [{ name: v1, to: backend }, { name: v2, to: backend }]
                        policies: [{ name: pages, cors: { origins: ["%s"], headers: [%s] } }]
                        """
                                        .formatted(by, APP, field))
                        .toString());
                WireClient client = gateway.client()) {
            String announced = "Access-Control-Request-Headers: " + field + "\r\n";
            assertThat(preflight(client, "/orders/1", APP, "GET", announced).status())
                    .as(reason)
                    .isEqualTo(204);
            String value = by.startsWith("header") ? "v2" : "application/vnd.a.v2+json";
            WireMessage answer = client.get("/orders/1", field + ": " + value + "\r\nOrigin: " + APP + "\r\n");
            assertThat(answer.body()).isEqualTo("v2");
            String unknown = by.startsWith("header") ? "v9" : "application/vnd.a.v9+json";
            WireMessage refused = client.get("/orders/1", field + ": " + unknown + "\r\nOrigin: " + APP + "\r\n");
            assertThat(refused.problem()).isEqualTo("unknown-version");
            assertThat(refused.values("access-control-allow-origin")).containsExactly(APP);
            assertThat(answer.values("access-control-allow-origin")).containsExactly(APP);
        }
    }

    @Test
    void twoOriginsAreNone() {
        try (TestBackend backend = TestBackend.saying("hello");
                TestGateway gateway = TestGateway.single(document(backend, LISTED));
                WireClient client = gateway.client()) {
            WireMessage answer = client.get("/open", "Origin: " + APP + "\r\nOrigin: https://evil.org\r\n");
            assertThat(answer.values("access-control-allow-origin")).isEmpty();
            WireMessage refused = preflight(client, "/open", APP, "GET", "Origin: https://evil.org\r\n");
            assertThat(refused.problem()).isEqualTo("preflight-refused");
        }
    }

    @Test
    void nullIsAllowedWhereItIsListed() {
        try (TestBackend backend = TestBackend.saying("hello");
                TestGateway gateway = TestGateway.single(document(backend, "{ origins: [\"null\"] }"));
                WireClient client = gateway.client()) {
            assertThat(client.get("/open", "Origin: null\r\n").values("access-control-allow-origin"))
                    .containsExactly("null");
        }
    }

    @Test
    void anErrorOfTheGatewayCanBeReadByThePage() {
        try (TestBackend backend = TestBackend.saying("never");
                TestGateway gateway = TestGateway.single(document(backend, LISTED))) {
            backend.stopListening();
            try (WireClient client = gateway.client()) {
                WireMessage answer = client.get("/open", "Origin: " + APP + "\r\n");
                assertThat(answer.problem()).isEqualTo("connect-failed");
                assertThat(answer.values("access-control-allow-origin")).containsExactly(APP);
            }
        }
    }
}
