package io.weir.node.dataplane;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.node.testkit.Documents;
import io.weir.node.testkit.Hashes;
import io.weir.node.testkit.NoLeaks;
import io.weir.node.testkit.TestBackend;
import io.weir.node.testkit.TestGateway;
import io.weir.node.testkit.WireClient;
import io.weir.node.testkit.WireMessage;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Who may do what: by route, api, version and method. */
@ExtendWith(NoLeaks.class)
final class AuthorizationOnTheWireTest {
    private static final String DOCUMENT =
            """
              - { name: groups, match: { path: /groups }, policies: [in, gold], to: backend }
              - { name: writers, match: { path: /writers }, policies: [in, writers], to: backend }
              - { name: methods, match: { path: /methods }, policies: [maybe, readers], to: backend }
              - { name: not, match: { path: /not }, policies: [maybe, all-but-iron], to: backend }
              - { name: both, match: { path: /both }, policies: [in, writers, staff], to: backend }
              - { name: reading, match: { path: /split, methods: [GET] }, to: backend }
              - { name: writing, match: { path: /split, methods: [POST] }, policies: [in, staff], to: backend }
              - { name: cel, match: { path: "/cel/**" }, policies: [maybe, tenants], to: backend }
            policies:
              - name: tenants
                authorize:
                  cel: >-
                    request.path.startsWith("/cel/open") && request.headers["x-tenant"] == "eu"
                    || "staff" in consumer.groups && !("x-consumer-name" in request.headers)
              - { name: in, authenticate: { any-of: [{ api-key: { header: X-Api-Key } }] } }
              - { name: maybe, authenticate: { any-of: [{ api-key: { header: X-Api-Key } }, { anonymous: {} }] } }
              - { name: gold, authorize: { groups: [gold] } }
              - { name: writers, authorize: { all-of: [{ group: gold }, { scope: "orders:write" }] } }
              - { name: staff, authorize: { group: staff } }
              - name: readers
                authorize: { any-of: [{ method: GET }, { group: staff }, { all-of: [{ method: [POST] }, { scope: "orders:write" }] }] }
              - { name: all-but-iron, authorize: { not: { group: iron } } }
            apis:
              - name: orders
                path: /orders
                policies: [in, gold]
                versions:
                  - { name: v1, to: backend }
                  - { name: v2, to: backend, policies: [staff] }
            consumers:
              - name: acme
                groups: [gold]
                api-keys: [{ sha256: %s, scopes: ["orders:read", "orders:write"] }, { sha256: %s }]
              - { name: boss, groups: [gold, staff], api-keys: [{ sha256: %s }] }
              - { name: last, groups: [iron], api-keys: [{ sha256: %s }] }
            """
                    .formatted(
                            Hashes.sha256("acme-writes"),
                            Hashes.sha256("acme-reads"),
                            Hashes.sha256("boss"),
                            Hashes.sha256("last"));

    @ParameterizedTest(name = "{0} {1} with {2}: {3}, {4}")
    @CsvSource(
            delimiter = '|',
            value = {
                "GET  | /groups    | acme-reads  | 200 | by route: in the group, in the short form",
                "GET  | /groups    | last        | 403 | known, but in another group",
                "GET  | /groups    | nobody      | 401 | not known",
                "GET  | /writers   | acme-writes | 200 | the key has the scope",
                "GET  | /writers   | acme-reads  | 403 | another key of the same consumer has not",
                "GET  | /writers   | boss        | 403 | nor has this one",
                "GET  | /orders/v1 | acme-reads  | 200 | by api",
                "GET  | /orders/v1 | last        | 403 | by api",
                "GET  | /orders/v2 | acme-reads  | 403 | by version, beside what the api asks for",
                "GET  | /orders/v2 | boss        | 200 | by version, both hold",
                "GET  | /both      | boss        | 403 | of two rules both must hold",
                "GET  | /methods   | -           | 200 | by method within a rule: anybody reads",
                "HEAD | /methods   | -           | 200 | as do those who ask for the head alone",
                "POST | /methods   | -           | 401 | a credential might help",
                "POST | /methods   | acme-reads  | 403 | this one does not",
                "POST | /methods   | acme-writes | 200 | this one does",
                "PUT  | /methods   | acme-writes | 403 | not for this method",
                "PUT  | /methods   | boss        | 200 | staff may do anything",
                "GET  | /cel/open  | -           | 200 | by expression: about the request alone",
                "GET  | /cel/x     | -           | 401 | by expression: a credential might help",
                "GET  | /cel/x     | acme-reads  | 403 | by expression: this one does not",
                "GET  | /cel/x     | boss        | 200 | by expression: this one does; what clients say of themselves is not seen",
                "GET  | /split     | -           | 200 | by method through the route",
                "POST | /split     | -           | 401 | by method through the route",
                "POST | /split     | acme-writes | 403 | by method through the route",
                "POST | /split     | boss        | 200 | by method through the route",
                "GET  | /not       | acme-reads  | 200 | not in the group",
                "GET  | /not       | last        | 403 | in the group",
                "GET  | /not       | -           | 401 | without a credential it is not known",
            })
    void whoMayDoWhat(String method, String path, String key, int status, String reason) {
        try (TestBackend backend = TestBackend.saying("ok");
                TestGateway gateway =
                        TestGateway.single(Documents.to(backend).more(DOCUMENT).toString());
                WireClient client = gateway.client()) {
            String own = "X-Tenant: eu\r\nX-Consumer-Name: root\r\nX_Consumer_Name: root\r\n";
            String field = own + (key.equals("-") ? "" : "X-Api-Key: " + key + "\r\n");
            String length = method.startsWith("P") ? "Content-Length: 0\r\n" : "";
            client.send(method + " " + path + " HTTP/1.1\r\nHost: a\r\n" + field + length + "\r\n");
            WireMessage answer = method.equals("HEAD") ? client.answerToHead() : client.answer();
            assertThat(answer.status()).as(reason).isEqualTo(status);
            assertThat(backend.requests()).hasSize(status == 200 ? 1 : 0);
            if (status != 200) {
                assertThat(answer.problem()).isEqualTo(status == 401 ? "unauthenticated" : "forbidden");
                assertThat(answer.field("WWW-Authenticate").isPresent()).isEqualTo(status == 401);
            }
        }
    }
}
