package io.weir.node.dataplane;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.node.testkit.NoLeaks;
import io.weir.node.testkit.TestBackend;
import io.weir.node.testkit.TestCa;
import io.weir.node.testkit.TestCertificates;
import io.weir.node.testkit.TestGateway;
import io.weir.node.testkit.WireClient;
import io.weir.node.testkit.WireMessage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Policies that keep clients on HTTPS, on a gateway with a plain and a secure listener. */
@ExtendWith(NoLeaks.class)
final class HttpsPoliciesTest {
    private static final TestCa CA = TestCa.root("root");
    private static final TestCertificates CERTIFICATES =
            new TestCertificates().put("own", CA.leaf("example.com").issue());

    private static TestGateway gateway(TestBackend backend, String redirect, String hsts, String trusted) {
        return TestGateway.start(
                CERTIFICATES.ports(),
                """
                weir: 1
                certificates: [{ name: own, chain: "file:own.pem", key: "file:own.key" }]
                listeners:
                  - { name: public, address: "127.0.0.1:0"%s }
                  - { name: secure, address: "127.0.0.1:0", tls: { certificates: [own] } }
                upstreams: [{ name: backend, endpoints: ["%s"] }]
                policies:
                  - { name: redirect, https-redirect: %s }
                  - { name: hsts, hsts: %s }
                  - { name: signed-in, authenticate: { any-of: [{ api-key: { header: X-Api-Key } }] } }
                routes:
                  - { name: both, match: { path: "/both/**" }, policies: [hsts, signed-in, redirect], to: backend }
                  - { name: told, match: { path: "/told/**" }, policies: [hsts], to: backend }
                  - { name: in, match: { path: "/in/**" }, policies: [signed-in, hsts], to: backend }
                """
                        .formatted(trusted, backend.address(), redirect, hsts));
    }

    private static WireClient secure(TestGateway gateway) {
        return WireClient.secure(gateway.address("secure"), CA.trusting(), "example.com");
    }

    @ParameterizedTest(name = "{0} {1}")
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
            {}                          | /both/x         | example.com      | 308 | https://example.com/both/x            | as it is
            {}                          | /both/x?a=b&c   | example.com:8080 | 308 | https://example.com/both/x?a=b&c      | the plain port is not that of HTTPS
            { status: 301, port: 8443 } | /both/          | Example.COM      | 301 | https://example.com:8443/both/        | status and port as said
            { port: 8443 }              | /both/x         | [::1]:80         | 308 | https://[::1]:8443/both/x             | an IPv6 address
            {}                          | /both/%0d%0aX:y | example.com      | 308 | https://example.com/both/%0D%0AX:y    | nothing ends the line
            {}                          | /both/a/../b    | example.com      | 308 | https://example.com/both/b            | the path that is routed
            {}                          | /both//evil.org | example.com      | 308 | https://example.com/both/evil.org     | no other host
            """)
    void whoComesWithoutTlsIsSentToTheSamePlaceOverHttps(
            String policy, String target, String host, int status, String location, String why) {
        try (TestBackend backend = TestBackend.saying("never");
                TestGateway gateway = gateway(backend, policy, "{}", "");
                WireClient client = gateway.client()) {
            WireMessage answer = client.send("GET " + target + " HTTP/1.1\r\nHost: " + host + "\r\n\r\n")
                    .answer();
            assertThat(answer.status()).as(why).isEqualTo(status);
            assertThat(answer.values("location")).containsExactly(location);
            assertThat(answer.values("www-authenticate"))
                    .as("nothing else of the route is asked")
                    .isEmpty();
            assertThat(answer.values("strict-transport-security")).isEmpty();
            assertThat(answer.body()).isEmpty();
            assertThat(backend.accepted()).isZero();
        }
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource({
        "a b          , a space",
        "evil.org/    , a path",
        "user@evil.org, somebody's name",
        "a.org:x      , a port that is none",
        "''           , nothing"
    })
    void aHostThatIsNoneIsRefused(String host, String why) {
        try (TestBackend backend = TestBackend.saying("never");
                TestGateway gateway = gateway(backend, "{}", "{}", "");
                WireClient client = gateway.client()) {
            WireMessage answer = client.send("GET /both/x HTTP/1.1\r\nHost: " + host + "\r\n\r\n")
                    .answer();
            assertThat(answer.status()).as(why).isEqualTo(400);
            assertThat(answer.values("location")).isEmpty();
        }
    }

    @Test
    void anOldRequestThatNamesNoHostCannotBeRedirected() {
        try (TestBackend backend = TestBackend.saying("never");
                TestGateway gateway = gateway(backend, "{}", "{}", "");
                WireClient client = gateway.client()) {
            WireMessage answer = client.send("GET /both/x HTTP/1.0\r\n\r\n").answer();
            assertThat(answer.status()).isEqualTo(400);
            assertThat(answer.problem()).isEqualTo("bad-request");
        }
    }

    @Test
    void aBodyIsNotTakenForTheNextRequest() {
        try (TestBackend backend = TestBackend.saying("never");
                TestGateway gateway = gateway(backend, "{}", "{}", "");
                WireClient client = gateway.client()) {
            for (int i = 0; i < 3; i++) {
                WireMessage answer = client.send("POST /both/x HTTP/1.1\r\nHost: a\r\nContent-Length: 30\r\n\r\n"
                                + "GET /told/ HTTP/1.1\r\nHost: b\r\n\r\n".substring(0, 30))
                        .answer();
                assertThat(answer.status()).isEqualTo(308);
            }
            assertThat(backend.accepted()).isZero();
        }
    }

    @Test
    void whoComesOverTlsIsNotRedirected() {
        try (TestBackend backend = TestBackend.saying("never");
                TestGateway gateway = gateway(backend, "{}", "{}", "");
                WireClient client = secure(gateway)) {
            assertThat(client.get("/both/x").status())
                    .as("asked for a key next")
                    .isEqualTo(401);
        }
    }

    @ParameterizedTest(name = "{0} {1}")
    @CsvSource({
        "', trusted: [127.0.0.1]', https, 401, a trusted proxy that was spoken to over TLS",
        "', trusted: [127.0.0.1]', http , 308, a trusted proxy that was not",
        "'                      ', https, 308, anybody may say so"
    })
    void aTrustedProxySaysWhetherItsClientCameOverTls(String trusted, String proto, int status, String why) {
        try (TestBackend backend = TestBackend.saying("never");
                TestGateway gateway = gateway(backend, "{}", "{}", trusted.strip());
                WireClient client = gateway.client()) {
            WireMessage answer = client.get("/both/x", "X-Forwarded-Proto: " + proto + "\r\n");
            assertThat(answer.status()).as(why).isEqualTo(status);
        }
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
            {}                                                             | max-age=31536000
            { max-age: 30d, include-subdomains: true }                     | max-age=2592000; includeSubDomains
            { max-age: 365d, include-subdomains: true, preload: true }     | max-age=31536000; includeSubDomains; preload
            { max-age: 0 }                                                 | max-age=0
            """)
    void browsersAreToldOverTlsAndNeverOtherwise(String policy, String expected) {
        String answered = "HTTP/1.1 200 OK\r\nStrict-Transport-Security: max-age=1\r\nContent-Length: 0\r\n\r\n";
        try (TestBackend backend = TestBackend.answering(request -> answered);
                TestGateway gateway = gateway(backend, "{}", policy, "");
                WireClient plain = gateway.client();
                WireClient secure = secure(gateway)) {
            assertThat(secure.get("/told/x").values("strict-transport-security"))
                    .containsExactly(expected);
            assertThat(secure.get("/in/x").values("strict-transport-security"))
                    .as("a refusal")
                    .containsExactly(expected);
            assertThat(plain.get("/told/x").values("strict-transport-security"))
                    .as("not the backend's either")
                    .isEmpty();
        }
    }
}
