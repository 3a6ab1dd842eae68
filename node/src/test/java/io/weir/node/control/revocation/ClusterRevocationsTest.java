package io.weir.node.control.revocation;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.node.control.shared.SharedEntriesLoad;
import io.weir.node.state.RevocationDesk.Revocation;
import io.weir.node.state.Revocations.Kind;
import io.weir.node.state.Spread;
import io.weir.node.testkit.Await;
import io.weir.node.testkit.InProcessCluster;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.actor.Address;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClusterRevocationsTest {
    /** With 100,000 it takes ten seconds on two cores. */
    private static final int MANY = 20_000;

    @TempDir
    private Path directory;

    @Test
    void aRevocationHoldsOnEveryNodeWhenItIsAnsweredAndSoDoesTakingItBack() throws Exception {
        try (InProcessCluster cluster = InProcessCluster.of(3, directory)) {
            List<ClusterRevocations> nodes = start(cluster, 3);
            long before = nodes.get(2).board().version();

            long began = System.nanoTime();
            Spread spread = done(nodes.get(0).revoke(Kind.TOKEN, "id-1", Optional.empty(), "ops"));
            assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(1));
            assertThat(spread.everywhere()).as(spread.toString()).isTrue();
            assertThat(spread.applied()).hasSize(3);
            assertThat(nodes).allMatch(node -> node.board().isRevoked(Kind.TOKEN, "id-1"));
            assertThat(nodes).noneMatch(node -> node.board().isRevoked(Kind.SESSION, "id-1"));
            assertThat(nodes).noneMatch(node -> node.board().isRevoked(Kind.TOKEN, "id-2"));
            assertThat(nodes.get(2).board().version()).isGreaterThan(before);
            assertThat(nodes.get(1).list(Optional.empty(), "", 10))
                    .extracting(Revocation::value, Revocation::by)
                    .containsExactly(org.assertj.core.groups.Tuple.tuple("id-1", "ops"));

            Spread back = done(nodes.get(1).restore(nodes.get(1).idOf(Kind.TOKEN, "id-1")));
            assertThat(back.everywhere()).isTrue();
            assertThat(nodes).noneMatch(node -> node.board().isRevoked(Kind.TOKEN, "id-1"));
        }
    }

    @Test
    void nodesThatStartTheirPartBeforeTheyAreMembersCatchUpWhenTheyAre() {
        List<ClusterRevocations> nodes = new ArrayList<>();
        try (InProcessCluster cluster =
                InProcessCluster.of(2, directory, system -> nodes.add(ClusterRevocations.start(system)))) {
            for (int i = 0; i < 2; i++) {
                ClusterRevocations node = nodes.get(i);
                Await.until(() -> cluster.system(0) + " has caught up", node::caughtUp);
            }
        }
    }

    @Test
    void aNodeThatJoinsHasEverythingWhenItSaysThatItHasCaughtUp() throws Exception {
        try (InProcessCluster cluster = InProcessCluster.of(1, directory)) {
            ClusterRevocations first = start(cluster, 1).get(0);
            for (int i = 0; i < 50; i++) {
                done(first.revoke(Kind.CONSUMER, "consumer-" + i, Optional.empty(), "ops"));
            }
            cluster.grow();
            ClusterRevocations late = ClusterRevocations.start(cluster.system(1));
            done(late.whenCaughtUp());
            assertThat(late.caughtUp()).isTrue();
            assertThat(late.count()).isEqualTo(50);
            assertThat(late.board().isRevoked(Kind.CONSUMER, "consumer-49")).isTrue();
        }
    }

    @Test
    void whoeverDoesNotAnswerIsNamedAndTheOthersHaveIt() throws Exception {
        try (InProcessCluster cluster = InProcessCluster.of(3, directory)) {
            List<ClusterRevocations> nodes = start(cluster, 3);
            Address silent = cluster.silence(2);
            long began = System.nanoTime();
            Spread spread = done(nodes.get(0).revoke(Kind.SESSION, "s", Optional.empty(), "ops"));
            assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(5));
            assertThat(spread.stored()).isTrue();
            assertThat(spread.everywhere()).isFalse();
            assertThat(spread.missing()).containsExactly(silent.hostPort().replaceFirst("^[^@]*@", ""));
            assertThat(spread.applied()).hasSize(2);
            assertThat(nodes.get(1).board().isRevoked(Kind.SESSION, "s")).isTrue();
        }
    }

    @Test
    void revocationsSurviveTheEndOfTheWholeCluster() throws Exception {
        try (InProcessCluster cluster = InProcessCluster.of(1, directory)) {
            ClusterRevocations node = start(cluster, 1).get(0);
            done(node.revoke(Kind.API_KEY, "ab".repeat(32), Optional.empty(), "ops"));
        }
        try (InProcessCluster cluster = InProcessCluster.of(1, directory)) {
            ClusterRevocations node = start(cluster, 1).get(0);
            assertThat(node.board().isRevoked(Kind.API_KEY, "ab".repeat(32))).isTrue();
        }
    }

    @Test
    void manyRevocationsReachANodeThatJoins() throws Exception {
        Map<String, String> many = new HashMap<>();
        for (int i = 0; i < MANY; i++) {
            String value = "token-" + i + "-0123456789-0123456789-0123456789";
            String id = RevocationText.id(Kind.TOKEN, value);
            many.put(
                    id,
                    RevocationText.of(new Revocation(
                            id,
                            Kind.TOKEN,
                            value,
                            Instant.now(),
                            Optional.of(Instant.ofEpochSecond(4_000_000_000L)),
                            "ops")));
        }
        try (InProcessCluster cluster = InProcessCluster.of(1, directory)) {
            ClusterRevocations first = start(cluster, 1).get(0);
            long began = System.nanoTime();
            SharedEntriesLoad.put(cluster.system(0), "revocations", 1024, many);
            Await.until(() -> "the first has all: " + first.count(), () -> first.count() == many.size());
            long held = System.nanoTime();
            cluster.grow();
            ClusterRevocations late = ClusterRevocations.start(cluster.system(1));
            done(late.whenCaughtUp());
            System.out.printf(
                    "%d revocations: written in %d ms, a joining node has them in %d ms%n",
                    MANY, (held - began) / 1_000_000, (System.nanoTime() - held) / 1_000_000);
            assertThat(late.count()).isEqualTo(many.size());
            assertThat(done(late.revoke(Kind.TOKEN, "one more", Optional.empty(), "ops"))
                            .everywhere())
                    .isTrue();
        }
    }

    private static List<ClusterRevocations> start(InProcessCluster cluster, int size) {
        List<ClusterRevocations> nodes = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            nodes.add(ClusterRevocations.start(cluster.system(i)));
        }
        nodes.forEach(node -> Await.until(() -> "a node has caught up", node::caughtUp));
        return nodes;
    }

    private static <T> T done(CompletionStage<T> stage) throws Exception {
        return stage.toCompletableFuture().get(120, java.util.concurrent.TimeUnit.SECONDS);
    }
}
