package io.weir.node.control.cache;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.node.filter.cache.CacheStores;
import io.weir.node.filter.cache.PeerDoor;
import io.weir.node.state.Purge;
import io.weir.node.state.PurgeDesk.Purged;
import io.weir.node.testkit.Await;
import io.weir.node.testkit.FakePorts;
import io.weir.node.testkit.InProcessCluster;
import io.weir.node.testkit.TestBackend;
import io.weir.node.testkit.TestGateway;
import io.weir.node.testkit.WireClient;
import io.weir.node.testkit.WireMessage;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.apache.pekko.actor.Address;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.cluster.typed.Cluster;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Three members in one process, with gateways and caches, over real sockets. */
final class ClusterPeersTest {
    private static final int ROUNDS = Integer.getInteger("weir.purge.rounds", 10);
    private static final int RESTART_EVERY = Integer.getInteger("weir.purge.restart", 8);

    @TempDir
    private Path directory;

    /** One member. */
    private static final class Node {
        private final CacheStores caches = new CacheStores();
        private final String name;
        private final ClusterPurges purges;
        private final ClusterPeers peers;
        private final TestGateway gateway;
        private volatile int floor;
        private volatile boolean away;

        Node(ActorSystem<Void> system, String document) {
            name = Cluster.get(system).selfMember().address().hostPort().replaceFirst("^[^@]*@", "");
            purges = ClusterPurges.start(system, caches);
            peers = ClusterPeers.start(system, caches);
            gateway = TestGateway.start(ports -> FakePorts.caching(ports, caches), document);
            int port = gateway.openDoor(new PeerDoor(caches), null).getPort();
            peers.open(port, gateway.statuses(), host -> Optional.empty());
            caches.share(peers);
        }

        boolean isReady(int members) {
            return purges.caughtUp() && peers.circle().members().size() == members;
        }
    }

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

    private static String answer(String body) {
        return "HTTP/1.1 200 OK\r\nCache-Control: max-age=600\r\nCache-Tag: t\r\nContent-Length: " + body.length()
                + "\r\n\r\n" + body;
    }

    private static void awaitAll(List<Node> nodes, int members) {
        for (Node node : nodes) {
            Await.until(() -> node.name + " knows the others", () -> node.isReady(members));
        }
    }

    private static WireMessage get(Node node, String path) {
        try (WireClient client = node.gateway.client()) {
            return client.get(path);
        }
    }

    @Test
    @SuppressWarnings("try") // the members are used through what each was given
    void membersFindEachOtherAndShareWhatOneHasFetched() {
        try (TestBackend backend = TestBackend.answering(request -> answer("hello"))) {
            List<Node> nodes = new ArrayList<>();
            try (InProcessCluster cluster =
                    InProcessCluster.of(3, directory, system -> nodes.add(new Node(system, document(backend))))) {
                awaitAll(nodes, 3);
                for (int path = 0; path < 20; path++) {
                    for (Node node : nodes) {
                        assertThat(get(node, "/" + path).body()).isEqualTo("hello");
                    }
                }
                assertThat(backend.requests()).hasSize(20);

                try (WireClient client = nodes.get(1).gateway.client()) {
                    client.send("POST /7 HTTP/1.1\r\nHost: example.com\r\nContent-Length: 0\r\n\r\n")
                            .answer();
                }
                for (Node node : List.of(nodes.get(0), nodes.get(2))) {
                    Await.until(
                            () -> node.name + " has heard of the change",
                            () -> node.caches.find("http://example.com/7", 1).isEmpty());
                }
            } finally {
                nodes.forEach(node -> node.gateway.close());
            }
        }
    }

    @Test
    void whatIsPurgedIsGoneOnAllMembersWhenTheAnswerComes() throws Exception {
        long seed = Long.getLong("weir.purge.seed", System.nanoTime());
        Random random = new Random(seed);
        AtomicInteger version = new AtomicInteger();
        try (TestBackend backend = TestBackend.answering(request -> answer(Integer.toString(version.get())))) {
            List<Node> nodes = new CopyOnWriteArrayList<>();
            try (InProcessCluster cluster =
                    InProcessCluster.of(3, directory, system -> nodes.add(new Node(system, document(backend))))) {
                awaitAll(nodes, 3);
                Readers readers = new Readers(nodes);
                int partly = 0;
                int restarts = 0;
                for (int round = 1; round <= ROUNDS; round++) {
                    partly += purge(nodes, version, round, random) ? 0 : 1;
                    if (round % RESTART_EVERY == 0) {
                        restarts++;
                        Address gone = end(cluster, nodes);
                        for (int more = 0; more < 3; more++) {
                            partly += purge(nodes, version, ++round, random) ? 0 : 1;
                        }
                        cluster.remove(gone);
                        cluster.grow();
                        awaitAll(nodes, 3);
                        nodes.get(2).floor = version.get();
                    }
                    assertThat(readers.failures).as("seed " + seed).isEmpty();
                }
                readers.stop();
                System.out.println("purges under load: seed " + seed + ", " + version + " rounds, " + restarts
                        + " restarts, " + partly + " not everywhere, " + readers.answers + " answers, "
                        + readers.hits + " from caches, " + readers.shared + " from other nodes, "
                        + readers.failures.size() + " old");
                assertThat(readers.failures).as("seed " + seed).isEmpty();
                assertThat(readers.hits.get()).isPositive();
                assertThat(readers.shared.get()).isPositive();
            } finally {
                nodes.forEach(node -> node.gateway.close());
            }
        }
    }

    /** Without a farewell. */
    private static Address end(InProcessCluster cluster, List<Node> nodes) {
        Node node = nodes.remove(2);
        node.away = true;
        node.gateway.close();
        return cluster.silence(2);
    }

    /** Whether all members have done it. */
    private static boolean purge(List<Node> nodes, AtomicInteger version, int round, Random random) throws Exception {
        version.set(round);
        Purge purge =
                switch (random.nextInt(4)) {
                    case 0 -> new Purge(Purge.Kind.TAG, "t");
                    case 1 -> new Purge(Purge.Kind.PREFIX, "http://example.com/k");
                    case 2 -> new Purge(Purge.Kind.ALL, "");
                    default -> new Purge(Purge.Kind.URL, "http://example.com/k0");
                };
        Purged purged = nodes.get(random.nextInt(nodes.size()))
                .purges
                .purge(purge)
                .toCompletableFuture()
                .get(20, TimeUnit.SECONDS);
        for (Node node : nodes) {
            if (purge.kind() != Purge.Kind.URL && purged.spread().applied().size() >= nodes.size()) {
                node.floor = round;
            }
            WireMessage answer = get(node, "/k0");
            assertThat(Integer.parseInt(answer.body()))
                    .as(node.name + " after " + purge + ": " + answer.field("Cache-Status"))
                    .isGreaterThanOrEqualTo(purged.spread().applied().size() >= nodes.size() ? round : 0);
        }
        return purged.spread().everywhere();
    }

    /** Clients of all nodes that know which versions are too old where. */
    private static final class Readers {
        private final List<Node> nodes;
        private final AtomicBoolean stopped = new AtomicBoolean();
        private final AtomicLong answers = new AtomicLong();
        private final AtomicLong hits = new AtomicLong();
        private final AtomicLong shared = new AtomicLong();
        private final Queue<String> failures = new ConcurrentLinkedQueue<>();
        private final List<Thread> threads;

        Readers(List<Node> nodes) {
            this.nodes = nodes;
            threads = IntStream.range(0, 6)
                    .mapToObj(i -> new Thread(() -> run(i, new Random(i)), "reader-" + i))
                    .toList();
            threads.forEach(Thread::start);
        }

        private void run(int index, Random random) {
            while (!stopped.get()) {
                List<Node> now = List.copyOf(nodes);
                Node node = now.get(index % now.size());
                try (WireClient client = node.gateway.client()) {
                    for (int i = 0; i < 50 && !stopped.get() && !node.away; i++) {
                        read(client, node, "/k" + random.nextInt(4));
                    }
                } catch (RuntimeException | AssertionError e) {
                    if (!node.away) {
                        failures.add(node.name + " failed: " + e);
                    }
                }
            }
        }

        private void read(WireClient client, Node node, String path) {
            int floor = node.floor;
            WireMessage answer = client.get(path);
            answers.incrementAndGet();
            String status = answer.field("Cache-Status").orElse("");
            hits.addAndGet(status.contains("hit") || status.contains("collapsed") ? 1 : 0);
            shared.addAndGet(status.contains("peer-") ? 1 : 0);
            if (answer.status() != 200 || Integer.parseInt(answer.body()) < floor) {
                failures.add(node.name + " gave " + answer.status() + " " + answer.body() + " for " + path
                        + " after purge " + floor + ": " + status);
            }
        }

        void stop() throws InterruptedException {
            stopped.set(true);
            for (Thread thread : threads) {
                thread.join();
            }
        }
    }
}
