package io.weir.node.control.secret;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.node.dataplane.tls.TlsEngine;
import io.weir.node.dataplane.tls.TlsPorts;
import io.weir.node.state.Sealing;
import io.weir.node.state.TicketKeys;
import io.weir.node.state.TicketKeys.TicketKey;
import io.weir.node.testkit.Await;
import io.weir.node.testkit.InProcessCluster;
import io.weir.node.testkit.Secret;
import io.weir.node.testkit.TestCa;
import io.weir.node.testkit.TestCertificates;
import io.weir.node.testkit.TestGateway;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.pekko.actor.typed.ActorSystem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** All nodes make tickets with one key and open each other's. */
final class ClusterTicketKeysTest {
    @TempDir
    private Path folder;

    private volatile Duration ahead = Duration.ZERO;
    private final InstantSource clock = () -> Instant.now().plus(ahead);

    /** What listeners of a node were told last. */
    private static final class Listening {
        final TicketKeys keys;
        private volatile List<TicketKey> last = List.of();

        Listening(TicketKeys keys) {
            this.keys = keys;
            keys.onKeys(now -> last = now);
        }

        /** Names, the issuing one marked. */
        List<String> names() {
            return last.stream()
                    .map(key -> HexFormat.of().formatHex(key.name()) + (key.issuing() ? "!" : ""))
                    .sorted()
                    .toList();
        }
    }

    private Listening start(ActorSystem<?> system, Sealing sealing) {
        return new Listening(ClusterTicketKeys.start(system, sealing, clock));
    }

    private static void awaitSame(int count, List<Listening> nodes) {
        Await.until(
                () -> "all have the same " + count + " keys",
                () -> nodes.get(0).names().size() == count
                        && nodes.stream().allMatch(node -> node.names()
                                .equals(nodes.get(0).names())));
    }

    @Test
    void keysAreTheSameOnAllNodesAndAreRotated() {
        Sealing sealing = Secret.of(1);
        try (InProcessCluster cluster = InProcessCluster.of(2, folder)) {
            List<Listening> nodes = new ArrayList<>();
            nodes.add(start(cluster.system(0), sealing));
            nodes.add(start(cluster.system(1), sealing));
            awaitSame(1, nodes);
            List<String> first = nodes.get(0).names();
            assertThat(first.get(0)).as("it issues, there is no other").endsWith("!");

            ahead = Duration.ofHours(8).plusMinutes(1);
            awaitSame(2, nodes);
            assertThat(nodes.get(0).names())
                    .as("the new one does not issue yet")
                    .contains(first.get(0));
            ahead = Duration.ofHours(8).plusMinutes(2);
            Await.until(() -> "the new one issues", () -> !nodes.get(1).names().contains(first.get(0)));
            awaitSame(2, nodes);

            nodes.add(start(cluster.grow(), sealing));
            awaitSame(2, nodes);

            // Whoever leads after that goes on.
            cluster.kill(0);
            List<Listening> left = nodes.subList(1, 3);
            ahead = Duration.ofHours(17);
            awaitSame(3, left);
            ahead = Duration.ofHours(26);
            String oldest = first.get(0).replace("!", "");
            Await.until(() -> "the oldest is forgotten", () -> left.stream()
                    .noneMatch(node -> node.names().toString().contains(oldest)));
            awaitSame(3, left);
        }
    }

    @Test
    void aNodeWithAnotherSecretKeepsToItselfAndDisturbsNobody() {
        try (InProcessCluster cluster = InProcessCluster.of(1, folder)) {
            Listening node = start(cluster.system(0), Secret.of(1));
            awaitSame(1, List.of(node));
            Listening other = start(cluster.grow(), Secret.of(2));
            List<String> names = node.names();
            ahead = Duration.ofMinutes(1);
            Await.until(() -> "time passes", () -> node.names().equals(names));
            assertThat(other.names()).isEmpty();
        }
    }

    @Test
    void aClientResumesOnAnotherNode() throws Exception {
        TestCertificates certificates = new TestCertificates()
                .put("shop", TestCa.root("Test Root").leaf("shop.test").issue());
        String document =
                """
                weir: 1
                certificates: [{ name: shop, chain: "file:x", key: "file:x" }]
                listeners: [{ name: secure, address: "127.0.0.1:0", tls: { certificates: [shop] } }]
                routes: [{ name: all, match: { path: /** }, respond: { body: hello } }]
                """;
        try (InProcessCluster cluster = InProcessCluster.of(2, folder)) {
            Listening a = start(cluster.system(0), Sealing.IMPOSSIBLE);
            Listening b = start(cluster.system(1), Sealing.IMPOSSIBLE);
            awaitSame(1, List.of(a, b));
            TlsPorts portsA = certificates.ports(TlsEngine.BORINGSSL, a.keys);
            TlsPorts portsB = certificates.ports(TlsEngine.BORINGSSL, b.keys);
            TlsPorts alone = certificates.ports(TlsEngine.BORINGSSL, TicketKeys.OWN);
            try (TestGateway first = TestGateway.start(portsA, document);
                    TestGateway second = TestGateway.start(portsB, document);
                    TestGateway stranger = TestGateway.start(alone, document)) {
                for (String version : List.of("-tls1_2", "-tls1_3")) {
                    Path session = folder.resolve("session" + version);
                    assertThat(handshake(first, version, "-sess_out", session)).contains("New, TLSv1");
                    assertThat(handshake(second, version, "-sess_in", session)).contains("Reused, TLSv1");
                    assertThat(handshake(stranger, version, "-sess_in", session))
                            .contains("New, TLSv1");
                }
            }
        }
    }

    /** With {@code openssl s_client}, whose output says whether the session was resumed. */
    private static String handshake(TestGateway gateway, String version, String option, Path session)
            throws IOException, InterruptedException {
        Process client = new ProcessBuilder(
                        "openssl",
                        "s_client",
                        "-connect",
                        "127.0.0.1:" + gateway.address("secure").getPort(),
                        "-servername",
                        "shop.test",
                        "-ign_eof",
                        version,
                        option,
                        session.toString())
                .redirectErrorStream(true)
                .start();
        client.getOutputStream()
                .write("GET / HTTP/1.1\r\nHost: shop.test\r\nConnection: close\r\n\r\n"
                        .getBytes(StandardCharsets.US_ASCII));
        client.getOutputStream().flush();
        String said = new String(client.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(client.waitFor(10, TimeUnit.SECONDS)).isTrue();
        assertThat(said).contains("hello");
        assertThat(Files.exists(session)).isTrue();
        return said;
    }
}
