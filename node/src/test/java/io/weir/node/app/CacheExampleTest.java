package io.weir.node.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.node.testkit.ExampleBackend;
import io.weir.node.testkit.TestGateway;
import io.weir.node.testkit.WireClient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** {@code examples/cache} does what its README says. */
class CacheExampleTest {
    private static final Path FOLDER = Path.of("../examples/cache");
    private static ExampleBackend backend;
    private static TestGateway gateway;

    @BeforeAll
    static void start() throws IOException {
        backend = new ExampleBackend(FOLDER.resolve("Backend.java").toString(), "0");
        String document = Files.readString(FOLDER.resolve("weir.yaml"));
        gateway = TestGateway.start(
                document.replace("127.0.0.1:8080", "127.0.0.1:0").replace(":9401", ":" + backend.port()));
    }

    @AfterAll
    static void stop() {
        if (gateway != null) {
            gateway.close();
        }
        backend.close();
    }

    @Test
    void theBackendIsAskedAsOftenAsTheReadmeSays() {
        try (WireClient client = gateway.client()) {
            assertThat(client.get("/minute?id=7").body()).isEqualTo("answer 1\n");
            assertThat(client.get("/minute?id=7&from=mail").body()).isEqualTo("answer 1\n");
            assertThat(client.get("/page").body()).isEqualTo("answer 2\n");
            assertThat(client.get("/page").body()).isEqualTo("answer 2\n");
            assertThat(client.get("/own").body()).isEqualTo("answer 4\n");
            assertThat(client.get("/own").body()).isEqualTo("answer 5\n");
        }
    }
}
