package io.weir.node.dataplane;

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

/** {@code defaults: { authorize: deny }}: what nobody has said who may use, nobody may. */
@ExtendWith(NoLeaks.class)
final class DenyByDefaultTest {
    private static final String RESOURCES =
            """
              - { name: signed-in, match: { path: /signed-in }, policies: [in], to: backend }
              - { name: anybody-in, match: { path: /anybody-in }, policies: [in, known], to: backend }
              - { name: open, match: { path: /open }, policies: [public], to: backend }
              - { name: said, match: { path: /said }, respond: { status: 200, body: hello } }
              - { name: moved, match: { path: /moved }, redirect: { status: 308, location: /new } }
              - { name: both, match: { path: /both }, policies: [in, public], to: backend }
            policies:
              - { name: in, authenticate: { any-of: [{ api-key: { header: X-Api-Key } }] } }
              - { name: known, authorize: { authenticated: true } }
              - { name: public, authorize: { anyone: true } }
            apis:
              - name: orders
                path: /orders
                policies: [in]
                versions: [{ name: v1, to: backend, policies: [known] }, { name: v2, to: backend }]
              - name: stock
                path: /stock
                policies: [public]
                versions: [{ name: v1, to: backend }]
            consumers: [{ name: acme, api-keys: [{ sha256: %s }] }]
            """
                    .formatted(Hashes.sha256("key"));

    private static String document(TestBackend backend, String defaults) {
        return Documents.to(backend).more(RESOURCES + defaults).toString();
    }

    @ParameterizedTest(name = "{0} with {1}: {2}, or {3} without the default; {4}")
    @CsvSource(
            delimiter = '|',
            value = {
                "/anything   | -   | 403 | 200 | no rule at all",
                "/signed-in  | key | 403 | 200 | who it is was asked, but not who may",
                "/signed-in  | -   | 403 | 401 | nor would a credential help",
                "/anybody-in | key | 200 | 200 | whoever is known",
                "/anybody-in | -   | 401 | 401 | whoever is known",
                "/open       | -   | 200 | 200 | public on purpose",
                "/both       | -   | 401 | 401 | public for those who are known",
                "/both       | key | 200 | 200 | public for those who are known",
                "/said       | -   | 403 | 200 | also what the gateway says itself",
                "/moved      | -   | 403 | 308 | also where it leads",
                "/orders/v1  | key | 200 | 200 | a version's rule",
                "/orders/v2  | key | 403 | 200 | a version without one",
                "/stock/v1   | -   | 200 | 200 | an api's rule",
            })
    void whereNoRuleSaysWhoMayNobodyMay(String path, String key, int denying, int allowing, String reason) {
        try (TestBackend backend = TestBackend.saying("ok");
                TestGateway gateway = TestGateway.single(document(backend, "defaults: { authorize: deny }"));
                WireClient client = gateway.client()) {
            String field = key.equals("-") ? "" : "X-Api-Key: " + key + "\r\n";
            WireMessage answer = client.get(path, field);
            assertThat(answer.status()).as(reason).isEqualTo(denying);
            if (denying == 403) {
                assertThat(answer.problem()).isEqualTo("forbidden");
                assertThat(answer.body()).contains("No rule says who may");
                assertThat(backend.requests()).isEmpty();
            }
            gateway.change(document(backend, ""));
            assertThat(client.get(path, field).status()).as(reason).isEqualTo(allowing);
        }
    }

    @Test
    void whatIsNowhereIsStillNotFound() {
        try (TestGateway gateway = TestGateway.single(
                        """
                        weir: 1
                        defaults: { authorize: deny }
                        listeners: [{ name: public, address: "127.0.0.1:0" }]
                        """);
                WireClient client = gateway.client()) {
            assertThat(client.get("/").problem()).isEqualTo("no-route");
        }
    }
}
