package io.weir.node.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.node.app.cert.CertFolder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Nodes as real processes on loopback, each with a data directory that survives its restarts. */
public final class ProcessCluster implements AutoCloseable {
    private static final String TOKEN = "a-token-for-tests-0123456789abcdef";
    private static final int TLS = 100;
    private static final Duration READY = Duration.ofSeconds(60);

    private final HttpClient client =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(2)).build();
    private final Path folder;
    private final int base;
    private final List<Integer> adminPorts;
    private final List<Integer> clusterPorts;
    private final List<JvmChild> nodes = new ArrayList<>();

    private final boolean tls;

    private ProcessCluster(Path folder, int size, boolean tls) {
        this.tls = tls;
        this.folder = folder;
        this.base = Ports.freeDemoBase();
        this.adminPorts = Ports.free(size);
        this.clusterPorts = Ports.free(size);
    }

    /**
     * Starts nodes 0 to size - 1 and waits until all are ready.
     *
     * @param size at most 3
     * @param document {@code @PORT@} stands for the listener's port, {@code @TLS@} for that of another one; nodes add their
     *     number
     */
    public static ProcessCluster start(Path folder, int size, String document) {
        return start(new ProcessCluster(folder, size, false), document);
    }

    /** The same, with mutual TLS between the nodes. */
    public static ProcessCluster startWithTls(Path folder, int size, String document) {
        return start(new ProcessCluster(folder, size, true), document);
    }

    private static ProcessCluster start(ProcessCluster cluster, String document) {
        Path folder = cluster.folder;
        try {
            Files.createDirectories(folder);
            Files.writeString(folder.resolve("weir.yaml"), cluster.document(document));
            Files.writeString(folder.resolve("token"), TOKEN + "\n");
            Files.writeString(folder.resolve("secret"), Secret.text(1));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        cluster.startAll();
        return cluster;
    }

    /** Starts all nodes (again) and waits until they are ready. */
    public void startAll() {
        nodes.clear();
        for (int node = 0; node < adminPorts.size(); node++) {
            nodes.add(startNode(node));
        }
        for (int node = 0; node < nodes.size(); node++) {
            awaitReady(node);
        }
    }

    /** Starts a node again that has ended, and waits until it is ready. */
    public void startAgain(int node) {
        nodes.set(node, startNode(node));
        awaitReady(node);
    }

    /** Deletes as the nodes' own token may. */
    public HttpResponse<String> delete(int node, String path) {
        return send(authorized(node, path).DELETE());
    }

    private JvmChild startNode(int node) {
        List<String> arguments = new ArrayList<>(List.of("node"));
        String seeds = clusterPorts.stream().map(port -> "127.0.0.1:" + port).collect(Collectors.joining(","));
        List<String> settings = new ArrayList<>(List.of(
                "weir.node.name=node-" + node,
                "weir.node.data-dir=" + folder.resolve("node-" + node),
                "weir.node.port-offset=" + node,
                "weir.node.document=" + folder.resolve("weir.yaml"),
                "weir.access-log.to=" + accessLog(node),
                "weir.admin.port=" + adminPorts.get(node),
                "weir.admin.token-file=" + folder.resolve("token"),
                "weir.cluster.port=" + clusterPorts.get(node),
                "weir.cluster.secret-file=" + folder.resolve("secret"),
                "weir.cluster.seeds=" + seeds));
        if (tls) {
            CertFolder.Leaf leaf = certificate(node);
            settings.add("weir.cluster.tls.certificate=" + leaf.chain());
            settings.add("weir.cluster.tls.key=" + leaf.key());
            settings.add("weir.cluster.tls.trust=" + leaf.authority());
        }
        for (String setting : settings) {
            arguments.add("--set");
            arguments.add(setting);
        }
        return JvmChild.start("node", folder.resolve("node-" + node + ".log"), arguments);
    }

    private CertFolder.Leaf certificate(int node) {
        try {
            return new CertFolder(folder.resolve("certs"), Instant.now()).node("node-" + node, List.of());
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private void awaitReady(int node) {
        long end = System.nanoTime() + READY.toNanos();
        while (!isReady(node)) {
            JvmChild process = nodes.get(node);
            if (!process.isAlive() || System.nanoTime() > end) {
                String output = process.output();
                close();
                throw new AssertionError("node " + node + " is not ready:\n" + output);
            }
            Await.briefly();
        }
    }

    private boolean isReady(int node) {
        try {
            return send(HttpRequest.newBuilder(admin(node, "/health/ready"))).statusCode() == 200;
        } catch (UncheckedIOException e) {
            return false;
        }
    }

    /** The document's text with this cluster's ports. */
    public String document(String text) {
        return text.replace("@PORT@", Integer.toString(base)).replace("@TLS@", Integer.toString(tlsPort(0)));
    }

    /** Of a second listener, for TLS. */
    public int tlsPort(int node) {
        return base + TLS + node;
    }

    /** What the node says of each exchange, as a file. */
    public Path accessLog(int node) {
        return folder.resolve("node-" + node + ".access");
    }

    public int dataPort(int node) {
        return base + node;
    }

    public JvmChild node(int node) {
        return nodes.get(node);
    }

    /** The body of an admin answer that must be 200. */
    public String get(int node, String path) {
        HttpResponse<String> answer = send(authorized(node, path));
        assertThat(answer.statusCode()).as(path + ": " + answer.body()).isEqualTo(200);
        return answer.body();
    }

    /** Replaces the document, at the revision that node 0 has now. */
    public void put(int node, String document) {
        String etag = send(authorized(node, "/v1/config"))
                .headers()
                .firstValue("ETag")
                .orElseThrow();
        HttpResponse<String> answer = send(authorized(node, "/v1/config")
                .header("If-Match", etag)
                .header("Content-Type", "application/yaml")
                .PUT(BodyPublishers.ofString(document)));
        assertThat(answer.statusCode()).as(answer.body()).isBetween(200, 204);
    }

    /** Posts JSON to the admin API as whoever has this token. */
    public HttpResponse<String> post(int node, String path, String json, String token) {
        return send(HttpRequest.newBuilder(admin(node, path))
                .header("Authorization", "Bearer " + token)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(json)));
    }

    /** The nodes' own token. */
    public String token() {
        return TOKEN;
    }

    private HttpRequest.Builder authorized(int node, String path) {
        return HttpRequest.newBuilder(admin(node, path)).header("Authorization", "Bearer " + TOKEN);
    }

    private URI admin(int node, String path) {
        return URI.create("http://127.0.0.1:" + adminPorts.get(node) + path);
    }

    private HttpResponse<String> send(HttpRequest.Builder request) {
        try {
            return client.send(request.timeout(Duration.ofSeconds(30)).build(), BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        }
    }

    @Override
    public void close() {
        nodes.forEach(JvmChild::close);
    }
}
