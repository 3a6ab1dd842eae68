package io.weir.node.dataplane.http2;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.node.dataplane.tls.TlsEngine;
import io.weir.node.state.TicketKeys;
import io.weir.node.testkit.Documents;
import io.weir.node.testkit.FrameClient;
import io.weir.node.testkit.TestBackend;
import io.weir.node.testkit.TestCa;
import io.weir.node.testkit.TestCertificates;
import io.weir.node.testkit.TestGateway;
import io.weir.node.testkit.WireClient;
import io.weir.node.testkit.WireMessage;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** Requests over HTTP/2, as clients send them that do nothing wrong. */
class Http2ClientsTest {
    static final String H2C = "protocols: [http/1.1, h2c]";

    private static TestGateway gateway(TestBackend backend) {
        return TestGateway.start(Documents.to(backend).listener(H2C).toString());
    }

    private static FrameClient client(TestGateway gateway) {
        return FrameClient.plain(gateway.address("public"));
    }

    @Test
    void aRequestGoesToABackendAndItsAnswerComesBack() {
        try (TestBackend backend = TestBackend.saying("hello");
                TestGateway gateway = gateway(backend);
                FrameClient client = client(gateway)) {
            FrameClient.Answer answer = client.answer(client.get("/a?b=c", "x-y", "z"));
            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.body()).isEqualTo("hello");
            assertThat(answer.head().field("content-length")).contains("5");
            assertThat(answer.head().field("connection")).isEmpty();
            assertThat(answer.head().field("date")).isPresent();
            WireMessage request = backend.request();
            assertThat(request.start()).isEqualTo("GET /a?b=c HTTP/1.1");
            assertThat(request.values("host")).containsExactly("example.com");
            assertThat(request.values("x-y")).containsExactly("z");
            assertThat(request.values("via")).containsExactly("2.0 weir");
            assertThat(request.values("x-forwarded-proto")).containsExactly("http");
        }
    }

    @Test
    void http1IsStillSpokenBesideIt() {
        try (TestBackend backend = TestBackend.saying("hello");
                TestGateway gateway = gateway(backend);
                WireClient client = gateway.client()) {
            assertThat(client.get("/").status()).isEqualTo(200);
            assertThat(client.get("/").body()).isEqualTo("hello");
        }
    }

    @Test
    void theJdksClientSpeaksItOverTls() throws Exception {
        TestCa ca = TestCa.root("root");
        TestCertificates certificates = new TestCertificates()
                .put("example-com", ca.leaf("localhost").hosts("localhost").issue());
        try (TestBackend backend = TestBackend.answering(request -> TestBackend.ok("you said " + request.body()));
                TestGateway gateway = TestGateway.start(
                        certificates.ports(TlsEngine.best(), TicketKeys.OWN),
                        Documents.to(backend).tls("", "example-com").toString())) {
            HttpClient client = HttpClient.newBuilder()
                    .version(HttpClient.Version.HTTP_2)
                    .sslContext(ca.trusting())
                    .build();
            URI uri =
                    URI.create("https://localhost:" + gateway.address("public").getPort() + "/");
            // It opens a connection for each request that comes before it has one.
            client.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.discarding());
            List<CompletableFuture<HttpResponse<String>>> all = new ArrayList<>();
            for (int i = 0; i < 50; i++) {
                all.add(client.sendAsync(
                        HttpRequest.newBuilder(uri)
                                .POST(HttpRequest.BodyPublishers.ofString("x".repeat(i * 1000)))
                                .build(),
                        HttpResponse.BodyHandlers.ofString()));
            }
            for (int i = 0; i < all.size(); i++) {
                HttpResponse<String> answer = all.get(i).get();
                assertThat(answer.version()).isEqualTo(HttpClient.Version.HTTP_2);
                assertThat(answer.body()).isEqualTo("you said " + "x".repeat(i * 1000));
            }
            assertThat(gateway.connections()).isEqualTo(1);
        }
    }
}
