package io.weir.node.dataplane;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.node.state.TlsHandshake;
import io.weir.node.testkit.Await;
import io.weir.node.testkit.Documents;
import io.weir.node.testkit.FrameBackend;
import io.weir.node.testkit.FrameWire;
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
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is agreed upon with endpoints, over TLS and without; and those that keep to nothing. */
@ExtendWith(NoLeaks.class)
final class Http2BackendTlsTest {
    private static final TestCa CA = TestCa.root("Backends");
    private static final TestCertificate GOOD =
            CA.leaf("localhost").addresses("127.0.0.1").issue();

    @TempDir
    Path folder;

    @BeforeEach
    void writeTrust() throws IOException {
        Files.writeString(folder.resolve("ca.pem"), CA.pem());
    }

    private TestGateway gateway(TestBackend backend, String protocol) {
        return TestGateway.single(Documents.to(backend)
                .upstream("protocol: " + protocol + ", tls: { trust: \"file:" + folder.resolve("ca.pem")
                        + "\" }, timeouts: { connect: 10s }, retry: { attempts: 0 }")
                .toString());
    }

    /** Speaks what was agreed upon. */
    private static TestBackend speaking(FrameBackend frames, String... protocols) {
        return TestBackend.secure(CA.trusting(GOOD), connection -> {
                    SSLSocket socket = (SSLSocket) connection.socket();
                    socket.startHandshake();
                    if (socket.getApplicationProtocol().equals("h2")) {
                        frames.play(connection);
                    } else {
                        connection.answerAll(request -> TestBackend.ok("HTTP/1.1"));
                    }
                })
                .agreeing(protocols);
    }

    @ParameterizedTest(name = "{0} with an endpoint that knows {1}: {2}")
    @CsvSource(
            nullValues = "-",
            textBlock =
                    """
        h2,       h2 http/1.1, HTTP/2
        h2,       h2,          HTTP/2
        auto,     http/1.1 h2, HTTP/1.1
        auto,     h2,          HTTP/2
        auto,     http/1.1,    HTTP/1.1
        auto,     -,           HTTP/1.1
        http/1.1, h2 http/1.1, HTTP/1.1
        """)
    void whatIsSpokenIsAgreedUpon(String protocol, String known, String spoken) {
        FrameBackend frames = FrameBackend.saying("HTTP/2");
        try (TestBackend backend = speaking(frames, known == null ? new String[0] : known.split(" "));
                TestGateway gateway = gateway(backend, protocol);
                WireClient client = gateway.client()) {
            for (int i = 0; i < 3; i++) {
                WireMessage answer = client.get("/");
                assertThat(answer.body()).isEqualTo(spoken);
            }
            assertThat(backend.accepted()).isEqualTo(1);
            assertThat(gateway.backendHandshakes()).containsExactly(TlsHandshake.FULL);
            if (spoken.equals("HTTP/2")) {
                assertThat(frames.request().fields()).containsEntry(":scheme", "https");
            }
        }
    }

    @Test
    void withAnEndpointOfHttp11ManyRequestsHaveAConnectionEach() {
        FrameBackend frames = FrameBackend.saying("HTTP/2");
        try (TestBackend backend = speaking(frames, "http/1.1");
                TestGateway gateway = gateway(backend, "auto")) {
            List<WireClient> clients = new ArrayList<>();
            for (int i = 0; i < 5; i++) {
                clients.add(gateway.client().send("GET / HTTP/1.1\r\nHost: a\r\n\r\n"));
            }
            clients.forEach(client -> assertThat(client.answer().body()).isEqualTo("HTTP/1.1"));
            clients.forEach(WireClient::close);
            assertThat(gateway.inFlight()).isZero();
        }
    }

    @ParameterizedTest(name = "an endpoint that knows {0}")
    @CsvSource(nullValues = "-", textBlock = """
        http/1.1
        -
        """)
    void anEndpointThatDoesNotAgreeToH2IsNotSentAnything(String known) {
        try (Logged log = Logged.of("io.weir.node.dataplane.upstream.Handshakes");
                TestBackend backend =
                        speaking(FrameBackend.saying("?"), known == null ? new String[0] : known.split(" "));
                TestGateway gateway = gateway(backend, "h2");
                WireClient client = gateway.client()) {
            assertThat(client.get("/").problem()).isEqualTo("backend-tls-failed");
            assertThat(backend.requests()).isEmpty();
            assertThat(gateway.backendHandshakes()).containsExactly(TlsHandshake.FAILED);
            assertThat(String.join("\n", log.lines()))
                    .contains(known == null ? "does not agree to h2" : "no application protocol");
        }
    }

    @Test
    void sessionsAreUsedAgain() {
        FrameBackend frames = FrameBackend.answering(request -> {
            request.say("ok");
            request.wire().goAway(request.stream(), 0);
        });
        try (TestBackend backend = speaking(frames, "h2");
                TestGateway gateway = gateway(backend, "h2");
                WireClient client = gateway.client()) {
            for (int i = 0; i < 3; i++) {
                assertThat(client.get("/").status()).isEqualTo(200);
                Await.until(() -> "closed", () -> backend.open() == 0);
            }
            assertThat(gateway.backendHandshakes())
                    .containsExactly(TlsHandshake.FULL, TlsHandshake.RESUMED, TlsHandshake.RESUMED);
        }
    }

    @ParameterizedTest(name = "{0}: {2}")
    @CsvSource(
            textBlock =
                    """
        answers,  connect-failed,  it speaks HTTP/1.1
        closes,   connect-failed,  it closes at once
        silent,   connect-timeout, it says nothing
        noise,    connect-failed,  it says something else
        """)
    void whatDoesNotSpeakHttp2IsNotSentAnyRequest(String how, String problem, String reason) {
        FrameBackend good = FrameBackend.saying("ok");
        try (TestBackend bad = TestBackend.playing(connection -> {
                    switch (how) {
                        case "answers" -> {
                            connection.write("HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n");
                            connection.waitForTheEnd();
                        }
                        case "noise" -> {
                            connection.write("SSH-2.0-OpenSSH_9.6\r\n");
                            connection.waitForTheEnd();
                        }
                        case "silent" -> connection.waitForTheEnd();
                        default -> {}
                    }
                });
                TestBackend other = TestBackend.playing(good::play)) {
            String settings =
                    "protocol: h2, timeouts: { connect: 300ms }, health: { passive: { consecutive-failures: 0 } }";
            try (TestGateway gateway = TestGateway.single(
                            Documents.to(bad).upstream(settings).toString());
                    WireClient client = gateway.client()) {
                String body = "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n\r\nhi";
                assertThat(client.send(body).answer().problem()).as(reason).isEqualTo(problem);
                assertThat(gateway.inFlight()).isZero();
                gateway.change(Documents.to(bad, other).upstream(settings).toString());
                for (int i = 0; i < 4; i++) {
                    assertThat(client.send(body).answer().status())
                            .as("tried elsewhere")
                            .isEqualTo(200);
                }
            }
        }
    }

    @Test
    void aConnectionThatIsNotNeededIsClosedWithAWord() {
        List<Integer> goodbyes = new java.util.concurrent.CopyOnWriteArrayList<>();
        try (TestBackend backend = TestBackend.playing(connection -> {
                    FrameWire wire = new FrameWire(connection.socket()).serve();
                    FrameWire.Frame frame = wire.next();
                    while (frame != null) {
                        if (frame.type() == FrameWire.HEADERS) {
                            wire.headers(frame.stream(), true, ":status", "204");
                        } else {
                            goodbyes.add(frame.error());
                        }
                        frame = wire.next();
                    }
                });
                TestGateway gateway = TestGateway.single(Documents.to(backend)
                        .upstream("protocol: h2, timeouts: { idle: 100ms }")
                        .toString());
                WireClient client = gateway.client()) {
            assertThat(client.get("/").status()).isEqualTo(204);
            Await.until(() -> "closed", () -> backend.open() == 0);
            assertThat(goodbyes).as("NO_ERROR").containsExactly(0);
            assertThat(client.get("/").status()).isEqualTo(204);
        }
    }

    @Test
    void whereNothingIsHeardNoFurtherExchangeIsPutUntilSomethingIs() {
        FrameBackend frames = FrameBackend.answering(request -> {
            if (!request.path().equals("/silent")) {
                request.say("ok");
            } else {
                // A process that hangs: it does not even read.
                Thread.sleep(3_000);
                request.say("late");
            }
        });
        try (TestBackend backend = TestBackend.playing(frames::play);
                TestGateway gateway = TestGateway.single(Documents.to(backend)
                        .upstream("protocol: h2, timeouts: { response: 1100ms }, retry: { attempts: 0 }")
                        .toString());
                WireClient client = gateway.client()) {
            assertThat(client.get("/").status()).isEqualTo(200);
            assertThat(client.get("/silent").problem()).isEqualTo("answer-timeout");
            assertThat(client.get("/").status()).isEqualTo(200);
            assertThat(backend.accepted()).as("on a connection of its own").isEqualTo(2);
            Await.until(() -> "it is told of the end", () -> !frames.resets().isEmpty());
            assertThat(client.get("/").status()).isEqualTo(200);
            assertThat(backend.accepted()).isEqualTo(2);
        }
    }

    @Test
    void anotherTrustIsForNewConnections() throws IOException {
        FrameBackend frames = FrameBackend.saying("ok");
        try (TestBackend backend = speaking(frames, "h2");
                TestGateway gateway = gateway(backend, "h2");
                WireClient client = gateway.client()) {
            assertThat(client.get("/").status()).isEqualTo(200);
            Files.writeString(folder.resolve("ca.pem"), TestCa.root("Others").pem());
            gateway.refreshBackendTls();
            assertThat(client.get("/").problem()).isEqualTo("backend-tls-failed");
            Await.until(() -> "the old one is closed", () -> backend.open() == 0);
        }
    }
}
