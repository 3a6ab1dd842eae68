package io.weir.node.dataplane.http2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.weir.node.testkit.Await;
import io.weir.node.testkit.Documents;
import io.weir.node.testkit.Frame;
import io.weir.node.testkit.FrameClient;
import io.weir.node.testkit.Frames;
import io.weir.node.testkit.Http2Code;
import io.weir.node.testkit.NoLeaks;
import io.weir.node.testkit.TestBackend;
import io.weir.node.testkit.TestGateway;
import io.weir.node.testkit.WebSocketBackend;
import io.weir.node.testkit.WireMessage;
import java.io.IOException;
import java.time.Duration;
import java.util.Base64;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** WebSockets on streams of HTTP/2 (RFC 8441), to backends of HTTP/1.1. */
@ExtendWith(NoLeaks.class)
final class WebSocketOverHttp2Test {
    private static final int ENABLE_CONNECT_PROTOCOL = 8;
    private static final String[] CONNECT = {
        ":method",
        "CONNECT",
        ":protocol",
        "websocket",
        ":scheme",
        "http",
        ":path",
        "/chat?a=b",
        ":authority",
        "example.com"
    };

    private static TestGateway gateway(TestBackend backend) {
        return TestGateway.start(
                Documents.to(backend).listener(Http2ClientsTest.H2C).toString());
    }

    private static FrameClient client(TestGateway gateway) {
        return FrameClient.plain(gateway.address("public"));
    }

    private static int connect(FrameClient client, String... more) {
        int stream = client.nextStream();
        String[] fields = Stream.concat(Stream.of(CONNECT), Stream.of(more)).toArray(String[]::new);
        client.headers(stream, false, fields);
        return stream;
    }

    private static int open(FrameClient client) {
        int stream = connect(client, "sec-websocket-version", "13", "sec-websocket-protocol", "chat");
        assertThat(client.head(stream).status()).isEqualTo(200);
        return stream;
    }

    private static Frames.Frame frame(FrameClient client, int stream, int from) throws IOException {
        int[] at = {from};
        return Frames.read(count -> {
            at[0] += count;
            return client.bytes(stream, at[0]).body().substring(at[0] - count, at[0]);
        });
    }

    private static void allIsOver(TestGateway gateway, TestBackend backend) {
        Await.until(
                () -> "all is over: " + gateway.tunnels() + " tunnels, " + backend.open() + " at the backend, "
                        + gateway.ended(),
                () -> gateway.tunnels() == 0
                        && backend.open() == 0
                        && gateway.ended().size() == 1);
        assertThat(gateway.inFlight()).isZero();
        assertThat(gateway.ended().get(0).status()).isEqualTo(101);
    }

    @Test
    void itIsEchoedByABackendOfHttp1() throws IOException {
        try (TestBackend backend = WebSocketBackend.echo();
                TestGateway gateway = gateway(backend);
                FrameClient client = client(gateway)) {
            assertThat(client.await(Frame.SETTINGS).setting(ENABLE_CONNECT_PROTOCOL))
                    .contains(1);
            int stream = open(client);
            Frame head = client.soFar(stream).head();
            assertThat(head.isEnd()).isFalse();
            for (String name : new String[] {"sec-websocket-accept", "connection", "upgrade", "content-length"}) {
                assertThat(head.field(name)).as(name).isEmpty();
            }
            WireMessage request = backend.request();
            assertThat(request.start()).isEqualTo("GET /chat?a=b HTTP/1.1");
            assertThat(request.values("Host")).containsExactly("example.com");
            assertThat(request.values("Upgrade")).containsExactly("websocket");
            assertThat(request.values("Connection")).containsExactly("Upgrade");
            assertThat(request.values("Sec-WebSocket-Protocol")).containsExactly("chat");
            assertThat(request.values("Transfer-Encoding")).isEmpty();
            assertThat(Base64.getDecoder()
                            .decode(request.field("Sec-WebSocket-Key").orElseThrow()))
                    .hasSize(16);
            client.data(stream, false, Frames.maskedText("hello"));
            assertThat(frame(client, stream, 0).text()).isEqualTo("hello");
            client.data(stream, true, Frames.masked(Frames.CLOSE, Frames.code(1000)));
            FrameClient.Answer answer = client.answer(stream);
            assertThat(answer.isWhole()).isTrue();
            assertThat(answer.resetCode()).isNull();
            assertThat(answer.body()).endsWith(Frames.plain(Frames.CLOSE, Frames.code(1000)));
            allIsOver(gateway, backend);
            client.sync(); // the connection is still good
        }
    }

    @Test
    void manyShareAConnectionAndEachHasAKeyOfItsOwn() throws IOException {
        try (TestBackend backend = WebSocketBackend.echo();
                TestGateway gateway = gateway(backend);
                FrameClient client = client(gateway)) {
            int[] streams = new int[10];
            for (int i = 0; i < streams.length; i++) {
                streams[i] = open(client);
                client.data(streams[i], false, Frames.maskedText("stream " + i));
            }
            for (int i = streams.length - 1; i >= 0; i--) {
                assertThat(frame(client, streams[i], 0).text()).isEqualTo("stream " + i);
            }
            assertThat(gateway.tunnels()).isEqualTo(10);
            assertThat(backend.requests().stream()
                            .map(request -> request.field("Sec-WebSocket-Key"))
                            .distinct())
                    .hasSize(10);
        }
    }

    @ParameterizedTest(name = "{2}")
    @MethodSource
    void aBadHandshakeIsAnsweredOnItsStream(String[] fields, String expected, String why) {
        try (TestBackend backend = TestBackend.saying("ok");
                TestGateway gateway = gateway(backend);
                FrameClient client = client(gateway)) {
            int stream = client.nextStream();
            client.headers(stream, false, fields);
            FrameClient.Answer answer = client.answer(stream);
            String got = answer.heads().isEmpty()
                    ? String.valueOf(answer.resetCode())
                    : answer.status() + " " + answer.problem();
            assertThat(got).as(why).isEqualTo(expected);
            assertThat(backend.requests()).isEmpty();
            assertThat(client.answer(client.get("/")).body()).isEqualTo("ok");
        }
    }

    private static String[] changed(String... pairs) {
        String[] fields = Stream.concat(Stream.of(CONNECT), Stream.of("sec-websocket-version", "13"))
                .toArray(String[]::new);
        for (int i = 0; i < pairs.length; i += 2) {
            for (int at = 0; at < fields.length; at += 2) {
                if (fields[at].equals(pairs[i])) {
                    fields[at + 1] = pairs[i + 1];
                }
            }
        }
        return fields;
    }

    static Stream<Arguments> aBadHandshakeIsAnsweredOnItsStream() {
        return Stream.of(
                arguments(changed(":protocol", "connect-udp"), "501 not-implemented", "another protocol"),
                arguments(changed(":method", "GET"), "PROTOCOL_ERROR", "only CONNECT has a protocol"),
                arguments(changed(":path", ""), "PROTOCOL_ERROR", "no path"),
                arguments(changed(":path", "chat"), "PROTOCOL_ERROR", "no slash"),
                arguments(changed(":scheme", "ftp"), "PROTOCOL_ERROR", "another scheme"),
                arguments(CONNECT, "426 websocket-version", "no version"),
                arguments(changed("sec-websocket-version", "8"), "426 websocket-version", "an old version"));
    }

    @Test
    void aKeyOfTheClientSaysNothing() {
        try (TestBackend backend = WebSocketBackend.echo();
                TestGateway gateway = gateway(backend);
                FrameClient client = client(gateway)) {
            int stream = connect(client, "sec-websocket-version", "13", "sec-websocket-key", "nonsense");
            assertThat(client.head(stream).status()).isEqualTo(200);
        }
    }

    @Test
    void aBackendThatDoesNotWantOneAnswersAsToAnyRequest() {
        try (TestBackend backend =
                        TestBackend.answering(request -> "HTTP/1.1 403 Forbidden\r\nContent-Length: 2\r\n\r\nno");
                TestGateway gateway = gateway(backend);
                FrameClient client = client(gateway)) {
            int stream = connect(client, "sec-websocket-version", "13");
            client.data(stream, false, Frames.maskedText("early"));
            FrameClient.Answer answer = client.answer(stream);
            assertThat(answer.status() + answer.body()).isEqualTo("403no");
            assertThat(backend.request().body()).isEmpty();
            Await.until(() -> "recorded", () -> gateway.ended().size() == 1);
            assertThat(gateway.inFlight()).isZero();
        }
    }

    @Test
    void aResetOfTheClientReachesTheBackend() {
        CompletableFuture<Throwable> end = new CompletableFuture<>();
        try (TestBackend backend = WebSocketBackend.playing(connection -> {
                    try {
                        connection.waitForTheEnd();
                        end.complete(new AssertionError("an end in order"));
                    } catch (IOException e) {
                        end.complete(e);
                    }
                });
                TestGateway gateway = gateway(backend);
                FrameClient client = client(gateway)) {
            client.reset(open(client), Http2Code.CANCEL);
            assertThat(end.join()).isInstanceOf(java.net.SocketException.class);
            allIsOver(gateway, backend);
        }
    }

    @Test
    void aResetOfTheBackendReachesTheClientAndNoOtherStream() throws IOException {
        try (TestBackend backend = WebSocketBackend.playing(connection -> {
                    if (connection.frame().text().equals("die")) {
                        connection.reset();
                    } else {
                        connection.write(Frames.text("alive"));
                        connection.waitForTheEnd();
                    }
                });
                TestGateway gateway = gateway(backend);
                FrameClient client = client(gateway)) {
            int dying = open(client);
            int other = open(client);
            client.data(dying, false, Frames.maskedText("die"));
            assertThat(client.resetOf(dying)).isEqualTo(Http2Code.CANCEL);
            client.data(other, false, Frames.maskedText("live"));
            assertThat(frame(client, other, 0).text()).isEqualTo("alive");
            assertThat(gateway.tunnels()).isEqualTo(1);
        }
    }

    @Test
    void aBackendThatEndsEndsTheStreamAndCanStillBeToldSomething() throws IOException {
        CompletableFuture<String> last = new CompletableFuture<>();
        try (TestBackend backend = WebSocketBackend.playing(connection -> {
                    connection.write(Frames.text("bye"));
                    connection.socket().shutdownOutput();
                    last.complete(connection.frame().text());
                    connection.waitForTheEnd();
                });
                TestGateway gateway = gateway(backend);
                FrameClient client = client(gateway)) {
            int stream = open(client);
            assertThat(client.answer(stream).isWhole()).isTrue();
            client.data(stream, true, Frames.maskedText("last"));
            assertThat(last.join()).isEqualTo("last");
            allIsOver(gateway, backend);
        }
    }

    /** Between the two ends there is a stream that is closed on one side: its reset is the end of the other. */
    @Test
    void aResetBehindTheEndOfTheBackendIsSeen() {
        try (TestBackend backend = WebSocketBackend.playing(connection -> {
                    connection.socket().shutdownOutput();
                    connection.waitForTheEnd();
                });
                TestGateway gateway = gateway(backend);
                FrameClient client = client(gateway)) {
            int stream = open(client);
            assertThat(client.answer(stream).isWhole()).isTrue();
            client.reset(stream, Http2Code.CANCEL);
            allIsOver(gateway, backend);
        }
    }

    @Test
    void aDrainedNodeSaysGoodbyeOnTheStream() throws IOException {
        CompletableFuture<Integer> heard = new CompletableFuture<>();
        try (TestBackend backend = WebSocketBackend.playing(connection -> {
                    heard.complete(connection.frame().code());
                    connection.write(Frames.plain(Frames.CLOSE, Frames.code(1001)));
                    connection.waitForTheEnd();
                });
                TestGateway gateway = gateway(backend);
                FrameClient client = client(gateway)) {
            int stream = open(client);
            CompletableFuture<Void> drained =
                    gateway.plane().drain(Duration.ofSeconds(20)).toCompletableFuture();
            assertThat(frame(client, stream, 0).code()).isEqualTo(1001);
            assertThat(heard.join()).isEqualTo(1001);
            client.data(stream, true, Frames.masked(Frames.CLOSE, Frames.code(1001)));
            assertThat(client.answer(stream).isWhole()).isTrue();
            assertThat(client.isAtItsEnd()).isTrue();
            drained.join();
            allIsOver(gateway, backend);
        }
    }

    @Test
    void whatTheClientGivesNoWindowForStaysWithTheBackend() throws IOException {
        int blocks = 600;
        String block = Frames.plain(Frames.BINARY, new byte[100_000]);
        AtomicLong written = new AtomicLong();
        try (TestBackend backend = WebSocketBackend.playing(connection -> {
                    if (connection.frame().text().equals("quick")) {
                        connection.write(Frames.text("here"));
                        connection.waitForTheEnd();
                        return;
                    }
                    for (int i = 0; i < blocks; i++) {
                        connection.write(block);
                        written.addAndGet(block.length());
                    }
                });
                TestGateway gateway = gateway(backend);
                FrameClient client = client(gateway)) {
            client.window(0, 1_000_000);
            int slow = open(client);
            client.data(slow, false, Frames.maskedText("slow"));
            client.bytes(slow, 65_535);
            long[] last = {-1};
            int[] still = {0};
            Await.until(() -> "settled", () -> {
                still[0] = written.get() == last[0] ? still[0] + 1 : 0;
                last[0] = written.get();
                return still[0] == 40;
            });
            assertThat(written.get()).isLessThan(20_000_000);
            int quick = open(client);
            client.data(quick, false, Frames.maskedText("quick"));
            assertThat(frame(client, quick, 0).text()).as("it holds no other").isEqualTo("here");
            client.window(slow, 65_535);
            assertThat(client.answer(slow).body()).hasSize(blocks * block.length());
        }
    }

    @Test
    void aFieldOnAStreamThatIsConnectedIsAMistake() {
        try (TestBackend backend = WebSocketBackend.echo();
                TestGateway gateway = gateway(backend);
                FrameClient client = client(gateway)) {
            int stream = open(client);
            client.headers(stream, true, "x-a", "b");
            assertThat(client.resetOf(stream)).isEqualTo(Http2Code.PROTOCOL_ERROR);
            allIsOver(gateway, backend);
        }
    }
}
