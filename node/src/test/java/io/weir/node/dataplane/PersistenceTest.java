package io.weir.node.dataplane;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.config.formation.Transport;
import io.weir.node.testkit.Documents;
import io.weir.node.testkit.EveryTransport;
import io.weir.node.testkit.NoLeaks;
import io.weir.node.testkit.TestBackend;
import io.weir.node.testkit.TestGateway;
import io.weir.node.testkit.WireClient;
import io.weir.node.testkit.WireMessage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.extension.ExtendWith;

/** Connections that carry one exchange after the other, on every transport. */
@ExtendWith(NoLeaks.class)
final class PersistenceTest {
    private final TestBackend backend = TestBackend.answering(request -> TestBackend.ok(request.target()));

    @AfterEach
    void close() {
        backend.close();
    }

    @EveryTransport
    void aConnectionCarriesOneExchangeAfterTheOther(Transport transport) {
        try (TestGateway gateway =
                        TestGateway.start(transport, Documents.to(backend).toString());
                WireClient client = gateway.client()) {
            for (int i = 0; i < 20; i++) {
                assertThat(client.get("/" + i).body()).isEqualTo("/" + i);
            }
            assertThat(backend.accepted()).as("connections to the backend").isEqualTo(1);
            assertThat(gateway.connections()).isEqualTo(1);
        }
    }

    @EveryTransport
    void answersKeepTheOrderOfPipelinedRequests(Transport transport) {
        try (TestGateway gateway =
                        TestGateway.start(transport, Documents.to(backend).toString());
                WireClient client = gateway.client()) {
            StringBuilder requests = new StringBuilder();
            for (int i = 0; i < 50; i++) {
                String body = "x".repeat(i * 7 % 30);
                requests.append("PUT /%d HTTP/1.1\r\nHost: a\r\nContent-Length: %d\r\n\r\n%s"
                        .formatted(i, body.length(), body));
            }
            client.send(requests.toString());
            for (int i = 0; i < 50; i++) {
                assertThat(client.answer().body()).isEqualTo("/" + i);
            }
        }
    }

    @EveryTransport
    void aRequestMayArriveByteByByte(Transport transport) {
        try (TestGateway gateway =
                        TestGateway.start(transport, Documents.to(backend).toString());
                WireClient client = gateway.client()) {
            String request = "PUT /a HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n";
            for (int i = 0; i < request.length(); i++) {
                client.send(request.substring(i, i + 1));
            }
            assertThat(client.answer().body()).isEqualTo("/a");
            assertThat(backend.request().body()).isEqualTo("hello");
        }
    }

    @EveryTransport
    void aClientThatSaysCloseIsClosed(Transport transport) {
        try (TestGateway gateway =
                        TestGateway.start(transport, Documents.to(backend).toString());
                WireClient client = gateway.client()) {
            WireMessage answer = client.get("/a", "Connection: close\r\n");
            assertThat(answer.field("Connection")).contains("close");
            assertThat(client.isAtItsEnd()).isTrue();
            assertThat(backend.request().values("Connection")).isEmpty();
        }
    }

    @EveryTransport
    void anHttp10ConnectionEndsAfterItsAnswer(Transport transport) {
        try (TestGateway gateway =
                        TestGateway.start(transport, Documents.to(backend).toString());
                WireClient client = gateway.client()) {
            WireMessage answer = client.send("GET /a HTTP/1.0\r\n\r\n").answer();
            assertThat(answer.body()).isEqualTo("/a");
            assertThat(answer.field("Connection")).contains("close");
            assertThat(client.isAtItsEnd()).isTrue();
            assertThat(backend.request().field("Via")).contains("1.0 weir");
        }
    }

    @EveryTransport
    void anHttp10ClientMayKeepItsConnection(Transport transport) {
        try (TestGateway gateway =
                        TestGateway.start(transport, Documents.to(backend).toString());
                WireClient client = gateway.client()) {
            for (int i = 0; i < 3; i++) {
                WireMessage answer = client.send("GET /" + i + " HTTP/1.0\r\nConnection: keep-alive\r\n\r\n")
                        .answer();
                assertThat(answer.body()).isEqualTo("/" + i);
                assertThat(answer.field("Connection")).contains("keep-alive");
            }
        }
    }
}
