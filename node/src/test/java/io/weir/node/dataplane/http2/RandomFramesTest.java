package io.weir.node.dataplane.http2;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.node.testkit.Await;
import io.weir.node.testkit.Documents;
import io.weir.node.testkit.Frame;
import io.weir.node.testkit.FrameClient;
import io.weir.node.testkit.FramePeer;
import io.weir.node.testkit.Http2Code;
import io.weir.node.testkit.NoLeaks;
import io.weir.node.testkit.TestBackend;
import io.weir.node.testkit.TestGateway;
import java.io.UncheckedIOException;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Frames in any order, good and bad: whatever becomes of their connection, nothing is left over and nobody else notices. */
@ExtendWith(NoLeaks.class)
class RandomFramesTest {
    private static final int CONNECTIONS = 150;
    private static final int MOST_FRAMES = 60;

    private final long seed = System.nanoTime();
    private final Random random = new Random(seed);

    @Test
    void nothingIsLeftOver() {
        try (TestBackend backend = TestBackend.answering(request -> {
                    String body = "x"
                            .repeat(request.body().length() + (request.start().contains("/large") ? 70_000 : 3));
                    return request.start().contains("/chunked")
                            ? "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\nA: b\r\n\r\n"
                            : TestBackend.ok(body);
                });
                TestGateway gateway = TestGateway.start(Documents.to(backend)
                        .listener("protocols: [h2c], limits: { streams: 10 }")
                        .toString());
                FrameClient canary =
                        FrameClient.plain(gateway.address("public")).sync()) {
            for (int i = 0; i < CONNECTIONS; i++) {
                try (FrameClient client = FrameClient.plain(gateway.address("public"))) {
                    play(client);
                } catch (UncheckedIOException closed) {
                    // An end like any other.
                }
                if (i % 10 == 0) {
                    assertThat(canary.answer(canary.get("/")).status())
                            .as("seed %d", seed)
                            .isEqualTo(200);
                }
            }
            Await.until(() -> "all is over, seed " + seed, () -> gateway.inFlight() == 0);
            Await.until(() -> "only the canary is left, seed " + seed, () -> gateway.connections() == 1);
        }
    }

    private void play(FrameClient client) {
        int frames = 1 + random.nextInt(MOST_FRAMES);
        for (int i = 0; i < frames; i++) {
            step(client);
        }
        if (random.nextBoolean()) {
            client.isAtItsEnd(random.nextInt(3)); // the settings and their acknowledgement always come
        }
    }

    private int stream() {
        return random.nextInt(40) == 0 ? random.nextInt(50) : 1 + 2 * random.nextInt(12);
    }

    private void step(FrameClient client) {
        String path =
                switch (random.nextInt(3)) {
                    case 0 -> "/large";
                    case 1 -> "/chunked";
                    default -> "/";
                };
        switch (random.nextInt(14)) {
            case 0, 1, 2 -> client.get(path);
            case 3, 4 -> client.request("POST", path, false, "content-length", "" + random.nextInt(40_000));
            case 5 -> client.request("POST", path, random.nextBoolean());
            case 6, 7 -> client.data(stream(), random.nextBoolean(), "x".repeat(random.nextInt(16_000)));
            case 8 -> client.reset(stream(), Http2Code.CANCEL);
            case 9 -> client.window(random.nextInt(3) == 0 ? 0 : stream(), 1 + random.nextInt(1 << 20));
            case 10 -> client.headers(stream(), random.nextInt(4) > 0, "a", "b");
            case 11 -> client.settings(4, random.nextInt(100_000));
            case 12 -> client.raw(FramePeer.bytes(random.nextInt(12), random.nextInt(64), stream(), payload(20)));
            default -> client.ping(random.nextLong());
        }
        if (random.nextInt(60) == 0) {
            client.raw(payload(50));
        }
        if (random.nextInt(60) == 0) {
            client.frame(Frame.HEADERS, random.nextInt(256), stream(), payload(30));
        }
    }

    private byte[] payload(int most) {
        byte[] bytes = new byte[random.nextInt(most)];
        random.nextBytes(bytes);
        return bytes;
    }
}
