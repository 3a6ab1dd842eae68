package io.weir.node.dataplane;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.config.model.Health;
import io.weir.node.state.Probes;
import io.weir.node.testkit.Await;
import io.weir.node.testkit.Documents;
import io.weir.node.testkit.FrameBackend;
import io.weir.node.testkit.GrpcBackend;
import io.weir.node.testkit.NoLeaks;
import io.weir.node.testkit.TestBackend;
import io.weir.node.testkit.TestCa;
import io.weir.node.testkit.TestGateway;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Probes of endpoints that speak HTTP/2. */
@ExtendWith(NoLeaks.class)
final class Http2ProbesTest {
    private static final Health.Probe PAGE = new Health.Probe.Http("/healthz", Optional.of("probe.example"), 200, 299);
    private static final Health.Probe CALL = new Health.Probe.Grpc("demo.Greeter", Optional.empty());

    private static Probes.Result probe(TestBackend.Script script, Health.Probe what) {
        try (TestBackend backend = TestBackend.playing(script);
                TestGateway gateway = TestGateway.single(
                        Documents.to(backend).upstream("protocol: h2").toString())) {
            Probes.Result got = probe(gateway, what);
            Await.until(() -> "its connection is closed", () -> backend.open() == 0);
            return got;
        }
    }

    private static Probes.Result probe(TestGateway gateway, Health.Probe what) {
        CompletableFuture<Probes.Result> result = new CompletableFuture<>();
        Health.Active settings = new Health.Active(what, Duration.ofSeconds(10), Duration.ofSeconds(10), 1, 1, 1);
        gateway.plane().probe(gateway.endpoint("backend", 0), settings, result::complete);
        return result.join();
    }

    @ParameterizedTest
    @CsvSource({"200, true", "204, true", "301, false", "404, false", "500, false"})
    void theStatusOfAPageDecides(String status, boolean healthy) {
        FrameBackend frames =
                FrameBackend.answering(request -> request.wire().headers(request.stream(), true, ":status", status));
        assertThat(probe(frames::play, PAGE)).isEqualTo(new Probes.Result(healthy, healthy ? "" : "status " + status));
        assertThat(frames.request().fields())
                .containsEntry(":path", "/healthz")
                .containsEntry(":authority", "probe.example")
                .containsEntry(":scheme", "http");
    }

    @ParameterizedTest(name = "{0} {1} {2}: {4}")
    @CsvSource(
            nullValues = "-",
            textBlock =
                    """
        200, 00000000020801, 0,  true,  '',                              serving
        200, 00000000020802, 0,  false, it is not serving,               not serving
        200, 0000000000,     0,  false, it is not serving,               an unknown state
        200, -,              0,  false, it is not serving,               no message
        200, -,              5,  false, gRPC status 5,                   a service that it does not know
        200, 00000000020801, 14, false, gRPC status 14,                  an error behind the message
        200, 00000000020801, x,  false, the gRPC status is none,         no number
        200, 00000000020801, -,  false, the answer has no gRPC status,   no trailers
        503, -,              -,  false, status 503,                      not even gRPC
        200, ff00000002,     0,  false, the answer is not gRPC,          no frame
        """)
    void theAnswerOfTheServiceDecides(
            String status, String message, String code, boolean healthy, String said, String reason) {
        FrameBackend frames = FrameBackend.answering(request -> {
            request.wire().headers(request.stream(), false, ":status", status);
            if (message != null) {
                byte[] bytes = HexFormat.of().parseHex(message);
                request.wire().data(request.stream(), code == null, new String(bytes, StandardCharsets.ISO_8859_1));
            }
            if (code != null) {
                request.wire().headers(request.stream(), true, "grpc-status", code);
            }
        });
        assertThat(probe(frames::play, CALL)).as(reason).isEqualTo(new Probes.Result(healthy, said));
        assertThat(frames.request().fields())
                .containsEntry(":method", "POST")
                .containsEntry(":path", "/grpc.health.v1.Health/Check")
                .containsEntry("content-type", "application/grpc")
                .containsEntry("te", "trailers");
        assertThat(frames.request().body()).isEqualTo("\0\0\0\0\u000e\n\fdemo.Greeter");
    }

    @Test
    void aCallThatEndsInItsHeadIsAnAnswer() {
        FrameBackend frames = FrameBackend.answering(
                request -> request.wire().headers(request.stream(), true, ":status", "200", "grpc-status", "12"));
        assertThat(probe(frames::play, CALL)).isEqualTo(new Probes.Result(false, "gRPC status 12"));
    }

    @Test
    void whatDoesNotSpeakHttp2IsUnhealthy() {
        assertThat(probe(connection -> connection.answerAll(request -> TestBackend.ok("")), CALL)
                        .healthy())
                .isFalse();
        assertThat(probe(
                                connection -> connection
                                        .write("HTTP/1.1 400 Bad Request\r\n\r\n")
                                        .waitForTheEnd(),
                                PAGE)
                        .reason())
                .isEqualTo("the answer is not HTTP/2");
    }

    @Test
    void anExchangeThatIsResetOrRefusedIsUnhealthy() {
        FrameBackend resets = FrameBackend.answering(request -> request.wire().reset(request.stream(), 2));
        assertThat(probe(resets::play, CALL).reason()).isEqualTo("the exchange was reset");
        FrameBackend leaves = FrameBackend.answering(request -> request.wire().goAway(0, 0));
        assertThat(probe(leaves::play, PAGE).reason()).isEqualTo("the exchange was refused");
    }

    @Test
    void aServerOfGrpcJavaThatDoesNotKnowTheServiceIsUnhealthy() {
        try (GrpcBackend backend = new GrpcBackend(text -> text);
                TestGateway gateway = TestGateway.single(Documents.toAddresses(backend.address())
                        .upstream("protocol: h2")
                        .toString())) {
            assertThat(probe(gateway, CALL)).isEqualTo(new Probes.Result(false, "gRPC status 12"));
        }
    }

    @ParameterizedTest(name = "{0} with an endpoint that knows {1}: {2}")
    @CsvSource(
            nullValues = "-",
            textBlock =
                    """
        auto, h2,       HTTP/2,   ''
        auto, http/1.1, HTTP/1.1, ''
        h2,   h2,       HTTP/2,   ''
        h2,   -,        -,        it does not agree to h2 (ALPN)
        """)
    void aProbeSpeaksWhatIsAgreedUpon(String protocol, String known, String spoken, String reason, @TempDir Path folder)
            throws IOException {
        TestCa ca = TestCa.root("Backends");
        Path trust = Files.writeString(folder.resolve("ca.pem"), ca.pem());
        FrameBackend frames =
                FrameBackend.answering(request -> request.wire().headers(request.stream(), true, ":status", "200"));
        List<String> seen = new CopyOnWriteArrayList<>();
        TestBackend.Script script = connection -> {
            SSLSocket socket = (SSLSocket) connection.socket();
            socket.startHandshake();
            if (socket.getApplicationProtocol().equals("h2")) {
                seen.add("HTTP/2");
                frames.play(connection);
            } else {
                connection.answerAll(request -> {
                    seen.add("HTTP/1.1");
                    return TestBackend.ok("");
                });
            }
        };
        try (TestBackend backend = TestBackend.secure(
                                ca.trusting(ca.leaf("localhost")
                                        .addresses("127.0.0.1")
                                        .issue()),
                                script)
                        .agreeing(known == null ? new String[0] : new String[] {known});
                TestGateway gateway = TestGateway.single(Documents.to(backend)
                        .upstream("protocol: " + protocol + ", tls: { trust: \"file:" + trust + "\" }")
                        .toString())) {
            assertThat(probe(gateway, PAGE)).isEqualTo(new Probes.Result(reason.isEmpty(), reason));
            assertThat(seen).isEqualTo(spoken == null ? List.of() : List.of(spoken));
        }
    }
}
