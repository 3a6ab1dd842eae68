package io.weir.node.control.membership;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weir.config.formation.NodeSettings;
import io.weir.node.app.cert.CertFolder;
import io.weir.node.app.cert.CertFolder.Leaf;
import io.weir.node.dataplane.tls.PeerTls;
import io.weir.node.testkit.CacheCircle;
import io.weir.node.testkit.TestBackend;
import io.weir.node.testkit.WireClient;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The way between the caches of nodes under mutual TLS. */
class PeerTlsTest {
    @TempDir
    private Path directory;

    private static String document(TestBackend backend) {
        return """
                weir: 1
                listeners: [ { name: public, address: 127.0.0.1:0 } ]
                upstreams: [ { name: origin, endpoints: [ "%s" ] } ]
                policies: [ { name: cache, cache: {} } ]
                routes: [ { name: all, match: { path: /** }, policies: [ cache ], to: origin } ]
                """
                .formatted(backend.address());
    }

    private Path ours() {
        return directory.resolve("ours");
    }

    private ClusterTls credential(Path folder, String name) {
        try {
            Leaf leaf = new CertFolder(folder, Instant.now()).node(name, List.of());
            return ClusterTls.of(new NodeSettings.ClusterTls(leaf.chain(), leaf.key(), leaf.authority()));
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private Optional<PeerTls> tls(String name) {
        ClusterTls credential = credential(ours(), name);
        return Optional.of(new PeerTls(credential::peers));
    }

    @Test
    void onlyNodesOfTheClusterGetIn() throws Exception {
        String answer = "HTTP/1.1 200 OK\r\nCache-Control: max-age=60\r\nContent-Length: 5\r\n\r\nhello";
        try (TestBackend backend = TestBackend.answering(request -> answer);
                CacheCircle circle = new CacheCircle(document(backend), this::tls, "n1", "n2", "n3")) {
            circle.nodes().forEach(node -> {
                try (WireClient client = node.gateway().client()) {
                    assertThat(client.get("/a").body()).isEqualTo("hello");
                }
            });
            assertThat(backend.requests()).hasSize(1);

            CacheCircle.Node node = circle.ranking("/a", "all").get(0);
            try (WireClient second =
                    WireClient.secure(node.door(), credential(ours(), "n4").peers(), "127.0.0.1")) {
                assertThat(second.get("/a").status())
                        .as("a node without its token")
                        .isEqualTo(403);
            }
            assertThatThrownBy(() -> ask(node, credential(directory.resolve("theirs"), "n1")))
                    .as("of another authority")
                    .isInstanceOf(UncheckedIOException.class);
            Leaf client = new CertFolder(ours(), Instant.now()).client("alice");
            assertThatThrownBy(() -> ask(
                            node,
                            ClusterTls.of(new NodeSettings.ClusterTls(
                                    client.chain(), client.key(), ours().resolve("cluster-ca.pem")))))
                    .as("a client of the gateway")
                    .isInstanceOf(UncheckedIOException.class);
            try (WireClient plain = new WireClient(node.door())) {
                assertThat(plain.send("GET /a HTTP/1.1\r\nHost: example.com\r\n\r\n")
                                .toTheEnd())
                        .as("in plain text")
                        .doesNotContain("HTTP");
            }
            assertThat(Files.exists(ours().resolve("cluster-ca.pem"))).isTrue();
        }
    }

    private static void ask(CacheCircle.Node node, ClusterTls credential) {
        try (WireClient client = WireClient.secure(node.door(), credential.peers(), "127.0.0.1")) {
            client.get("/a");
        }
    }
}
