package io.weir.node.filter.protect;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.node.testkit.Documents;
import io.weir.node.testkit.NoLeaks;
import io.weir.node.testkit.TestBackend;
import io.weir.node.testkit.TestGateway;
import io.weir.node.testkit.WireClient;
import io.weir.node.testkit.WireMessage;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A backend that says a few things itself, and some that nobody needs to know. */
@ExtendWith(NoLeaks.class)
final class SecurityHeadersPolicyTest {
    private static final String ANSWER = WireMessage.lines(
            "HTTP/1.1 200 OK",
            "Server: Apache/2.2.1",
            "X-Powered-By: PHP/5.3",
            "x-frame-options: ALLOWALL",
            "Content-Security-Policy: default-src *",
            "Referrer-Policy: unsafe-url",
            "X-Runtime: 1",
            "Content-Length: 0",
            "");

    private static String document(TestBackend backend, String policy) {
        return Documents.to(backend)
                .route("policies: [careful]")
                .more(
                        """
                  - { name: fixed, match: { path: /fixed }, policies: [careful], respond: { body: ok } }
                  - { name: closed, match: { path: /closed }, policies: [careful, nobody], respond: { body: ok } }
                  - { name: own, match: { path: /own }, policies: [careful, said], to: backend }
                policies:
                  - { name: careful, security-headers: %s }
                  - { name: nobody, address: { deny: ["0.0.0.0/0"] } }
                  - { name: said, headers: { response: { set: { referrer-policy: origin }, remove: [X-Frame-Options] } } }
                """
                                .formatted(policy))
                .toString();
    }

    private static WireMessage get(String policy, String path) {
        try (TestBackend backend = TestBackend.answering(request -> ANSWER);
                TestGateway gateway = TestGateway.single(document(backend, policy));
                WireClient client = gateway.client()) {
            return client.get(path);
        }
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({"/     , of a backend", "/fixed, of the gateway", "/closed, a refusal of the gateway"})
    void everyAnswerIsCareful(String path, String reason) {
        WireMessage answer = get("{}", path);
        assertThat(answer.values("x-content-type-options")).as(reason).containsExactly("nosniff");
        assertThat(answer.values("x-frame-options")).containsExactly("DENY");
        assertThat(answer.values("content-security-policy")).contains("frame-ancestors 'none'");
        assertThat(answer.values("referrer-policy")).containsExactly("strict-origin-when-cross-origin");
        assertThat(answer.values("permissions-policy")).containsExactly("camera=(), geolocation=(), microphone=()");
        assertThat(answer.values("cross-origin-opener-policy")).containsExactly("same-origin");
        assertThat(answer.values("cross-origin-resource-policy")).containsExactly("same-origin");
        assertThat(answer.values("cross-origin-embedder-policy")).isEmpty();
        assertThat(answer.values("server")).isEmpty();
        assertThat(answer.values("x-powered-by")).isEmpty();
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
            {}                                             | content-security-policy | default-src *; frame-ancestors 'none' | the backend's own stays beside: browsers hold to both
            { content-security-policy: "img-src x" }       | content-security-policy | img-src x; frame-ancestors 'none'     | the policy's replaces it
            { content-security-policy: "frame-ancestors a" } | content-security-policy | frame-ancestors a                   | which may say who frames
            { content-security-policy: "frame-ancestors a" } | x-frame-options | ALLOWALL                                    | and then nothing else does
            { frames: same-origin }                        | x-frame-options         | SAMEORIGIN                            | the own pages
            { frames: same-origin }                        | content-security-policy | default-src *; frame-ancestors 'self' | in the newer words, too
            { frames: [same-origin, "https://a.org"] }     | content-security-policy | default-src *; frame-ancestors 'self' https://a.org | others, too
            { frames: [same-origin, "https://a.org"] }     | x-frame-options         |                                       | which the old field cannot say
            { frames: off }                                | x-frame-options         | ALLOWALL                              | left to the backend
            { frames: off }                                | content-security-policy | default-src *                         | left to the backend
            { referrer-policy: off }                       | referrer-policy         | unsafe-url                            | left to the backend
            { referrer-policy: no-referrer }               | referrer-policy         | no-referrer                           | another word
            { cross-origin-embedder-policy: require-corp } | cross-origin-embedder-policy | require-corp                     | on where it is said
            { remove: [X-Runtime] }                        | x-runtime               |                                       | taken out
            { remove: [X-Runtime] }                        | server                  | Apache/2.2.1                          | in place of the usual ones
            { override: false }                            | referrer-policy         | unsafe-url                            | the backend has the say
            { override: false }                            | x-frame-options         | ALLOWALL                              | in whatever case it says it
            { override: false }                            | content-security-policy | default-src *                         | the backend has the say
            { override: false }                            | x-content-type-options  | nosniff                               | about what it does not say
            { override: false }                            | server                  |                                       | what is taken out is so in any case
            """)
    void whatIsSaidOfWhat(String policy, String field, String expected, String reason) {
        List<String> values = get(policy, "/").values(field);
        assertThat(String.join("; ", values)).as(reason).isEqualTo(expected == null ? "" : expected);
    }

    @Test
    void ownAnswersSayItAllWithoutOverride() {
        WireMessage answer = get("{ override: false }", "/closed");
        assertThat(answer.status()).isEqualTo(403);
        assertThat(answer.values("referrer-policy")).containsExactly("strict-origin-when-cross-origin");
        assertThat(answer.values("content-security-policy")).containsExactly("frame-ancestors 'none'");
        assertThat(answer.values("x-frame-options")).containsExactly("DENY");
    }

    @ParameterizedTest
    @CsvSource({"{}", "{ override: false }"})
    void editsOfTheRouteHaveTheLastWord(String policy) {
        WireMessage answer = get(policy, "/own");
        assertThat(answer.values("referrer-policy")).containsExactly("origin");
        assertThat(answer.values("x-frame-options")).isEmpty();
        assertThat(answer.values("x-content-type-options")).containsExactly("nosniff");
    }
}
