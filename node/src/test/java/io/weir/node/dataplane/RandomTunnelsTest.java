package io.weir.node.dataplane;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.node.testkit.Await;
import io.weir.node.testkit.Documents;
import io.weir.node.testkit.FrameClient;
import io.weir.node.testkit.FrameWire;
import io.weir.node.testkit.NoLeaks;
import io.weir.node.testkit.TestBackend;
import io.weir.node.testkit.TestGateway;
import io.weir.node.testkit.WebSocketBackend;
import io.weir.node.testkit.WireClient;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Random;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whatever bytes go through a WebSocket, cut wherever, come out as they were, in every pairing; and nothing is left behind. */
@ExtendWith(NoLeaks.class)
final class RandomTunnelsTest {
    private static final int ROUNDS = 40;
    /** Less than the windows that the clients here open. */
    private static final int MOST = 60_000;

    private static TestBackend backend(boolean http2) {
        return http2
                ? TestBackend.playing(RandomTunnelsTest::echoFrames)
                : WebSocketBackend.playing(connection -> {
                    connection.socket().setTcpNoDelay(true);
                    InputStream in = connection.socket().getInputStream();
                    OutputStream out = connection.socket().getOutputStream();
                    in.transferTo(out);
                });
    }

    private static void echoFrames(TestBackend.Connection connection) throws IOException {
        FrameWire wire = new FrameWire(connection.socket()).serve(8, 1);
        for (FrameWire.Frame frame = wire.next(); frame != null; frame = wire.next()) {
            if (frame.type() == FrameWire.HEADERS) {
                wire.headers(frame.stream(), false, ":status", "200");
            } else if (frame.type() == FrameWire.DATA) {
                wire.data(frame.stream(), frame.has(FrameWire.END_STREAM), frame.text());
                if (frame.payload().length > 0) {
                    wire.windowUpdate(0, frame.payload().length);
                }
            }
        }
    }

    private static String bytes(Random random) {
        StringBuilder text = new StringBuilder();
        for (int i = 1 + random.nextInt(random.nextBoolean() ? 50 : MOST); i > 0; i--) {
            text.append((char) random.nextInt(256));
        }
        return text.toString();
    }

    private static int cut(Random random, int from, int end) {
        return Math.min(end, from + 1 + random.nextInt(random.nextBoolean() ? 10 : 16_000));
    }

    private static String overHttp1(TestGateway gateway, Random random, String sent) {
        try (WireClient client = gateway.client()) {
            client.send(WebSocketTest.handshake() + "\r\n");
            assertThat(client.head().status()).isEqualTo(101);
            for (int at = 0; at < sent.length(); ) {
                int next = cut(random, at, sent.length());
                client.send(sent.substring(at, next));
                at = next;
            }
            return client.endOutput().toTheEnd();
        }
    }

    private static String overHttp2(FrameClient client, Random random, String sent) {
        int stream = client.webSocket("/", "a");
        for (int at = 0; at < sent.length(); ) {
            int next = cut(random, at, sent.length());
            client.data(stream, next == sent.length(), sent.substring(at, next)); // before the 200 it may be early
            at = next;
        }
        FrameClient.Answer answer = client.answer(stream);
        assertThat(answer.isWhole()).isTrue();
        return answer.body();
    }

    @ParameterizedTest(name = "client over HTTP/{0}, backend over HTTP/{1}")
    @CsvSource({"1, 1", "1, 2", "2, 1", "2, 2"})
    void bytesComeOutAsTheyWentIn(int client, int backend) {
        try (TestBackend echo = backend(backend == 2);
                TestGateway gateway = TestGateway.start(Documents.to(echo)
                        .listener("protocols: [http/1.1, h2c]")
                        .upstream(backend == 2 ? "protocol: h2" : "protocol: http/1.1")
                        .toString())) {
            for (int seed = 0; seed < ROUNDS; seed++) {
                Random random = new Random(seed);
                String sent = bytes(random);
                String got;
                if (client == 1) {
                    got = overHttp1(gateway, random, sent);
                } else {
                    try (FrameClient frames = FrameClient.plain(gateway.address("public"))) {
                        got = overHttp2(frames, random, sent);
                    }
                }
                assertThat(got.equals(sent))
                        .as("seed %d: %d of %d bytes", seed, got.length(), sent.length())
                        .isTrue();
            }
            Await.until(
                    () -> "all is over: " + gateway.tunnels() + " tunnels, " + gateway.connections() + " connections",
                    () -> gateway.tunnels() == 0
                            && gateway.connections() == 0
                            && gateway.ended().size() == ROUNDS);
            assertThat(gateway.inFlight()).isZero();
            assertThat(gateway.ended()).allMatch(ended -> ended.status() == 101 && ended.bytesIn() == ended.bytesOut());
        }
    }
}
