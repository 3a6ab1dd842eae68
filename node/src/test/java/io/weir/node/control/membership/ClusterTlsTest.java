package io.weir.node.control.membership;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.typesafe.config.ConfigFactory;
import io.weir.config.formation.NodeSettings;
import io.weir.config.formation.Profile;
import io.weir.config.formation.Transport;
import io.weir.config.model.HostPort;
import io.weir.node.app.cert.CertFolder;
import io.weir.node.app.cert.CertFolder.Leaf;
import io.weir.node.control.membership.ClusterCredential.Texts;
import io.weir.node.testkit.Await;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;
import org.apache.pekko.cluster.MemberStatus;
import org.apache.pekko.cluster.typed.Cluster;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The traffic between nodes under mutual TLS, on real Artery connections. */
class ClusterTlsTest {
    private final List<Membership> started = new CopyOnWriteArrayList<>();

    @TempDir
    private Path directory;

    @AfterEach
    void endAll() {
        started.forEach(membership -> membership.system().terminate());
        started.forEach(membership -> Await.until(
                () -> "a system ends",
                () -> membership.whenEnded().toCompletableFuture().isDone()));
    }

    @Test
    void nodesOfOneAuthorityAreOneCluster() throws Exception {
        Membership first = join("first", tls(ours(), "first"), 0);
        Membership second = join("second", tls(ours(), "second"), port(first));
        awaitUp(first, 2);
        awaitUp(second, 2);
    }

    @Test
    void whoIsOfAnotherAuthorityOrSpeaksPlaintextCannotJoin() throws Exception {
        Membership first = join("first", tls(ours(), "first"), 0);
        Membership stranger = start("stranger", tls(theirs(), "stranger"), port(first));
        Membership plain = start("plain", Optional.empty(), port(first));
        join("second", tls(ours(), "second"), port(first));
        Membership third = join("third", tls(ours(), "third"), port(first));

        awaitUp(third, 3);
        assertThat(first.view().members()).extracting("name").containsExactlyInAnyOrder("first", "second", "third");
        assertThat(stranger.whenUp().toCompletableFuture()).isNotDone();
        assertThat(plain.whenUp().toCompletableFuture()).isNotDone();
    }

    @Test
    void theAcceptingEndRefusesWhoeverDoesNotProveToBeANode() throws Exception {
        Membership node = join("first", tls(ours(), "first"), 0);
        assertThat(objection(node, context(theirs(), "stranger", ours())))
                .as("of another authority")
                .contains("certificate");
        assertThat(objection(node, anonymous(ours())))
                .as("shows no certificate")
                .contains("certificate");
        Leaf client = new CertFolder(directory.resolve("ours"), Instant.now()).client("alice");
        assertThat(objection(node, context(client, ours())))
                .as("a client of the gateway")
                .contains("certificate");
        assertThat(hangUp(node, context(ours(), "second", ours()))).as("a node").doesNotContain("certificate");
        try (Socket socket = new Socket(InetAddress.getByName("127.0.0.1"), port(node))) {
            socket.setSoTimeout(20_000);
            socket.getOutputStream().write("AKKA\1\0\0\0".getBytes(StandardCharsets.ISO_8859_1));
            byte[] answer = socket.getInputStream().readNBytes(1);
            assertThat(answer)
                    .as("an alert, or the end: never a word of Artery")
                    .isIn(new byte[] {21}, new byte[0]);
        }
    }

    @Test
    void keysAndAuthorityAreReplacedWhileTheClusterStaysWhole() throws Exception {
        Membership first = join("first", tls(ours(), "first"), 0);
        Membership second = join("second", tls(ours(), "second"), port(first));
        awaitUp(second, 2);
        node(theirs(), "third");
        String both = Files.readString(ours().resolve("cluster-ca.pem"))
                + Files.readString(theirs().resolve("cluster-ca.pem"));
        replaceTrust(both, "first", "second");
        for (String name : List.of("first", "second")) {
            Leaf next = node(theirs(), name);
            Files.copy(next.key(), live(name, "key"), StandardCopyOption.REPLACE_EXISTING);
            Files.copy(next.chain(), live(name, "pem"), StandardCopyOption.REPLACE_EXISTING);
        }
        replaceTrust(Files.readString(theirs().resolve("cluster-ca.pem")), "first", "second");

        Membership third = join("third", tls(theirs(), "third"), port(first));
        awaitUp(third, 3);
        awaitUp(first, 3);
        assertThat(first.view().members()).allMatch(member -> member.reachable());
        assertThat(objection(first, context(ours(), "old", theirs())))
                .as("a certificate of the authority that was replaced")
                .contains("certificate");
    }

    @Test
    void filesThatCannotBeUsedLeaveWhatWasThere() throws Exception {
        Membership first = join("first", tls(ours(), "first"), 0);
        Files.writeString(live("first", "pem"), "-----BEGIN CERTIFICATE-----\nnothing\n");
        Membership second = join("second", tls(ours(), "second"), port(first));
        awaitUp(second, 2);
        Files.delete(live("first", "key"));
        awaitUp(join("third", tls(ours(), "third"), port(first)), 3);
    }

    @Test
    void whatCannotBeUsedAtTheStartIsNamedWithoutItsContent() throws Exception {
        NodeSettings.ClusterTls good = tls(ours(), "first").orElseThrow();
        Path other = node(ours(), "other").key();
        assertRefused(new NodeSettings.ClusterTls(directory.resolve("none.pem"), good.key(), good.trust()), "none.pem");
        assertRefused(
                new NodeSettings.ClusterTls(good.certificate(), other, good.trust()), "the key is not the certif");
        assertRefused(new NodeSettings.ClusterTls(good.certificate(), good.trust(), good.trust()), "no private key");
        assertRefused(
                new NodeSettings.ClusterTls(good.key(), good.key(), good.trust()), "certificate has no certificate");
        Path noise = Files.writeString(
                directory.resolve("noise"), "-----BEGIN PRIVATE KEY-----\nc2VjcmV0\n-----END PRIVATE KEY-----\n");
        assertThatThrownBy(() -> ClusterTls.config(
                        new NodeSettings.ClusterTls(good.certificate(), noise, good.trust()), Duration.ZERO))
                .hasMessageContaining("weir.cluster.tls.key")
                .message()
                .doesNotContain("c2VjcmV0");
    }

    @Test
    void aNodeSharesANameWithTheOthersOfItsCluster() throws Exception {
        ClusterCredential one = credential(node(ours(), "one"));
        ClusterCredential two = credential(node(ours(), "two"));
        Leaf client = new CertFolder(directory.resolve("ours"), Instant.now()).client("alice");
        X509Certificate alice = credential(client).chain().get(0);
        assertThat(one.sharesNameWith(two.chain().get(0))).isTrue();
        assertThat(one.sharesNameWith(alice)).isFalse();
    }

    private static ClusterCredential credential(Leaf leaf) throws Exception {
        return ClusterCredential.of(Texts.read(leaf.chain(), leaf.key(), leaf.authority()));
    }

    private static void assertRefused(NodeSettings.ClusterTls settings, String reason) {
        assertThatThrownBy(() -> ClusterTls.config(settings, Duration.ZERO))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining(reason);
    }

    private Path ours() {
        return directory.resolve("ours");
    }

    private Path theirs() {
        return directory.resolve("theirs");
    }

    private static Leaf node(Path authority, String name) throws Exception {
        return new CertFolder(authority, Instant.now()).node(name, List.of());
    }

    /** Files of the node's own, which a test may replace. */
    private Optional<NodeSettings.ClusterTls> tls(Path authority, String name) throws Exception {
        Leaf leaf = node(authority, name);
        Files.copy(leaf.chain(), live(name, "pem"));
        Files.copy(leaf.key(), live(name, "key"));
        Files.copy(leaf.authority(), live(name, "trust"));
        return Optional.of(new NodeSettings.ClusterTls(live(name, "pem"), live(name, "key"), live(name, "trust")));
    }

    private Path live(String name, String part) {
        return directory.resolve(name + "." + part);
    }

    private void replaceTrust(String pem, String... names) throws Exception {
        for (String name : names) {
            Files.writeString(live(name, "trust"), pem);
        }
    }

    /** What the node says against the certificate that it is shown. Nothing is written: that could meet the hang-up first. */
    private static String objection(Membership node, SSLContext context) throws Exception {
        return answer(node, context, new byte[0]);
    }

    /** What becomes of somebody who is believed and does not speak Artery. */
    private static String hangUp(Membership node, SSLContext context) throws Exception {
        return answer(node, context, "GET / HTTP/1.1\r\n\r\n".getBytes(StandardCharsets.ISO_8859_1));
    }

    private static String answer(Membership node, SSLContext context, byte[] words) throws Exception {
        try (SSLSocket socket =
                (SSLSocket) context.getSocketFactory().createSocket(InetAddress.getByName("127.0.0.1"), port(node))) {
            socket.setSoTimeout(20_000);
            socket.startHandshake();
            socket.getOutputStream().write(words);
            return "end " + socket.getInputStream().read();
        } catch (SSLException | SocketException e) {
            return String.valueOf(e.getMessage());
        }
    }

    private static SSLContext context(Path authority, String name, Path trust) throws Exception {
        node(trust, "any");
        return context(node(authority, name), trust);
    }

    private static SSLContext context(Leaf leaf, Path trust) throws Exception {
        Texts texts = Texts.read(leaf.chain(), leaf.key(), trust.resolve("cluster-ca.pem"));
        return ClusterCredential.of(texts).context();
    }

    private static SSLContext anonymous(Path trust) throws Exception {
        SSLContext context = SSLContext.getInstance("TLS");
        KeyStore believed = KeyStore.getInstance("PKCS12");
        believed.load(null, null);
        try (InputStream in = Files.newInputStream(node(trust, "any").authority())) {
            believed.setCertificateEntry(
                    "ca", CertificateFactory.getInstance("X.509").generateCertificate(in));
        }
        TrustManagerFactory factory = TrustManagerFactory.getInstance("PKIX");
        factory.init(believed);
        context.init(null, factory.getTrustManagers(), null);
        return context;
    }

    private Membership join(String name, Optional<NodeSettings.ClusterTls> tls, int seed) throws Exception {
        Membership membership = start(name, tls, seed);
        membership.whenUp().toCompletableFuture().get(30, TimeUnit.SECONDS);
        return membership;
    }

    private Membership start(String name, Optional<NodeSettings.ClusterTls> tls, int seed) {
        NodeSettings settings = settings(name, tls, seed);
        Membership membership = Membership.start(settings);
        started.add(membership);
        membership.join(settings);
        return membership;
    }

    private static void awaitUp(Membership membership, int size) {
        Await.until(() -> size + " members up", () -> {
            int up = 0;
            for (var member : Cluster.get(membership.system()).state().getMembers()) {
                up += member.status() == MemberStatus.up() ? 1 : 0;
            }
            return up == size;
        });
    }

    private static int port(Membership membership) {
        return (Integer)
                Cluster.get(membership.system()).selfMember().address().port().get();
    }

    private NodeSettings settings(String name, Optional<NodeSettings.ClusterTls> tls, int seed) {
        return new NodeSettings(
                Profile.LOCAL,
                Transport.AUTO,
                name,
                directory.resolve(name),
                0,
                Optional.empty(),
                new NodeSettings.Admin(new HostPort("127.0.0.1", 0), directory.resolve("token")),
                new NodeSettings.Cluster(
                        new HostPort("127.0.0.1", 0),
                        seed == 0 ? List.of() : List.of(new HostPort("127.0.0.1", seed)),
                        Optional.empty(),
                        Duration.ofSeconds(1),
                        tls,
                        Optional.empty()),
                new NodeSettings.AccessLog(new NodeSettings.Target.Off(), 0, 0),
                Duration.ofMillis(500),
                ConfigFactory.parseString(
                        """
                        pekko.loglevel = ERROR
                        pekko.stdout-loglevel = OFF
                        pekko.remote.artery.ssl.weir.look-again = 10 ms
                        """));
    }
}
