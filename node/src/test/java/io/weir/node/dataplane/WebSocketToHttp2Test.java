package io.weir.node.dataplane;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.node.testkit.Await;
import io.weir.node.testkit.Documents;
import io.weir.node.testkit.Frame;
import io.weir.node.testkit.FrameClient;
import io.weir.node.testkit.FrameWire;
import io.weir.node.testkit.Frames;
import io.weir.node.testkit.NoLeaks;
import io.weir.node.testkit.TestBackend;
import io.weir.node.testkit.TestGateway;
import io.weir.node.testkit.WireClient;
import io.weir.node.testkit.WireMessage;
import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** WebSockets to backends that have them on streams of HTTP/2 (RFC 8441). */
@ExtendWith(NoLeaks.class)
final class WebSocketToHttp2Test {
    private static final int ENABLE_CONNECT_PROTOCOL = 8;
    private static final String OPEN = WebSocketTest.handshake() + "\r\n";

    private final Map<String, String> asked = new LinkedHashMap<>();
    private final List<String> resets = new CopyOnWriteArrayList<>();

    /** What the backend does with the frames of an open stream. */
    private interface Talk {
        void take(FrameWire wire, FrameWire.Frame frame) throws IOException;
    }

    private TestBackend backend(Talk talk, String... answer) {
        return TestBackend.playing(connection -> {
            FrameWire wire = new FrameWire(connection.socket()).serve(ENABLE_CONNECT_PROTOCOL, 1);
            for (FrameWire.Frame frame = wire.next(); frame != null; frame = wire.next()) {
                if (frame.type() == FrameWire.HEADERS) {
                    wire.fields(frame).forEach(field -> asked.put(field.getKey(), field.getValue()));
                    wire.headers(frame.stream(), !answer[1].equals("200"), answer);
                } else if (frame.type() == FrameWire.RST_STREAM) {
                    resets.add(frame.stream() + ":" + frame.error());
                } else {
                    talk.take(wire, frame);
                }
            }
        });
    }

    private TestBackend echo() {
        return backend(
                (wire, frame) -> {
                    if (frame.type() == FrameWire.DATA) {
                        wire.data(frame.stream(), frame.has(FrameWire.END_STREAM), frame.text());
                    }
                },
                ":status",
                "200",
                "sec-websocket-protocol",
                "chat");
    }

    private static Documents document(TestBackend backend) {
        return Documents.to(backend).upstream("protocol: h2").listener("protocols: [http/1.1, h2c]");
    }

    private static void allIsOver(TestGateway gateway) {
        Await.until(
                () -> "all is over: " + gateway.tunnels() + " tunnels, " + gateway.ended(),
                () -> gateway.tunnels() == 0 && gateway.ended().size() == 1);
        assertThat(gateway.inFlight()).isZero();
        assertThat(gateway.ended().get(0).status()).isEqualTo(101);
    }

    @Test
    void aClientOfHttp1SeesA101WithTheProofThatItExpects() {
        try (TestBackend backend = echo();
                TestGateway gateway = TestGateway.single(document(backend).toString());
                WireClient client = gateway.client()) {
            WireMessage answer = client.send(OPEN).head();
            assertThat(answer.status()).isEqualTo(101);
            assertThat(answer.field("Sec-WebSocket-Accept")).contains("s3pPLMBiTxaQ9kYGzzhZRbK+xOo=");
            assertThat(answer.field("Upgrade")).contains("websocket");
            assertThat(answer.field("Sec-WebSocket-Protocol")).contains("chat");
            assertThat(asked)
                    .containsEntry(":method", "CONNECT")
                    .containsEntry(":protocol", "websocket")
                    .containsEntry(":scheme", "http")
                    .containsEntry(":path", "/chat")
                    .containsEntry(":authority", "example.com")
                    .containsEntry("sec-websocket-version", "13")
                    .doesNotContainKeys("sec-websocket-key", "connection", "upgrade", "host");
            String hello = Frames.maskedText("hello");
            client.send(hello);
            assertThat(client.bytes(hello.length())).isEqualTo(hello);
            client.endOutput();
            assertThat(client.isAtItsEnd()).isTrue();
            allIsOver(gateway);
            assertThat(resets).isEmpty();
        }
    }

    @Test
    void aClientOfHttp2SeesItsStreamGoOn() {
        try (TestBackend backend = echo();
                TestGateway gateway = TestGateway.single(document(backend).toString());
                FrameClient client = FrameClient.plain(gateway.address("public"))) {
            int stream = client.webSocket("/chat", "example.com");
            assertThat(client.head(stream).status()).isEqualTo(200);
            assertThat(client.soFar(stream).head().field("sec-websocket-accept"))
                    .isEmpty();
            client.data(stream, true, Frames.maskedText("hello"));
            FrameClient.Answer answer = client.answer(stream);
            assertThat(answer.body()).isEqualTo(Frames.maskedText("hello"));
            assertThat(answer.isWhole()).isTrue();
            allIsOver(gateway);
        }
    }

    @Test
    void aBackendWithoutThemIsNotAsked() {
        try (TestBackend backend = TestBackend.playing(connection -> {
                    FrameWire wire = new FrameWire(connection.socket()).serve();
                    for (FrameWire.Frame frame = wire.next(); frame != null; frame = wire.next()) {
                        if (frame.type() == FrameWire.HEADERS) {
                            wire.fields(frame).forEach(field -> asked.put(field.getKey(), field.getValue()));
                            wire.headers(frame.stream(), true, ":status", "204");
                        }
                    }
                });
                TestGateway gateway = TestGateway.single(document(backend).toString());
                WireClient client = gateway.client()) {
            WireMessage answer = client.send(OPEN).answer();
            assertThat(answer.status() + " " + answer.problem()).isEqualTo("502 websocket-unsupported");
            assertThat(asked).isEmpty();
            assertThat(client.get("/").status()).isEqualTo(204);
            assertThat(gateway.inFlight()).isZero();
        }
    }

    @Test
    void aBackendThatDoesNotWantOneAnswersAsToAnyRequest() {
        try (TestBackend backend = backend((wire, frame) -> {}, ":status", "403", "content-length", "0");
                TestGateway gateway = TestGateway.single(document(backend).toString());
                WireClient client = gateway.client()) {
            assertThat(client.send(OPEN).head().status()).isEqualTo(403);
            Await.until(() -> "the rest of the request is called off", () -> resets.size() == 1);
        }
    }

    @Test
    void aResetOfTheClientReachesTheStreamAndNotTheConnection() {
        try (TestBackend backend = echo();
                TestGateway gateway = TestGateway.single(document(backend).toString());
                WireClient client = gateway.client();
                WireClient other = gateway.client()) {
            assertThat(client.send(OPEN).head().status()).isEqualTo(101);
            assertThat(other.send(OPEN).head().status()).isEqualTo(101);
            client.reset();
            Await.until(
                    () -> "reset with CANCEL",
                    () -> resets.size() == 1 && resets.get(0).endsWith(":8"));
            String hello = Frames.maskedText("still here");
            other.send(hello);
            assertThat(other.bytes(hello.length())).isEqualTo(hello);
            assertThat(backend.accepted()).isEqualTo(1);
        }
    }

    @Test
    void aResetOfTheBackendReachesTheClient() {
        try (TestBackend backend = backend((wire, frame) -> wire.reset(frame.stream(), 2), ":status", "200");
                TestGateway gateway = TestGateway.single(document(backend).toString());
                WireClient client = gateway.client()) {
            assertThat(client.send(OPEN).head().status()).isEqualTo(101);
            client.send(Frames.maskedText("die"));
            assertThat(client.isAtItsEnd()).isTrue();
            allIsOver(gateway);
        }
    }

    @Test
    void aDrainedNodeSaysGoodbyeOnTheStream() {
        CompletableFuture<String> heard = new CompletableFuture<>();
        try (TestBackend backend = backend(
                        (wire, frame) -> {
                            if (frame.payload().length > 0) {
                                heard.complete(frame.text());
                                wire.data(frame.stream(), false, Frames.plain(Frames.CLOSE, Frames.code(1001)));
                            } else {
                                wire.data(frame.stream(), true, "");
                            }
                        },
                        ":status",
                        "200");
                TestGateway gateway = TestGateway.single(document(backend).toString());
                WireClient client = gateway.client()) {
            assertThat(client.send(OPEN).head().status()).isEqualTo(101);
            CompletableFuture<Void> drained =
                    gateway.plane().drain(Duration.ofSeconds(20)).toCompletableFuture();
            assertThat(client.frame().code()).isEqualTo(1001);
            assertThat(heard.join()).startsWith("\u0088\u0082");
            client.send(Frames.masked(Frames.CLOSE, Frames.code(1001)));
            assertThat(client.isAtItsEnd()).isTrue();
            client.endOutput();
            drained.join();
            allIsOver(gateway);
            assertThat(resets).isEmpty();
        }
    }

    /** A 200 that ends at once opens nothing. */
    @Test
    void aStreamThatEndsWithItsHeadIsNoTunnel() {
        try (TestBackend backend = TestBackend.playing(connection -> {
                    FrameWire wire = new FrameWire(connection.socket()).serve(ENABLE_CONNECT_PROTOCOL, 1);
                    for (FrameWire.Frame frame = wire.next(); frame != null; frame = wire.next()) {
                        if (frame.type() == Frame.HEADERS) {
                            wire.headers(frame.stream(), true, ":status", "200");
                        }
                    }
                });
                TestGateway gateway = TestGateway.single(document(backend).toString());
                WireClient client = gateway.client()) {
            assertThat(client.send(OPEN).answer().status()).isEqualTo(200);
            assertThat(gateway.tunnels()).isZero();
        }
    }

    @Test
    void aFieldOnAStreamThatIsConnectedIsAMistake() {
        try (TestBackend backend =
                        backend((wire, frame) -> wire.headers(frame.stream(), true, "x-a", "b"), ":status", "200");
                TestGateway gateway = TestGateway.single(document(backend).toString());
                WireClient client = gateway.client()) {
            assertThat(client.send(OPEN).head().status()).isEqualTo(101);
            client.send("hello");
            Await.until(() -> "it is reset", () -> resets.contains("1:1"));
            allIsOver(gateway);
        }
    }
}
