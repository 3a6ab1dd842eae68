package io.weir.node.app.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class DemoBackendTest {
    private final HttpClient client = HttpClient.newHttpClient();
    private DemoBackend backend;

    @BeforeEach
    void start() throws IOException {
        backend = DemoBackend.start("b7", 0);
    }

    @AfterEach
    void stop() {
        backend.close();
    }

    @Test
    void itNamesItselfAndTellsWhatItReceived() throws Exception {
        HttpRequest request = HttpRequest.newBuilder(uri("/hello/you?a=1"))
                .header("X-Seen", "yes")
                .build();
        HttpResponse<String> answer = client.send(request, BodyHandlers.ofString());
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).contains("\"backend\":\"b7\"", "\"path\":\"/hello/you?a=1\"", "\"X-seen\":\"yes\"");
    }

    @Test
    void failAnswers500() throws Exception {
        assertThat(get("/hello/fail").statusCode()).isEqualTo(500);
    }

    @Test
    void slowTakesAsLongAsItIsTold() throws Exception {
        long begun = System.nanoTime();
        assertThat(get("/hello/slow?ms=50").statusCode()).isEqualTo(200);
        assertThat(System.nanoTime() - begun).isGreaterThanOrEqualTo(50_000_000L);
    }

    @Test
    void echoSendsTheBodyBack() throws Exception {
        HttpRequest request = HttpRequest.newBuilder(uri("/echo"))
                .POST(BodyPublishers.ofString("a".repeat(100_000)))
                .build();
        assertThat(client.send(request, BodyHandlers.ofString()).body()).hasSize(100_000);
    }

    private HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return client.send(HttpRequest.newBuilder(uri(path)).build(), BodyHandlers.ofString());
    }

    private URI uri(String path) {
        return URI.create("http://127.0.0.1:" + backend.port() + path);
    }
}
