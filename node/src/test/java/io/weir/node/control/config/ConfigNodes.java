package io.weir.node.control.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.config.model.GatewayDocument;
import io.weir.config.parse.DocumentReader;
import io.weir.config.parse.DocumentWriter;
import io.weir.node.state.ConfigDesk.Outcome;
import io.weir.node.testkit.Await;
import io.weir.node.testkit.InProcessCluster;
import io.weir.protocol.cluster.ConfigMark;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** Members in one process that keep one document; index {@code i} is the node {@code node-(i+1)}. */
final class ConfigNodes {
    /** The desk itself answers within 60 s. */
    private static final int DECISION_BOUND_SECONDS = 70;

    private final Path directory;
    final List<ConfigControl> desks = new ArrayList<>();
    final List<FakeStager> stagers = new ArrayList<>();

    private ConfigNodes(Path directory) {
        this.directory = directory;
    }

    /** Returns when all are ready. */
    static ConfigNodes start(InProcessCluster cluster, int size, Path directory, Optional<GatewayDocument> initial)
            throws IOException {
        ConfigNodes nodes = new ConfigNodes(directory);
        for (int i = 0; i < size; i++) {
            FakeStager stager = new FakeStager();
            String name = "node-" + (i + 1);
            nodes.stagers.add(stager);
            nodes.desks.add(ConfigControl.start(cluster.system(i), name, directory.resolve(name), stager, initial));
        }
        nodes.desks.forEach(node -> Await.until(() -> "a node is ready", node::ready));
        return nodes;
    }

    Outcome put(int node, GatewayDocument document, OptionalLong ifMatch) {
        return outcome(proposed(node, document, ifMatch));
    }

    CompletableFuture<Outcome> proposed(int node, GatewayDocument document, OptionalLong ifMatch) {
        return desks.get(node).put(document, ifMatch, false, "test").toCompletableFuture();
    }

    Outcome dryRun(GatewayDocument document) {
        return outcome(
                desks.get(0).put(document, OptionalLong.empty(), true, "test").toCompletableFuture());
    }

    static Outcome outcome(CompletableFuture<Outcome> proposed) {
        return proposed.orTimeout(DECISION_BOUND_SECONDS, TimeUnit.SECONDS).join();
    }

    void assertLive(long revision, String name) {
        for (ConfigControl desk : desks) {
            assertThat(desk.live().revision()).isEqualTo(revision);
            assertThat(desk.live().document()).isEqualTo(document(name));
        }
    }

    /** What is live on a node's disk. */
    ConfigMark onDisk(String node) throws IOException {
        return RevisionStore.open(directory.resolve(node).resolve("config"))
                .live()
                .orElseThrow()
                .mark();
    }

    /** The hash of a revision on a node's disk. */
    String hashOnDisk(String node, long revision) throws IOException {
        return RevisionStore.open(directory.resolve(node).resolve("config"))
                .read(revision)
                .mark()
                .hash();
    }

    static GatewayDocument document(String upstream) {
        String text = "weir: 1\nupstreams:\n  - name: " + upstream + "\n    endpoints: [127.0.0.1:9001]\n";
        return DocumentReader.read(text, "test.yaml").orThrow();
    }

    static String hash(String upstream) {
        return DocumentWriter.hash(document(upstream));
    }
}
