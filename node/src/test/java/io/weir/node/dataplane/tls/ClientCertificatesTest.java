package io.weir.node.dataplane.tls;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.node.state.Stager.StagingException;
import io.weir.node.state.TicketKeys;
import io.weir.node.state.TlsHandshake;
import io.weir.node.testkit.Await;
import io.weir.node.testkit.Documents;
import io.weir.node.testkit.TestBackend;
import io.weir.node.testkit.TestCa;
import io.weir.node.testkit.TestCertificate;
import io.weir.node.testkit.TestCertificates;
import io.weir.node.testkit.TestGateway;
import io.weir.node.testkit.WireClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.stream.Stream;
import org.assertj.core.api.Assertions;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class ClientCertificatesTest {
    private static final TestCa SERVERS = TestCa.root("servers");
    private static final TestCa CLIENTS = TestCa.root("clients");
    private static final TestCa MIDDLE = CLIENTS.intermediate("middle");
    private static final TestCa FOREIGN = TestCa.root("foreign");
    private static final TestCertificate GOOD = CLIENTS.leaf("robot").client().issue();
    private static final TestCertificate BELOW = MIDDLE.leaf("below").client().issue();
    private static final TestCertificate REVOKED = CLIENTS.leaf("lost").client().issue();
    private static final TestBackend BACKEND = TestBackend.saying("hello");
    private static final TestCertificates CERTIFICATES = new TestCertificates()
            .put("example-com", SERVERS.leaf("example.com").issue());

    @TempDir
    static Path folder;

    @BeforeAll
    static void writeFiles() throws Exception {
        Files.writeString(folder.resolve("trust.pem"), CLIENTS.pem());
        Files.writeString(folder.resolve("crl.pem"), CLIENTS.crl(REVOKED.leaf()));
        Files.writeString(folder.resolve("all.pem"), CLIENTS.crl(REVOKED.leaf()) + MIDDLE.crl());
        Files.writeString(
                folder.resolve("old.pem"),
                CLIENTS.crl(Instant.now().minus(Duration.ofDays(9)), Duration.ofDays(7), REVOKED.leaf()));
        Files.writeString(folder.resolve("forged.pem"), TestCa.root("clients").crl(REVOKED.leaf()));
        Files.writeString(folder.resolve("empty.pem"), "nothing\n");
    }

    @AfterAll
    static void close() {
        BACKEND.close();
    }

    private static String client(String more) {
        return "client: { trust: \"file:%s\", %s }".formatted(folder.resolve("trust.pem"), more);
    }

    private static String crl(String file) {
        return "crl: \"file:" + folder.resolve(file) + "\"";
    }

    private static TestGateway gateway(TlsEngine engine, String more) {
        return TestGateway.start(
                CERTIFICATES.ports(engine, TicketKeys.OWN),
                Documents.to(BACKEND).tls(client(more), "example-com").toString());
    }

    static Stream<Arguments> clients() {
        TestCertificate expired = CLIENTS.leaf("late").client().expired().issue();
        TestCertificate early = CLIENTS.leaf("early").client().notYetValid().issue();
        TestCertificate foreign = FOREIGN.leaf("robot").client().issue();
        TestCertificate server = CLIENTS.leaf("server.example").issue();
        return Stream.of(TlsEngine.values())
                .flatMap(engine -> Stream.of(
                        row(engine, "mode: required", GOOD, true, "one of the authority's"),
                        row(engine, "mode: required", BELOW, true, "below an intermediate that it sends along"),
                        row(engine, "mode: required", null, false, "none where one is required"),
                        row(engine, "mode: optional", null, true, "none where one is optional"),
                        row(engine, "mode: optional", GOOD, true, "one where one is optional"),
                        row(engine, "mode: required", expired, false, "expired"),
                        row(engine, "mode: optional", expired, false, "expired, even where none is needed"),
                        row(engine, "mode: required", early, false, "not valid yet"),
                        row(engine, "mode: required", server, false, "meant for servers"),
                        row(engine, "mode: optional, " + crl("crl.pem"), GOOD, true, "not on the list"),
                        row(engine, "mode: optional, " + crl("crl.pem"), REVOKED, false, "on the list"),
                        row(engine, "mode: optional, " + crl("crl.pem"), BELOW, false, "its issuer has no list"),
                        row(engine, "mode: optional, " + crl("all.pem"), BELOW, true, "its issuer has one"),
                        row(engine, "mode: optional, " + crl("old.pem"), GOOD, false, "the list is out of date"),
                        row(engine, "mode: required", foreign, false, "of another authority")));
    }

    private static Arguments row(
            TlsEngine engine, String terms, @Nullable TestCertificate shown, boolean accepted, String why) {
        return Arguments.of(engine, terms, shown, accepted, why);
    }

    @ParameterizedTest(name = "{0} {4}")
    @MethodSource("clients")
    void clientsAreAcceptedByTheirCertificates(
            TlsEngine engine, String terms, @Nullable TestCertificate shown, boolean accepted, String why) {
        try (TestGateway gateway = gateway(engine, terms)) {
            assertThat(answers(gateway, shown, "TLSv1.3")).as(why).isEqualTo(accepted);
            assertThat(answers(gateway, shown, "TLSv1.2")).as(why).isEqualTo(accepted);
            TlsHandshake expected = accepted ? TlsHandshake.FULL : TlsHandshake.CLIENT_CERTIFICATE;
            if (shown == null
                    || !shown.leaf()
                            .getIssuerX500Principal()
                            .equals(FOREIGN.certificate().getSubjectX500Principal())) {
                assertThat(gateway.handshakes()).containsExactly(expected, expected);
            }
        }
    }

    private static boolean answers(TestGateway gateway, @Nullable TestCertificate shown, String version) {
        try (WireClient client = WireClient.secure(
                gateway.address("public"),
                SERVERS.trusting(shown),
                "example.com",
                parameters -> parameters.setProtocols(new String[] {version}))) {
            return client.get("/").status() == 200;
        } catch (java.io.UncheckedIOException refused) {
            return false;
        }
    }

    @Test
    void aBackendIsToldTheCertificateAndNobodyElseCanTellIt() {
        try (TestGateway gateway = gateway(TlsEngine.best(), "mode: optional, forward: true")) {
            try (WireClient client =
                    WireClient.secure(gateway.address("public"), SERVERS.trusting(BELOW), "example.com")) {
                client.get("/", "Client-Cert: :AAAA:\r\nClient-Cert-Chain: :AAAA:\r\n");
            }
            assertThat(BACKEND.request().values("client-cert")).containsExactly(item(BELOW, 0));
            assertThat(BACKEND.request().values("client-cert-chain")).containsExactly(item(BELOW, 1));
            try (WireClient client = WireClient.secure(gateway.address("public"), SERVERS.trusting(), "example.com")) {
                client.get("/", "Client-Cert: :AAAA:\r\nclient-cert-chain: :AAAA:\r\n");
            }
            assertThat(BACKEND.request().values("client-cert")).isEmpty();
            assertThat(BACKEND.request().values("client-cert-chain")).isEmpty();
        }
    }

    private static String item(TestCertificate certificate, int index) {
        try {
            return ":"
                    + Base64.getEncoder()
                            .encodeToString(certificate.chain().get(index).getEncoded()) + ":";
        } catch (java.security.cert.CertificateEncodingException e) {
            throw new IllegalStateException(e);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
            gone.pem    |             | gone.pem    | a trust file that is not there
            empty.pem   |             | not a list of certificates in PEM form | a trust file without certificates
            trust.pem   | gone.pem    | gone.pem    | a list that is not there
            trust.pem   | forged.pem  | is not signed by it | a list that somebody else made
            """)
    void whatCannotBeUsedRefusesTheRevision(String trust, @Nullable String crl, String message, String why) {
        String terms = "client: { mode: optional, trust: \"file:%s\"%s }"
                .formatted(folder.resolve(trust), crl == null ? "" : ", " + crl(crl));
        Assertions.assertThatThrownBy(() -> TestGateway.start(
                                CERTIFICATES.ports(),
                                Documents.to(BACKEND).tls(terms, "example-com").toString())
                        .close())
                .as(why)
                .isInstanceOf(StagingException.class)
                .hasMessageContaining("listener public")
                .hasMessageContaining(message);
    }

    @ParameterizedTest
    @CsvSource({"TLSv1.2", "TLSv1.3"})
    void aSessionDoesNotOutliveTheTrustThatItBeganWith(String version, @TempDir Path own) throws Exception {
        Path trust = Files.writeString(own.resolve("trust.pem"), CLIENTS.pem());
        Path list = Files.writeString(own.resolve("crl.pem"), CLIENTS.crl());
        String terms = "client: { mode: required, trust: \"file:%s\", crl: \"file:%s\" }".formatted(trust, list);
        javax.net.ssl.SSLContext sessions = SERVERS.trusting(GOOD);
        try (TestGateway gateway = TestGateway.start(
                CERTIFICATES.ports(),
                Documents.to(BACKEND).tls(terms, "example-com").toString())) {
            assertThat(resumes(gateway, sessions, version)).isTrue();
            assertThat(resumes(gateway, sessions, version)).isTrue();
            assertThat(gateway.handshakes()).containsExactly(TlsHandshake.FULL, TlsHandshake.RESUMED);
            Files.writeString(list, CLIENTS.crl(GOOD.leaf()));
            gateway.plane().refreshTls();
            assertThat(resumes(gateway, sessions, version)).isFalse();
            Await.until(
                    () -> "three handshakes: " + gateway.handshakes(),
                    () -> gateway.handshakes().size() == 3);
            assertThat(gateway.handshakes().get(2)).isEqualTo(TlsHandshake.CLIENT_CERTIFICATE);
        }
    }

    private static boolean resumes(TestGateway gateway, javax.net.ssl.SSLContext sessions, String version) {
        try (WireClient client = WireClient.secure(
                gateway.address("public"),
                sessions,
                "example.com",
                parameters -> parameters.setProtocols(new String[] {version}))) {
            return client.get("/").status() == 200;
        } catch (java.io.UncheckedIOException refused) {
            return false;
        }
    }
}
