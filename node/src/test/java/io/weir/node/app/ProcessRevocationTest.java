package io.weir.node.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.weir.node.testkit.Await;
import io.weir.node.testkit.Hammer;
import io.weir.node.testkit.Hashes;
import io.weir.node.testkit.KeepAliveClient;
import io.weir.node.testkit.ProcessCluster;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Three nodes as real processes, under load: what is ended on one has ended on all when the answer comes. */
class ProcessRevocationTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String LOST = "a-key-that-somebody-lost";
    private static final String KEPT = "a-key-of-somebody-else";
    private static final String DOCUMENT =
            """
            weir: 1
            listeners:
              - { name: public, address: "127.0.0.1:@PORT@" }
            policies:
              - { name: signed-in, authenticate: { any-of: [{ api-key: { header: X-Api-Key } }] } }
            routes:
              - { name: note, match: { path: /note }, policies: [signed-in], respond: { status: 200, body: hello } }
            consumers:
              - { name: loser, api-keys: [{ sha256: "@LOST@" }] }
              - { name: other, api-keys: [{ sha256: "@KEPT@" }] }
            """;

    @TempDir
    private Path folder;

    @Test
    void aKeyThatIsRevokedOnOneNodeIsRefusedByAllWhenTheAnswerComesAndAfterARestart() throws Exception {
        String document = DOCUMENT.replace("@LOST@", Hashes.sha256(LOST)).replace("@KEPT@", Hashes.sha256(KEPT));
        try (ProcessCluster cluster = ProcessCluster.startWithTls(folder, 3, document)) {
            List<Integer> ports =
                    IntStream.range(0, 3).mapToObj(cluster::dataPort).toList();
            for (int port : ports) {
                assertThat(status(port, LOST)).isEqualTo(200);
            }
            String operator = anOperatorsToken(cluster);
            Hammer hammer = Hammer.start(
                    6,
                    ports,
                    client -> new Hammer.Target(ports.get(client % 3), "/note", "X-Api-Key: " + KEPT + "\r\n"));
            try (hammer) {
                long began = System.nanoTime();
                HttpResponse<String> revoked = cluster.post(
                        1,
                        "/v1/revocations",
                        "{\"kind\":\"api-key\",\"value\":\"" + Hashes.sha256(LOST) + "\"}",
                        operator);
                long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - began);
                assertThat(revoked.statusCode()).as(revoked.body()).isEqualTo(200);
                assertThat(JSON.readTree(revoked.body()).path("applied")).hasSize(3);
                assertThat(revoked.headers().firstValue("Weir-Audit")).isPresent();
                for (int port : ports) {
                    assertThat(status(port, LOST)).as("right after the answer").isEqualTo(401);
                }
                // Members that do not say within a second that it holds there are not among those that applied it.
                System.out.println("revoked on three nodes under load, answered after " + millis + " ms");
            }
            assertThat(hammer.failures()).isEmpty();
            assertThat(hammer.answers()).isNotEmpty().allSatisfy(answer -> assertThat(answer.status())
                    .isEqualTo(200));
            theAuditLogNamesWhoDidIt(cluster);
            IntStream.range(0, 3).forEach(node -> cluster.node(node).kill());
            cluster.startAll();
            for (int port : ports) {
                assertThat(status(port, LOST)).as("after a restart").isEqualTo(401);
                assertThat(status(port, KEPT)).isEqualTo(200);
            }
        }
    }

    private static String anOperatorsToken(ProcessCluster cluster) throws IOException {
        HttpResponse<String> made =
                cluster.post(0, "/v1/tokens", "{\"name\":\"on-call\",\"role\":\"operator\"}", cluster.token());
        assertThat(made.statusCode()).as(made.body()).isEqualTo(201);
        String secret = JSON.readTree(made.body()).path("secret").asText();
        HttpResponse<String> refused = cluster.post(2, "/v1/tokens", "{\"name\":\"x\",\"role\":\"admin\"}", secret);
        assertThat(refused.statusCode()).as("an operator makes no tokens").isEqualTo(403);
        return secret;
    }

    private static void theAuditLogNamesWhoDidIt(ProcessCluster cluster) throws IOException {
        // Entries are on most nodes when a change is answered, a moment later on all.
        Await.until(() -> "the audit log of node 1", () -> entriesOf(cluster).size() == 2);
        JsonNode entries = entriesOf(cluster);
        assertThat(entries).extracting(entry -> entry.path("outcome").asInt()).containsExactly(403, 200);
        assertThat(entries.get(1).path("changes").get(0).asText())
                .isEqualTo("revocation of api-key " + Hashes.sha256(LOST) + ": added");
    }

    private static JsonNode entriesOf(ProcessCluster cluster) {
        try {
            return JSON.readTree(cluster.get(0, "/v1/audit?who=on-call")).path("entries");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static int status(int port, String key) throws IOException {
        try (KeepAliveClient client = new KeepAliveClient(port)) {
            return client.get("/note", "X-Api-Key: " + key + "\r\n").status();
        }
    }
}
