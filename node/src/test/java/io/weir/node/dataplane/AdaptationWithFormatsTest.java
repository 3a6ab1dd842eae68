package io.weir.node.dataplane;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.node.testkit.NoLeaks;
import io.weir.node.testkit.TestBackend;
import io.weir.node.testkit.TestGateway;
import io.weir.node.testkit.WireClient;
import io.weir.node.testkit.WireMessage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Clients or backends of an adapted version that do not speak JSON. */
@ExtendWith(NoLeaks.class)
final class AdaptationWithFormatsTest {
    private static final String DOCUMENT =
            """
            weir: 1
            listeners: [ { name: public, address: 127.0.0.1:0 } ]
            upstreams: [ { name: orders, endpoints: [ "%s" ] } ]
            policies:
              - name: formats
                transform: { request: { accept: [%s], to: %s }, response: { offer: [%s]%s } }
            apis:
              - name: orders
                path: /orders
                versions:
                  - { name: v2, to: orders%s }
                  - name: v1
                    %s
                    adapt:
                      from: v2
                      request:  [ { rename: { from: /order/customer, to: /order/customerId } } ]
                      response: [ { rename: { from: /order/customerId, to: /order/customer } } ]
            """;

    private static WireMessage post(WireClient client, String type, String accept, String body) {
        return client.send("POST /orders/v1 HTTP/1.1\r\nHost: a\r\nContent-Type: " + type + "\r\nAccept: " + accept
                        + "\r\nContent-Length: " + body.length() + "\r\n\r\n" + body)
                .answer();
    }

    private static TestBackend echo() {
        return TestBackend.answering(request -> "HTTP/1.1 200 OK\r\nContent-Type: "
                + request.field("Content-Type").orElse("") + "\r\nContent-Length: "
                + request.body().length() + "\r\n\r\n" + request.body());
    }

    @Test
    void clientsOfTheOldVersionSpeakXml() {
        try (TestBackend backend = echo();
                TestGateway gateway = TestGateway.start(DOCUMENT.formatted(
                        backend.address(),
                        "application/xml",
                        "application/json",
                        "application/json, application/xml",
                        "",
                        "",
                        "policies: [formats]"));
                WireClient client = gateway.client()) {
            String xml = "<order><customer>c1</customer></order>";
            WireMessage answer = post(client, "application/xml", "application/xml", xml);
            assertThat(backend.request().body()).isEqualTo("{\"order\":{\"customerId\":\"c1\"}}");
            assertThat(backend.request().start()).startsWith("POST /orders/v2 ");
            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.body()).endsWith(xml);
            assertThat(answer.field("Content-Length"))
                    .contains(String.valueOf(answer.body().length()));

            String json = "{\"order\":{\"customer\":\"c1\"}}";
            assertThat(post(client, "application/json", "application/json", json)
                            .body())
                    .isEqualTo(json);
        }
    }

    @Test
    void theBackendSpeaksXml() {
        try (TestBackend backend = echo();
                TestGateway gateway = TestGateway.start(DOCUMENT.formatted(
                        backend.address(),
                        "application/json",
                        "application/xml",
                        "application/json",
                        ", from: application/xml",
                        ", policies: [formats]",
                        ""));
                WireClient client = gateway.client()) {
            String json = "{\"order\":{\"customer\":\"c1\"}}";
            WireMessage answer = post(client, "application/json", "application/json", json);
            assertThat(backend.request().body()).contains("<order><customerId>c1</customerId></order>");
            assertThat(backend.request().field("Content-Type").orElse("")).startsWith("application/xml");
            assertThat(answer.body()).isEqualTo(json);
        }
    }
}
