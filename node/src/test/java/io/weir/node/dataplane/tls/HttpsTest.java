package io.weir.node.dataplane.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.weir.node.control.certificates.MadeByHand;
import io.weir.node.state.CertificateMaterial;
import io.weir.node.state.TicketKeys;
import io.weir.node.state.TlsHandshake;
import io.weir.node.testkit.Await;
import io.weir.node.testkit.Documents;
import io.weir.node.testkit.Logged;
import io.weir.node.testkit.OpensslClient;
import io.weir.node.testkit.TestBackend;
import io.weir.node.testkit.TestCa;
import io.weir.node.testkit.TestCertificate;
import io.weir.node.testkit.TestCertificates;
import io.weir.node.testkit.TestGateway;
import io.weir.node.testkit.WireClient;
import io.weir.node.testkit.WireMessage;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Requests over TLS, and what comes to a TLS port instead of them. */
class HttpsTest {
    private static final TestCa CA = TestCa.root("root");
    private static final TestCertificate CERTIFICATE = CA.leaf("example.com")
            .hosts("*.example.com")
            .addresses("127.0.0.1", "2001:db8::1")
            .issue();
    private static final TestCertificates CERTIFICATES = new TestCertificates().put("example-com", CERTIFICATE);

    private static TestGateway gateway(TlsEngine engine, Documents document) {
        return TestGateway.start(
                CERTIFICATES.ports(engine, TicketKeys.OWN),
                document.tls("", "example-com").toString());
    }

    private static WireClient client(TestGateway gateway) {
        return WireClient.secure(gateway.address("public"), CA.trusting(), "example.com");
    }

    @ParameterizedTest
    @EnumSource(TlsEngine.class)
    void bodiesOfAllSizesPassOverOneConnection(TlsEngine engine) {
        try (TestBackend backend = TestBackend.answering(request -> TestBackend.ok(request.body()));
                TestGateway gateway = gateway(engine, Documents.to(backend));
                WireClient client = client(gateway)) {
            for (int size : new int[] {0, 1, 16_383, 16_384, 16_385, 70_000, 1_000_000}) {
                String body = "x".repeat(size);
                client.send("POST / HTTP/1.1\r\nHost: example.com\r\nContent-Length: " + size + "\r\n\r\n" + body);
                assertThat(client.answer().body()).as(size + " bytes").isEqualTo(body);
            }
            assertThat(gateway.handshakes()).containsExactly(TlsHandshake.FULL);
            assertThat(backend.request().values("x-forwarded-proto")).containsExactly("https");
        }
    }

    @ParameterizedTest
    @CsvSource(
            textBlock =
                    """
            example.com,        200, the name itself
            Example.COM,        200, in capitals
            example.com:8443,   200, with a port
            example.com.,       200, with a dot at its end
            www.example.com,    200, by the wildcard
            a.b.example.com,    421, a wildcard is for one label
            .example.com,       421, and not for none
            other.example,      421, another name
            ample.com,          421, a part of the name
            127.0.0.1,          200, an address of the certificate
            127.0.0.2,          421, another address
            [2001:db8::1],      200, an IPv6 address of the certificate
            [2001:DB8:0:0::1]:1, 200, the same in another form
            [2001:db8::2],      421, another IPv6 address
            """)
    void aHostThatTheCertificateDoesNotCoverIsMisdirected(String host, int status, String why) {
        try (TestBackend backend = TestBackend.saying("hello");
                TestGateway gateway = gateway(TlsEngine.best(), Documents.to(backend));
                WireClient client = client(gateway)) {
            client.send("GET / HTTP/1.1\r\nHost: " + host + "\r\n\r\n");
            WireMessage answer = client.answer();
            assertThat(answer.status()).as(why).isEqualTo(status);
            if (status == 421) {
                assertThat(answer.problem()).isEqualTo("misdirected-request");
            }
            assertThat(client.get("/").status())
                    .as("the connection is still good")
                    .isEqualTo(200);
        }
    }

    @Test
    void plainHttpIsToldSo() {
        try (TestBackend backend = TestBackend.saying("hello");
                TestGateway gateway = gateway(TlsEngine.best(), Documents.to(backend));
                Logged logged = Logged.of("io")) {
            try (WireClient client = gateway.client()) {
                WireMessage answer = client.get("/");
                assertThat(answer.status()).isEqualTo(400);
                assertThat(answer.body()).contains("use https");
                assertThat(client.isAtItsEnd()).isTrue();
            }
            try (WireClient client = gateway.client()) {
                assertThat(client.send("\1\2\3\4").toTheEnd()).isEmpty();
            }
            Await.until(
                    () -> "two: " + gateway.handshakes(),
                    () -> gateway.handshakes().size() == 2);
            assertThat(gateway.handshakes()).containsOnly(TlsHandshake.NOT_TLS);
            assertThat(logged.lines()).isEmpty();
        }
    }

    @Test
    void failuresAreCountedAndNotLogged() {
        try (TestBackend backend = TestBackend.saying("hello");
                TestGateway gateway =
                        gateway(TlsEngine.best(), Documents.to(backend).listener("timeouts: { head: 300ms }"));
                Logged logged = Logged.of("io")) {
            try (WireClient client = gateway.client()) {
                client.send("\26\3\1\0\4\1\0\0\0");
                assertThat(client.toTheEnd()).as("a hello without anything").startsWith("\25\3\3\0\2\2");
            }
            gateway.client().close();
            Await.until(
                    () -> "two: " + gateway.handshakes(),
                    () -> gateway.handshakes().size() == 2);
            try (WireClient client = gateway.client()) {
                assertThat(client.isAtItsEnd()).as("says nothing for too long").isTrue();
            }
            assertThatThrownBy(() -> WireClient.secure(
                            gateway.address("public"), TestCa.root("x").trusting(), "example.com"))
                    .as("the client trusts another authority")
                    .hasMessageContaining("PKIX");
            Await.until(
                    () -> "four: " + gateway.handshakes(),
                    () -> gateway.handshakes().size() == 4);
            assertThat(gateway.handshakes())
                    .containsExactly(TlsHandshake.FAILED, TlsHandshake.GONE, TlsHandshake.TIMEOUT, TlsHandshake.FAILED);
            assertThat(logged.lines()).isEmpty();
            Await.until(() -> "all closed", () -> gateway.connections() == 0);
        }
    }

    @Test
    void connectionsCountBeforeTheirHandshake() {
        try (TestBackend backend = TestBackend.saying("hello");
                TestGateway gateway =
                        gateway(TlsEngine.best(), Documents.to(backend).listener("limits: { connections: 1 }"));
                WireClient silent = gateway.client()) {
            Await.until(() -> "one is open", () -> gateway.connections() == 1);
            try (WireClient second = gateway.client()) {
                assertThat(second.isAtItsEnd()).isTrue();
            }
            silent.reset();
            Await.until(() -> "none is open", () -> gateway.connections() == 0);
            try (WireClient third = client(gateway)) {
                assertThat(third.get("/").status()).isEqualTo(200);
            }
        }
    }

    @Test
    void aListenerChangesToTlsUnderItsConnections() {
        try (TestBackend backend = TestBackend.saying("hello");
                TestGateway gateway = TestGateway.start(
                        CERTIFICATES.ports(), Documents.to(backend).toString());
                WireClient plain = gateway.client()) {
            assertThat(plain.get("/").status()).isEqualTo(200);
            gateway.change(Documents.to(backend).tls("", "example-com").toString());
            assertThat(plain.get("/").status()).as("what is connected goes on").isEqualTo(200);
            try (WireClient secure = client(gateway)) {
                assertThat(secure.get("/").status()).isEqualTo(200);
                gateway.change(Documents.to(backend).toString());
                assertThat(secure.get("/").status())
                        .as("what is connected goes on")
                        .isEqualTo(200);
            }
            try (WireClient again = gateway.client()) {
                assertThat(again.get("/").status()).isEqualTo(200);
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"-tls1_2", "-tls1_3"})
    void anOcspResponseIsStapled(String version) {
        assumeTrue(OpensslClient.isThere(), "openssl is not installed");
        assumeTrue(TlsEngine.best() == TlsEngine.BORINGSSL, "the JDK does not staple what it is given");
        byte[] staple = MadeByHand.ocsp(CERTIFICATE, CA, Instant.now().plus(Duration.ofDays(1)));
        TestCertificates certificates = new TestCertificates()
                .put(new CertificateMaterial("example-com", CERTIFICATE.chain(), CERTIFICATE.key(), staple));
        try (TestBackend backend = TestBackend.saying("hello");
                TestGateway gateway = TestGateway.start(
                        certificates.ports(),
                        Documents.to(backend).tls("", "example-com").toString())) {
            List<String> arguments = List.of(version, "-servername", "example.com", "-ign_eof", "-status");
            String seen = OpensslClient.run(gateway.address("public"), OpensslClient.GET, arguments)
                    .output();
            assertThat(seen).contains("OCSP Response Status: successful", "Cert Status: good", "HTTP/1.1 200");
            String unasked = OpensslClient.run(gateway.address("public"), OpensslClient.GET, arguments.subList(0, 4))
                    .output();
            assertThat(unasked).doesNotContain("OCSP Response Status").contains("HTTP/1.1 200");
        }
    }

    @ParameterizedTest
    @EnumSource(TlsEngine.class)
    void aChallengeIsAnsweredOverItsOwnProtocol(TlsEngine engine) {
        assumeTrue(OpensslClient.isThere(), "openssl is not installed");
        TestCertificates certificates = new TestCertificates()
                .put("example-com", CERTIFICATE)
                .challenge("new.example", CA.leaf("new.example").issue());
        try (TestBackend backend = TestBackend.saying("hello");
                TestGateway gateway = TestGateway.start(
                        certificates.ports(engine, TicketKeys.OWN),
                        Documents.to(backend).tls("", "example-com").toString())) {
            String open = challenge(gateway, "new.example");
            assertThat(open)
                    .contains("ALPN protocol: acme-tls/1", "subject=CN = new.example")
                    .doesNotContain("HTTP/1.1");
            assertThat(challenge(gateway, "example.com")).contains("alert number 120");
            assertThat(gateway.handshakes()).containsExactly(TlsHandshake.FULL, TlsHandshake.NO_PROTOCOL);
        }
    }

    private static String challenge(TestGateway gateway, String host) {
        List<String> arguments = List.of("-alpn", "acme-tls/1", "-servername", host, "-ign_eof");
        return OpensslClient.run(gateway.address("public"), OpensslClient.GET, arguments)
                .output();
    }

    @ParameterizedTest
    @EnumSource(TlsEngine.class)
    void aCertificateThatComesLaterIsShownFromThenOn(TlsEngine engine) {
        TestCertificates certificates = new TestCertificates();
        try (TestBackend backend = TestBackend.saying("hello");
                TestGateway gateway = TestGateway.start(
                        certificates.ports(engine, TicketKeys.OWN),
                        Documents.to(backend).tls("", "example-com").toString())) {
            assertThatThrownBy(() -> client(gateway)).isInstanceOf(java.io.UncheckedIOException.class);
            certificates.put("example-com", CERTIFICATE);
            try (WireClient client = client(gateway)) {
                assertThat(client.get("/").status()).isEqualTo(200);
            }
            assertThat(gateway.handshakes()).containsExactly(TlsHandshake.UNKNOWN_NAME, TlsHandshake.FULL);
        }
    }
}
