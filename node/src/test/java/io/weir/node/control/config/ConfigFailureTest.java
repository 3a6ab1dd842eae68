package io.weir.node.control.config;

import static io.weir.node.control.config.ConfigNodes.document;
import static io.weir.node.control.config.ConfigNodes.hash;
import static org.assertj.core.api.Assertions.assertThat;

import io.weir.node.state.ConfigDesk.Outcome;
import io.weir.node.testkit.Await;
import io.weir.node.testkit.InProcessCluster;
import io.weir.protocol.cluster.ConfigMark;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Changes while members die. */
class ConfigFailureTest {
    @TempDir
    private Path directory;

    @Test
    void theClusterGoesOnWithoutTheWritersNodeAndSaysNothingFalseOfWhatWasUnderWay() throws IOException {
        try (InProcessCluster cluster = InProcessCluster.of(3, directory)) {
            ConfigNodes nodes = ConfigNodes.start(cluster, 3, directory, Optional.empty());
            assertThat(nodes.put(1, document("a"), OptionalLong.of(0))).isInstanceOf(Outcome.Accepted.class);
            var underWay = nodes.proposed(1, document("b"), OptionalLong.of(1));
            cluster.kill(0);
            nodes.desks.remove(0);
            Await.until(
                    () -> "a change goes through again",
                    () -> nodes.put(0, document("c"), OptionalLong.empty()) instanceof Outcome.Accepted);
            assertThat(nodes.desks.get(0).live()).isEqualTo(nodes.desks.get(1).live());
            assertThat(nodes.desks.get(0).live().document()).isEqualTo(document("c"));
            assertTrue(ConfigNodes.outcome(underWay), nodes.onDisk("node-2"));
        }
    }

    /** What became of b, proposed from a's revision, when c is live: c follows b exactly if b was live. */
    private static void assertTrue(Outcome told, ConfigMark live) {
        String what = "%s, and live is %s".formatted(told, live);
        if (told instanceof Outcome.Accepted accepted) {
            assertThat(live.baseHash()).as(what).isEqualTo(hash("b"));
            assertThat(live.base()).as(what).isEqualTo(accepted.revision());
        } else if (told instanceof Outcome.Stale) {
            assertThat(live.baseHash()).as(what).isEqualTo(hash("a"));
        } else {
            assertThat(told).as("nobody can say").isInstanceOf(Outcome.Unavailable.class);
        }
    }

    @Test
    void aChangeNamesTheMemberThatCannotBeReachedUntilItIsRemoved() throws IOException {
        try (InProcessCluster cluster = InProcessCluster.of(3, directory)) {
            ConfigNodes nodes = ConfigNodes.start(cluster, 3, directory, Optional.empty());
            var silent = cluster.silence(2);
            nodes.desks.remove(2);
            assertThat(nodes.put(0, document("a"), OptionalLong.of(0)))
                    .as("not accepted while a member is missing, however that is noticed")
                    .isInstanceOf(Outcome.Unavailable.class);
            Await.until(() -> "node-3 is named as unreachable", () -> nodes.put(1, document("a"), OptionalLong.of(0))
                    .equals(new Outcome.Unavailable("node node-3: cannot be reached")));
            assertThat(nodes.desks.get(0).live().revision()).isZero();

            cluster.remove(silent);
            Await.until(
                    () -> "a change goes through without it",
                    () -> nodes.put(0, document("a"), OptionalLong.of(0)) instanceof Outcome.Accepted);
        }
    }
}
