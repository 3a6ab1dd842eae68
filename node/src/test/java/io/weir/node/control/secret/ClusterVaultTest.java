package io.weir.node.control.secret;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weir.node.control.replication.Reach;
import io.weir.node.control.secret.Vault.RecordId;
import io.weir.node.state.Sealing;
import io.weir.node.testkit.Await;
import io.weir.node.testkit.InProcessCluster;
import io.weir.node.testkit.Secret;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The cluster is expensive: few tests, each a story. */
final class ClusterVaultTest {
    private static final RecordId SHOP = new RecordId("test", "shop");
    private static final RecordId OTHER = new RecordId("test", "other");
    private static final byte[] ONE = "one".getBytes(StandardCharsets.UTF_8);
    private static final byte[] TWO = "two".getBytes(StandardCharsets.UTF_8);

    @TempDir
    private Path folder;

    private static Reach join(CompletionStage<Reach> write) {
        return write.toCompletableFuture().join();
    }

    private static void awaitContent(Vault vault, RecordId id, byte[] content) {
        Await.until(() -> id + " is " + new String(content, StandardCharsets.UTF_8), () -> vault.get(id)
                .filter(found -> Arrays.equals(found, content))
                .isPresent());
    }

    @Test
    void recordsAreOnAllNodesAlsoOnThoseThatComeLaterOrAgain() {
        try (InProcessCluster cluster = InProcessCluster.of(2, folder)) {
            Vault a = ClusterVault.start(cluster.system(0), Secret.of(1));
            Vault b = ClusterVault.start(cluster.system(1), Secret.of(1));
            join(a.put(SHOP, ONE));
            join(a.put(OTHER, ONE));
            awaitContent(b, SHOP, ONE);
            join(b.put(SHOP, TWO));
            awaitContent(a, SHOP, TWO);
            join(b.remove(OTHER));
            Await.until(() -> "what was removed is gone", () -> a.get(OTHER).isEmpty());
            assertEquals(Set.of("shop"), a.names("test"));
            assertEquals(Set.of(), a.names("else"));

            Vault c = ClusterVault.start(cluster.grow(), Secret.of(1));
            assertArrayEquals(TWO, c.fetch(SHOP).toCompletableFuture().join().orElseThrow());
            assertTrue(c.fetch(OTHER).toCompletableFuture().join().isEmpty());
            awaitContent(c, SHOP, TWO);

            // One that has another secret, or none, says so and does no harm.
            Vault d = ClusterVault.start(cluster.grow(), Secret.of(2));
            Await.until(() -> "it is known to be unreadable", () -> d.isUnreadable(SHOP));
            assertTrue(d.get(SHOP).isEmpty());
            Vault e = ClusterVault.start(cluster.system(1), Sealing.IMPOSSIBLE);
            assertFalse(e.isPossible());
            assertThrows(IllegalStateException.class, () -> e.put(SHOP, ONE));
            assertArrayEquals(TWO, a.get(SHOP).orElseThrow());
        }
        // All have ended, and begin again.
        try (InProcessCluster cluster = InProcessCluster.of(2, folder)) {
            Vault a = ClusterVault.start(cluster.system(0), Secret.of(1));
            Vault b = ClusterVault.start(cluster.system(1), Secret.of(1));
            awaitContent(a, SHOP, TWO);
            assertTrue(a.get(OTHER).isEmpty());
            join(a.put(OTHER, TWO));
            awaitContent(b, OTHER, TWO);
        }
    }

    @Test
    void aNewSecretSealsWhatTheOldOneDid() {
        try (InProcessCluster cluster = InProcessCluster.of(1, folder)) {
            ClusterVault old = ClusterVault.start(cluster.system(0), Secret.of(1, 2));
            join(old.put(SHOP, ONE));
            awaitContent(old, SHOP, ONE);
            Vault without = ClusterVault.start(cluster.system(0), Secret.of(2));
            Await.until(() -> "the new secret alone does not open it", () -> without.isUnreadable(SHOP));

            ClusterVault turned = ClusterVault.start(cluster.system(0), Secret.of(2, 1));
            awaitContent(turned, SHOP, ONE);
            turned.sealAgain();
            awaitContent(without, SHOP, ONE);
            assertFalse(without.isUnreadable(SHOP));
        }
    }

    @Test
    void nothingLargeIsKept() {
        try (InProcessCluster cluster = InProcessCluster.of(1, folder)) {
            Vault vault = ClusterVault.start(cluster.system(0), Secret.of(1));
            assertThrows(IllegalArgumentException.class, () -> vault.put(SHOP, new byte[Vault.MOST_BYTES + 1]));
            assertEquals(Reach.EVERY_NODE, join(vault.put(SHOP, new byte[Vault.MOST_BYTES])));
        }
    }
}
