package io.weir.node.dataplane;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weir.node.filter.cache.CacheStores;
import io.weir.node.state.Purge;
import io.weir.node.testkit.Await;
import io.weir.node.testkit.FakePorts;
import io.weir.node.testkit.NoLeaks;
import io.weir.node.testkit.TestBackend;
import io.weir.node.testkit.TestGateway;
import io.weir.node.testkit.WireClient;
import io.weir.node.testkit.WireMessage;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Requests that wait for what another is fetching have it while it comes. */
@ExtendWith(NoLeaks.class)
final class CacheFillsTest {
    private static final String REQUEST = "GET /a HTTP/1.1\r\nHost: example.com\r\n\r\n";
    private static final String HALF = "0123456789abcdef".repeat(16 * 1024); // 256 KiB

    private static String document(TestBackend backend) {
        return """
                weir: 1
                listeners: [ { name: public, address: 127.0.0.1:0 } ]
                upstreams: [ { name: origin, endpoints: [ "%s" ] } ]
                policies:
                  - { name: cache, cache: { memory: 16MiB, max-entry: 4MiB } }
                routes:
                  - { name: all, match: { path: /** }, policies: [ cache ], to: origin }
                """
                .formatted(backend.address());
    }

    private static String head(String fields, int length) {
        return "HTTP/1.1 200 OK\r\nCache-Control: max-age=60\r\n" + fields + "Content-Length: " + length + "\r\n\r\n";
    }

    /** Sends half of an answer, and the rest when it is let. */
    private static TestBackend halting(CountDownLatch go) {
        return TestBackend.playing(connection -> {
            connection.request();
            connection.write(head("", 2 * HALF.length()) + HALF);
            go.await();
            connection.write(HALF);
            connection.waitForTheEnd();
        });
    }

    @Test
    void whoWaitsHasTheAnswerWhileItComes() {
        CountDownLatch go = new CountDownLatch(1);
        try (TestBackend backend = halting(go);
                TestGateway gateway = TestGateway.start(document(backend));
                WireClient first = gateway.client().send(REQUEST);
                WireClient second = gateway.client()) {
            assertEquals(200, first.head().status());
            second.send(REQUEST);
            WireMessage head = second.head();
            assertEquals(HALF, second.bytes(HALF.length()), "it is not complete yet");
            go.countDown();

            assertEquals(HALF, second.bytes(HALF.length()));
            assertEquals(HALF + HALF, first.bytes(2 * HALF.length()));
            assertEquals(
                    "weir; fwd=uri-miss; collapsed; ttl=60",
                    head.field("Cache-Status").orElse(""));
            assertEquals("0", head.field("Age").orElse(""));
            assertEquals(HALF + HALF, second.get("/a").body());
            assertEquals(1, backend.requests().size());
        }
    }

    @Test
    void whoIsSlowOrLeavesHoldsUpNobody() {
        CountDownLatch go = new CountDownLatch(1);
        try (TestBackend backend = halting(go);
                TestGateway gateway = TestGateway.start(document(backend));
                WireClient client = gateway.client()) {
            WireClient leaving = gateway.client().send(REQUEST);
            leaving.head();
            WireClient slow = new WireClient(gateway.address("public"), 4096).send(REQUEST);
            slow.head();
            WireClient alsoLeaving = gateway.client().send(REQUEST);
            alsoLeaving.bytes(1000);
            client.send(REQUEST);
            client.head();
            leaving.reset();
            alsoLeaving.reset();
            Await.until(() -> "two are gone", () -> gateway.connections() == 2);
            go.countDown();

            assertEquals(HALF + HALF, client.bytes(2 * HALF.length()));
            assertEquals(HALF + HALF, slow.bytes(2 * HALF.length()));
            slow.close();
            assertEquals(1, backend.requests().size());
        }
    }

    @Test
    void whoHasReadAPartOfWhatIsCutOffIsCutOff() {
        CountDownLatch go = new CountDownLatch(1);
        AtomicInteger asked = new AtomicInteger();
        TestBackend backend = TestBackend.playing(connection -> {
            connection.request();
            if (asked.getAndIncrement() == 0) {
                connection.write(head("", 10) + "01234");
                go.await();
            } else {
                connection.write(head("", 10) + "0123456789");
                connection.waitForTheEnd();
            }
        });
        try (backend;
                TestGateway gateway = TestGateway.start(document(backend));
                WireClient first = gateway.client().send(REQUEST);
                WireClient second = gateway.client();
                WireClient third = gateway.client()) {
            first.head();
            second.send(REQUEST).head();
            assertEquals("01234", second.bytes(5));
            go.countDown();

            assertEquals("", second.toTheEnd());
            assertEquals("0123456789", third.get("/a").body());
        }
    }

    @Test
    void whoWantsAnotherVariantWaitsForThatOne() {
        CountDownLatch go = new CountDownLatch(1);
        TestBackend backend = TestBackend.playing(connection -> connection.answerAll(request -> {
            String kind = request.field("X-Kind").orElse("");
            wait(go);
            return head("Vary: X-Kind\r\n", kind.length()) + kind;
        }));
        try (backend;
                TestGateway gateway = TestGateway.start(document(backend))) {
            List<WireClient> clients = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                clients.add(gateway.client()
                        .send("GET /a HTTP/1.1\r\nHost: example.com\r\nX-Kind: k" + i % 2 + "\r\n\r\n"));
            }
            Await.until(() -> "all have been read", () -> backend.requests().size() == 1);
            go.countDown();
            for (int i = 0; i < 20; i++) {
                assertEquals("k" + i % 2, clients.get(i).answer().body());
                clients.get(i).close();
            }
            assertEquals(2, backend.requests().size());
        }
    }

    @Test
    void whoAsksAfterAPurgeDoesNotGetWhatWasAskedForBefore() {
        CountDownLatch go = new CountDownLatch(1);
        AtomicInteger asked = new AtomicInteger();
        TestBackend backend = TestBackend.playing(connection -> {
            while (true) {
                connection.request();
                boolean first = asked.getAndIncrement() == 0;
                connection.write(head("Cache-Tag: t\r\n", 10) + (first ? "01234" : "new-new-ne"));
                if (first) {
                    go.await();
                    connection.write("56789");
                }
            }
        });
        CacheStores caches = new CacheStores();
        try (backend;
                TestGateway gateway = TestGateway.start(ports -> FakePorts.caching(ports, caches), document(backend));
                WireClient before = gateway.client().send(REQUEST);
                WireClient after = gateway.client()) {
            before.head();
            caches.purge(new Purge(Purge.Kind.TAG, "t"));

            assertEquals("new-new-ne", after.get("/a").body());
            go.countDown();
            assertEquals("0123456789", before.bytes(10));
            assertEquals("new-new-ne", after.get("/a").body());
            assertTrue(asked.get() >= 2);
        }
    }

    private static void wait(CountDownLatch go) {
        try {
            go.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
