package io.weir.node.dataplane;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.node.testkit.TestCa;
import io.weir.node.testkit.TestCertificates;
import io.weir.node.testkit.TestGateway;
import io.weir.node.testkit.WireClient;
import io.weir.node.testkit.WireMessage;
import java.net.InetSocketAddress;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ChallengeAnswersTest {
    private static final TestCa CA = TestCa.root("root");
    private static final String OPEN = "/.well-known/acme-challenge/open-1_X";
    private static TestGateway gateway;

    @BeforeAll
    static void start() {
        TestCertificates certificates = new TestCertificates()
                .answer("open-1_X", "open-1_X.thumbprint")
                .put("shop", CA.leaf("example.com").issue());
        gateway = TestGateway.start(
                certificates.ports(),
                """
                weir: 1
                listeners:
                  - { name: public, address: "127.0.0.1:0" }
                  - { name: secure, address: "127.0.0.1:0", tls: { certificates: [shop] } }
                certificates: [{ name: shop, uploaded: true }]
                policies:
                  - { name: tls, https-redirect: {} }
                  - { name: closed, authenticate: { any-of: [{ api-key: { header: X-Api-Key } }] } }
                routes:
                  - { name: all, match: { path: "/**" }, policies: [tls, closed], respond: { status: 200, body: secret } }
                """);
    }

    @AfterAll
    static void end() {
        gateway.close();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
        GET    | /.well-known/acme-challenge/open-1_X    | 200 | before redirects and policies
        GET    | /.well-known/acme-challenge/open-1_X?a  | 200 | what follows is no part of the token
        GET    | /.well-known/acme-challenge/./open-1_X  | 200 | paths are compared in their final form
        GET    | /.well-known/acme-challenge/open-1_Y    | 308 | a token that is not open is routed
        GET    | /.well-known/acme-challenge/open-1_X/   | 308 | no such token
        GET    | /.well-known/acme-challenge/x/open-1_X  | 308 | no such token
        GET    | /.well-known/acme-challenge/            | 308 | no token
        GET    | /.well-known/acme-challenge             | 308 | no token
        GET    | /.well-known/acme-challengeX/open-1_X   | 308 | another folder
        GET    | /x/.well-known/acme-challenge/open-1_X  | 308 | another folder
        GET    | /.                                      | 308 | short
        GET    | /                                       | 308 | shorter
        POST   | /.well-known/acme-challenge/open-1_X    | 308 | servers do not post
        """)
    void answersOnlyWhatIsAskedForAnOpenChallenge(String method, String path, int status, String why) {
        try (WireClient client = gateway.client()) {
            WireMessage answer = client.send(
                            method + " " + path + " HTTP/1.1\r\nHost: whatever.test\r\nContent-Length: 0\r\n\r\n")
                    .answer();
            assertThat(answer.status()).as(why).isEqualTo(status);
            if (status == 200) {
                assertThat(answer.body()).as(why).isEqualTo("open-1_X.thumbprint");
                assertThat(answer.field("Content-Type")).contains("application/octet-stream");
            }
        }
    }

    @Test
    void aHeadHasNoBodyAndTheConnectionGoesOn() {
        try (WireClient client = gateway.client()) {
            WireMessage head =
                    client.send("HEAD " + OPEN + " HTTP/1.1\r\nHost: a\r\n\r\n").answerToHead();
            assertThat(head.status()).isEqualTo(200);
            assertThat(head.field("Content-Length")).contains("19");
            assertThat(client.get(OPEN).body()).isEqualTo("open-1_X.thumbprint");
            assertThat(client.get("/").status()).isEqualTo(308);
        }
    }

    /** Where somebody in front of the gateway redirects all that is plain: servers follow, whatever the certificate. */
    @Test
    void itIsAnsweredOverTlsTooAlsoForAHostThatTheCertificateDoesNotCover() {
        InetSocketAddress secure = gateway.address("secure");
        try (WireClient client = WireClient.secure(secure, CA.trusting(), "example.com")) {
            client.send("GET " + OPEN + " HTTP/1.1\r\nHost: other.test\r\n\r\n");
            assertThat(client.answer().body()).isEqualTo("open-1_X.thumbprint");
            client.send("GET / HTTP/1.1\r\nHost: other.test\r\n\r\n");
            assertThat(client.answer().status()).isEqualTo(421);
        }
    }
}
