package io.weir.node.dataplane;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.node.testkit.Await;
import io.weir.node.testkit.Documents;
import io.weir.node.testkit.FrameBackend;
import io.weir.node.testkit.NoLeaks;
import io.weir.node.testkit.TestBackend;
import io.weir.node.testkit.TestGateway;
import io.weir.node.testkit.WireClient;
import io.weir.node.testkit.WireMessage;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Endpoints of HTTP/2 that come and go under load. */
@ExtendWith(NoLeaks.class)
final class Http2ChurnTest {
    private static final int CLIENTS = 8;
    private static final int REQUESTS = 150;

    /** Statuses and problems of what many clients at once were answered. */
    private static List<String> load(TestGateway gateway, long seed) throws InterruptedException {
        List<String> seen = new CopyOnWriteArrayList<>();
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < CLIENTS; i++) {
            Random random = new Random(seed + i);
            Thread thread = new Thread(() -> {
                try (WireClient client = gateway.client()) {
                    for (int request = 0; request < REQUESTS; request++) {
                        String body = "x".repeat(random.nextInt(3_000));
                        String method = random.nextBoolean() ? "POST" : "PUT";
                        WireMessage answer = client.send(method + " / HTTP/1.1\r\nHost: a\r\nContent-Length: "
                                        + body.length() + "\r\n\r\n" + body)
                                .answer();
                        boolean good = answer.status() == 200 && answer.body().equals(body);
                        seen.add(good ? "good" : answer.status() + " " + answer.problem());
                    }
                }
            });
            threads.add(thread);
            thread.start();
        }
        for (Thread thread : threads) {
            thread.join();
        }
        return seen;
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2})
    void whereConnectionsAreEndedInOrderNoRequestIsLost(long seed) throws InterruptedException {
        AtomicInteger count = new AtomicInteger();
        FrameBackend frames = FrameBackend.answering(request -> {
            if (count.incrementAndGet() % 20 == 0) {
                request.wire().goAway(request.stream(), 0);
            }
            request.say(request.body());
        });
        try (TestBackend backend = TestBackend.playing(frames::play);
                TestGateway gateway = TestGateway.start(Documents.to(backend)
                        .upstream("protocol: h2, retry: { budget: 0%, attempts: 5 }")
                        .toString())) {
            assertThat(load(gateway, seed))
                    .as("seed %s", seed)
                    .hasSize(CLIENTS * REQUESTS)
                    .containsOnly("good");
            assertThat(backend.accepted()).isGreaterThan(5);
            Await.until(() -> "nothing is under way", () -> gateway.inFlight() == 0);
        }
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {3, 4})
    void whereConnectionsBreakRequestsAreLostAndNothingElse(long seed) throws InterruptedException {
        AtomicInteger count = new AtomicInteger();
        FrameBackend frames = FrameBackend.answering(request -> {
            if (count.incrementAndGet() % 50 == 0) {
                throw new java.io.IOException("as if it had died");
            }
            request.say(request.body());
        });
        try (TestBackend backend = TestBackend.playing(frames::play);
                TestGateway gateway = TestGateway.start(Documents.to(backend)
                        .upstream("protocol: h2, health: { passive: { consecutive-failures: 0 } }")
                        .toString())) {
            List<String> seen = load(gateway, seed);
            assertThat(seen).as("seed %s", seed).hasSize(CLIENTS * REQUESTS);
            assertThat(seen)
                    .filteredOn(one -> !one.equals("good"))
                    .allMatch(one -> one.equals("502 connection-lost") || one.equals("502 connect-failed"));
            assertThat(seen).filteredOn("good"::equals).hasSizeGreaterThan(CLIENTS * REQUESTS * 3 / 4);
            Await.until(() -> "nothing is under way", () -> gateway.inFlight() == 0);
        }
    }
}
