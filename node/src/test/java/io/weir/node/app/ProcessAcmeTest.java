package io.weir.node.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.weir.node.testkit.Await;
import io.weir.node.testkit.Pebble;
import io.weir.node.testkit.ProcessCluster;
import io.weir.node.testkit.WireClient;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A real node and a real ACME server: what was ordered is there again after the node was killed. */
class ProcessAcmeTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String PLAIN =
            """
            weir: 1
            listeners:
              - { name: public, address: "127.0.0.1:@PORT@" }
            routes:
              - { name: note, match: { path: /note }, respond: { status: 200, body: hello } }
            """;
    private static final String SECURE = PLAIN.replace(
            "routes:",
            """
              - { name: secure, address: "127.0.0.1:@TLS@", tls: { certificates: [shop] } }
            certificates:
              - { name: shop, acme: { directory: "@ACME@", hosts: [shop.example.com], trust: "file:acme-ca.pem" } }
            routes:"""
                    .indent(0)
                    .stripTrailing());

    @TempDir
    private Path folder;

    @Test
    void whatWasOrderedIsThereAgainAfterTheNodeWasKilled() throws Exception {
        try (Pebble pebble = new Pebble(folder);
                ProcessCluster cluster = ProcessCluster.start(folder, 1, PLAIN)) {
            pebble.start(cluster.dataPort(0), cluster.tlsPort(0), false);
            cluster.put(0, cluster.document(SECURE.replace("@ACME@", pebble.directory())));
            Await.until(
                    () -> "it is issued: " + order(cluster),
                    () -> order(cluster).path("state").asText().equals("held"));
            Await.until(() -> "it is shown", () -> shows(cluster, pebble));
            X509Certificate issued = shown(cluster, pebble);
            assertThat(cluster.get(0, "/metrics")).contains("weir_acme_orders_total{outcome=\"issued\"} 1.0");
            cluster.node(0).kill();
            cluster.startAll();
            assertThat(shown(cluster, pebble)).isEqualTo(issued);
            assertThat(order(cluster).path("state").asText()).isEqualTo("held");
            // Not requests: those whose nonce is refused come again.
            assertThat(pebble.logged("Added order")).isOne();
        }
    }

    private static JsonNode order(ProcessCluster cluster) {
        try {
            return JSON.readTree(cluster.get(0, "/v1/certificates/shop")).path("order");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean shows(ProcessCluster cluster, Pebble pebble) {
        try {
            return shown(cluster, pebble) != null;
        } catch (UncheckedIOException e) {
            return false;
        }
    }

    private static X509Certificate shown(ProcessCluster cluster, Pebble pebble) {
        InetSocketAddress address = new InetSocketAddress("127.0.0.1", cluster.tlsPort(0));
        try (WireClient client = WireClient.secure(address, pebble.trusting(), "shop.example.com")) {
            client.send("GET /note HTTP/1.1\r\nHost: shop.example.com\r\n\r\n");
            assertThat(client.answer().body()).isEqualTo("hello");
            return (X509Certificate) ((SSLSocket) client.socket()).getSession().getPeerCertificates()[0];
        } catch (javax.net.ssl.SSLPeerUnverifiedException e) {
            throw new UncheckedIOException(e);
        }
    }
}
