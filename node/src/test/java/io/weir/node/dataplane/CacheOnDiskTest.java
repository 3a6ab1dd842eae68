package io.weir.node.dataplane;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weir.node.filter.cache.CacheStores;
import io.weir.node.state.Caches;
import io.weir.node.state.Purge;
import io.weir.node.testkit.Await;
import io.weir.node.testkit.CacheCircle;
import io.weir.node.testkit.FakePorts;
import io.weir.node.testkit.NoLeaks;
import io.weir.node.testkit.TestBackend;
import io.weir.node.testkit.TestGateway;
import io.weir.node.testkit.WireClient;
import io.weir.node.testkit.WireMessage;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is on disk, over real sockets: after a restart, after it has left memory, after purges. */
@ExtendWith(NoLeaks.class)
final class CacheOnDiskTest {
    @TempDir
    Path data;

    private static String document(TestBackend backend) {
        return """
                weir: 1
                listeners: [ { name: public, address: 127.0.0.1:0 } ]
                upstreams: [ { name: origin, endpoints: [ "%s" ] } ]
                policies:
                  - { name: cache, cache: { memory: 128KiB, max-entry: 100KiB, disk: { path: stored, size: 4MiB } } }
                routes:
                  - { name: all, match: { path: /** }, policies: [ cache ], to: origin }
                """
                .formatted(backend.address());
    }

    private static TestBackend backend() {
        return TestBackend.answering(request -> {
            String body = request.target() + " " + request.field("Accept").orElse("") + " " + "x".repeat(3_000);
            return "HTTP/1.1 200 OK\r\nCache-Control: max-age=600\r\nCache-Tag: t"
                    + request.target().length() + "\r\n"
                    + (request.target().startsWith("/vary") ? "Vary: Accept\r\n" : "")
                    + "Content-Length: " + body.length() + "\r\n\r\n" + body;
        });
    }

    /** Runs until all that it has stored is on disk. */
    private void node(TestBackend backend, CacheStores caches, Consumer<WireClient> does) {
        try (TestGateway gateway = TestGateway.start(ports -> FakePorts.caching(ports, caches), document(backend));
                WireClient client = gateway.client()) {
            does.accept(client);
        }
        caches.close();
    }

    private static Caches.Disk disk(CacheStores caches) {
        return caches.figures().get(0).disk();
    }

    private static void awaitEntries(CacheStores caches, int count) {
        Await.until(() -> "" + disk(caches), () -> disk(caches).entries() == count);
    }

    @Test
    void aRestartFindsWhatWasStoredAndWhatHasLeftMemoryComesBack() {
        TestBackend backend = backend();
        try (backend) {
            CacheStores first = new CacheStores(data);
            node(backend, first, client -> {
                for (int i = 0; i < 100; i++) {
                    client.get("/" + i);
                    awaitEntries(first, i + 1); // while too much waits to be written, more is not
                }
                client.get("/vary", "Accept: a\r\n");
                awaitEntries(first, 102);
                client.get("/vary", "Accept: b\r\n");
                assertEquals(102, backend.requests().size());
                awaitEntries(first, 103);
                assertTrue(client.get("/0").body().startsWith("/0 "), "from the disk");
                assertEquals(102, backend.requests().size());
            });
            CacheStores second = new CacheStores(data);
            node(backend, second, client -> {
                awaitEntries(second, 103);
                for (int i = 0; i < 100; i++) {
                    assertTrue(client.get("/" + i).body().startsWith("/" + i + " "));
                }
                assertTrue(client.get("/vary", "Accept: a\r\n").body().startsWith("/vary a "));
                assertTrue(client.get("/vary", "Accept: b\r\n").body().startsWith("/vary b "));
                assertEquals(102, backend.requests().size(), "all of it is on the disk");
                assertTrue(disk(second).found() >= 102, "" + disk(second));
            });
        }
    }

    @Test
    void whatWasPurgedOrInvalidatedIsFetchedAgainAlsoAfterARestart() {
        TestBackend backend = backend();
        try (backend) {
            CacheStores first = new CacheStores(data);
            node(backend, first, client -> {
                client.get("/tagged1");
                client.get("/posted");
                client.get("/kept");
                awaitEntries(first, 3);
                first.purge(new Purge(Purge.Kind.TAG, "t8"));
                client.send("POST /posted HTTP/1.1\r\nHost: example.com\r\nContent-Length: 0\r\n\r\n")
                        .answer();
            });
            int before = backend.requests().size();
            CacheStores second = new CacheStores(data);
            node(backend, second, client -> {
                awaitEntries(second, 2);
                client.get("/kept");
                assertEquals(before, backend.requests().size());
                client.get("/tagged1");
                assertEquals(before + 1, backend.requests().size(), "purged");
                client.get("/posted");
                assertEquals(before + 2, backend.requests().size(), "invalidated");
            });
        }
    }

    private static String get(CacheCircle.Node node) {
        try (WireClient client = node.gateway().client()) {
            WireMessage answer = client.get("/a");
            assertEquals(200, answer.status());
            return answer.field("Cache-Status").orElse("");
        }
    }

    private void nodes(TestBackend backend, Consumer<List<CacheCircle.Node>> does) {
        try (CacheCircle circle = new CacheCircle(document(backend), data, "n1", "n2", "n3")) {
            does.accept(circle.ranking("/a", "all"));
        }
    }

    /** The owner of a key is the first. */
    private void storedByTheOwner(TestBackend backend) {
        nodes(backend, ranking -> {
            get(ranking.get(0));
            assertEquals("weir; fwd=uri-miss; fwd-status=200; stored; detail=peer-hit", get(ranking.get(1)));
            Await.until(
                    () -> "it is on the owner's disk",
                    () -> disk(ranking.get(0).caches()).entries() == 1);
            assertEquals(0, disk(ranking.get(1).caches()).entries(), "a copy is in memory alone");
        });
    }

    @Test
    void whatTheOwnerHasOnDiskTheOthersHaveFromIt() {
        TestBackend backend = backend();
        try (backend) {
            storedByTheOwner(backend);
            nodes(backend, ranking -> {
                Await.until(
                        () -> "it is found again",
                        () -> disk(ranking.get(0).caches()).entries() == 1);
                assertEquals("weir; fwd=uri-miss; fwd-status=200; stored; detail=peer-hit", get(ranking.get(1)));
                assertEquals(1, disk(ranking.get(0).caches()).found());
                assertEquals(1, backend.requests().size());
            });
        }
    }

    @ParameterizedTest(name = "{1}")
    @CsvSource({
        "0, the owner hears of a purge when it starts",
        "1, who asks has heard of a purge that the owner has not heard of"
    })
    void whatWasPurgedWhileTheOwnerWasAwayIsGivenToNobody(int hears, String reason) {
        TestBackend backend = backend();
        try (backend) {
            storedByTheOwner(backend);
            nodes(backend, ranking -> {
                Await.until(
                        () -> "it is found again",
                        () -> disk(ranking.get(0).caches()).entries() == 1);
                ranking.get(hears).caches().purge("one", new Purge(Purge.Kind.TAG, "t2"));
                assertEquals("weir; fwd=uri-miss; fwd-status=200; stored", get(ranking.get(1)));
                assertEquals(2, backend.requests().size(), reason);
            });
        }
    }
}
