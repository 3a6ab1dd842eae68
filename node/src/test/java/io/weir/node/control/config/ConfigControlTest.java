package io.weir.node.control.config;

import static io.weir.node.control.config.ConfigNodes.document;
import static io.weir.node.control.config.ConfigNodes.hash;
import static org.assertj.core.api.Assertions.assertThat;

import io.weir.config.model.GatewayDocument;
import io.weir.config.parse.DocumentReader;
import io.weir.config.parse.DocumentWriter;
import io.weir.node.state.ConfigDesk.Outcome;
import io.weir.node.testkit.Await;
import io.weir.node.testkit.InProcessCluster;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import org.apache.pekko.actor.typed.ActorSystem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigControlTest {
    @Test
    void aChangeGoesLiveOnAllNodesOrOnNone(@TempDir Path directory) throws IOException {
        try (InProcessCluster cluster = InProcessCluster.of(3, directory)) {
            ConfigNodes nodes = ConfigNodes.start(cluster, 3, directory, Optional.empty());
            assertThat(nodes.put(1, document("a"), OptionalLong.of(0)))
                    .isEqualTo(new Outcome.Accepted(1, hash("a"), List.of("upstream a: added")));
            nodes.assertLive(1, "a");

            assertThat(nodes.put(2, document("a"), OptionalLong.empty()))
                    .as("the same document makes no new revision")
                    .isEqualTo(new Outcome.Accepted(1, hash("a"), List.of()));
            assertThat(nodes.put(2, document("b"), OptionalLong.of(7))).isEqualTo(new Outcome.Stale(1));

            nodes.stagers.get(2).refusal = "port 8080 is in use";
            assertThat(nodes.put(0, document("b"), OptionalLong.of(1)))
                    .isEqualTo(new Outcome.Refused("node-3", "port 8080 is in use"));
            nodes.assertLive(1, "a");
            nodes.stagers.get(2).refusal = "";

            assertThat(nodes.dryRun(document("b"))).isInstanceOf(Outcome.Accepted.class);
            nodes.assertLive(1, "a");
            assertThat(nodes.put(0, document("b"), OptionalLong.of(1)))
                    .as("a refused number is free again")
                    .isInstanceOfSatisfying(Outcome.Accepted.class, it -> assertThat(it.revision())
                            .isEqualTo(2));
            nodes.assertLive(2, "b");
            Await.until(() -> "the writer knows all revisions", () -> revisions(nodes)
                    .equals(Map.of("node-1", 2L, "node-2", 2L, "node-3", 2L)));

            GatewayDocument large = large();
            assertThat(DocumentWriter.json(large).length()).isGreaterThan(2_000_000);
            assertThat(nodes.put(1, large, OptionalLong.of(2))).isInstanceOf(Outcome.Accepted.class);
            nodes.desks.forEach(node -> assertThat(node.live().document()).isEqualTo(large));
        }
    }

    @Test
    void aClusterComesBackFromDiskAndAJoinerCatchesUp(@TempDir Path directory) throws IOException {
        try (InProcessCluster cluster = InProcessCluster.of(2, directory)) {
            ConfigNodes nodes = ConfigNodes.start(cluster, 2, directory, Optional.of(document("initial")));
            nodes.assertLive(1, "initial");
            assertThat(nodes.put(0, document("kept"), OptionalLong.of(1))).isInstanceOf(Outcome.Accepted.class);
        }
        try (InProcessCluster cluster = InProcessCluster.of(2, directory)) {
            ConfigNodes nodes = ConfigNodes.start(cluster, 2, directory, Optional.of(document("initial")));
            nodes.assertLive(2, "kept");

            FakeStager busy = new FakeStager();
            busy.refusal = "port 8080 is in use";
            ActorSystem<Void> third = cluster.grow();
            ConfigControl joiner =
                    ConfigControl.start(third, "node-3", directory.resolve("node-3"), busy, Optional.empty());
            assertThat(nodes.put(0, document("kept"), OptionalLong.empty())).isInstanceOf(Outcome.Accepted.class);
            assertThat(joiner.ready()).as("it cannot stage what is live").isFalse();
            busy.refusal = "";
            Await.until(() -> "the joiner catches up", joiner::ready);
            assertThat(joiner.live()).isEqualTo(nodes.desks.get(0).live());
        }
    }

    private static Map<String, Long> revisions(ConfigNodes nodes) {
        return nodes.desks
                .get(0)
                .revisions()
                .toCompletableFuture()
                .orTimeout(10, TimeUnit.SECONDS)
                .join();
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
