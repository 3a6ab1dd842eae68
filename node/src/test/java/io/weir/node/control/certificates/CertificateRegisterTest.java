package io.weir.node.control.certificates;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.config.model.GatewayDocument;
import io.weir.config.parse.DocumentReader;
import io.weir.node.control.secret.ClusterVault;
import io.weir.node.control.secret.LocalSecrets;
import io.weir.node.state.CertificateDesk;
import io.weir.node.state.CertificateDesk.Outcome;
import io.weir.node.state.CertificateMaterial;
import io.weir.node.state.Sealing;
import io.weir.node.testkit.Await;
import io.weir.node.testkit.InProcessCluster;
import io.weir.node.testkit.NoChallenges;
import io.weir.node.testkit.NoOrders;
import io.weir.node.testkit.Secret;
import io.weir.node.testkit.TestCa;
import io.weir.node.testkit.TestCertificate;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.apache.pekko.actor.typed.ActorSystem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is uploaded on one node is in use on all, also on those that come later; nothing of it can be read on a disk. */
final class CertificateRegisterTest {
    private static final TestCa CA = TestCa.root("Test Root");
    private static final byte[] NO_OCSP = new byte[0];

    @TempDir
    private Path folder;

    /** What a node has of certificates. */
    private record Node(NodeCertificates certificates, CertificateDesk desk) {
        static Node start(ActorSystem<?> system, Path folder, Sealing sealing) {
            InstantSource clock = InstantSource.system();
            KeptCertificates kept = new KeptCertificates(ClusterVault.start(system, sealing), clock);
            NodeCertificates certificates =
                    NodeCertificates.start(new LocalSecrets(folder, Map.of()), kept, new NoChallenges(), clock);
            system.getWhenTerminated().whenComplete((done, error) -> certificates.close());
            return new Node(certificates, new CertificateRegister(certificates, kept, new NoOrders(), Runnable::run));
        }

        Outcome upload(String name, TestCertificate made) {
            return desk.upload(name, made.chainPem(), made.keyPem(), NO_OCSP)
                    .toCompletableFuture()
                    .join();
        }

        Outcome remove(String name) {
            return desk.remove(name).toCompletableFuture().join();
        }

        void awaitCurrent(String name, TestCertificate made) {
            Await.until(() -> name + " is the new one", () -> {
                CertificateMaterial current = certificates.current(name);
                return current != null && current.leaf().equals(made.leaf());
            });
        }
    }

    private static GatewayDocument document(String... certificates) {
        return DocumentReader.read("weir: 1\ncertificates: [" + String.join(", ", certificates) + "]\n", "test.yaml")
                .orThrow();
    }

    @Test
    void anUploadIsInUseOnEveryNodeAndStaysSo() throws Exception {
        TestCertificate first = CA.leaf("a.test").issue();
        TestCertificate second = CA.leaf("a.test").issue();
        GatewayDocument document = document("{ name: up, uploaded: true }");
        try (InProcessCluster cluster = InProcessCluster.of(2, folder)) {
            Node a = Node.start(cluster.system(0), folder, Secret.of(1));
            Node b = Node.start(cluster.system(1), folder, Secret.of(1));
            assertThat(a.upload("up", first)).isInstanceOf(Outcome.Done.class);
            assertThat(a.desk.find("up").orElseThrow().live()).isFalse();
            a.certificates.stage(document, false).activate();
            b.certificates.stage(document, false).activate();
            b.awaitCurrent("up", first);

            assertThat(b.upload("up", second)).isInstanceOf(Outcome.Done.class);
            a.awaitCurrent("up", second);
            b.awaitCurrent("up", second);
            assertThat(a.desk.find("up").orElseThrow().live()).isTrue();
            assertThat(a.remove("up")).isEqualTo(new Outcome.InUse("certificate up is one of the live document"));
            assertThat(a.remove("none")).isEqualTo(new Outcome.Unknown());
            b.upload("unused", first);
            assertThat(b.remove("unused")).isInstanceOf(Outcome.Done.class);
            assertThat(b.desk.find("unused")).isEmpty();

            Node c = Node.start(cluster.grow(), folder, Secret.of(1));
            c.certificates.stage(document, true).activate();
            c.awaitCurrent("up", second);

            Node other = Node.start(cluster.system(1), folder, Secret.of(2));
            Await.until(() -> "it is seen to be unreadable", () -> other.desk
                    .find("up")
                    .filter(one -> one.problem().contains("cannot be opened"))
                    .isPresent());
        }
        try (InProcessCluster cluster = InProcessCluster.of(1, folder)) {
            Node a = Node.start(cluster.system(0), folder, Secret.of(1));
            a.certificates.stage(document, true).activate();
            a.awaitCurrent("up", second);
        }
        String secret = second.keyPem().split("\n", -1)[1];
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                assertThat(new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1))
                        .as(file.toString())
                        .doesNotContain(secret, "PRIVATE KEY");
            }
        }
    }

    @Test
    void whatCannotBeKeptIsRefused() {
        try (InProcessCluster cluster = InProcessCluster.of(1, folder)) {
            Node without = Node.start(cluster.system(0), folder, Sealing.IMPOSSIBLE);
            TestCertificate good = CA.leaf("a.test").issue().write(folder, "a");
            assertThat(without.upload("up", good)).isEqualTo(new Outcome.NoSecret(Sealing.HOW));

            Node node = Node.start(cluster.system(0), folder, Secret.of(1));
            Outcome refused = node.upload("up", CA.leaf("a.test").expired().issue());
            assertThat(((Outcome.Refused) refused).reason()).startsWith("expired at");
            node.certificates
                    .stage(document("{ name: up, chain: \"file:a.pem\", key: \"file:a.key\" }"), false)
                    .activate();
            assertThat(node.upload("up", good))
                    .isEqualTo(
                            new Outcome.InUse("certificate up of the live document is from file:a.pem, not uploaded"));
            assertThat(Objects.requireNonNull(node.certificates.current("up")).leaf())
                    .isEqualTo(good.leaf());
            assertThat(node.certificates.daysLeft().get("up")).isBetween(89.0, 90.0);
        }
    }
}
