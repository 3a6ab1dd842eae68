package io.weir.node.filter.protect;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.node.testkit.Documents;
import io.weir.node.testkit.NoLeaks;
import io.weir.node.testkit.TestBackend;
import io.weir.node.testkit.TestGateway;
import io.weir.node.testkit.WireClient;
import io.weir.node.testkit.WireMessage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What changes something, on a listener in plain text behind a proxy that says whether its clients came over TLS. */
@ExtendWith(NoLeaks.class)
final class CsrfPolicyTest {
    private static String document(TestBackend backend, String csrf) {
        return Documents.to(backend)
                .listener("trusted: [127.0.0.1]")
                .route("policies: [own, pages]")
                .more("policies: [{ name: own, csrf: %s }, { name: pages, cors: { origins: \"*\" } }]".formatted(csrf))
                .toString();
    }

    private static WireMessage post(WireClient client, String fields) {
        return client.send("POST /x HTTP/1.1\r\nHost: shop.example.com\r\nContent-Length: 2\r\n" + fields + "\r\nhi")
                .answer();
    }

    @ParameterizedTest(name = "{0} over {1}: {2}, {3}")
    @CsvSource({
        "Sec-Fetch-Site: same-origin    , https, 200, the browser says that it is the own page",
        "Sec-Fetch-Site: cross-site     , https, 403, or that it is not",
        "Origin: https://shop.example.com, https, 200, the own origin",
        "Origin: http://shop.example.com, https, 403, not over TLS",
        "Origin: http://shop.example.com, http , 200, as the client came",
        "Origin: https://evil.org       , https, 403, another page",
        "X-Nothing: 1                   , https, 200, no browser"
    })
    void whatPagesOfOtherOriginsSendIsRefused(String field, String proto, int status, String reason) {
        try (TestBackend backend = TestBackend.saying("done");
                TestGateway gateway = TestGateway.single(document(backend, "{}"));
                WireClient client = gateway.client()) {
            WireMessage answer = post(client, field + "\r\nX-Forwarded-Proto: " + proto + "\r\n");
            assertThat(answer.status()).as(reason).isEqualTo(status);
            assertThat(answer.problem()).isEqualTo(status == 403 ? "cross-origin" : "");
            assertThat(answer.values("access-control-allow-origin"))
                    .as("CORS lets pages read why")
                    .containsExactly("*");
            assertThat(backend.accepted()).isEqualTo(status == 200 ? 1 : 0);
            assertThat(client.get("/x", field + "\r\n").status())
                    .as("a safe method, on the same connection")
                    .isEqualTo(200);
        }
    }

    @Test
    void whoSaysNothingIsRefusedWhereSomethingIsRequired() {
        try (TestBackend backend = TestBackend.saying("done");
                TestGateway gateway = TestGateway.single(
                        document(backend, "{ origins: [\"https://*.example.com\"], require: true }"));
                WireClient client = gateway.client()) {
            WireMessage refused = post(client, "");
            assertThat(refused.problem()).isEqualTo("cross-origin");
            assertThat(refused.body()).contains("Nothing says which page");
            assertThat(post(client, "Sec-Fetch-Site: same-site\r\nOrigin: https://app.example.com\r\n")
                            .body())
                    .isEqualTo("done");
        }
    }
}
