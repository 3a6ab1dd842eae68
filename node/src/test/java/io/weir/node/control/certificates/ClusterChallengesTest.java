package io.weir.node.control.certificates;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.weir.node.control.replication.Reach;
import io.weir.node.state.CertificateMaterial;
import io.weir.node.state.Sealing;
import io.weir.node.testkit.Await;
import io.weir.node.testkit.InProcessCluster;
import io.weir.node.testkit.Secret;
import io.weir.node.testkit.TestCertificate;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ClusterChallengesTest {
    private volatile Duration ahead = Duration.ZERO;

    @TempDir
    private Path folder;

    @Test
    void everyNodeAnswersWhatOneHasOpenedUntilItIsClosedOrTooOld() {
        InstantSource clock = () -> Instant.now().plus(ahead);
        try (InProcessCluster cluster = InProcessCluster.of(2, folder)) {
            Challenges a = ClusterChallenges.start(cluster.system(0), Secret.of(1), clock);
            Challenges b = ClusterChallenges.start(cluster.system(1), Secret.of(1), clock);
            assertNull(b.http("token"));
            assertEquals(
                    Reach.EVERY_NODE,
                    a.openHttp("token", "token.thumbprint")
                            .toCompletableFuture()
                            .join());
            assertEquals("token.thumbprint", b.http("token"));
            assertEquals("token.thumbprint", a.http("token"));
            assertNull(b.http("other"));
            assertNull(b.tls("token"));

            TestCertificate made = MadeByHand.selfSigned("secp256r1", "SHA256withECDSA");
            a.openTls("shop.test", made.chainPem(), made.keyPem())
                    .toCompletableFuture()
                    .join();
            CertificateMaterial shown = b.tls("shop.test");
            assertNotNull(shown);
            assertEquals(made.chain(), shown.chain());
            assertEquals(made.key(), shown.key());

            b.closeHttp("token").toCompletableFuture().join();
            Await.until(() -> "closed", () -> a.http("token") == null);
            assertNotNull(a.tls("shop.test"));
            ahead = Duration.ofMinutes(61);
            assertNull(a.tls("shop.test"));

            Challenges without = ClusterChallenges.start(cluster.system(1), Sealing.IMPOSSIBLE, clock);
            assertThrows(IllegalStateException.class, () -> without.openHttp("x", "y"));
            assertNull(without.tls("shop.test"));
        }
    }
}
