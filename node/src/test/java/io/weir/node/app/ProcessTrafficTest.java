package io.weir.node.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.node.testkit.Answer;
import io.weir.node.testkit.Await;
import io.weir.node.testkit.Hammer;
import io.weir.node.testkit.JvmChild;
import io.weir.node.testkit.KeepAliveClient;
import io.weir.node.testkit.Ports;
import io.weir.node.testkit.ProcessCluster;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Three nodes and three backends as real processes: what clients notice of a death, a change, a restart. Nothing. */
class ProcessTrafficTest {
    private static final int CLIENTS = 12;
    private static final long SECOND = 1_000_000_000L;

    private static final String DOCUMENT =
            """
            weir: 1
            listeners:
              - { name: public, address: "127.0.0.1:@PORT@" }
            upstreams:
              - name: plain
                endpoints: [@ENDPOINTS@]
                balance: round-robin
                health: { active: { path: /healthz, interval: 500ms, timeout: 400ms } }
                retry: { attempts: 2, on: [connect-failure, reset], budget: 50% }
              - name: sticky
                endpoints: [@ENDPOINTS@]
                sticky: { learned: "header:X-Session", idle: 30m }
                health: { active: { path: /healthz, interval: 500ms, timeout: 400ms } }
            routes:
              - { name: plain, match: { path: /plain/** }, to: plain }
              - { name: sticky, match: { path: /sticky/** }, to: sticky }
              - { name: note, match: { path: /note }, respond: { status: 200, body: "@NOTE@" } }
            """;

    @TempDir
    private Path folder;

    private final List<JvmChild> backends = new ArrayList<>();
    private String document = DOCUMENT;

    @BeforeEach
    void startBackends() {
        List<String> endpoints = new ArrayList<>();
        for (int port : Ports.free(3)) {
            String name = "b" + (backends.size() + 1);
            backends.add(JvmChild.start(
                    "backend",
                    folder.resolve(name + ".log"),
                    List.of("demo-backend", "--name", name, "--port", Integer.toString(port))));
            endpoints.add("\"127.0.0.1:" + port + "\"");
        }
        document = DOCUMENT.replace("@ENDPOINTS@", String.join(", ", endpoints));
    }

    @AfterEach
    void stopBackends() {
        backends.forEach(JvmChild::close);
    }

    @Test
    void clientsNoticeNeitherAKilledBackendNorANewDocumentNorAKilledNodesSessionsNorARestart() throws IOException {
        try (ProcessCluster cluster = ProcessCluster.startWithTls(folder, 3, document.replace("@NOTE@", "one"))) {
            List<Integer> ports =
                    IntStream.range(0, 3).mapToObj(cluster::dataPort).toList();
            awaitBackends(ports.get(0));
            aKilledBackendCostsNothing(ports);
            aNewDocumentCostsNothing(cluster, ports);
            sessionsOutliveANode(cluster, ports);
            aRestartKeepsTheDocument(cluster);
        }
    }

    private void aKilledBackendCostsNothing(List<Integer> ports) {
        Hammer hammer = hammer(ports);
        try (hammer) {
            pass(SECOND);
            backends.get(0).kill();
            pass(3 * SECOND);
        }
        assertNothingFailed(hammer);
    }

    private void aNewDocumentCostsNothing(ProcessCluster cluster, List<Integer> ports) {
        Hammer hammer = hammer(ports);
        try (hammer) {
            pass(SECOND);
            cluster.put(1, cluster.document(document.replace("@NOTE@", "two")));
            for (int port : ports) {
                Await.until(
                        () -> "the new document on " + port, () -> note(port).equals("two"));
            }
            pass(SECOND);
        }
        assertNothingFailed(hammer);
    }

    private void sessionsOutliveANode(ProcessCluster cluster, List<Integer> ports) throws IOException {
        List<String> before = sessions(ports.get(2));
        cluster.node(2).kill();
        assertThat(sessions(ports.get(0))).isEqualTo(before);
        assertThat(sessions(ports.get(1))).isEqualTo(before);
        // Also those whose partition has moved to a new owner by now.
        Await.until(() -> "the dead node removed", () -> !cluster.get(0, "/v1/cluster")
                .contains("\"node-2\""));
        assertThat(sessions(ports.get(0))).isEqualTo(before);
    }

    private void aRestartKeepsTheDocument(ProcessCluster cluster) {
        assertThat(cluster.node(0).terminate()).as("status of node 0").isZero();
        assertThat(cluster.node(1).terminate()).as("status of node 1").isZero();
        cluster.startAll();
        for (int node = 0; node < 3; node++) {
            assertThat(note(cluster.dataPort(node))).isEqualTo("two");
        }
    }

    private static Hammer hammer(List<Integer> ports) {
        return Hammer.start(CLIENTS, ports, client -> new Hammer.Target(ports.get(client % 3), "/plain/x", ""));
    }

    private static void assertNothingFailed(Hammer hammer) {
        assertThat(hammer.failures()).isEmpty();
        assertThat(hammer.answers()).hasSizeGreaterThan(500);
        assertThat(hammer.answers())
                .allSatisfy(
                        answer -> assertThat(answer.status()).as(answer.body()).isEqualTo(200));
    }

    /** Whom thirty sessions stay with, asked at one node. */
    private static List<String> sessions(int port) throws IOException {
        List<String> endpoints = new ArrayList<>();
        try (KeepAliveClient client = new KeepAliveClient(port)) {
            for (int session = 0; session < 30; session++) {
                Answer answer = client.get("/sticky/x", "X-Session: s" + session + "\r\n");
                assertThat(answer.status()).isEqualTo(200);
                endpoints.add(answer.backend());
            }
        }
        return endpoints;
    }

    private static String note(int port) {
        try (KeepAliveClient client = new KeepAliveClient(port)) {
            return client.get("/note", "").body();
        } catch (IOException e) {
            return e.toString();
        }
    }

    private static void awaitBackends(int port) {
        Await.until(() -> "an answer from a backend", () -> {
            try (KeepAliveClient client = new KeepAliveClient(port)) {
                return client.get("/plain/x", "").status() == 200;
            } catch (IOException e) {
                return false;
            }
        });
    }

    private static void pass(long nanos) {
        long end = System.nanoTime() + nanos;
        while (System.nanoTime() < end) {
            Await.briefly();
        }
    }
}
