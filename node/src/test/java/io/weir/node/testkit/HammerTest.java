package io.weir.node.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.node.app.demo.DemoBackend;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The clients of the process tests, tried on a backend without a gateway between. */
class HammerTest {
    @TempDir
    private Path folder;

    @Test
    void aConnectionCarriesOneAnswerAfterTheOtherWithTimesInOrder() throws IOException {
        try (DemoBackend backend = DemoBackend.start("b1", 0);
                KeepAliveClient client = new KeepAliveClient(backend.port())) {
            Answer first = client.get("/a", "X-Seen: yes\r\n");
            Answer chunked = client.get("/echo", "");
            Answer last = client.get("/fail", "");
            assertThat(first.backend()).isEqualTo("b1");
            assertThat(first.body()).contains("\"X-seen\":\"yes\"");
            assertThat(chunked.header("transfer-encoding")).hasValue("chunked");
            assertThat(last.status()).isEqualTo(500);
            assertThat(last.sentNanos())
                    .isGreaterThanOrEqualTo(chunked.receivedNanos())
                    .isLessThan(last.receivedNanos());
        }
    }

    @Test
    void clientsOfAKilledProcessAreSeenToFailAndGoOnElsewhere() {
        int port = Ports.free(1).get(0);
        List<String> command = List.of("demo-backend", "--name", "b1", "--port", Integer.toString(port));
        try (JvmChild child = JvmChild.start("backend", folder.resolve("b1.log"), command);
                DemoBackend other = start("b2")) {
            Await.until(child::output, () -> child.output().contains("backend b1 on"));
            Hammer hammer = Hammer.start(4, List.of(port, other.port()), client -> new Hammer.Target(port, "/x", ""));
            try (hammer) {
                child.kill();
                Await.until(() -> "failures", () -> hammer.failures().size() >= 4);
            }
            assertThat(hammer.failures()).hasSize(4).allMatch(failure -> failure.port() == port);
            assertThat(hammer.answers()).extracting(Answer::status).containsOnly(200);
        }
    }

    private static DemoBackend start(String name) {
        try {
            return DemoBackend.start(name, 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
