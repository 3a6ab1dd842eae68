package io.weir.node.dataplane;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.config.formation.Transport;
import io.weir.config.model.Health;
import io.weir.node.state.EndpointStatus;
import io.weir.node.state.Observations.EndpointObservation;
import io.weir.node.state.Probes;
import io.weir.node.testkit.Await;
import io.weir.node.testkit.Documents;
import io.weir.node.testkit.EveryTransport;
import io.weir.node.testkit.NoLeaks;
import io.weir.node.testkit.TestBackend;
import io.weir.node.testkit.TestGateway;
import io.weir.node.testkit.WireClient;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the control plane asks of the data plane: probes, and what traffic showed. */
@ExtendWith(NoLeaks.class)
final class PortsOfTheDataPlaneTest {
    private static final Health.Probe PAGE = new Health.Probe.Http("/healthz", Optional.of("probe.example"), 200, 299);

    private static Probes.Result probe(TestGateway gateway, Health.Probe what, Duration timeout) {
        CompletableFuture<Probes.Result> result = new CompletableFuture<>();
        Health.Active settings = new Health.Active(what, Duration.ofSeconds(1), timeout, 1, 1, 1);
        gateway.plane().probe(gateway.endpoint("backend", 0), settings, result::complete);
        return result.join();
    }

    private static Probes.Result probe(Transport transport, TestBackend.Script script, Health.Probe what) {
        try (TestBackend backend = TestBackend.playing(script);
                TestGateway gateway =
                        TestGateway.start(transport, Documents.to(backend).toString())) {
            Probes.Result result = probe(gateway, what, Duration.ofSeconds(10));
            Await.until(() -> "its connection is closed", () -> backend.open() == 0);
            return result;
        }
    }

    @EveryTransport
    void aProbeAsksForAPageOnAConnectionOfItsOwn(Transport transport) {
        try (TestBackend backend = TestBackend.saying("fine");
                TestGateway gateway =
                        TestGateway.start(transport, Documents.to(backend).toString())) {
            assertThat(probe(gateway, PAGE, Duration.ofSeconds(10))).isEqualTo(new Probes.Result(true, ""));
            assertThat(backend.request().target()).isEqualTo("/healthz");
            assertThat(backend.request().field("Host")).contains("probe.example");
            Await.until(() -> "closed", () -> backend.open() == 0);
            assertThat(gateway.observations())
                    .as("traffic learns nothing of it")
                    .isEmpty();
        }
    }

    @ParameterizedTest
    @CsvSource({"200, true", "204, true", "301, false", "404, false", "500, false"})
    void theStatusDecides(int status, boolean healthy) {
        Probes.Result result = probe(
                Transport.AUTO,
                connection -> connection.answerAll(request -> "HTTP/1.1 " + status + " X\r\n\r\n"),
                PAGE);
        assertThat(result).isEqualTo(new Probes.Result(healthy, healthy ? "" : "status " + status));
    }

    @Test
    void aProbeThatGetsNoSoundAnswerSaysWhy() {
        assertThat(probe(Transport.AUTO, connection -> connection.request(), PAGE)
                        .reason())
                .isEqualTo("connection closed");
        assertThat(probe(
                                Transport.AUTO,
                                connection -> connection.write("hello\r\n").request(),
                                PAGE)
                        .reason())
                .isEqualTo("the answer is not HTTP");
    }

    @EveryTransport
    void aProbeOfAPortThatIsClosedIsRefused(Transport transport) {
        try (TestGateway gateway = TestGateway.start(
                transport, Documents.toAddresses("127.0.0.1:1").toString())) {
            Probes.Result refused = new Probes.Result(false, "connection refused");
            assertThat(probe(gateway, PAGE, Duration.ofSeconds(10))).isEqualTo(refused);
            assertThat(probe(gateway, new Health.Probe.Tcp(), Duration.ofSeconds(10)))
                    .isEqualTo(refused);
        }
    }

    @EveryTransport
    void aProbeWaitsNoLongerThanItsTimeout(Transport transport) {
        try (TestBackend silent = TestBackend.playing(TestBackend.Connection::waitForTheEnd);
                TestGateway gateway =
                        TestGateway.start(transport, Documents.to(silent).toString())) {
            assertThat(probe(gateway, PAGE, Duration.ofMillis(50)))
                    .isEqualTo(new Probes.Result(false, "no answer in time"));
            Await.until(() -> "closed", () -> silent.open() == 0);
        }
    }

    @EveryTransport
    void aConnectionIsAllThatATcpProbeWants(Transport transport) {
        Probes.Result result = probe(transport, TestBackend.Connection::waitForTheEnd, new Health.Probe.Tcp());
        assertThat(result).isEqualTo(new Probes.Result(true, ""));
    }

    @Test
    void aHostThatIsNotKnownIsUnhealthy() {
        try (TestGateway gateway = TestGateway.start(
                        Documents.toAddresses("no-such-host.invalid:80").toString());
                WireClient client = gateway.client()) {
            assertThat(probe(gateway, PAGE, Duration.ofSeconds(10)).reason()).isEqualTo("the host is not known");
            assertThat(client.get("/").problem()).isEqualTo("connect-failed");
        }
    }

    @Test
    void trafficIsCountedOnceAndTheRunOfFailuresIsTold() {
        try (TestBackend backend =
                        TestBackend.answering(request -> request.target().equals("/bad")
                                ? "HTTP/1.1 502 Bad\r\nContent-Length: 0\r\n\r\n"
                                : TestBackend.ok("ok"));
                TestGateway gateway = TestGateway.single(Documents.to(backend)
                        .upstream("health: { passive: { consecutive-failures: 3 } }")
                        .toString());
                WireClient client = gateway.client()) {
            List<EndpointStatus> ejected = new CopyOnWriteArrayList<>();
            gateway.plane().onConsecutiveFailures(ejected::add);
            for (String path : List.of("/", "/", "/bad", "/bad", "/", "/bad", "/bad")) {
                client.get(path);
            }
            EndpointStatus status = gateway.endpoint("backend", 0).status();
            assertThat(gateway.observations()).containsExactly(new EndpointObservation(status, 0, 3, 4, 2));
            assertThat(ejected).isEmpty();
            client.get("/bad");
            assertThat(ejected).containsExactly(status);
            assertThat(gateway.observations()).containsExactly(new EndpointObservation(status, 0, 0, 1, 3));
            assertThat(gateway.observations()).containsExactly(new EndpointObservation(status, 0, 0, 0, 3));
        }
    }

    @Test
    void anAnswerOfTheApplicationIsNoFailureOfTheEndpoint() {
        try (TestBackend backend = TestBackend.answering(request -> "HTTP/1.1 500 Oops\r\nContent-Length: 0\r\n\r\n");
                TestGateway gateway = TestGateway.start(Documents.to(backend).toString());
                WireClient client = gateway.client()) {
            assertThat(client.get("/").status()).isEqualTo(500);
            assertThat(gateway.observations()).allMatch(seen -> seen.successes() == 1 && seen.failures() == 0);
        }
    }
}
