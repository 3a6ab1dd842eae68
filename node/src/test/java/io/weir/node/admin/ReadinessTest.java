package io.weir.node.admin;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.ConfigFactory;
import io.weir.config.formation.NodeSettings;
import io.weir.config.formation.Profile;
import io.weir.config.formation.Transport;
import io.weir.config.model.HostPort;
import io.weir.node.control.membership.Membership;
import io.weir.node.testkit.Await;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReadinessTest {
    @Test
    void aNodeIsReadyOnceItIsAMember(@TempDir Path directory) throws Exception {
        NodeSettings settings = settings(directory);
        Membership membership = Membership.start(settings);
        try {
            AdminServer server = AdminServer.start(
                            membership.system(),
                            new FakeNode().ports(),
                            AdminListening.plain(
                                    settings.admin().address(),
                                    AdminToken.inFile(settings.admin().tokenFile())))
                    .toCompletableFuture()
                    .get(20, TimeUnit.SECONDS);
            assertThat(status(server, "/health/live")).isEqualTo(200);
            assertThat(status(server, "/health/ready")).isEqualTo(503);

            membership.join(settings);
            Await.until(() -> "the node is ready", () -> status(server, "/health/ready") == 200);
        } finally {
            membership.leave().toCompletableFuture().get(30, TimeUnit.SECONDS);
        }
    }

    private static int status(AdminServer server, String path) {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://" + server.address() + path))
                .build();
        return HttpClient.newHttpClient()
                .sendAsync(request, HttpResponse.BodyHandlers.discarding())
                .join()
                .statusCode();
    }

    private static NodeSettings settings(Path directory) {
        return new NodeSettings(
                Profile.LOCAL,
                Transport.AUTO,
                "only",
                directory,
                0,
                Optional.empty(),
                new NodeSettings.Admin(new HostPort("127.0.0.1", 0), directory.resolve("admin-token")),
                new NodeSettings.Cluster(
                        new HostPort("127.0.0.1", 0),
                        List.of(),
                        Optional.empty(),
                        Duration.ofSeconds(1),
                        Optional.empty(),
                        Optional.empty()),
                new NodeSettings.AccessLog(new NodeSettings.Target.Off(), 0, 0),
                Duration.ofSeconds(1),
                ConfigFactory.empty());
    }
}
