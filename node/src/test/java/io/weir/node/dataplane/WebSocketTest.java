package io.weir.node.dataplane;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.config.formation.Transport;
import io.weir.node.testkit.Await;
import io.weir.node.testkit.Documents;
import io.weir.node.testkit.EndedExchange;
import io.weir.node.testkit.EveryTransport;
import io.weir.node.testkit.Frames;
import io.weir.node.testkit.NoLeaks;
import io.weir.node.testkit.TestBackend;
import io.weir.node.testkit.TestGateway;
import io.weir.node.testkit.WebSocketBackend;
import io.weir.node.testkit.WireClient;
import io.weir.node.testkit.WireMessage;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** WebSockets over HTTP/1.1: from a client of the JDK, and byte for byte. */
@ExtendWith(NoLeaks.class)
final class WebSocketTest {
    static final String KEY = "dGhlIHNhbXBsZSBub25jZQ==";
    private static final String ACCEPT = "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=";

    /** What a client says to open one. */
    static String handshake(String... more) {
        return "GET /chat HTTP/1.1\r\nHost: example.com\r\nConnection: keep-alive, Upgrade\r\nUpgrade: websocket\r\n"
                + "Sec-WebSocket-Version: 13\r\n" + WireMessage.lines("Sec-WebSocket-Key: " + KEY)
                + (more.length == 0 ? "" : WireMessage.lines(more));
    }

    private static String plainHandshake() {
        return handshake("X-A: 1") + "\r\n";
    }

    private static final class Said implements WebSocket.Listener {
        final BlockingQueue<String> texts = new LinkedBlockingQueue<>();
        final CompletableFuture<Integer> closed = new CompletableFuture<>();

        @Override
        public CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean last) {
            texts.add(data.toString());
            socket.request(1);
            return CompletableFuture.completedFuture(null);
        }

        @Override
        public CompletionStage<?> onClose(WebSocket socket, int code, String reason) {
            closed.complete(code);
            return CompletableFuture.completedFuture(null);
        }
    }

    @EveryTransport
    void aWebSocketOfTheJdkIsEchoed(Transport transport) throws Exception {
        try (TestBackend backend = WebSocketBackend.echo();
                TestGateway gateway =
                        TestGateway.start(transport, Documents.to(backend).toString())) {
            Said said = new Said();
            WebSocket socket = HttpClient.newHttpClient()
                    .newWebSocketBuilder()
                    .buildAsync(
                            URI.create("ws://127.0.0.1:"
                                    + gateway.address("public").getPort() + "/chat"),
                            said)
                    .get(20, TimeUnit.SECONDS);
            socket.sendText("hello", true).get(20, TimeUnit.SECONDS);
            assertThat(said.texts.poll(20, TimeUnit.SECONDS)).isEqualTo("hello");
            assertThat(gateway.tunnels()).isEqualTo(1);
            assertThat(gateway.inFlight()).isEqualTo(1);
            assertThat(gateway.ended()).isEmpty();
            socket.sendClose(1000, "bye").get(20, TimeUnit.SECONDS);
            assertThat(said.closed.get(20, TimeUnit.SECONDS)).isEqualTo(1000);
            allIsOver(gateway, backend);
            EndedExchange ended = gateway.ended().get(0);
            assertThat(ended.status()).isEqualTo(101);
            assertThat(ended.problem()).isNull();
            assertThat(ended.bytesIn()).isGreaterThan(5);
            assertThat(ended.bytesOut()).isGreaterThan(5);
        }
    }

    private static void allIsOver(TestGateway gateway, TestBackend backend) {
        Await.until(
                () -> "all is over: " + gateway.tunnels() + " tunnels, " + gateway.connections() + " connections, "
                        + backend.open() + " at the backend, " + gateway.ended(),
                () -> gateway.tunnels() == 0
                        && gateway.connections() == 0
                        && backend.open() == 0
                        && !gateway.ended().isEmpty());
        assertThat(gateway.inFlight()).isZero();
    }

    @Test
    void theHandshakeIsWrittenAnewForTheBackendAndChecked() {
        try (TestBackend backend = WebSocketBackend.echo();
                TestGateway gateway = TestGateway.start(Documents.to(backend).toString());
                WireClient client = gateway.client()) {
            WireMessage answer = client.send(plainHandshake()).head();
            assertThat(answer.status()).isEqualTo(101);
            assertThat(answer.field("Sec-WebSocket-Accept")).contains(ACCEPT);
            assertThat(answer.field("Connection")).contains("Upgrade");
            assertThat(answer.field("Upgrade")).contains("websocket");
            assertThat(answer.field("Transfer-Encoding")).isEmpty();
            WireMessage request = backend.request();
            assertThat(request.field("Connection")).contains("Upgrade");
            assertThat(request.field("Upgrade")).contains("websocket");
            assertThat(request.field("Sec-WebSocket-Key")).contains(KEY);
            assertThat(request.field("X-A")).contains("1");
            client.send(Frames.maskedText("one") + Frames.maskedText("two"));
            assertThat(client.frame().text()).isEqualTo("one");
            assertThat(client.frame().text()).isEqualTo("two");
        }
    }

    @Test
    void oneThatOpensWhileTheNodeIsDrainedIsToldSo() {
        CountDownLatch until = new CountDownLatch(1);
        try (TestBackend backend = TestBackend.playing(connection -> {
                    WireMessage asked = connection.request();
                    until.await();
                    connection.write(WebSocketBackend.accepting(asked));
                    WebSocketBackend.echoAll(connection);
                });
                TestGateway gateway = TestGateway.start(Documents.to(backend).toString());
                WireClient client = gateway.client().send(plainHandshake())) {
            Await.until(() -> "asked", () -> backend.requests().size() == 1);
            CompletableFuture<Void> drained =
                    gateway.plane().drain(Duration.ofSeconds(20)).toCompletableFuture();
            CompletableFuture<Object> told = new CompletableFuture<>();
            gateway.plane().collect(told::complete);
            told.join(); // by every loop
            until.countDown();
            assertThat(client.head().status()).isEqualTo(101);
            assertThat(client.frame().code()).isEqualTo(1001);
            client.send(Frames.masked(Frames.CLOSE, Frames.code(1001))).endOutput();
            drained.join();
            allIsOver(gateway, backend);
        }
    }

    @EveryTransport
    void aDrainedNodeSaysGoodbyeToBothSides(Transport transport) {
        CompletableFuture<Frames.Frame> heard = new CompletableFuture<>();
        try (TestBackend backend = WebSocketBackend.playing(connection -> {
                    heard.complete(connection.frame());
                    connection.write(Frames.plain(Frames.CLOSE, Frames.code(1001)));
                    connection.waitForTheEnd();
                });
                TestGateway gateway =
                        TestGateway.start(transport, Documents.to(backend).toString());
                WireClient client = gateway.client()) {
            assertThat(client.send(plainHandshake()).head().status()).isEqualTo(101);
            CompletableFuture<Void> drained =
                    gateway.plane().drain(Duration.ofSeconds(20)).toCompletableFuture();
            Frames.Frame goodbye = client.frame();
            assertThat(goodbye.opcode()).isEqualTo(Frames.CLOSE);
            assertThat(goodbye.code()).isEqualTo(1001);
            assertThat(goodbye.masked()).isFalse();
            Frames.Frame toBackend = heard.join();
            assertThat(toBackend.code()).isEqualTo(1001);
            assertThat(toBackend.masked()).isTrue();
            client.send(Frames.masked(Frames.CLOSE, Frames.code(1001)));
            assertThat(client.isAtItsEnd()).isTrue();
            client.endOutput();
            drained.join();
            allIsOver(gateway, backend);
        }
    }
}
