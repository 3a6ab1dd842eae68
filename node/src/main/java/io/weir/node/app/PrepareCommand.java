package io.weir.node.app;

import io.weir.config.formation.Formation;
import io.weir.config.formation.SettingsException;
import io.weir.config.formation.Sources;
import io.weir.config.model.GatewayDocument;
import io.weir.config.parse.DocumentReader;
import io.weir.node.app.demo.Folders;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/**
 * {@code weir prepare}: runs a node for a moment and uses it, so that the JVM can write down which classes a start needs.
 * The launcher calls it once for each Java.
 */
@Command(name = "prepare", hidden = true, description = "Runs a node for a moment.")
final class PrepareCommand implements Callable<Integer> {
    private static final int LOOKS = 300;
    private static final long LOOK_MILLIS = 100;

    @Override
    public Integer call() throws IOException, SettingsException {
        Path folder = Files.createTempDirectory("weir-prepare");
        int adminPort;
        int dataPort;
        try (ServerSocket admin = new ServerSocket(0);
                ServerSocket data = new ServerSocket(0)) {
            adminPort = admin.getLocalPort();
            dataPort = data.getLocalPort();
        }
        List<String> sets = List.of(
                "weir.node.name=prepare",
                "weir.node.data-dir=" + folder,
                "weir.admin.port=" + adminPort,
                "weir.access-log.to=" + folder.resolve("access.log"));
        WeirNode node = new WeirNode(
                Formation.read(new Sources(Optional.empty(), sets, Map.of(), "prepare")),
                Optional.of(document(dataPort)));
        Thread user = new Thread(() -> use(node, folder, adminPort, dataPort), "weir-prepare");
        user.start();
        try {
            return node.run();
        } finally {
            Folders.remove(folder);
        }
    }

    private static GatewayDocument document(int port) {
        return DocumentReader.read(
                        """
                        weir: 1
                        listeners: [{ name: public, address: "127.0.0.1:@PORT@" }]
                        upstreams: [{ name: self, endpoints: ["127.0.0.1:@PORT@"], health: { active: { tcp: true } } }]
                        policies: [{ name: limit, rate-limit: { key: address, rate: 100/s } }]
                        routes:
                          - { name: there, match: { path: /there }, respond: { body: there } }
                          - { name: via, match: { path: /via }, policies: [limit], rewrite: { prefix: /via, replacement: /there }, to: self }
                        """
                                .replace("@PORT@", Integer.toString(port)),
                        "prepare")
                .orThrow();
    }

    private static void use(WeirNode node, Path folder, int adminPort, int dataPort) {
        try {
            HttpClient client = HttpClient.newHttpClient();
            for (int look = 0; look < LOOKS && status(client, dataPort, "/via", "") != 200; look++) {
                Thread.sleep(LOOK_MILLIS);
            }
            String token = Files.readString(folder.resolve("admin-token")).strip();
            for (String path : List.of("/health/ready", "/v1/cluster", "/v1/upstreams", "/metrics", "/v1/config")) {
                status(client, adminPort, path, token);
            }
        } catch (IOException e) {
            System.err.println("weir: " + e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        node.leave();
    }

    private static int status(HttpClient client, int port, String path, String token) throws InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .header("Authorization", "Bearer " + token)
                .build();
        try {
            return client.send(request, BodyHandlers.discarding()).statusCode();
        } catch (IOException notYet) {
            return 0;
        }
    }
}
