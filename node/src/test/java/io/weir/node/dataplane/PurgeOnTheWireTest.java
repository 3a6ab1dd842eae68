package io.weir.node.dataplane;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weir.node.control.cache.ClusterPurges;
import io.weir.node.filter.cache.CacheStores;
import io.weir.node.state.Caches;
import io.weir.node.state.Purge;
import io.weir.node.state.PurgeDesk.Purged;
import io.weir.node.testkit.Await;
import io.weir.node.testkit.FakePorts;
import io.weir.node.testkit.InProcessCluster;
import io.weir.node.testkit.TestBackend;
import io.weir.node.testkit.TestGateway;
import io.weir.node.testkit.WireClient;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is purged is not given any more, by real sockets. */
final class PurgeOnTheWireTest {
    private static final String PATH = "/p/a?id=1";

    @TempDir
    private Path directory;

    private static String document(TestBackend backend) {
        return """
                weir: 1
                listeners: [ { name: public, address: 127.0.0.1:0 } ]
                upstreams: [ { name: origin, endpoints: [ "%s" ] } ]
                policies:
                  - { name: cache, cache: { memory: 16MiB, key: { query: [id] } } }
                routes:
                  - { name: all, match: { path: /** }, policies: [ cache ], to: origin }
                """
                .formatted(backend.address());
    }

    private static TestGateway gateway(TestBackend backend, CacheStores caches) {
        return TestGateway.start(ports -> FakePorts.caching(ports, caches), document(backend));
    }

    private static String answer(String body) {
        return "HTTP/1.1 200 OK\r\nCache-Control: max-age=600\r\nCache-Tag: red, blue\r\nSurrogate-Key: one two\r\nContent-Length: "
                + body.length() + "\r\n\r\n" + body;
    }

    @ParameterizedTest(name = "{0} {1}: {2} requests; {3}")
    @CsvSource({
        "URL, http://example.com/p/a?id=1, 2, the address",
        "URL, https://EXAMPLE.com/p/a?x=1&id=1, 2, what does not count of the query, the scheme and case do not matter",
        "URL, http://example.com/p/a, 1, another query",
        "URL, http://example.com:8080/p/a?id=1, 1, another port than clients name",
        "URL, http://example.org/p/a?id=1, 1, another host",
        "PREFIX, http://example.com/p/, 2, the beginning",
        "PREFIX, http://example.com, 2, the whole host",
        "PREFIX, http://example.com/q, 1, another beginning",
        "TAG, blue, 2, of Cache-Tag",
        "TAG, two, 2, of Surrogate-Key",
        "TAG, blu, 1, another tag",
        "ALL, '', 2, everything",
    })
    void whatIsMeant(Purge.Kind kind, String value, int asked, String reason) {
        CacheStores caches = new CacheStores();
        try (TestBackend backend = TestBackend.answering(request -> answer("x"));
                TestGateway gateway = gateway(backend, caches);
                WireClient client = gateway.client()) {
            client.get(PATH);
            caches.purge(new Purge(kind, value));
            client.get(PATH);

            assertEquals(asked, backend.requests().size(), reason);
        }
    }

    @Test
    void whatIsStoredForAnAddressIsFoundUntilItIsPurged() {
        CacheStores caches = new CacheStores();
        try (TestBackend backend = TestBackend.answering(request -> answer("hello"));
                TestGateway gateway = gateway(backend, caches);
                WireClient client = gateway.client()) {
            client.get(PATH);
            List<Caches.Found> found = caches.find("http://example.com/p/a?id=1&x=2", 10);
            caches.purge(new Purge(Purge.Kind.TAG, "red"));

            assertEquals(1, found.size());
            assertEquals(600, found.get(0).ttl() + found.get(0).age());
            assertEquals(List.of("red", "blue", "one", "two"), found.get(0).tags());
            assertEquals(5, found.get(0).bytes());
            assertEquals(List.of(), caches.find("http://example.com/p/a?id=1", 10));
        }
    }

    @Test
    void whatWasOnItsWayWhenItWasPurgedIsNotStored() {
        CacheStores caches = new CacheStores();
        AtomicInteger asked = new AtomicInteger();
        TestBackend backend = TestBackend.answering(request -> {
            if (asked.getAndIncrement() == 0) {
                caches.purge(new Purge(Purge.Kind.TAG, "red"));
            }
            return answer("x");
        });
        try (backend;
                TestGateway gateway = gateway(backend, caches);
                WireClient client = gateway.client()) {
            client.get(PATH);
            client.get(PATH);
            client.get(PATH);

            assertEquals(2, asked.get());
        }
    }

    @Test
    void cachesThatMayMissAPurgeAreNotUsed() {
        CacheStores caches = new CacheStores();
        AtomicBoolean current = new AtomicBoolean(true);
        caches.trust(current::get, () -> true);
        try (TestBackend backend = TestBackend.answering(request -> answer("x"));
                TestGateway gateway = gateway(backend, caches);
                WireClient client = gateway.client()) {
            client.get(PATH);
            current.set(false);
            assertEquals(
                    "weir; fwd=bypass", client.get(PATH).field("Cache-Status").orElse(""));
            current.set(true);
            client.get(PATH);

            assertEquals(2, backend.requests().size());
        }
    }

    @Test
    void noNodeGivesWhatIsOldOnceThePurgeIsAnswered() throws Exception {
        AtomicInteger version = new AtomicInteger();
        List<CacheStores> caches = new ArrayList<>();
        List<ClusterPurges> purges = new ArrayList<>();
        List<TestGateway> gateways = new ArrayList<>();
        try (TestBackend backend = TestBackend.answering(request -> answer("v" + version.get()));
                InProcessCluster cluster = InProcessCluster.of(3, directory, system -> {
                    CacheStores own = new CacheStores();
                    caches.add(own);
                    purges.add(ClusterPurges.start(system, own));
                })) {
            for (int node = 0; node < 3; node++) {
                ClusterPurges own = purges.get(node);
                Await.until(() -> cluster.system(0) + " knows all purges", own::caughtUp);
                gateways.add(gateway(backend, caches.get(node)));
            }
            try (WireClient a = gateways.get(0).client();
                    WireClient b = gateways.get(1).client();
                    WireClient c = gateways.get(2).client()) {
                List<WireClient> clients = List.of(a, b, c);
                AtomicBoolean done = new AtomicBoolean();
                Thread load = load(gateways, done);
                for (int round = 0; round < 100; round++) {
                    clients.forEach(client -> client.get(PATH));
                    String now = "v" + version.incrementAndGet();
                    Purged purged = purges.get(round % 3)
                            .purge(purge(round))
                            .toCompletableFuture()
                            .get(20, TimeUnit.SECONDS);
                    assertTrue(purged.spread().everywhere(), purged.toString());
                    for (WireClient client : clients) {
                        assertEquals(now, client.get(PATH).body(), "round " + round);
                    }
                }
                done.set(true);
                load.join();
            }
        } finally {
            gateways.forEach(TestGateway::close);
        }
    }

    private static Purge purge(int round) {
        return switch (round % 4) {
            case 0 -> new Purge(Purge.Kind.URL, "http://example.com/p/a?id=1");
            case 1 -> new Purge(Purge.Kind.PREFIX, "http://example.com/p");
            case 2 -> new Purge(Purge.Kind.TAG, "red");
            default -> new Purge(Purge.Kind.ALL, "");
        };
    }

    /** Others ask for the same all the while, on all nodes. */
    private static Thread load(List<TestGateway> gateways, AtomicBoolean done) {
        Thread thread = new Thread(() -> {
            try (WireClient a = gateways.get(0).client();
                    WireClient b = gateways.get(1).client();
                    WireClient c = gateways.get(2).client()) {
                while (!done.get()) {
                    a.get(PATH);
                    b.get(PATH);
                    c.get(PATH);
                }
            }
        });
        thread.start();
        return thread;
    }
}
