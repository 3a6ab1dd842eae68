package io.weir.node.dataplane;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.config.formation.Transport;
import io.weir.node.dataplane.tls.TlsEngine;
import io.weir.node.state.TicketKeys;
import io.weir.node.testkit.Await;
import io.weir.node.testkit.Documents;
import io.weir.node.testkit.EveryTransport;
import io.weir.node.testkit.Frames;
import io.weir.node.testkit.NoLeaks;
import io.weir.node.testkit.TestBackend;
import io.weir.node.testkit.TestCa;
import io.weir.node.testkit.TestCertificate;
import io.weir.node.testkit.TestCertificates;
import io.weir.node.testkit.TestGateway;
import io.weir.node.testkit.WebSocketBackend;
import io.weir.node.testkit.WireClient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of an open WebSocket: ends, resets, clocks, drains, and sides that take no more. */
@ExtendWith(NoLeaks.class)
final class TunnelTest {
    private static final String BLOCK = Frames.plain(Frames.BINARY, new byte[100_000]);
    private static final int BLOCKS = 600;
    /** Kernel buffers of four sockets and the gateway's watermarks. */
    private static final long MOST_ON_THE_WAY = 30_000_000;

    private static WireClient open(TestGateway gateway) {
        WireClient client = gateway.client();
        assertThat(client.send(WebSocketTest.handshake() + "\r\n").head().status())
                .isEqualTo(101);
        return client;
    }

    private static TestGateway gateway(Transport transport, TestBackend backend) {
        return TestGateway.start(transport, Documents.to(backend).toString());
    }

    private static TestGateway bounded(TestBackend backend, String bounds) {
        return TestGateway.start(Documents.to(backend)
                .route("policies: [bounds]")
                .more("policies:\n  - { name: bounds, websocket: { " + bounds + " } }")
                .toString());
    }

    private static void allIsOver(TestGateway gateway, TestBackend backend) {
        Await.until(
                () -> "all is over: " + gateway.tunnels() + " tunnels, " + gateway.connections() + " connections, "
                        + backend.open() + " at the backend, " + gateway.ended(),
                () -> gateway.tunnels() == 0
                        && gateway.connections() == 0
                        && backend.open() == 0
                        && gateway.ended().size() == 1);
        assertThat(gateway.inFlight()).isZero();
        assertThat(gateway.ended().get(0).status()).isEqualTo(101);
    }

    @EveryTransport
    void aBackendThatEndsIsSeenToEndAndCanStillBeToldSomething(Transport transport) {
        CompletableFuture<String> last = new CompletableFuture<>();
        try (TestBackend backend = WebSocketBackend.playing(connection -> {
                    connection.write(Frames.text("bye"));
                    connection.socket().shutdownOutput();
                    last.complete(connection.frame().text());
                    connection.waitForTheEnd();
                });
                TestGateway gateway = gateway(transport, backend);
                WireClient client = open(gateway)) {
            assertThat(client.frame().text()).isEqualTo("bye");
            assertThat(client.isAtItsEnd()).isTrue();
            client.send(Frames.maskedText("last"));
            assertThat(last.join()).isEqualTo("last");
            client.endOutput();
            allIsOver(gateway, backend);
        }
    }

    @EveryTransport
    void aClientThatEndsIsSeenToEndAndCanStillBeToldSomething(Transport transport) {
        try (TestBackend backend = WebSocketBackend.playing(connection -> {
                    assertThat(connection.frame().text()).isEqualTo("bye");
                    connection.waitForTheEnd();
                    connection.write(Frames.text("last"));
                });
                TestGateway gateway = gateway(transport, backend);
                WireClient client = open(gateway)) {
            client.send(Frames.maskedText("bye")).endOutput();
            assertThat(client.frame().text()).isEqualTo("last");
            assertThat(client.isAtItsEnd()).isTrue();
            allIsOver(gateway, backend);
        }
    }

    @EveryTransport
    void aBackendThatIsKilledResetsTheClient(Transport transport) {
        try (TestBackend backend = WebSocketBackend.playing(connection -> {
                    connection.frame();
                    connection.reset();
                });
                TestGateway gateway = gateway(transport, backend);
                WireClient client = open(gateway)) {
            client.send(Frames.maskedText("die"));
            assertThat(isReset(client)).isTrue();
            allIsOver(gateway, backend);
        }
    }

    private static boolean isReset(WireClient client) {
        try {
            client.bytes(1);
            return false;
        } catch (java.io.UncheckedIOException e) {
            return e.getCause() instanceof java.net.SocketException;
        }
    }

    @EveryTransport
    void aClientThatIsGoneResetsTheBackend(Transport transport) {
        CompletableFuture<Throwable> end = new CompletableFuture<>();
        try (TestBackend backend = WebSocketBackend.playing(connection -> {
                    try {
                        connection.waitForTheEnd();
                        end.complete(new AssertionError("an end in order"));
                    } catch (IOException e) {
                        end.complete(e);
                    }
                });
                TestGateway gateway = gateway(transport, backend);
                WireClient client = open(gateway)) {
            client.reset();
            assertThat(end.join()).isInstanceOf(java.net.SocketException.class);
            allIsOver(gateway, backend);
        }
    }

    @EveryTransport
    void whatAClientDoesNotReadStaysWithTheBackend(Transport transport) {
        AtomicLong written = new AtomicLong();
        try (TestBackend backend = WebSocketBackend.playing(connection -> {
                    for (int i = 0; i < BLOCKS; i++) {
                        connection.write(BLOCK);
                        written.addAndGet(BLOCK.length());
                    }
                });
                TestGateway gateway = gateway(transport, backend);
                WireClient client = new WireClient(gateway.address("public"), 64 * 1024)) {
            client.send(WebSocketTest.handshake() + "\r\n");
            assertThat(settled(written)).isLessThan(MOST_ON_THE_WAY);
            assertThat(client.head().status()).isEqualTo(101);
            long all = (long) BLOCKS * BLOCK.length();
            assertThat(client.skip(all)).isEqualTo(all);
            assertThat(client.endOutput().isAtItsEnd()).isTrue();
            allIsOver(gateway, backend);
            assertThat(gateway.ended().get(0).bytesOut()).isEqualTo(all);
        }
    }

    @EveryTransport
    void whatABackendDoesNotReadStaysWithTheClient(Transport transport) throws InterruptedException {
        AtomicLong written = new AtomicLong();
        CountDownLatch takes = new CountDownLatch(1);
        long all = (long) BLOCKS * BLOCK.length();
        try (TestBackend backend = WebSocketBackend.playing(connection -> {
                    connection.socket().setReceiveBufferSize(64 * 1024);
                    takes.await();
                    connection.write(Frames.text("" + connection.skip(all)));
                });
                TestGateway gateway = gateway(transport, backend);
                WireClient client = open(gateway)) {
            Thread sender = new Thread(() -> {
                for (int i = 0; i < BLOCKS; i++) {
                    client.send(BLOCK);
                    written.addAndGet(BLOCK.length());
                }
                client.endOutput(); // comes after all that waits
            });
            sender.start();
            assertThat(settled(written)).isLessThan(MOST_ON_THE_WAY);
            takes.countDown();
            assertThat(client.frame().text()).isEqualTo("" + all);
            sender.join();
            allIsOver(gateway, backend);
            assertThat(gateway.ended().get(0).bytesIn()).isEqualTo(all);
        }
    }

    /** Until nothing moves any more. */
    private static long settled(AtomicLong moving) {
        long[] last = {-1};
        int[] still = {0};
        Await.until(() -> "settled at " + last[0], () -> {
            long now = moving.get();
            still[0] = now == last[0] && now > 0 ? still[0] + 1 : 0;
            last[0] = now;
            return still[0] == 40;
        });
        return last[0];
    }

    @Test
    void withoutAByteItIsToldGoodbyeAfterAWhile() {
        try (TestBackend backend = WebSocketBackend.echo();
                TestGateway gateway = bounded(backend, "idle: 100ms");
                WireClient client = open(gateway)) {
            assertThat(client.frame().code()).isEqualTo(1001);
            client.send(Frames.masked(Frames.CLOSE, Frames.code(1001))).endOutput();
            allIsOver(gateway, backend);
        }
    }

    @Test
    void bytesOfEitherSideKeepItOpenButNotBeyondItsLifetime() {
        try (TestBackend backend = WebSocketBackend.playing(connection -> {
                    try {
                        while (true) {
                            connection.write(Frames.text("x"));
                            Await.briefly();
                        }
                    } catch (IOException closed) {
                        connection.waitForTheEnd();
                    }
                });
                TestGateway gateway = bounded(backend, "idle: 600ms, lifetime: 1500ms");
                WireClient client = open(gateway)) {
            long begun = System.nanoTime();
            Frames.Frame frame = client.frame();
            while (frame.opcode() == Frames.TEXT) {
                frame = client.frame();
            }
            assertThat(frame.code()).isEqualTo(1001);
            assertThat(Duration.ofNanos(System.nanoTime() - begun)).isGreaterThan(Duration.ofMillis(900));
            client.reset();
            allIsOver(gateway, backend);
        }
    }

    @Test
    void timeoutsOfTheUpstreamEndWithThe101() {
        try (TestBackend backend = WebSocketBackend.playing(connection -> {
                    connection.frame();
                    connection.write(Frames.text("late"));
                    connection.waitForTheEnd();
                });
                TestGateway gateway = TestGateway.start(Documents.to(backend)
                        .upstream("timeouts: { response: 1s, idle: 1s, total: 1s }")
                        .listener("timeouts: { idle: 1s, body: 1s, head: 1s }")
                        .toString());
                WireClient client = open(gateway)) {
            Await.until(() -> "all clocks have passed", later(Duration.ofMillis(1400)));
            client.send(Frames.maskedText("now"));
            assertThat(client.frame().text()).isEqualTo("late");
        }
    }

    private static java.util.function.BooleanSupplier later(Duration time) {
        long begun = System.nanoTime();
        return () -> System.nanoTime() - begun > time.toNanos();
    }

    @Test
    void goodbyeWaitsForTheEndOfAFrame() {
        CountDownLatch half = new CountDownLatch(1);
        CompletableFuture<String> heard = new CompletableFuture<>();
        String frame = Frames.text("not to be torn");
        try (TestBackend backend = WebSocketBackend.playing(connection -> {
                    connection.write(frame.substring(0, 5));
                    half.await();
                    connection.write(frame.substring(5) + Frames.text("too late"));
                    heard.complete(
                            connection.frame().text() + connection.frame().code());
                    connection.write(Frames.plain(Frames.CLOSE, Frames.code(1001)));
                    connection.waitForTheEnd();
                });
                TestGateway gateway = TestGateway.start(Documents.to(backend).toString());
                WireClient client = open(gateway)) {
            String own = Frames.maskedText("neither is this");
            client.send(own.substring(0, 9));
            assertThat(client.bytes(5)).isEqualTo(frame.substring(0, 5));
            CompletableFuture<Void> drained =
                    gateway.plane().drain(Duration.ofSeconds(20)).toCompletableFuture();
            everyLoopHasBeenTold(gateway);
            half.countDown();
            assertThat(client.bytes(frame.length() - 5)).isEqualTo(frame.substring(5));
            assertThat(client.frame().code()).isEqualTo(1001);
            client.send(own.substring(9) + Frames.masked(Frames.CLOSE, Frames.code(1001)));
            assertThat(heard.join()).isEqualTo("neither is this1001");
            assertThat(client.isAtItsEnd())
                    .as("what came too late is not passed on")
                    .isTrue();
            client.endOutput();
            drained.join();
            allIsOver(gateway, backend);
        }
    }

    private static void everyLoopHasBeenTold(TestGateway gateway) {
        CompletableFuture<Object> answered = new CompletableFuture<>();
        gateway.plane().collect(answered::complete);
        answered.join();
    }

    /** The two say goodbye themselves: then there is nothing to add. */
    @Test
    void nothingIsSaidBehindACloseFrame() {
        try (TestBackend backend = WebSocketBackend.playing(connection -> {
                    connection.write(Frames.plain(Frames.CLOSE, Frames.code(1000)));
                    assertThat(connection.frame().code()).isEqualTo(1001);
                    connection.waitForTheEnd();
                });
                TestGateway gateway = TestGateway.start(Documents.to(backend).toString());
                WireClient client = open(gateway)) {
            assertThat(client.frame().code()).isEqualTo(1000);
            CompletableFuture<Void> drained =
                    gateway.plane().drain(Duration.ofSeconds(20)).toCompletableFuture();
            everyLoopHasBeenTold(gateway);
            client.send(Frames.masked(Frames.CLOSE, Frames.code(1000)));
            assertThat(client.isAtItsEnd()).isTrue();
            client.endOutput();
            drained.join();
            allIsOver(gateway, backend);
        }
    }

    @Test
    void whatAreNoFramesIsCutOffWithoutAWord() {
        String noFrame = "\u0082\u007f\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff";
        try (TestBackend backend = WebSocketBackend.playing(connection -> {
                    connection.write(noFrame);
                    connection.waitForTheEnd();
                });
                TestGateway gateway = TestGateway.start(Documents.to(backend).toString());
                WireClient client = open(gateway)) {
            assertThat(client.bytes(noFrame.length())).isEqualTo(noFrame);
            gateway.plane().drain(Duration.ofMillis(50)).toCompletableFuture().join();
            assertThat(client.isAtItsEnd()).isTrue();
            allIsOver(gateway, backend);
        }
    }

    @Test
    void anEndpointThatLeavesTheDocumentKeepsWhatIsOpen() {
        try (TestBackend backend = WebSocketBackend.echo();
                TestBackend other = WebSocketBackend.echo();
                TestGateway gateway = TestGateway.start(Documents.to(backend).toString());
                WireClient client = open(gateway)) {
            gateway.change(Documents.to(other).toString());
            client.send(Frames.maskedText("still there"));
            assertThat(client.frame().text()).isEqualTo("still there");
            assertThat(other.accepted()).isZero();
        }
    }

    @Test
    void itGoesOverTlsOnBothSides(@TempDir Path folder) throws IOException {
        TestCa authority = TestCa.root("Both");
        Files.writeString(folder.resolve("ca.pem"), authority.pem());
        TestCertificate own = authority
                .leaf("localhost")
                .hosts("example.com")
                .addresses("127.0.0.1")
                .issue();
        TestCertificates certificates = new TestCertificates().put("example-com", own);
        for (TlsEngine engine : TlsEngine.values()) {
            try (TestBackend backend = TestBackend.secure(authority.trusting(own), connection -> {
                        WebSocketBackend.accept(connection);
                        WebSocketBackend.echoAll(connection);
                    });
                    TestGateway gateway = TestGateway.start(
                            certificates.ports(engine, TicketKeys.OWN),
                            Documents.to(backend)
                                    .tls("", "example-com")
                                    .upstream("tls: { trust: \"file:" + folder.resolve("ca.pem") + "\" }")
                                    .toString());
                    WireClient client =
                            WireClient.secure(gateway.address("public"), authority.trusting(), "example.com")) {
                assertThat(client.send(WebSocketTest.handshake() + "\r\n")
                                .head()
                                .status())
                        .isEqualTo(101);
                client.send(Frames.maskedText("secret"));
                assertThat(client.frame().text()).isEqualTo("secret");
                client.send(Frames.masked(Frames.CLOSE, Frames.code(1000)));
                assertThat(client.frame().code()).isEqualTo(1000);
                assertThat(client.isAtItsEnd()).isTrue();
                client.endOutput();
                allIsOver(gateway, backend);
            }
        }
    }
}
