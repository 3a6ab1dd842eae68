package io.weir.node.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.BooleanNode;
import io.weir.node.testkit.Await;
import io.weir.node.testkit.Hashes;
import io.weir.node.testkit.ProcessCluster;
import io.weir.node.testkit.TestBackend;
import io.weir.node.testkit.TestKey;
import io.weir.node.testkit.WireClient;
import io.weir.node.testkit.WireMessage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A whole node: whatever clients show, right or wrong, is in no answer, log, metric or file of it, and goes to no backend. */
class ProcessSecretsTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final TestKey SIGNER = TestKey.of("ES256", "k");
    private static final String DOCUMENT =
            """
            weir: 1
            listeners: [{ name: public, address: "127.0.0.1:@PORT@" }]
            upstreams: [{ name: backend, endpoints: ["@BACKEND@"] }]
            policies:
              - name: in
                authenticate:
                  any-of:
                    - jwt: { issuer: "https://id.example.com", jwks: "file:@KEYS@" }
                    - basic: {}
                    - api-key: { header: X-Api-Key }
                    - api-key: { query: key }
                    - api-key: { cookie: key }
                  guessing: { failures: 2, per: 1h }
              - { name: some, authorize: { any-of: [{ cel: "request.path == '/open'" }, { scope: "write" }] } }
            routes:
              - { name: open, match: { path: "/**" }, policies: [in, some], to: backend }
            consumers:
              - name: acme
                api-keys: [{ sha256: @HASH@ }]
                basic: { password: "$pbkdf2-sha256$i=4096$c2FsdHNhbHQ$ZiMD/VuDIBLM8rT9ZlFkcm8vO44PH2jtvpsH6s4pwvU" }
            """;

    private static final String KEY = "right-key-0123456789";
    private static final String WRONG_KEY = "wrong-key-0123456789";
    private static final String RIGHT_LOGIN = basic("acme:password");

    @TempDir
    private Path folder;

    private static String basic(String credentials) {
        return Base64.getEncoder().encodeToString(credentials.getBytes(StandardCharsets.UTF_8));
    }

    private static String token(TestKey signer) {
        long end = Instant.now().getEpochSecond() + 600;
        return signer.sign(Map.of("iss", "https://id.example.com", "sub", "acme", "exp", end));
    }

    /** What is sent, by what must be found nowhere. */
    private static Map<String, String> shown() {
        String good = token(SIGNER);
        String forged = token(TestKey.of("ES256", "k"));
        Map<String, String> shown = new TreeMap<>();
        shown.put(good, "Authorization: Bearer " + good);
        shown.put(forged, "Authorization: Bearer " + forged);
        shown.put(RIGHT_LOGIN, "Authorization: Basic " + RIGHT_LOGIN);
        for (int i = 0; i < 3; i++) {
            String guess = basic("acme:wrong-password-0123456789-" + i);
            shown.put(guess, "Authorization: Basic " + guess);
        }
        shown.put(KEY, "X-Api-Key: " + KEY);
        shown.put(WRONG_KEY, "Cookie: a=b; key=" + WRONG_KEY);
        return shown;
    }

    @Test
    void whatClientsShowIsNowhere() throws Exception {
        Path keys = Files.writeString(
                folder.resolve("keys.json"), JSON.writeValueAsString(Map.of("keys", List.of(SIGNER.jwk()))));
        try (TestBackend backend = TestBackend.saying("ok");
                ProcessCluster cluster = ProcessCluster.start(
                        folder,
                        1,
                        DOCUMENT.replace("@BACKEND@", backend.address())
                                .replace("@KEYS@", keys.toString())
                                .replace("@HASH@", Hashes.sha256(KEY)))) {
            Map<String, String> shown = shown();
            String operator = JSON.readTree(
                            cluster.post(0, "/v1/tokens", "{\"name\":\"o\",\"role\":\"operator\"}", cluster.token())
                                    .body())
                    .path("secret")
                    .asText();
            List<Integer> statuses = new ArrayList<>();
            StringBuilder told = new StringBuilder();
            for (String field : shown.values()) {
                for (String path : List.of("/open", "/closed", "/open?key=" + WRONG_KEY)) {
                    WireMessage answer = ask(cluster, path, field);
                    statuses.add(answer.status());
                    told.append(answer);
                }
            }
            assertThat(statuses).contains(200, 401, 403, 429);
            backend.requests().forEach(told::append);
            told.append(everythingThatCanBeRead(cluster));
            assertThat(cluster.post(0, "/v1/tokens", "{}", "wrong-token-0123456789")
                            .statusCode())
                    .isEqualTo(401);
            Await.until(() -> "the access log", () -> lines(cluster.accessLog(0)) >= statuses.size());
            List<String> secrets = new ArrayList<>(shown.keySet());
            secrets.addAll(List.of("wrong-password-0123456789", "wrong-token-0123456789", operator));
            Map<String, String> files = files();
            for (String secret : secrets) {
                assertThat(secret).hasSizeGreaterThan(12);
                assertThat(told.toString()).doesNotContain(secret);
                files.forEach((name, text) -> assertThat(text.contains(secret))
                        .as("%s in %s", secret, name)
                        .isFalse());
            }
            assertThat(files.get("node-0.access"))
                    .as("who it was is there")
                    .contains("\"consumer\":\"acme\"")
                    .contains("\"problem\":\"too-many-failures\"");
            assertThat(files).containsKey("node-0.log");
        }
    }

    private static WireMessage ask(ProcessCluster cluster, String path, String field) {
        try (WireClient client = new WireClient(new InetSocketAddress("127.0.0.1", cluster.dataPort(0)))) {
            return client.get(path, field + "\r\n");
        }
    }

    /** The answers of all resources of the admin API that need no name. */
    private static String everythingThatCanBeRead(ProcessCluster cluster) throws IOException {
        StringBuilder all = new StringBuilder();
        List<String> paths = new ArrayList<>();
        JSON.readTree(cluster.get(0, "/v1/openapi.json"))
                .path("paths")
                .properties()
                .forEach(path -> {
                    JsonNode get = path.getValue().path("get");
                    boolean needsMore = path.getKey().contains("{")
                            || get.findValues("required").contains(BooleanNode.TRUE);
                    if (!get.isMissingNode() && !needsMore) {
                        paths.add(path.getKey());
                    }
                });
        assertThat(paths).contains("/v1/config", "/metrics", "/v1/audit");
        for (String path : paths) {
            all.append(cluster.get(0, path));
        }
        return all.toString();
    }

    private static long lines(Path file) {
        try (Stream<String> lines = Files.lines(file)) {
            return lines.count();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What a node has on its disk and what it has said, by name. */
    private Map<String, String> files() throws IOException {
        Map<String, String> texts = new TreeMap<>();
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                String text = new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
                texts.put(folder.relativize(file).toString(), text);
            }
        }
        return texts;
    }
}
