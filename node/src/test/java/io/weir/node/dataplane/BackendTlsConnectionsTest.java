package io.weir.node.dataplane;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weir.config.model.Health;
import io.weir.node.dataplane.tls.TlsEngine;
import io.weir.node.state.Probes;
import io.weir.node.state.Stager.StagingException;
import io.weir.node.state.TicketKeys;
import io.weir.node.state.TlsHandshake;
import io.weir.node.testkit.Await;
import io.weir.node.testkit.Documents;
import io.weir.node.testkit.Logged;
import io.weir.node.testkit.NoLeaks;
import io.weir.node.testkit.TestBackend;
import io.weir.node.testkit.TestCa;
import io.weir.node.testkit.TestCertificate;
import io.weir.node.testkit.TestCertificates;
import io.weir.node.testkit.TestGateway;
import io.weir.node.testkit.WireClient;
import io.weir.node.testkit.WireMessage;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How long TLS connections to endpoints are used, what they show, and what changes them. */
@ExtendWith(NoLeaks.class)
final class BackendTlsConnectionsTest {
    private static final TestCa CA = TestCa.root("Backends");
    private static final TestCa OTHER = TestCa.root("Other backends");
    private static final TestCertificate GOOD =
            CA.leaf("localhost").addresses("127.0.0.1").issue();
    private static final SSLContext SERVER = CA.trusting(GOOD);

    @TempDir
    Path folder;

    @BeforeEach
    void trustTheBackends() {
        trust(CA);
    }

    private void trust(TestCa authority) {
        try {
            Files.writeString(folder.resolve("ca.pem"), authority.pem());
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private String tls(String more) {
        return "tls: { trust: \"file:" + folder.resolve("ca.pem") + "\"" + more + " }";
    }

    private String document(TestBackend backend) {
        return Documents.to(backend).upstream(tls("")).toString();
    }

    private static TestGateway gateway(TestCertificates certificates, String document) {
        return TestGateway.start(certificates.ports(), document);
    }

    @ParameterizedTest
    @CsvSource({"BORINGSSL, TLSv1.3", "BORINGSSL, TLSv1.2", "JDK, TLSv1.3", "JDK, TLSv1.2"})
    void theSecondConnectionResumesTheFirstOnesSession(TlsEngine engine, String version) {
        try (TestBackend backend = TestBackend.secure(SERVER, connection -> {
                            connection.request();
                            connection.write("HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\nok");
                        })
                        .protocols(version);
                TestGateway gateway =
                        TestGateway.start(new TestCertificates().ports(engine, TicketKeys.OWN), document(backend));
                WireClient client = gateway.client()) {
            for (int i = 1; i <= 4; i++) {
                assertThat(client.get("/").body()).isEqualTo("ok");
                assertThat(backend.accepted()).isEqualTo(i);
            }
            assertThat(gateway.backendHandshakes())
                    .containsExactly(
                            TlsHandshake.FULL, TlsHandshake.RESUMED, TlsHandshake.RESUMED, TlsHandshake.RESUMED);
        }
    }

    @Test
    void aTrustThatChangesLetsGoOfWhatWasTrustedBefore() {
        try (TestBackend backend = TestBackend.secure(SERVER, "ok");
                TestGateway gateway = TestGateway.single(document(backend));
                WireClient client = gateway.client()) {
            assertThat(client.get("/").status()).isEqualTo(200);
            gateway.refreshBackendTls();
            assertThat(client.get("/").status()).isEqualTo(200);
            assertThat(backend.accepted()).as("nothing has changed").isEqualTo(1);

            trust(OTHER);
            gateway.refreshBackendTls();
            assertThat(client.get("/").problem()).isEqualTo("backend-tls-failed");
            Await.until(() -> "the old connection closed", () -> backend.open() == 0);

            trust(CA);
            gateway.refreshBackendTls();
            assertThat(client.get("/").status()).isEqualTo(200);
            assertThat(gateway.backendHandshakes())
                    .as("no session of before is resumed")
                    .containsExactly(TlsHandshake.FULL, TlsHandshake.FAILED, TlsHandshake.FULL);
        }
    }

    @Test
    void aConnectionInUseWhenTheTrustChangesEndsWithItsExchange() {
        CompletableFuture<Void> changed = new CompletableFuture<>();
        try (TestBackend backend = TestBackend.secure(
                        SERVER,
                        connection -> connection.answerAll(request -> {
                            changed.join();
                            return TestBackend.ok("ok");
                        }));
                TestGateway gateway = TestGateway.single(document(backend));
                WireClient client = gateway.client()) {
            client.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
            Await.until(() -> "asked", () -> backend.requests().size() == 1);
            trust(OTHER);
            gateway.refreshBackendTls();
            changed.complete(null);
            assertThat(client.answer().status()).isEqualTo(200);
            Await.until(() -> "closed", () -> backend.open() == 0);
        }
    }

    @Test
    void aTrustFileThatBreaksLeavesTheOneBeforeAndSaysSo() throws IOException {
        try (Logged log = Logged.of("io.weir.node.dataplane.tls");
                TestBackend backend = TestBackend.secure(SERVER, "ok");
                TestGateway gateway = TestGateway.single(document(backend));
                WireClient client = gateway.client()) {
            Files.writeString(folder.resolve("ca.pem"), "half a fi");
            gateway.refreshBackendTls();
            assertThat(client.get("/").status()).isEqualTo(200);
            assertThat(log.lines())
                    .singleElement()
                    .asString()
                    .contains("upstream backend: TLS goes on as before")
                    .contains("ca.pem");
        }
    }

    @ParameterizedTest(name = "{1}")
    @CsvSource(
            delimiter = '|',
            value = {
                "''                                                            | is not there         | no such file",
                "no certificate at all                                         | certificates in PEM  | only text",
                "'-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----'| certificates in PEM  | nonsense in PEM"
            })
    void aTrustThatCannotBeReadRefusesTheRevision(String content, String reason, String why) throws IOException {
        Path file = folder.resolve("broken.pem");
        if (!content.isEmpty()) {
            Files.writeString(file, content);
        }
        try (TestGateway gateway =
                TestGateway.single(Documents.toAddresses("127.0.0.1:1").toString())) {
            assertThatThrownBy(() -> gateway.stage(Documents.toAddresses("127.0.0.1:1")
                            .upstream("tls: { trust: \"file:" + file + "\" }")
                            .toString()))
                    .as(why)
                    .isInstanceOf(StagingException.class)
                    .hasMessageContaining("upstream backend: tls: ")
                    .hasMessageContaining("broken.pem")
                    .hasMessageContaining(reason);
        }
    }

    @Test
    void whomThePlatformTrustsIsTrustedUnlessSomethingElseIsSaid() {
        try (TestBackend backend = TestBackend.secure(SERVER, "ok");
                TestGateway gateway = TestGateway.single(
                        Documents.to(backend).upstream("tls: {}").toString());
                WireClient client = gateway.client()) {
            assertThat(client.get("/").problem()).isEqualTo("backend-tls-failed");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"BORINGSSL", "JDK"})
    void withoutVerificationWhoeverAnswersIsBelieved(TlsEngine engine) {
        TestCertificate stranger = OTHER.leaf("nobody.example.com").expired().signedByItself();
        try (TestBackend backend = TestBackend.secure(CA.trusting(stranger), "ok");
                TestGateway gateway = TestGateway.start(
                        new TestCertificates().ports(engine, TicketKeys.OWN),
                        Documents.to(backend).upstream("tls: { verify: false }").toString());
                WireClient client = gateway.client()) {
            assertThat(client.get("/").body()).isEqualTo("ok");
        }
    }

    @ParameterizedTest(name = "{0} {1} {2}")
    @CsvSource({
        "BORINGSSL, localhost, ''               , localhost         , the endpoint's host also without a dot",
        "JDK      , localhost, ''               , localhost         , the endpoint's host also without a dot",
        "BORINGSSL, 127.0.0.1, ''               , ''                , an address is not asked for (RFC 6066 §3)",
        "JDK      , 127.0.0.1, ''               , ''                , an address is not asked for (RFC 6066 §3)",
        "BORINGSSL, 127.0.0.1, orders.example.com, orders.example.com, what is said",
        "JDK      , 127.0.0.1, orders.example.com, orders.example.com, what is said"
    })
    void theNameThatIsVerifiedIsAskedFor(TlsEngine engine, String host, String serverName, String asked, String why) {
        List<String> names = new CopyOnWriteArrayList<>();
        TestCertificate certificate = CA.leaf("localhost")
                .addresses("127.0.0.1")
                .hosts("orders.example.com")
                .issue();
        try (TestBackend backend = TestBackend.secure(CA.trusting(certificate), connection -> {
                    connection.request();
                    ExtendedSSLSession session = (ExtendedSSLSession) ((SSLSocket) connection.socket()).getSession();
                    names.add(session.getRequestedServerNames().stream()
                            .map(name -> new String(name.getEncoded(), StandardCharsets.US_ASCII))
                            .findFirst()
                            .orElse(""));
                    connection.write(TestBackend.ok("ok"));
                });
                TestGateway gateway = TestGateway.start(
                        new TestCertificates().ports(engine, TicketKeys.OWN),
                        Documents.toAddresses(host + ":" + backend.port())
                                .upstream(tls(serverName.isEmpty() ? "" : ", server-name: " + serverName))
                                .toString());
                WireClient client = gateway.client()) {
            assertThat(client.get("/").status()).as(why).isEqualTo(200);
            assertThat(names).containsExactly(asked);
        }
    }

    @Test
    void theCertificateThatIsShownCanBeReplacedAndEndpointsSeeTheNewOne() {
        List<String> seen = new CopyOnWriteArrayList<>();
        TestCertificates certificates =
                new TestCertificates().put("us", CA.leaf("gateway-1").client().issue());
        try (TestBackend backend = TestBackend.secure(
                                SERVER,
                                connection -> connection.answerAll(request -> {
                                    seen.add(peer((SSLSocket) connection.socket()));
                                    return TestBackend.ok("ok");
                                }))
                        .needingCertificates();
                TestGateway gateway = gateway(
                        certificates,
                        Documents.to(backend)
                                .upstream(tls(", certificate: us"))
                                .more(CERTIFICATE)
                                .toString());
                WireClient client = gateway.client()) {
            assertThat(client.get("/").status()).isEqualTo(200);
            certificates.put("us", CA.leaf("gateway-2").client().issue());
            assertThat(client.get("/").status()).isEqualTo(200);
            assertThat(client.get("/").status()).isEqualTo(200);
            assertThat(seen).containsExactly("CN=gateway-1", "CN=gateway-2", "CN=gateway-2");
            Await.until(() -> "the first connection closed", () -> backend.open() == 1);
        }
    }

    private static final String CERTIFICATE =
            "certificates: [{ name: us, chain: \"file:us.pem\", key: \"file:us.key\" }]";

    private static String peer(SSLSocket socket) {
        try {
            return ((X509Certificate) socket.getSession().getPeerCertificates()[0])
                    .getSubjectX500Principal()
                    .getName();
        } catch (javax.net.ssl.SSLPeerUnverifiedException e) {
            return "nobody";
        }
    }

    @Test
    void nothingIsSentAsNobodyWhileTheCertificateIsNotThere() {
        TestCertificates certificates = new TestCertificates();
        try (Logged log = Logged.of("io.weir.node.dataplane.upstream");
                TestBackend backend = TestBackend.secure(SERVER, "ok");
                TestGateway gateway = gateway(
                        certificates,
                        Documents.to(backend)
                                .upstream(tls(", certificate: us"))
                                .more(CERTIFICATE)
                                .toString());
                WireClient client = gateway.client()) {
            assertThat(client.get("/").problem()).isEqualTo("backend-tls-failed");
            assertThat(backend.accepted()).isZero();
            assertThat(log.lines()).singleElement().asString().contains("is not there");
            certificates.put("us", CA.leaf("gateway").client().issue());
            assertThat(client.get("/").status()).isEqualTo(200);
        }
    }

    @ParameterizedTest(name = "{0} {1} {2}")
    @CsvSource({
        "BORINGSSL, TLSv1.3, nobody", "BORINGSSL, TLSv1.3, stranger", "BORINGSSL, TLSv1.2, nobody",
        "BORINGSSL, TLSv1.2, stranger", "JDK, TLSv1.3, nobody", "JDK, TLSv1.2, stranger"
    })
    void anEndpointThatRefusesTheCertificateIsATlsFailureAndAPostIsNotSentTwice(
            TlsEngine engine, String version, String who) {
        TestCertificates certificates =
                new TestCertificates().put("us", OTHER.leaf("gateway").client().issue());
        boolean shows = who.equals("stranger");
        try (TestBackend one = TestBackend.secure(SERVER, "never")
                        .needingCertificates()
                        .protocols(version);
                TestGateway gateway = TestGateway.start(
                        certificates.ports(engine, TicketKeys.OWN),
                        Documents.to(one)
                                .upstream(tls(shows ? ", certificate: us" : ""))
                                .more(CERTIFICATE)
                                .toString());
                WireClient client = gateway.client()) {
            WireMessage answer = client.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n\r\nhi")
                    .answer();
            assertThat(answer.problem()).isIn("backend-tls-failed", "connection-lost");
            assertThat(answer.status()).isEqualTo(502);
            assertThat(one.requests()).isEmpty();
            assertThat(one.accepted()).isEqualTo(1);
        }
    }

    @Test
    void anEndpointThatCannotBeTrustedIsPassedOverForOneThatCan() {
        TestCertificate bad = OTHER.leaf("localhost").addresses("127.0.0.1").issue();
        try (TestBackend wrong = TestBackend.secure(CA.trusting(bad), "never");
                TestBackend right = TestBackend.secure(SERVER, "ok");
                TestGateway gateway = TestGateway.single(
                        Documents.to(wrong, right).upstream(tls("")).toString());
                WireClient client = gateway.client()) {
            for (int i = 0; i < 4; i++) {
                WireMessage answer = client.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n\r\nhi")
                        .answer();
                assertThat(answer.body()).isEqualTo("ok");
            }
            assertThat(wrong.requests()).isEmpty();
            assertThat(wrong.accepted()).isEqualTo(2);
            assertThat(right.requests()).hasSize(4);
        }
    }

    @Test
    void aKeptConnectionThatDiedUnnoticedCostsNothing() {
        try (TestBackend backend = TestBackend.secure(SERVER, connection -> {
                    connection.request();
                    connection.write(TestBackend.ok("ok"));
                    connection.request();
                    connection.reset();
                });
                TestGateway gateway = TestGateway.single(document(backend));
                WireClient client = gateway.client()) {
            for (int i = 0; i < 5; i++) {
                assertThat(client.get("/").body()).isEqualTo("ok");
            }
            assertThat(gateway.inFlight()).isZero();
        }
    }

    @Test
    void aKeptConnectionThatWasClosedInOrderIsNotUsedAgain() {
        try (TestBackend backend = TestBackend.secure(SERVER, connection -> {
                    connection.request();
                    connection.write(TestBackend.ok("ok"));
                    connection.socket().shutdownOutput();
                    // Only then has the gateway seen it.
                    connection.waitForTheEnd();
                });
                TestGateway gateway = TestGateway.single(document(backend));
                WireClient client = gateway.client()) {
            for (int i = 0; i < 3; i++) {
                assertThat(client.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n\r\nhi")
                                .answer()
                                .body())
                        .isEqualTo("ok");
                Await.until(() -> "closed", () -> backend.open() == 0);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void anAnswerThatEndsWithItsConnectionIsWholeOnlyWithTheEndOfTls(boolean inOrder) {
        try (TestBackend backend = TestBackend.playing(connection -> {
                    SSLSocket tls = over(connection.socket());
                    tls.getInputStream().read();
                    tls.getOutputStream().write("HTTP/1.1 200 OK\r\n\r\nall of it".getBytes(StandardCharsets.US_ASCII));
                    if (inOrder) {
                        tls.close();
                    }
                });
                TestGateway gateway = TestGateway.single(document(backend));
                WireClient client = gateway.client()) {
            client.send("GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
            String answer = client.toTheEnd();
            assertThat(answer).contains("all of it");
            assertThat(answer.endsWith("\r\n0\r\n\r\n")).as("the last chunk").isEqualTo(inOrder);
        }
    }

    /** TLS over a connection that outlives it. */
    private static SSLSocket over(Socket plain) throws IOException {
        SSLSocket tls = (SSLSocket) SERVER.getSocketFactory().createSocket(plain, null, false);
        tls.setUseClientMode(false);
        return tls;
    }

    @ParameterizedTest
    @CsvSource({"true , true , ''", "false, false, TLS: its certificate was not issued by anybody who is trusted"})
    void aProbeTrustsWhomTrafficTrusts(boolean known, boolean healthy, String reason) {
        trust(known ? CA : OTHER);
        for (Health.Probe what :
                List.of(new Health.Probe.Tcp(), new Health.Probe.Http("/", Optional.empty(), 200, 299))) {
            try (TestBackend backend = TestBackend.secure(SERVER, connection -> {
                        connection.request();
                        connection.write(TestBackend.ok("well"));
                    });
                    TestGateway gateway = TestGateway.single(document(backend))) {
                CompletableFuture<Probes.Result> result = new CompletableFuture<>();
                Duration time = Duration.ofSeconds(10);
                gateway.plane()
                        .probe(
                                gateway.endpoint("backend", 0),
                                new Health.Active(what, time, time, 1, 1, 1),
                                result::complete);
                assertThat(result.join()).isEqualTo(new Probes.Result(healthy, reason));
            }
        }
    }
}
