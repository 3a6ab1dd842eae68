package io.weir.node.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.node.testkit.ExampleBackend;
import io.weir.node.testkit.TestGateway;
import io.weir.node.testkit.Tour;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code examples/xml-json} does what its README says. */
class XmlJsonExampleTest {
    private static final Path FOLDER = Path.of("../examples/xml-json");
    private static ExampleBackend backend;
    private static TestGateway gateway;

    @TempDir
    private Path folder;

    @BeforeAll
    static void start() throws IOException {
        backend = new ExampleBackend(FOLDER.resolve("Backend.java").toString(), "0");
        String document = Files.readString(FOLDER.resolve("weir.yaml"));
        gateway = TestGateway.start(
                document.replace("127.0.0.1:8080", "127.0.0.1:0").replace(":9402", ":" + backend.port()));
    }

    @AfterAll
    static void stop() {
        if (gateway != null) {
            gateway.close();
        }
        backend.close();
    }

    @Test
    void everyCommandOfTheReadmeAnswersAsItSays() throws IOException, InterruptedException {
        String address = "127.0.0.1:" + gateway.address("public").getPort();
        for (Tour.Step step : Tour.of(Files.readString(FOLDER.resolve("README.md")))) {
            String answer = run(step.command().replace("localhost:8080", address));
            assertThat(step.isKeptBy(answer))
                    .as("$ %s%n%s%nbut the README says%n%s", step.command(), answer, step.expected())
                    .isTrue();
        }
    }

    private String run(String command) throws IOException, InterruptedException {
        Path output = folder.resolve("command.out");
        Process process = new ProcessBuilder("sh", "-c", command)
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).as(command).isTrue();
        return Files.readString(output, StandardCharsets.UTF_8);
    }
}
