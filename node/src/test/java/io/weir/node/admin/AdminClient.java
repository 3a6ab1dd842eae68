package io.weir.node.admin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.typesafe.config.ConfigFactory;
import io.weir.config.model.HostPort;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.javadsl.Behaviors;

/** An admin API on a free port over ports that a test plays, and a client that has its token. */
final class AdminClient implements AutoCloseable {
    static final String TOKEN = "a-token-of-many-characters";
    private static final HttpClient CLIENT = HttpClient.newHttpClient();
    private static final ObjectMapper JSON = new ObjectMapper();

    private final AdminServer server;

    private AdminClient(AdminServer server) {
        this.server = server;
    }

    static AdminClient of(FakeNode node) {
        return of(node, AdminListening.plain(new HostPort("127.0.0.1", 0), AdminToken.of(TOKEN)));
    }

    static AdminClient of(FakeNode node, AdminListening listening) {
        return new AdminClient(AdminServer.start(Shared.SYSTEM, node.ports(), listening)
                .toCompletableFuture()
                .join());
    }

    /** One actor system for the tests of a run; it ends with the process. */
    private static final class Shared {
        // Membership is played by a port here, so Pekko Management's own check of it is switched off.
        static final ActorSystem<Void> SYSTEM = ActorSystem.create(
                Behaviors.empty(),
                "admin-tests",
                ConfigFactory.parseString(
                                """
                        pekko.loglevel = ERROR
                        pekko.daemonic = on
                        pekko.jvm-shutdown-hooks = off
                        pekko.http.server.remote-address-attribute = on
                        pekko.http.server.parsing.max-content-length = 16m
                        pekko.management.health-checks.readiness-checks {
                          cluster-membership = ""
                          sharding = ""
                        }
                        """)
                        .withFallback(ConfigFactory.load()));
    }

    HostPort address() {
        return server.address();
    }

    /** What can be asked. */
    Resources resources() {
        return server.resources();
    }

    HttpRequest.Builder request(String path) {
        return anonymous(path).header("Authorization", "Bearer " + TOKEN);
    }

    HttpRequest.Builder anonymous(String path) {
        return HttpRequest.newBuilder(URI.create("http://" + server.address() + path));
    }

    HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
        return CLIENT.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    HttpResponse<String> get(String path) throws Exception {
        return send(request(path));
    }

    HttpResponse<String> delete(String path) throws Exception {
        return send(request(path).DELETE());
    }

    HttpResponse<String> post(String path, String json) throws Exception {
        return send(request(path).header("Content-Type", "application/json").POST(BodyPublishers.ofString(json)));
    }

    static JsonNode json(HttpResponse<String> answer) throws Exception {
        return JSON.readTree(answer.body());
    }

    @Override
    public void close() {
        server.stop().toCompletableFuture().join();
    }
}
