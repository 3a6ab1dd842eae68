package io.weir.node.filter.rewrite;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.node.outbound.OutboundCalls;
import io.weir.node.testkit.Documents;
import io.weir.node.testkit.FakePorts;
import io.weir.node.testkit.FrameBackend;
import io.weir.node.testkit.FrameClient;
import io.weir.node.testkit.NoLeaks;
import io.weir.node.testkit.SwitchedRevocations;
import io.weir.node.testkit.TestBackend;
import io.weir.node.testkit.TestGateway;
import io.weir.node.testkit.TestIssuer;
import io.weir.node.testkit.WebSocketBackend;
import io.weir.node.testkit.WireClient;
import io.weir.node.testkit.WireMessage;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Rewritten heads beside tokens, calls of gRPC and WebSockets. */
@ExtendWith(NoLeaks.class)
final class RewriteBesideOthersTest {
    @Test
    void claimsOfATokenLandAsValues() {
        ExecutorService workers = Executors.newFixedThreadPool(2);
        try (TestIssuer issuer = TestIssuer.start();
                TestBackend backend = TestBackend.saying("in");
                TestGateway gateway = TestGateway.start(
                        FakePorts.asking(new OutboundCalls(), FakePorts.NO_SECRETS, new SwitchedRevocations(), workers),
                        Documents.to(backend)
                                .route("policies: [in, heads]")
                                .more(
                                        """
                                        policies:
                                          - { name: in, authenticate: { any-of: [{ jwt: { issuer: "%s", audience: orders } }] } }
                                          - name: heads
                                            rewrite:
                                              request:
                                                path: "/users/{jwt.sub}/x"
                                                headers: { set: { X-Name: "{jwt.name|none}", X-Roles: "{jwt.roles|none}" } }
                                        """
                                                .formatted(issuer.issuer()))
                                .toString());
                WireClient client = gateway.client()) {
            Map<String, Object> claims = issuer.claims("a/../b?c", "orders");
            claims.put("name", "Zoë 50%");
            claims.put("roles", List.of("eu", "us"));
            assertThat(ask(client, issuer.key().sign(claims)).status()).isEqualTo(400);
            claims.put("sub", "a/b?c");
            assertThat(ask(client, issuer.key().sign(claims)).status()).isEqualTo(200);
            assertThat(backend.request().target()).isEqualTo("/users/a%2Fb%3Fc/x");
            assertThat(backend.request().field("X-Name")).contains("Zo%C3%AB 50%25");
            assertThat(backend.request().field("X-Roles")).contains("eu,us");
            claims.put("name", "a\r\nX-Admin: yes");
            WireMessage refused = ask(client, issuer.key().sign(claims));
            assertThat(refused.problem()).isEqualTo("unfit-value");
            assertThat(backend.requests()).hasSize(1);
        } finally {
            workers.shutdownNow();
        }
    }

    private static WireMessage ask(WireClient client, String token) {
        return client.get("/", "Authorization: Bearer " + token + "\r\n");
    }

    private static final String HEADS =
            """
            policies:
              - name: heads
                rewrite:
                  request: { headers: { set: { X-Path: "{request.path}" } } }
                  response: { headers: { set: { X-Seen: "{response.status}" }, remove: [Server] } }
            """;

    @Test
    void trailersOfACallPass() {
        FrameBackend frames = FrameBackend.answering(request -> request.wire()
                .headers(request.stream(), false, ":status", "200", "content-type", "application/grpc", "server", "x")
                .data(request.stream(), false, "\0\0\0\0\1a")
                .headers(request.stream(), true, "grpc-status", "0", "x-more", "1"));
        try (TestBackend backend = TestBackend.playing(frames::play);
                TestGateway gateway = TestGateway.single(Documents.to(backend)
                        .listener("protocols: [h2c]")
                        .upstream("protocol: h2")
                        .route("policies: [heads]")
                        .more(HEADS)
                        .toString());
                FrameClient client = FrameClient.plain(gateway.address("public"))) {
            int call = client.request("POST", "/a.B/c", false, "content-type", "application/grpc", "te", "trailers");
            client.data(call, true, "\0\0\0\0\1a");
            FrameClient.Answer answer = client.answer(call);
            assertThat(answer.body()).isEqualTo("\0\0\0\0\1a");
            assertThat(answer.head().field("x-seen")).contains("200");
            assertThat(answer.trailers().field("grpc-status")).contains("0");
            assertThat(frames.request().fields()).containsEntry("x-path", "/a.B/c");
        }
    }

    @Test
    void aWebSocketIsOpenedAndItsRequestRewritten() {
        try (TestBackend backend = WebSocketBackend.echo();
                TestGateway gateway = TestGateway.single(Documents.to(backend)
                        .route("policies: [heads]")
                        .more(HEADS)
                        .toString());
                WireClient client = gateway.client()) {
            client.send(WireMessage.lines(
                    "GET /chat HTTP/1.1",
                    "Host: a",
                    "Connection: Upgrade",
                    "Upgrade: websocket",
                    "Sec-WebSocket-Version: 13",
                    "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
                    ""));
            assertThat(client.head().status()).isEqualTo(101);
            assertThat(backend.request().field("X-Path")).contains("/chat");
        }
    }
}
