package io.weir.node.dataplane;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.node.testkit.Await;
import io.weir.node.testkit.FrameBackend;
import io.weir.node.testkit.FrameWire;
import io.weir.node.testkit.FrameWire.Frame;
import io.weir.node.testkit.NoLeaks;
import io.weir.node.testkit.TestBackend;
import io.weir.node.testkit.TestGateway;
import io.weir.node.testkit.WireClient;
import io.weir.node.testkit.WireMessage;
import java.io.IOException;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An endpoint that says anything at all, beside one that does not. */
@ExtendWith(NoLeaks.class)
final class Http2BackendFuzzTest {
    private static final String[] FIELDS = {
        ":status",
        "200",
        ":status",
        "204",
        ":status",
        "103",
        ":status",
        "500",
        "content-length",
        "3",
        "content-length",
        "0",
        "x-a",
        "b",
        "connection",
        "close",
        "set-cookie",
        "a=b",
        ":path",
        "/",
        "",
        "",
        "grpc-status",
        "0"
    };

    /** Mostly what could be an answer, in any order. */
    private static void say(FrameWire wire, Random random, int stream) throws IOException {
        int on = random.nextInt(10) == 0 ? random.nextInt(8) : stream;
        boolean end = random.nextInt(3) == 0;
        switch (random.nextInt(14)) {
            case 0, 1, 2 -> wire.headers(on, end, fields(random));
            case 3, 4 -> wire.headers(on, end, ":status", "200");
            case 5, 6, 7 -> wire.data(on, end, "x".repeat(random.nextInt(300)));
            case 8 -> wire.reset(on, random.nextInt(14));
            case 9 -> wire.windowUpdate(random.nextBoolean() ? 0 : on, random.nextInt(1 << 20));
            case 10 -> wire.settings(1 + random.nextInt(8), random.nextInt(200_000));
            case 11 -> wire.ping(random.nextBoolean(), new byte[8]);
            case 12 -> {
                if (random.nextInt(8) == 0) {
                    wire.goAway(random.nextInt(stream + 2), random.nextInt(14));
                }
            }
            default -> {
                byte[] noise = new byte[random.nextInt(40)];
                random.nextBytes(noise);
                if (random.nextInt(4) == 0) {
                    wire.write(random.nextInt(12), random.nextInt(256), on, noise);
                }
            }
        }
    }

    private static String[] fields(Random random) {
        String[] fields = new String[2 * random.nextInt(5)];
        for (int i = 0; i < fields.length; i += 2) {
            int pair = 2 * random.nextInt(FIELDS.length / 2);
            fields[i] = FIELDS[pair];
            fields[i + 1] = FIELDS[pair + 1];
        }
        return fields;
    }

    private static void play(TestBackend.Connection connection, Random random) throws IOException {
        FrameWire wire = new FrameWire(connection.socket()).serve();
        Frame frame = wire.next();
        while (frame != null) {
            if (frame.type() == FrameWire.HEADERS) {
                int count = 1 + random.nextInt(8);
                for (int i = 0; i < count; i++) {
                    say(wire, random, frame.stream());
                }
                if (random.nextInt(20) == 0) {
                    return;
                }
            }
            frame = wire.next();
        }
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {11, 12, 13, 14})
    void whateverIsSaidEveryExchangeEndsAndNobodyElseIsDisturbed(long seed) {
        AtomicInteger connections = new AtomicInteger();
        try (TestBackend bad = TestBackend.playing(
                        connection -> play(connection, new Random(seed * 1_000 + connections.incrementAndGet())));
                TestBackend good = TestBackend.playing(FrameBackend.saying("ok")::play);
                TestGateway gateway = TestGateway.single(
                        """
                        weir: 1
                        listeners: [{ name: public, address: "127.0.0.1:0" }]
                        upstreams:
                          - name: bad
                            protocol: h2
                            endpoints: ["%s"]
                            timeouts: { connect: 1s, response: 200ms, idle: 200ms, total: 400ms }
                            health: { passive: { consecutive-failures: 0 } }
                          - { name: good, protocol: h2, endpoints: ["%s"], timeouts: { idle: 200ms } }
                        routes:
                          - { name: good, match: { path: /good }, to: good }
                          - { name: bad, match: { path: /** }, to: bad }
                        """
                                .formatted(bad.address(), good.address()));
                WireClient canary = gateway.client()) {
            for (int i = 0; i < 40; i++) {
                String seen = "";
                try (WireClient client = gateway.client()) {
                    seen = client.send("GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n")
                            .toTheEnd();
                } catch (java.io.UncheckedIOException cut) {
                    seen = "HTTP/1.1 cut off";
                }
                assertThat(seen).as("seed %s, request %s", seed, i).startsWith("HTTP/1.1 ");
                WireMessage undisturbed = canary.get("/good");
                assertThat(undisturbed.status())
                        .as("seed %s, request %s", seed, i)
                        .isEqualTo(200);
            }
            Await.until(() -> "under way: " + gateway.inFlight(), () -> gateway.inFlight() == 0);
            Await.until(() -> "open: " + gateway.upstreamConnections(), () -> gateway.upstreamConnections() == 0);
        }
    }
}
