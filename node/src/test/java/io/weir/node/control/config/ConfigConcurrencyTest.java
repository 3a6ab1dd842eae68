package io.weir.node.control.config;

import static io.weir.node.control.config.ConfigNodes.document;
import static io.weir.node.control.config.ConfigNodes.hash;
import static org.assertj.core.api.Assertions.assertThat;

import io.weir.node.state.ConfigDesk.Outcome;
import io.weir.node.testkit.InProcessCluster;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Changes that are proposed at once, at different nodes. */
class ConfigConcurrencyTest {
    private static final int CHANGES = 9;

    @TempDir
    private Path directory;

    @Test
    void ofChangesMadeFromOneRevisionOneWinsAndTheOthersAreToldSo() throws IOException {
        try (InProcessCluster cluster = InProcessCluster.of(3, directory)) {
            ConfigNodes nodes = ConfigNodes.start(cluster, 3, directory, Optional.of(document("first")));
            List<Outcome> outcomes = putAll(nodes, OptionalLong.of(1));
            List<Outcome> accepted =
                    outcomes.stream().filter(Outcome.Accepted.class::isInstance).toList();
            assertThat(accepted).as("of %s", outcomes).hasSize(1);
            assertThat(outcomes).filteredOn(it -> !accepted.contains(it)).containsOnly(new Outcome.Stale(2));
            nodes.assertLive(2, name(outcomes.indexOf(accepted.get(0))));
        }
    }

    @Test
    void changesOfWhateverIsLiveAreAllMadeOneAfterTheOther() throws IOException {
        try (InProcessCluster cluster = InProcessCluster.of(3, directory)) {
            ConfigNodes nodes = ConfigNodes.start(cluster, 3, directory, Optional.of(document("first")));
            List<Outcome> outcomes = putAll(nodes, OptionalLong.empty());
            TreeMap<Long, String> byRevision = new TreeMap<>();
            for (int i = 0; i < CHANGES; i++) {
                assertThat(outcomes.get(i)).isInstanceOf(Outcome.Accepted.class);
                byRevision.put(((Outcome.Accepted) outcomes.get(i)).revision(), name(i));
            }
            assertThat(byRevision.keySet()).containsExactly(2L, 3L, 4L, 5L, 6L, 7L, 8L, 9L, 10L);
            nodes.assertLive(CHANGES + 1, byRevision.lastEntry().getValue());
            for (Map.Entry<Long, String> made : byRevision.entrySet()) {
                assertThat(nodes.hashOnDisk("node-3", made.getKey())).isEqualTo(hash(made.getValue()));
            }
        }
    }

    private static List<Outcome> putAll(ConfigNodes nodes, OptionalLong ifMatch) {
        List<CompletableFuture<Outcome>> proposed = new ArrayList<>();
        for (int i = 0; i < CHANGES; i++) {
            proposed.add(nodes.proposed(i % 3, document(name(i)), ifMatch));
        }
        return proposed.stream().map(ConfigNodes::outcome).toList();
    }

    private static String name(int change) {
        return "change-" + change;
    }
}
