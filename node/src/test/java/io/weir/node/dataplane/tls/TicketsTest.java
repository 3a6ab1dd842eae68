package io.weir.node.dataplane.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.weir.node.state.TicketKeys.TicketKey;
import io.weir.node.state.TlsHandshake;
import io.weir.node.testkit.Documents;
import io.weir.node.testkit.OpensslClient;
import io.weir.node.testkit.SharedTickets;
import io.weir.node.testkit.TestBackend;
import io.weir.node.testkit.TestCa;
import io.weir.node.testkit.TestCertificate;
import io.weir.node.testkit.TestCertificates;
import io.weir.node.testkit.TestGateway;
import io.weir.node.testkit.WireClient;
import java.nio.file.Path;
import java.util.List;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Sessions that are resumed by tickets whose keys several nodes have. */
class TicketsTest {
    private static final TestCa CA = TestCa.root("root");
    private static final TestCertificate CERTIFICATE = CA.leaf("example.com").issue();
    private static final TestBackend BACKEND = TestBackend.saying("hello");

    private final SharedTickets tickets = new SharedTickets();

    @AfterAll
    static void close() {
        BACKEND.close();
    }

    private TestGateway node(String listener) {
        return node(listener, "127.0.0.1:0");
    }

    /** With the same port as another one: Java's client tells servers apart by name and port. */
    private TestGateway node(String listener, TestGateway beside) {
        return node(listener, "127.0.0.2:" + beside.address("public").getPort());
    }

    private TestGateway node(String listener, String address) {
        assumeTrue(TlsEngine.best() == TlsEngine.BORINGSSL, "the JDK keeps its keys to itself");
        TestCertificates certificates = new TestCertificates().put("example-com", CERTIFICATE);
        return TestGateway.start(
                certificates.ports(TlsEngine.BORINGSSL, tickets),
                Documents.to(BACKEND)
                        .tls("", "example-com")
                        .toString()
                        .replace(
                                "name: public, address: \"127.0.0.1:0\"",
                                "name: " + listener + ", address: \"" + address + '"'));
    }

    private static TlsHandshake connect(TestGateway node, String listener, SSLContext client, String version) {
        try (WireClient wire = WireClient.secure(
                node.address(listener),
                client,
                "example.com",
                parameters -> parameters.setProtocols(new String[] {version}))) {
            assertThat(wire.get("/").status()).isEqualTo(200);
        }
        List<TlsHandshake> all = node.handshakes();
        return all.get(all.size() - 1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void aClientOfOneNodeResumesOnAnother(String version) {
        tickets.rotate(SharedTickets.key(true));
        SSLContext client = CA.trusting();
        try (TestGateway one = node("public");
                TestGateway two = node("public", one)) {
            assertThat(connect(one, "public", client, version)).isEqualTo(TlsHandshake.FULL);
            assertThat(connect(two, "public", client, version)).isEqualTo(TlsHandshake.RESUMED);
            assertThat(connect(one, "public", client, version)).isEqualTo(TlsHandshake.RESUMED);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"-tls1_2", "-tls1_3"})
    void soDoesOpenssl(String version, @TempDir Path folder) {
        assumeTrue(OpensslClient.isThere(), "openssl is not installed");
        tickets.rotate(SharedTickets.key(true));
        String session = folder.resolve("session").toString();
        try (TestGateway one = node("public");
                TestGateway two = node("public")) {
            assertThat(openssl(one, version, "-sess_out", session))
                    .contains("New, TLSv1")
                    .contains("HTTP/1.1 200");
            assertThat(openssl(two, version, "-sess_in", session))
                    .contains("Reused, TLSv1")
                    .contains("HTTP/1.1 200");
        }
    }

    private static String openssl(TestGateway node, String version, String direction, String session) {
        List<String> arguments = List.of(version, "-servername", "example.com", "-ign_eof", direction, session);
        return OpensslClient.run(node.address("public"), OpensslClient.GET, arguments)
                .output();
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void aTicketIsGoodWhileItsKeyIsKept(String version) {
        TicketKey first = SharedTickets.key(true);
        tickets.rotate(first);
        SSLContext client = CA.trusting();
        SSLContext late = CA.trusting();
        try (TestGateway node = node("public")) {
            assertThat(connect(node, "public", client, version)).isEqualTo(TlsHandshake.FULL);
            assertThat(connect(node, "public", late, version)).isEqualTo(TlsHandshake.FULL);
            TicketKey second = SharedTickets.key(true);
            tickets.rotate(new TicketKey(first.name(), first.hmac(), first.aes(), false), second);
            assertThat(connect(node, "public", client, version)).isEqualTo(TlsHandshake.RESUMED);
            tickets.rotate(second);
            assertThat(connect(node, "public", client, version))
                    .as("it was given another one, made with the second key")
                    .isEqualTo(TlsHandshake.RESUMED);
            assertThat(connect(node, "public", late, version))
                    .as("its ticket is of the first key")
                    .isEqualTo(TlsHandshake.FULL);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void aTicketOfAnotherListenerIsNotGood(String version) {
        tickets.rotate(SharedTickets.key(true));
        SSLContext client = CA.trusting();
        try (TestGateway one = node("public");
                TestGateway two = node("inner", one)) {
            assertThat(connect(one, "public", client, version)).isEqualTo(TlsHandshake.FULL);
            assertThat(connect(two, "inner", client, version)).isEqualTo(TlsHandshake.FULL);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void aNodeWithoutSharedKeysResumesItsOwn(String version) {
        SSLContext client = CA.trusting();
        try (TestGateway node = node("public")) {
            assertThat(connect(node, "public", client, version)).isEqualTo(TlsHandshake.FULL);
            assertThat(connect(node, "public", client, version)).isEqualTo(TlsHandshake.RESUMED);
        }
    }
}
