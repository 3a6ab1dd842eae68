package io.weir.node.control.traffic;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.node.state.TrafficDesk.NodeTraffic;
import io.weir.node.state.TrafficDesk.Traffic;
import io.weir.node.state.VersionCallers;
import io.weir.node.testkit.InProcessCluster;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClusterTrafficTest {
    private static final Instant BEGIN = Instant.parse("2026-11-25T10:00:00Z");

    @TempDir
    private Path directory;

    private record Counted(Instant since, List<Caller> callers) implements VersionCallers {
        /** As many as a node tells at most, with names as long as they may be. */
        static Counted many(int node) {
            List<Caller> callers = new ArrayList<>();
            for (int i = 0; i < 1_000; i++) {
                String name = "n" + node + "-" + "x".repeat(90) + i;
                callers.add(new Caller("orders/v1", Kind.CONSUMER, name, i, 2L * i, 3L * i, BEGIN.plusSeconds(i)));
            }
            return new Counted(BEGIN.plusSeconds(node), callers);
        }
    }

    private static Traffic traffic(ClusterTraffic of) throws Exception {
        return of.traffic().toCompletableFuture().get(20, TimeUnit.SECONDS);
    }

    @Test
    void everyNodeTellsWhatAllHaveCountedAndWhatOneToldThatHasDied() throws Exception {
        List<ClusterTraffic> nodes = new ArrayList<>();
        List<Counted> counted = new ArrayList<>();
        try (InProcessCluster cluster = InProcessCluster.of(3, directory, system -> {
            counted.add(Counted.many(counted.size()));
            nodes.add(ClusterTraffic.start(system, counted.get(counted.size() - 1)));
        })) {
            for (ClusterTraffic node : nodes) {
                Traffic all = traffic(node);
                assertThat(all.missing()).isEmpty();
                assertThat(all.nodes())
                        .extracting(NodeTraffic::callers)
                        .containsExactlyInAnyOrderElementsOf(
                                counted.stream().map(Counted::callers).toList());
                assertThat(all.nodes()).allMatch(NodeTraffic::member);
            }
            var dead = cluster.silence(2);
            Traffic without = traffic(nodes.get(0));
            assertThat(without.missing()).hasSize(1);
            assertThat(without.nodes()).as("what it told last counts").hasSize(3);

            cluster.remove(dead);
            Traffic after = traffic(nodes.get(0));
            assertThat(after.missing()).isEmpty();
            assertThat(after.nodes())
                    .filteredOn(node -> !node.member())
                    .singleElement()
                    .satisfies(node -> {
                        assertThat(node.since()).isEqualTo(counted.get(2).since());
                        assertThat(node.callers()).isEqualTo(counted.get(2).callers());
                    });
        }
    }
}
