package io.weir.node.outbound;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import io.weir.node.state.HttpCalls;
import io.weir.node.testkit.TestBackend;
import io.weir.node.testkit.TestCa;
import io.weir.node.testkit.WireMessage;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.api.Test;

class OutboundCallsTest {
    private static final Duration LONG = Duration.ofSeconds(20);

    private final OutboundCalls calls = new OutboundCalls();

    @Test
    void aCallIsSentAsItIsAndItsAnswerComesBack() {
        try (TestBackend server = TestBackend.answering(
                request -> "HTTP/1.1 201 Created\r\nX-A: 1\r\nx-a: 2\r\n" + "Content-Length: 5\r\n\r\nhello")) {
            HttpCalls.Call call = new HttpCalls.Call(
                    "POST",
                    URI.create("http://" + server.address() + "/token?x=1"),
                    Map.of("Content-Type", "application/x-www-form-urlencoded"),
                    "a=b".getBytes(StandardCharsets.UTF_8),
                    LONG,
                    100,
                    List.of());
            HttpCalls.Reply reply = calls.send(call).toCompletableFuture().join();
            assertThat(reply.status()).isEqualTo(201);
            assertThat(reply.fields()).containsEntry("x-a", List.of("1", "2"));
            assertThat(new String(reply.body(), StandardCharsets.UTF_8)).isEqualTo("hello");
            WireMessage request = server.request();
            assertThat(request.start()).isEqualTo("POST /token?x=1 HTTP/1.1");
            assertThat(request.body()).isEqualTo("a=b");
            assertThat(request.field("Content-Type")).contains("application/x-www-form-urlencoded");
            assertThat(request.field("Upgrade")).isEmpty();
        }
    }

    @Test
    void aRedirectIsAnAnswerAndNotFollowed() {
        try (TestBackend server = TestBackend.answering(
                request -> "HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1:1/\r\nContent-Length: 0\r\n\r\n")) {
            HttpCalls.Reply reply =
                    calls.send(get(server, LONG, 10)).toCompletableFuture().join();
            assertThat(reply.status()).isEqualTo(302);
            assertThat(reply.fields()).containsEntry("location", List.of("http://127.0.0.1:1/"));
        }
    }

    @Test
    void anAnswerThatIsTooLargeIsAFailure() {
        try (TestBackend server = TestBackend.saying("x".repeat(101))) {
            assertThatThrownBy(() -> calls.send(get(server, LONG, 100))
                            .toCompletableFuture()
                            .join())
                    .hasRootCauseInstanceOf(IOException.class)
                    .hasMessageContaining("more than 100 bytes");
            assertThat(calls.send(get(server, LONG, 101))
                            .toCompletableFuture()
                            .join()
                            .body())
                    .hasSize(101);
        }
    }

    @Test
    void aBodyThatNeverEndsIsGivenUpInTime() {
        try (TestBackend server = TestBackend.playing(connection -> {
            connection.request();
            connection.write("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhe").waitForTheEnd();
        })) {
            assertThatThrownBy(() -> calls.send(get(server, Duration.ofMillis(200), 100))
                            .toCompletableFuture()
                            .join())
                    .hasRootCauseInstanceOf(TimeoutException.class);
        }
    }

    @Test
    void nobodyThereIsAFailure() {
        try (TestBackend server = TestBackend.saying("")) {
            server.stopListening();
            assertThatThrownBy(() -> calls.send(get(server, LONG, 100))
                            .toCompletableFuture()
                            .join())
                    .hasRootCauseInstanceOf(IOException.class);
        }
    }

    @Test
    void onlyAServerWithACertificateThatIsTrustedForItsNameIsTalkedTo() throws IOException {
        TestCa ca = TestCa.root("calls");
        TestCa other = TestCa.root("other");
        HttpServer named = secure(ca, "localhost");
        HttpServer misnamed = secure(ca, "elsewhere.example");
        try {
            assertThat(secureCall(named, ca.certificate())).isEqualTo(204);
            assertThatThrownBy(() -> secureCall(named, other.certificate()))
                    .as("another authority")
                    .hasCauseInstanceOf(SSLHandshakeException.class);
            assertThatThrownBy(() -> secureCall(named))
                    .as("the system does not trust it")
                    .hasCauseInstanceOf(SSLHandshakeException.class);
            assertThatThrownBy(() -> secureCall(misnamed, ca.certificate()))
                    .as("another name")
                    .hasCauseInstanceOf(SSLHandshakeException.class);
        } finally {
            named.stop(0);
            misnamed.stop(0);
        }
    }

    private int secureCall(HttpServer server, X509Certificate... trust) {
        URI uri = URI.create("https://localhost:" + server.getAddress().getPort() + "/");
        return calls.send(HttpCalls.Call.get(uri, LONG, 100, List.of(trust)))
                .toCompletableFuture()
                .join()
                .status();
    }

    private static HttpServer secure(TestCa ca, String host) throws IOException {
        HttpsServer server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setHttpsConfigurator(
                new HttpsConfigurator(ca.trusting(ca.leaf(host).issue())));
        server.createContext("/", exchange -> {
            exchange.sendResponseHeaders(204, -1);
            exchange.close();
        });
        server.start();
        return server;
    }

    private static HttpCalls.Call get(TestBackend server, Duration timeout, int most) {
        return HttpCalls.Call.get(URI.create("http://" + server.address() + "/"), timeout, most, List.of());
    }
}
