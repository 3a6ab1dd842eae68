package io.weir.node.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weir.node.testkit.ExampleBackend;
import io.weir.node.testkit.TestGateway;
import io.weir.node.testkit.WireClient;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** {@code examples/websocket} does what its README says. */
class WebSocketExampleTest {
    private static final Path FOLDER = Path.of("../examples/websocket");
    private static ExampleBackend backend;
    private static TestGateway gateway;

    @BeforeAll
    static void start() throws IOException {
        backend = new ExampleBackend(FOLDER.resolve("Backend.java").toString(), "0");
        String document = Files.readString(FOLDER.resolve("weir.yaml"));
        gateway = TestGateway.start(
                document.replace("127.0.0.1:8080", "127.0.0.1:0").replace(":9301", ":" + backend.port()));
    }

    @AfterAll
    static void stop() {
        if (gateway != null) {
            gateway.close();
        }
        backend.close();
    }

    private static WebSocket open(CompletableFuture<String> said, String path, String... origin) throws Exception {
        WebSocket.Builder builder = HttpClient.newHttpClient().newWebSocketBuilder();
        for (String one : origin) {
            builder.header("Origin", one);
        }
        URI uri = URI.create("ws://127.0.0.1:" + gateway.address("public").getPort() + path);
        return builder.buildAsync(uri, new WebSocket.Listener() {
                    @Override
                    public CompletionStage<?> onText(WebSocket socket, CharSequence text, boolean last) {
                        said.complete(text.toString());
                        return CompletableFuture.completedFuture(null);
                    }
                })
                .get(20, TimeUnit.SECONDS);
    }

    @Test
    void whatIsSaidInTheChatIsSaidBack() throws Exception {
        CompletableFuture<String> said = new CompletableFuture<>();
        WebSocket chat = open(said, "/chat", "http://localhost:8080");
        chat.sendText("hello", true).get(20, TimeUnit.SECONDS);
        assertThat(said.get(20, TimeUnit.SECONDS)).isEqualTo("hello");
        chat.abort();
    }

    @Test
    void pagesElsewhereAndOtherRoutesAreRefused() {
        assertThatThrownBy(() -> open(new CompletableFuture<>(), "/chat", "https://elsewhere.example"))
                .cause()
                .isInstanceOf(WebSocketHandshakeException.class);
        assertThatThrownBy(() -> open(new CompletableFuture<>(), "/events"))
                .cause()
                .isInstanceOf(WebSocketHandshakeException.class);
    }

    @Test
    void theFirstEventArrivesWhileTheOthersAreYetToCome() {
        try (WireClient client = gateway.client()) {
            client.send("GET /events HTTP/1.1\r\nHost: localhost\r\n\r\n");
            assertThat(client.head().field("Content-Type")).contains("text/event-stream");
            assertThat(client.bytes(12)).contains("data: ");
        }
    }
}
