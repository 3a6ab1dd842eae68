package io.weir.node.control.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.node.testkit.Await;
import io.weir.node.testkit.InProcessCluster;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClusterSessionsTest {
    private static final int SESSIONS = 40;

    @Test
    void allNodesFollowTheFirstProposalAlsoAfterAnOwnerDied(@TempDir Path directory) {
        try (InProcessCluster cluster = InProcessCluster.of(3, directory)) {
            List<ClusterSessions> nodes = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                nodes.add(ClusterSessions.start(cluster.system(i), upstream -> 60_000));
            }
            for (int i = 0; i < SESSIONS; i++) {
                String first = assign(nodes.get(i % 3), "k" + i, "a:" + i, null);
                assertThat(first).isEqualTo("a:" + i);
                assertThat(assign(nodes.get((i + 1) % 3), "k" + i, "b:1", null)).isEqualTo(first);
                assertThat(nodes.get((i + 1) % 3).cached("u", "k" + i)).isEqualTo(first);
            }
            assertThat(count(nodes.get(0))).isEqualTo(SESSIONS);

            nodes.remove(2);
            cluster.kill(2);
            for (int i = 0; i < SESSIONS; i++) {
                assertThat(assign(nodes.get(0), "k" + i, "c:1", null))
                        .as("k%d after a node died", i)
                        .isEqualTo("a:" + i);
            }
        }
    }

    @Test
    void aLostEndpointMovesOnceAndNodesThatCachedItHearOfIt(@TempDir Path directory) {
        try (InProcessCluster cluster = InProcessCluster.of(2, directory)) {
            ClusterSessions one = ClusterSessions.start(cluster.system(0), upstream -> 60_000);
            ClusterSessions two = ClusterSessions.start(cluster.system(1), upstream -> 60_000);
            assign(one, "k", "a:1", null);
            assign(two, "k", "a:1", null);

            assertThat(assign(one, "k", "b:1", "a:1")).isEqualTo("b:1");
            Await.until(() -> "the other node hears of the move", () -> "b:1".equals(two.cached("u", "k")));
            assertThat(assign(two, "k", "c:1", "a:1"))
                    .as("the second proposal for the same loss follows the first")
                    .isEqualTo("b:1");
        }
    }

    /** The owner may still be on its way after a membership change, so a proposal that only echoes is asked again. */
    private static String assign(ClusterSessions node, String key, String proposed, @Nullable String lost) {
        CompletableFuture<String> answer = new CompletableFuture<>();
        for (int attempt = 0; attempt < 20 && node.cached("u", key) == null || attempt == 0; attempt++) {
            answer = new CompletableFuture<>();
            node.assign("u", key, proposed, lost, Runnable::run, answer::complete);
            answer.orTimeout(10, TimeUnit.SECONDS).join();
        }
        return answer.join();
    }

    private static long count(ClusterSessions node) {
        return node.sessions("u", 10)
                .toCompletableFuture()
                .orTimeout(10, TimeUnit.SECONDS)
                .join()
                .count();
    }
}
