package io.weir.node.dataplane;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.config.formation.Transport;
import io.weir.node.state.ConnectionRefusal;
import io.weir.node.state.TcpEnd;
import io.weir.node.testkit.Await;
import io.weir.node.testkit.EndedTcp;
import io.weir.node.testkit.EveryTransport;
import io.weir.node.testkit.NoLeaks;
import io.weir.node.testkit.TestBackend;
import io.weir.node.testkit.TestGateway;
import io.weir.node.testkit.WireClient;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Connections that are passed on as bytes, with real sockets at both ends. */
@ExtendWith(NoLeaks.class)
final class TcpOnTheWireTest {
    /** Nobody listens there. */
    private static final String DEAD = "127.0.0.1:1";

    private static final TestBackend.Script ECHO = connection -> {
        var in = connection.socket().getInputStream();
        var out = connection.socket().getOutputStream();
        byte[] part = new byte[64 * 1024];
        for (int count = in.read(part); count >= 0; count = in.read(part)) {
            out.write(part, 0, count);
        }
    };

    private static String document(String listener, String upstream, String... addresses) {
        return """
                weir: 1
                listeners:
                  - { name: public, address: "127.0.0.1:0", tcp: { to: backend }%s }
                upstreams:
                  - { name: backend, endpoints: ["%s"]%s }
                """
                .formatted(listener, String.join("\", \"", addresses), upstream);
    }

    private static String to(TestBackend... backends) {
        return document(
                "",
                "",
                java.util.Arrays.stream(backends).map(TestBackend::address).toArray(String[]::new));
    }

    /** The only one, once it is there. */
    private static EndedTcp ended(TestGateway gateway) {
        Await.until(() -> "one has ended", () -> gateway.endedTcp().size() == 1 && gateway.connections() == 0);
        assertThat(gateway.inFlight()).isZero();
        return gateway.endedTcp().get(0);
    }

    @EveryTransport
    void whatOneSideSendsComesOutAtTheOther(Transport transport) throws IOException {
        String text = "0123456789abcdef".repeat(200_000);
        try (TestBackend backend = TestBackend.playing(ECHO);
                TestGateway gateway = TestGateway.start(transport, to(backend));
                WireClient client = gateway.client()) {
            assertThat(client.send("hello").bytes(5)).isEqualTo("hello");
            CompletableFuture<Void> sending = CompletableFuture.runAsync(() -> client.send(text));
            assertThat(client.bytes(text.length())).isEqualTo(text);
            sending.join();
            client.socket().shutdownOutput();
            assertThat(client.isAtItsEnd()).isTrue();
            assertThat(ended(gateway))
                    .isEqualTo(new EndedTcp(
                            TcpEnd.CLOSED,
                            "public",
                            "127.0.0.1",
                            "",
                            "backend",
                            backend.address(),
                            text.length() + 5,
                            text.length() + 5,
                            0));
        }
    }

    @EveryTransport
    void aClientThatHasSaidAllStillGetsTheAnswer(Transport transport) throws IOException {
        try (TestBackend backend = TestBackend.playing(connection -> {
                    connection.waitForTheEnd();
                    connection.write("all of it");
                });
                TestGateway gateway = TestGateway.start(transport, to(backend));
                WireClient client = gateway.client().send("question")) {
            client.socket().shutdownOutput();
            assertThat(client.toTheEnd()).isEqualTo("all of it");
            assertThat(ended(gateway).end()).isEqualTo(TcpEnd.CLOSED);
        }
    }

    /** The one that has ended is not read from, and yet has to be written to, as slowly as it takes. */
    @EveryTransport
    void aLargeAnswerComesAfterTheEndOfTheQuestion(Transport transport) throws IOException {
        int length = 32 << 20;
        try (TestBackend backend = TestBackend.playing(connection -> {
                    connection.waitForTheEnd();
                    connection.socket().getOutputStream().write(new byte[length]);
                });
                TestGateway gateway = TestGateway.start(transport, to(backend));
                WireClient client = new WireClient(gateway.address("public"), 16 * 1024).send("question")) {
            client.socket().shutdownOutput();
            assertThat(client.skip(Long.MAX_VALUE)).isEqualTo(length);
            assertThat(ended(gateway).end()).isEqualTo(TcpEnd.CLOSED);
        }
    }

    @EveryTransport
    void anEndpointThatHasSaidAllStillHears(Transport transport) throws IOException {
        CompletableFuture<Long> heard = new CompletableFuture<>();
        try (TestBackend backend = TestBackend.playing(connection -> {
                    connection.write("greeting").socket().shutdownOutput();
                    heard.complete(connection.skip(Long.MAX_VALUE));
                });
                TestGateway gateway = TestGateway.start(transport, to(backend));
                WireClient client = gateway.client()) {
            assertThat(client.toTheEnd()).isEqualTo("greeting");
            client.send("the rest").socket().shutdownOutput();
            assertThat(heard.join()).isEqualTo(8);
            assertThat(ended(gateway).end()).isEqualTo(TcpEnd.CLOSED);
        }
    }

    @EveryTransport
    void aResetOfTheClientReachesTheEndpoint(Transport transport) {
        CompletableFuture<String> seen = new CompletableFuture<>();
        try (TestBackend backend = TestBackend.playing(connection -> {
                    connection.skip(1);
                    connection.write("y");
                    try {
                        seen.complete(connection.skip(1) + " bytes");
                    } catch (IOException reset) {
                        seen.complete(String.valueOf(reset.getMessage()));
                    }
                });
                TestGateway gateway = TestGateway.start(transport, to(backend));
                WireClient client = gateway.client().send("x")) {
            assertThat(client.bytes(1)).isEqualTo("y");
            client.reset();
            assertThat(seen.join()).contains("reset");
            assertThat(ended(gateway).end()).isEqualTo(TcpEnd.CLIENT_RESET);
        }
    }

    @EveryTransport
    void aResetOfTheEndpointReachesTheClient(Transport transport) throws IOException {
        try (TestBackend backend = TestBackend.playing(connection -> {
                    connection.skip(1);
                    connection.reset();
                });
                TestGateway gateway = TestGateway.start(transport, to(backend));
                WireClient client = gateway.client().send("x")) {
            String seen = "";
            try {
                client.socket().getInputStream().read();
            } catch (IOException reset) {
                seen = String.valueOf(reset.getMessage());
            }
            assertThat(seen).contains("reset");
            assertThat(ended(gateway).end()).isEqualTo(TcpEnd.BACKEND_RESET);
        }
    }

    /** What the kernel and the gateway keep is some megabytes; all that was sent is far more. */
    @EveryTransport
    void whoReadsSlowlySlowsTheOtherSideDown(Transport transport) throws IOException {
        long most = 256L << 20;
        AtomicLong sent = new AtomicLong();
        try (TestBackend backend = TestBackend.playing(connection -> {
                    byte[] part = new byte[64 * 1024];
                    while (sent.get() < most) {
                        connection.socket().getOutputStream().write(part);
                        sent.addAndGet(part.length);
                    }
                });
                TestGateway gateway = TestGateway.start(transport, to(backend));
                WireClient client = new WireClient(gateway.address("public"), 16 * 1024)) {
            AtomicLong before = new AtomicLong(-1);
            Await.until(() -> "no more is taken", () -> {
                long now = sent.get();
                return now > 0 && before.getAndSet(now) == now && stands(sent, now);
            });
            assertThat(sent.get()).isLessThan(32L << 20);
            assertThat(client.skip(Long.MAX_VALUE)).isEqualTo(most);
            client.socket().shutdownOutput();
            assertThat(ended(gateway).bytesOut()).isEqualTo(most);
        }
    }

    private static boolean stands(AtomicLong value, long at) {
        long end = System.nanoTime() + 200_000_000L;
        while (System.nanoTime() < end) {
            if (value.get() != at) {
                return false;
            }
            Thread.onSpinWait();
        }
        return true;
    }

    @EveryTransport
    void whereOneEndpointIsDeadAnotherIsTaken(Transport transport) {
        String dead = DEAD;
        try (TestBackend backend = TestBackend.playing(ECHO);
                TestGateway gateway = TestGateway.start(transport, document("", "", dead, backend.address()))) {
            for (int i = 0; i < 4; i++) {
                try (WireClient client = gateway.client().send("x")) {
                    assertThat(client.bytes(1)).isEqualTo("x");
                }
            }
            Await.until(() -> "all ended", () -> gateway.endedTcp().size() == 4);
            assertThat(gateway.endedTcp()).extracting(EndedTcp::endpoint).containsOnly(backend.address());
            assertThat(gateway.endedTcp()).extracting(EndedTcp::retries).contains(1);
            assertThat(gateway.observations()).anySatisfy(one -> {
                assertThat(one.endpoint().endpoint()).isEqualTo(dead);
                assertThat(one.failures()).isPositive();
                assertThat(one.inFlight()).isZero();
            });
        }
    }

    @EveryTransport
    void whereNobodyAnswersTheClientIsReset(Transport transport) {
        try (TestGateway gateway = TestGateway.start(transport, document("", "", DEAD))) {
            assertThat(isRefused(gateway)).isTrue();
            assertThat(ended(gateway).end()).isEqualTo(TcpEnd.CONNECT_FAILED);
        }
    }

    @Test
    void anEndpointThatFailsTooOftenIsEjected() {
        String dead = DEAD;
        CompletableFuture<String> ejected = new CompletableFuture<>();
        try (TestGateway gateway =
                TestGateway.start(document("", ", health: { passive: { consecutive-failures: 1 } }", dead))) {
            gateway.plane().onConsecutiveFailures(status -> ejected.complete(status.endpoint()));
            assertThat(isRefused(gateway)).isTrue();
            assertThat(ejected.join()).isEqualTo(dead);
        }
    }

    @EveryTransport
    void aConnectionOnWhichNothingMovesIsEnded(Transport transport) {
        try (TestBackend backend = TestBackend.playing(ECHO);
                TestGateway gateway =
                        TestGateway.start(transport, document("", ", timeouts: { idle: 100ms }", backend.address()));
                WireClient client = gateway.client().send("x")) {
            assertThat(client.bytes(1)).isEqualTo("x");
            assertThat(client.isAtItsEnd()).isTrue();
            assertThat(ended(gateway).end()).isEqualTo(TcpEnd.IDLE);
            Await.until(() -> "the endpoint's as well", () -> backend.open() == 0);
        }
    }

    @Test
    void aListenerHasSoManyConnectionsAndNoMore() {
        try (TestBackend backend = TestBackend.playing(ECHO);
                TestGateway gateway =
                        TestGateway.start(document(", limits: { connections: 1 }", "", backend.address()));
                WireClient first = gateway.client().send("x")) {
            assertThat(first.bytes(1)).isEqualTo("x");
            assertThat(isRefused(gateway)).isTrue();
            assertThat(gateway.refusals()).containsExactly(ConnectionRefusal.CONNECTIONS);
            assertThat(first.send("y").bytes(1)).isEqualTo("y");
        }
    }

    @Test
    void anAddressHasSoManyConnectionsAndNoMore() {
        try (TestBackend backend = TestBackend.playing(ECHO);
                TestGateway gateway =
                        TestGateway.start(document(", limits: { connections-per-address: 1 }", "", backend.address()));
                WireClient first = gateway.client().send("x")) {
            assertThat(first.bytes(1)).isEqualTo("x");
            assertThat(isRefused(gateway)).isTrue();
            assertThat(gateway.refusals()).containsExactly(ConnectionRefusal.CONNECTIONS_PER_ADDRESS);
        }
    }

    private static boolean isRefused(TestGateway gateway) {
        try (WireClient client = gateway.client()) {
            return client.isAtItsEnd();
        } catch (UncheckedIOException reset) {
            return true;
        }
    }

    @Test
    void anEndpointHasSoManyConnectionsAndTheNextOneTakesTheOthers() {
        try (TestBackend one = TestBackend.playing(ECHO);
                TestBackend other = TestBackend.playing(ECHO);
                TestGateway gateway = TestGateway.start(
                        document("", ", limits: { connections: 1 }", one.address(), other.address()));
                WireClient first = gateway.client().send("x");
                WireClient second = gateway.client().send("x")) {
            assertThat(first.bytes(1) + second.bytes(1)).isEqualTo("xx");
            assertThat(one.open()).isEqualTo(1);
            assertThat(other.open()).isEqualTo(1);
            assertThat(isRefused(gateway)).isTrue();
            assertThat(ended1(gateway).end()).isEqualTo(TcpEnd.OVERLOADED);
            first.reset();
            Await.until(() -> "its place is free", () -> one.open() == 0 || other.open() == 0);
            Await.until(() -> "taken", () -> {
                try (WireClient third = gateway.client().send("z")) {
                    return third.bytes(1).equals("z");
                } catch (UncheckedIOException reset) {
                    return false;
                }
            });
        }
    }

    private static EndedTcp ended1(TestGateway gateway) {
        Await.until(() -> "one has ended", () -> gateway.endedTcp().size() == 1);
        return gateway.endedTcp().get(0);
    }

    @Test
    void verdictsAndDrainingHoldForNewConnections() {
        try (TestBackend one =
                        TestBackend.playing(connection -> connection.write("1").waitForTheEnd());
                TestBackend other =
                        TestBackend.playing(connection -> connection.write("2").waitForTheEnd());
                TestGateway gateway = TestGateway.start(to(one, other))) {
            for (boolean drains : new boolean[] {true, false}) {
                gateway.endpoint("backend", 0).status().setDraining(drains);
                gateway.endpoint("backend", 0).status().setUsable(drains);
                for (int i = 0; i < 4; i++) {
                    try (WireClient client = gateway.client()) {
                        assertThat(client.bytes(1)).as("drains: %s", drains).isEqualTo("2");
                    }
                }
            }
            gateway.endpoint("backend", 0).status().setUsable(true);
            gateway.endpoint("backend", 1).status().setDraining(true);
            try (WireClient client = gateway.client()) {
                assertThat(client.bytes(1)).isEqualTo("1");
            }
        }
    }

    @Test
    void anotherTargetIsForNewConnections() {
        try (TestBackend old = TestBackend.playing(
                        connection -> connection.write("old").waitForTheEnd());
                TestBackend young = TestBackend.playing(
                        connection -> connection.write("new").waitForTheEnd());
                TestGateway gateway = TestGateway.start(to(old));
                WireClient first = gateway.client()) {
            assertThat(first.bytes(3)).isEqualTo("old");
            gateway.change(to(young));
            try (WireClient second = gateway.client()) {
                assertThat(second.bytes(3)).isEqualTo("new");
            }
            first.send("still there");
            assertThat(old.open()).isEqualTo(1);
        }
    }

    @EveryTransport
    void aNodeThatStopsWaitsForConnectionsAsLongAsItMay(Transport transport) {
        CountDownLatch more = new CountDownLatch(1);
        try (TestBackend backend = TestBackend.playing(connection -> {
                    connection.write("a");
                    more.await();
                    connection.write("b");
                });
                TestGateway gateway = TestGateway.start(transport, to(backend));
                WireClient client = gateway.client()) {
            assertThat(client.bytes(1)).isEqualTo("a");
            CompletableFuture<Void> drained =
                    gateway.plane().drain(Duration.ofSeconds(20)).toCompletableFuture();
            more.countDown();
            assertThat(client.bytes(1)).isEqualTo("b");
            assertThat(drained).isNotDone();
            client.reset();
            drained.join();
        }
    }

    @EveryTransport
    void whatIsOpenThenIsClosed(Transport transport) {
        try (TestBackend backend = TestBackend.playing(ECHO);
                TestGateway gateway = TestGateway.start(transport, to(backend));
                WireClient client = gateway.client().send("x")) {
            assertThat(client.bytes(1)).isEqualTo("x");
            gateway.plane().drain(Duration.ZERO).toCompletableFuture().join();
            assertThat(client.isAtItsEnd()).isTrue();
            assertThat(ended(gateway).end()).isEqualTo(TcpEnd.STOPPED);
        }
    }
}
