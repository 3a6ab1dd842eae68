package io.weir.node.dataplane;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.config.formation.Transport;
import io.weir.node.testkit.Await;
import io.weir.node.testkit.Documents;
import io.weir.node.testkit.EveryTransport;
import io.weir.node.testkit.Logged;
import io.weir.node.testkit.NoLeaks;
import io.weir.node.testkit.TestBackend;
import io.weir.node.testkit.TestCa;
import io.weir.node.testkit.TestCertificate;
import io.weir.node.testkit.TestGateway;
import io.weir.node.testkit.WireClient;
import io.weir.node.testkit.WireMessage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Supplier;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** TLS between the gateway and endpoints: whom it believes, and what becomes of requests when it does not. */
@ExtendWith(NoLeaks.class)
final class BackendTlsTest {
    private static final TestCa CA = TestCa.root("Backends");
    private static final TestCa STRANGER = TestCa.root("Nobody knows");
    private static final TestCertificate GOOD =
            CA.leaf("localhost").addresses("127.0.0.1").issue();

    @TempDir
    Path folder;

    @BeforeEach
    void writeTrust() throws IOException {
        Files.writeString(folder.resolve("ca.pem"), CA.pem());
    }

    private String trust() {
        return "trust: \"file:" + folder.resolve("ca.pem") + "\"";
    }

    private static SSLContext showing(TestCertificate certificate) {
        return CA.trusting(certificate);
    }

    private String document(TestBackend backend, String tls) {
        return Documents.to(backend)
                .upstream("tls: { " + tls + " }, timeouts: { connect: 500ms }")
                .toString();
    }

    @EveryTransport
    void requestsAndAnswersOfAllSizesGoThroughOneKeptConnection(Transport transport) {
        String large = "x".repeat(3_000_000);
        try (TestBackend backend = TestBackend.secure(
                        showing(GOOD),
                        connection -> connection.answerAll(
                                request -> TestBackend.ok(request.body().length() + large)));
                TestGateway gateway = TestGateway.start(transport, document(backend, trust()));
                WireClient client = gateway.client()) {
            for (int size : new int[] {0, 1, 16_384, 16_385, 2_000_000}) {
                WireMessage answer = client.send(
                                "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: " + size + "\r\n\r\n" + "y".repeat(size))
                        .answer();
                assertThat(answer.status()).as("size %s", size).isEqualTo(200);
                assertThat(answer.body()).isEqualTo(size + large);
            }
            assertThat(backend.accepted()).isEqualTo(1);
        }
    }

    /** A backend that cannot be trusted or understood, and what is said about it. */
    private record Bad(String name, Supplier<TestBackend> backend, String tls, String problem, String reason) {
        @Override
        public String toString() {
            return name;
        }
    }

    private static Supplier<TestBackend> shows(TestCertificate certificate) {
        return () -> TestBackend.secure(showing(certificate), "never seen");
    }

    static Stream<Bad> badBackends() {
        return Stream.of(
                new Bad(
                        "expired",
                        shows(CA.leaf("localhost")
                                .addresses("127.0.0.1")
                                .expired()
                                .issue()),
                        "",
                        "backend-tls-failed",
                        "its certificate has expired"),
                new Bad(
                        "not yet valid",
                        shows(CA.leaf("localhost")
                                .addresses("127.0.0.1")
                                .notYetValid()
                                .issue()),
                        "",
                        "backend-tls-failed",
                        "its certificate is not valid yet"),
                new Bad(
                        "of an unknown issuer",
                        shows(STRANGER.leaf("localhost").addresses("127.0.0.1").issue()),
                        "",
                        "backend-tls-failed",
                        "not issued by anybody who is trusted"),
                new Bad(
                        "signed by itself",
                        shows(CA.leaf("localhost").addresses("127.0.0.1").signedByItself()),
                        "",
                        "backend-tls-failed",
                        "not issued by anybody who is trusted"),
                new Bad(
                        "for another host",
                        shows(CA.leaf("other.example.com").issue()),
                        "server-name: orders.example.com",
                        "backend-tls-failed",
                        "its certificate is for another name"),
                new Bad(
                        "for another address",
                        shows(CA.leaf("localhost").addresses("127.0.0.2").issue()),
                        "",
                        "backend-tls-failed",
                        "its certificate is for another name"),
                new Bad(
                        "for a host, asked by address",
                        shows(CA.leaf("localhost").issue()),
                        "",
                        "backend-tls-failed",
                        "its certificate is for another name"),
                new Bad(
                        "that speaks plain HTTP",
                        () -> TestBackend.playing(connection -> {
                            connection.skip(100);
                            connection.write("HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\n");
                            connection.waitForTheEnd();
                        }),
                        "",
                        "backend-tls-failed",
                        "does not speak TLS"),
                new Bad(
                        "that greets in plain text",
                        () -> TestBackend.playing(connection -> {
                            connection.write("220 mail.example.com ESMTP\r\n");
                            connection.waitForTheEnd();
                        }),
                        "",
                        "backend-tls-failed",
                        "does not speak TLS"),
                new Bad(
                        "that hangs up during the handshake",
                        () -> TestBackend.playing(connection -> connection.skip(10)),
                        "",
                        "backend-tls-failed",
                        "closed the connection during the handshake"),
                new Bad(
                        "that resets the connection during the handshake",
                        () -> TestBackend.playing(connection -> {
                            connection.skip(10);
                            connection.reset();
                        }),
                        "",
                        "backend-tls-failed",
                        "closed the connection during the handshake"),
                new Bad(
                        "of an old version alone",
                        () -> TestBackend.secure(showing(GOOD), "old").protocols("TLSv1.2"),
                        "profile: modern",
                        "backend-tls-failed",
                        "refused the handshake: protocol version"),
                new Bad(
                        "that stalls in the handshake",
                        () -> TestBackend.playing(TestBackend.Connection::waitForTheEnd),
                        "",
                        "connect-timeout",
                        ""));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("badBackends")
    void aBackendIsNotBelieved(Bad bad) {
        try (Logged log = Logged.of("io.weir.node.dataplane.upstream");
                TestBackend backend = bad.backend().get();
                TestGateway gateway = TestGateway.single(
                        document(backend, trust() + (bad.tls().isEmpty() ? "" : ", " + bad.tls())));
                WireClient client = gateway.client()) {
            WireMessage answer = client.get("/");
            assertThat(answer.problem()).isEqualTo(bad.problem());
            assertThat(answer.status()).isEqualTo(bad.problem().equals("connect-timeout") ? 504 : 502);
            assertThat(answer.body()).doesNotContain("certificate").doesNotContain("127.0.0.1");
            assertThat(backend.accepted()).as("tried once").isEqualTo(1);
            assertThat(gateway.observations()).allMatch(seen -> seen.failures() == 1);
            Await.until(() -> "connection let go", () -> backend.open() == 0);
            if (bad.reason().isEmpty()) {
                assertThat(log.lines()).isEmpty();
            } else {
                assertThat(log.lines())
                        .singleElement()
                        .asString()
                        .contains("upstream backend: TLS to " + backend.address() + " fails: ")
                        .contains(bad.reason());
                client.get("/");
                assertThat(log.lines()).as("said once, not with each request").hasSize(1);
            }
        }
    }
}
