package io.weir.node.dataplane;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.config.formation.Transport;
import io.weir.node.testkit.Await;
import io.weir.node.testkit.Documents;
import io.weir.node.testkit.EveryTransport;
import io.weir.node.testkit.NoLeaks;
import io.weir.node.testkit.TestBackend;
import io.weir.node.testkit.TestGateway;
import io.weir.node.testkit.WireClient;
import io.weir.node.testkit.WireMessage;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Nobody is waited for longer than configured. */
@ExtendWith(NoLeaks.class)
final class TimeoutsTest {
    private static final String GET = "GET / HTTP/1.1\r\nHost: a\r\n\r\n";

    private static void assertProblem(WireClient client, String expected) {
        WireMessage answer = client.answer();
        assertThat(answer.status() + " " + answer.problem()).isEqualTo(expected);
    }

    private static TestGateway gateway(Transport transport, TestBackend backend, String timeouts) {
        return TestGateway.start(
                transport,
                Documents.to(backend).upstream("timeouts: { " + timeouts + " }").toString());
    }

    @EveryTransport
    void aBackendThatDoesNotAnswerInTimeIsGivenUp(Transport transport) {
        try (TestBackend silent = TestBackend.playing(connection -> {
                    connection.request();
                    connection.waitForTheEnd();
                });
                TestGateway gateway = gateway(transport, silent, "response: 100ms");
                WireClient client = gateway.client()) {
            assertProblem(client.send(GET), "504 answer-timeout");
            Await.until(() -> "closed at the backend", () -> silent.open() == 0);
            assertThat(gateway.inFlight()).isZero();
            assertProblem(client.send(GET), "504 answer-timeout");
        }
    }

    @Test
    void aHeadThatDripsInDoesNotCountAsAnAnswer() {
        try (TestBackend slow = TestBackend.playing(connection -> {
                    connection.request();
                    connection.write("HTTP/1.1 200 OK\r\nContent-").waitForTheEnd();
                });
                TestGateway gateway = gateway(Transport.AUTO, slow, "response: 100ms");
                WireClient client = gateway.client()) {
            assertProblem(client.send(GET), "504 answer-timeout");
        }
    }

    @EveryTransport
    void anAnswerThatStopsHalfWayIsCutOff(Transport transport) {
        try (TestBackend stopping = TestBackend.playing(connection -> {
                    connection.request();
                    connection
                            .write("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf")
                            .waitForTheEnd();
                });
                TestGateway gateway = gateway(transport, stopping, "idle: 100ms");
                WireClient client = gateway.client()) {
            assertThat(client.send(GET).toTheEnd()).endsWith("half");
            Await.until(() -> "closed at the backend", () -> stopping.open() == 0);
            assertThat(gateway.inFlight()).isZero();
        }
    }

    @Test
    void anExchangeHasATotalTime() {
        try (TestBackend silent = TestBackend.playing(connection -> {
                    connection.request();
                    connection.waitForTheEnd();
                });
                TestGateway gateway = gateway(Transport.AUTO, silent, "total: 100ms");
                WireClient client = gateway.client()) {
            assertProblem(client.send(GET), "504 timeout");
        }
    }

    @Test
    void anAnswerThatDripsInEndsWithTheTotalTime() {
        try (TestBackend dripping = TestBackend.playing(connection -> {
                    connection.request();
                    connection.write("HTTP/1.1 200 OK\r\n\r\n");
                    while (true) {
                        connection.write("x");
                        Await.briefly();
                    }
                });
                TestGateway gateway = gateway(Transport.AUTO, dripping, "total: 200ms");
                WireClient client = gateway.client()) {
            assertThat(client.send(GET).toTheEnd())
                    .startsWith("HTTP/1.1 200 OK")
                    .doesNotEndWith("0\r\n\r\n");
            assertThat(gateway.inFlight()).isZero();
        }
    }

    @Test
    void aConnectionThatIsNotAcceptedInTimeIsGivenUp() throws IOException {
        List<Socket> queue = new ArrayList<>();
        try (ServerSocket full = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                TestGateway gateway = TestGateway.start(Documents.toAddresses("127.0.0.1:" + full.getLocalPort())
                        .upstream("timeouts: { connect: 100ms }")
                        .toString());
                WireClient client = gateway.client()) {
            fill(full, queue);
            assertProblem(client.send(GET), "504 connect-timeout");
            assertThat(gateway.inFlight()).isZero();
        } finally {
            for (Socket socket : queue) {
                socket.close();
            }
        }
    }

    /** Nobody accepts, and the kernel's queue is full: further attempts get no answer. */
    private static void fill(ServerSocket full, List<Socket> queue) throws IOException {
        for (int i = 0; i < 16; i++) {
            Socket socket = new Socket();
            queue.add(socket);
            try {
                socket.connect(new InetSocketAddress(full.getInetAddress(), full.getLocalPort()), 100);
            } catch (java.net.SocketTimeoutException itIsFull) {
                return;
            }
        }
    }

    @EveryTransport
    void aHeadThatIsNotCompleteInTimeIsAnswered408(Transport transport) {
        try (TestBackend backend = TestBackend.saying("ok");
                TestGateway gateway = TestGateway.start(
                        transport,
                        Documents.to(backend)
                                .listener("timeouts: { head: 100ms }")
                                .toString());
                WireClient client = gateway.client()) {
            assertProblem(client.send("GET / HTTP/1.1\r\nHo"), "408 request-timeout");
            assertThat(client.isAtItsEnd()).isTrue();
        }
    }

    /** However much of it comes: the time is for the whole head. */
    @Test
    void aHeadThatDripsInIsAnswered408() {
        try (TestBackend backend = TestBackend.saying("ok");
                TestGateway gateway = TestGateway.start(Documents.to(backend)
                        .listener("timeouts: { head: 300ms }, protocols: [http/1.1, h2c]")
                        .toString());
                WireClient client = gateway.client().send("GET / HTTP/1.1\r\nHost: a\r\n")) {
            CompletableFuture<Void> dripping = CompletableFuture.runAsync(() -> drip(client));
            WireMessage answer = client.answer();
            assertThat(answer.status() + " " + answer.problem()).isEqualTo("408 request-timeout");
            dripping.join();
        }
    }

    /** A field every now and then, far more often than the time for a head, until the other side closes. */
    private static void drip(WireClient client) {
        try {
            for (int i = 0; i < 400; i++) {
                client.send("a: b\r\n");
                Thread.sleep(50);
            }
        } catch (java.io.UncheckedIOException closed) {
            // As is to be seen.
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void aBodyThatDoesNotComeInTimeIsAnswered408() {
        try (TestBackend backend = TestBackend.saying("ok");
                TestGateway gateway = TestGateway.start(Documents.to(backend)
                        .listener("timeouts: { body: 100ms }")
                        .toString());
                WireClient client = gateway.client()) {
            assertProblem(
                    client.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nhe"), "408 request-timeout");
            assertThat(client.isAtItsEnd()).isTrue();
            assertThat(gateway.observations()).allMatch(seen -> seen.failures() == 0 && seen.inFlight() == 0);
        }
    }

    @EveryTransport
    void aConnectionWithoutARequestIsClosedWithoutAWord(Transport transport) {
        try (TestBackend backend = TestBackend.saying("ok");
                TestGateway gateway = TestGateway.start(
                        transport,
                        Documents.to(backend)
                                .listener("timeouts: { idle: 100ms }")
                                .toString());
                WireClient fresh = gateway.client();
                WireClient used = gateway.client()) {
            assertThat(used.get("/").status()).isEqualTo(200);
            assertThat(fresh.toTheEnd()).isEmpty();
            assertThat(used.toTheEnd()).isEmpty();
            Await.until(() -> "closed", () -> gateway.connections() == 0);
        }
    }

    @Test
    void anUnusedConnectionToABackendIsClosedAfterAWhile() {
        try (TestBackend backend = TestBackend.saying("ok");
                TestGateway gateway = gateway(Transport.AUTO, backend, "idle: 100ms");
                WireClient client = gateway.client()) {
            assertThat(client.get("/").status()).isEqualTo(200);
            Await.until(() -> "closed at the backend", () -> backend.open() == 0);
            assertThat(client.get("/").status()).isEqualTo(200);
            assertThat(backend.accepted()).isEqualTo(2);
        }
    }

    @Test
    void aTimeoutIsRetriedIfItIsConfigured() {
        try (TestBackend silent = TestBackend.playing(connection -> {
                    connection.request();
                    connection.waitForTheEnd();
                });
                TestBackend good = TestBackend.saying("ok");
                TestGateway gateway = TestGateway.single(Documents.to(silent, good)
                        .upstream("timeouts: { response: 100ms }, retry: { on: [timeout] }")
                        .toString());
                WireClient client = gateway.client()) {
            assertThat(client.get("/").body()).isEqualTo("ok");
            assertThat(client.get("/").body()).isEqualTo("ok");
            assertThat(silent.requests()).hasSize(1);
        }
    }
}
