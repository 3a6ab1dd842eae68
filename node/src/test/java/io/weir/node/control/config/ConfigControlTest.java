package io.weir.node.control.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.config.model.GatewayDocument;
import io.weir.config.parse.DocumentReader;
import io.weir.config.parse.DocumentWriter;
import io.weir.node.state.ConfigDesk.Outcome;
import io.weir.node.testkit.Await;
import io.weir.node.testkit.InProcessCluster;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import org.apache.pekko.actor.typed.ActorSystem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigControlTest {
    private final List<ConfigControl> nodes = new ArrayList<>();
    private final List<FakeStager> stagers = new ArrayList<>();

    @Test
    void aChangeGoesLiveOnAllNodesOrOnNone(@TempDir Path directory) throws IOException {
        try (InProcessCluster cluster = InProcessCluster.of(3, directory)) {
            startAll(cluster, 3, directory, Optional.empty());
            assertThat(put(1, document("a"), OptionalLong.of(0)))
                    .isEqualTo(new Outcome.Accepted(1, hash("a"), List.of("upstream a: added")));
            assertLive(1, "a");

            assertThat(put(2, document("a"), OptionalLong.empty()))
                    .as("the same document makes no new revision")
                    .isEqualTo(new Outcome.Accepted(1, hash("a"), List.of()));
            assertThat(put(2, document("b"), OptionalLong.of(7))).isEqualTo(new Outcome.Stale(1));

            stagers.get(2).refusal = "port 8080 is in use";
            assertThat(put(0, document("b"), OptionalLong.of(1)))
                    .isEqualTo(new Outcome.Refused("node-3", "port 8080 is in use"));
            assertLive(1, "a");
            stagers.get(2).refusal = "";

            assertThat(dryRun(document("b"))).isInstanceOf(Outcome.Accepted.class);
            assertLive(1, "a");
            assertThat(put(0, document("b"), OptionalLong.of(1)))
                    .as("a refused number is free again")
                    .isInstanceOfSatisfying(Outcome.Accepted.class, it -> assertThat(it.revision())
                            .isEqualTo(2));
            assertLive(2, "b");
            Await.until(() -> "the writer knows all revisions", () -> revisions()
                    .equals(Map.of("node-1", 2L, "node-2", 2L, "node-3", 2L)));

            GatewayDocument large = large();
            assertThat(DocumentWriter.json(large).length()).isGreaterThan(2_000_000);
            assertThat(put(1, large, OptionalLong.of(2))).isInstanceOf(Outcome.Accepted.class);
            nodes.forEach(node -> assertThat(node.live().document()).isEqualTo(large));
        }
    }

    @Test
    void aClusterComesBackFromDiskAndAJoinerCatchesUp(@TempDir Path directory) throws IOException {
        try (InProcessCluster cluster = InProcessCluster.of(2, directory)) {
            startAll(cluster, 2, directory, Optional.of(document("initial")));
            assertLive(1, "initial");
            assertThat(put(0, document("kept"), OptionalLong.of(1))).isInstanceOf(Outcome.Accepted.class);
        }
        nodes.clear();
        stagers.clear();
        try (InProcessCluster cluster = InProcessCluster.of(2, directory)) {
            startAll(cluster, 2, directory, Optional.of(document("initial")));
            assertLive(2, "kept");

            FakeStager busy = new FakeStager();
            busy.refusal = "port 8080 is in use";
            ActorSystem<Void> third = cluster.grow();
            ConfigControl joiner =
                    ConfigControl.start(third, "node-3", directory.resolve("node-3"), busy, Optional.empty());
            assertThat(put(0, document("kept"), OptionalLong.empty())).isInstanceOf(Outcome.Accepted.class);
            assertThat(joiner.ready()).as("it cannot stage what is live").isFalse();
            busy.refusal = "";
            Await.until(() -> "the joiner catches up", joiner::ready);
            assertThat(joiner.live()).isEqualTo(nodes.get(0).live());
        }
    }

    @Test
    void theClusterGoesOnWithoutTheWritersNode(@TempDir Path directory) throws IOException {
        try (InProcessCluster cluster = InProcessCluster.of(3, directory)) {
            startAll(cluster, 3, directory, Optional.empty());
            assertThat(put(1, document("a"), OptionalLong.of(0))).isInstanceOf(Outcome.Accepted.class);
            var underWay = nodes.get(1).put(document("b"), OptionalLong.of(1), false, "test");
            cluster.kill(0);
            nodes.remove(0);
            Await.until(() -> "a change goes through again", () -> {
                Outcome outcome = put(0, document("c"), OptionalLong.empty());
                return outcome instanceof Outcome.Accepted;
            });
            assertThat(nodes.get(0).live()).isEqualTo(nodes.get(1).live());
            assertThat(nodes.get(0).live().document()).isEqualTo(document("c"));
            assertThat(underWay.toCompletableFuture()
                            .orTimeout(70, TimeUnit.SECONDS)
                            .join())
                    .as("it was decided, or it was not")
                    .isInstanceOfAny(Outcome.Accepted.class, Outcome.Unavailable.class);
        }
    }

    private void startAll(InProcessCluster cluster, int size, Path directory, Optional<GatewayDocument> initial)
            throws IOException {
        for (int i = 0; i < size; i++) {
            stagers.add(new FakeStager());
            String name = "node-" + (i + 1);
            nodes.add(ConfigControl.start(cluster.system(i), name, directory.resolve(name), stagers.get(i), initial));
        }
        nodes.forEach(node -> Await.until(() -> "a node is ready", node::ready));
    }

    private Outcome put(int node, GatewayDocument document, OptionalLong ifMatch) {
        return nodes.get(node)
                .put(document, ifMatch, false, "test")
                .toCompletableFuture()
                .orTimeout(70, TimeUnit.SECONDS)
                .join();
    }

    private Outcome dryRun(GatewayDocument document) {
        return nodes.get(0)
                .put(document, OptionalLong.empty(), true, "test")
                .toCompletableFuture()
                .orTimeout(70, TimeUnit.SECONDS)
                .join();
    }

    private Map<String, Long> revisions() {
        return nodes.get(0)
                .revisions()
                .toCompletableFuture()
                .orTimeout(10, TimeUnit.SECONDS)
                .join();
    }

    private void assertLive(long revision, String name) {
        for (ConfigControl node : nodes) {
            assertThat(node.live().revision()).isEqualTo(revision);
            assertThat(node.live().document()).isEqualTo(document(name));
        }
    }

    private static GatewayDocument document(String upstream) {
        String text = "weir: 1\nupstreams:\n  - name: " + upstream + "\n    endpoints: [127.0.0.1:9001]\n";
        return DocumentReader.read(text, "test.yaml").orThrow();
    }

    private static String hash(String upstream) {
        return DocumentWriter.hash(document(upstream));
    }

    private static GatewayDocument large() {
        StringBuilder text = new StringBuilder("{\"weir\":1,\"upstreams\":[");
        for (int i = 0; i < 10_000; i++) {
            text.append(i == 0 ? "" : ",")
                    .append("{\"name\":\"upstream-")
                    .append(i)
                    .append("\",\"endpoints\":[");
            for (int port = 1; port <= 8; port++) {
                text.append(port == 1 ? "" : ",")
                        .append("\"upstream-")
                        .append(i)
                        .append(".example:900")
                        .append(port)
                        .append('"');
            }
            text.append("]}");
        }
        return DocumentReader.read(text.append("]}").toString(), "large.json").orThrow();
    }
}
