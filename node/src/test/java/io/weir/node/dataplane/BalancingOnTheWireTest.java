package io.weir.node.dataplane;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.config.formation.Transport;
import io.weir.node.testkit.Documents;
import io.weir.node.testkit.EveryTransport;
import io.weir.node.testkit.FakePorts;
import io.weir.node.testkit.NoLeaks;
import io.weir.node.testkit.TestBackend;
import io.weir.node.testkit.TestGateway;
import io.weir.node.testkit.WireClient;
import io.weir.node.testkit.WireMessage;
import java.io.IOException;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.ServerSocket;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Which endpoint an exchange goes to. */
@ExtendWith(NoLeaks.class)
final class BalancingOnTheWireTest {
    private static String cookie(WireMessage answer) {
        String field = answer.field("Set-Cookie").orElseThrow();
        return "Cookie: other=1; " + field.substring(0, field.indexOf(';')) + "\r\n";
    }

    @Test
    void aCookieKeepsAClientWithItsEndpoint() {
        try (TestBackend one = TestBackend.saying("one");
                TestBackend two = TestBackend.saying("two");
                TestGateway gateway = TestGateway.start(
                        Documents.to(one, two).upstream("sticky: { cookie: s }").toString());
                WireClient client = gateway.client()) {
            for (int i = 0; i < 4; i++) {
                WireMessage first = client.get("/");
                String cookie = cookie(first);
                for (int j = 0; j < 3; j++) {
                    WireMessage next = client.get("/", cookie);
                    assertThat(next.body()).isEqualTo(first.body());
                    assertThat(next.values("Set-Cookie")).isEmpty();
                }
            }
        }
    }

    @Test
    void aSessionMovesOnceWhenItsEndpointIsLost() {
        try (TestBackend one = TestBackend.saying("one");
                TestBackend two = TestBackend.saying("two");
                TestGateway gateway = TestGateway.single(
                        Documents.to(one, two).upstream("sticky: { cookie: s }").toString());
                WireClient client = gateway.client()) {
            WireMessage first = client.get("/");
            TestBackend lost = first.body().equals("one") ? one : two;
            lost.close();
            WireMessage moved = client.get("/", cookie(first));
            assertThat(moved.status()).isEqualTo(200);
            assertThat(moved.body()).isNotEqualTo(first.body());
            assertThat(moved.values("Set-Cookie")).hasSize(1);
            assertThat(client.get("/", cookie(moved)).values("Set-Cookie")).isEmpty();
        }
    }

    @Test
    void anEndpointThatMayNotBeUsedGetsNothing() {
        try (TestBackend one = TestBackend.saying("one");
                TestBackend two = TestBackend.saying("two");
                TestGateway gateway = TestGateway.start(Documents.to(one, two).toString());
                WireClient client = gateway.client()) {
            gateway.endpoint("backend", 0).status().setUsable(false);
            for (int i = 0; i < 6; i++) {
                assertThat(client.get("/").body()).isEqualTo("two");
            }
            gateway.endpoint("backend", 0).status().setUsable(true);
            gateway.endpoint("backend", 1).status().setDraining(true);
            for (int i = 0; i < 6; i++) {
                assertThat(client.get("/").body()).isEqualTo("one");
            }
        }
    }

    @Test
    void aRouteSharesItsTrafficByWeights() {
        String routes =
                """
                  - { name: split, match: { path: /split }, to: [{ upstream: backend, weight: 1 }, { upstream: more, weight: 0 }] }
                """;
        try (TestBackend one = TestBackend.saying("one");
                TestBackend two = TestBackend.saying("two");
                TestGateway gateway = TestGateway.start(Documents.to(one)
                        .more(routes)
                        .toString()
                        .replace(
                                "upstreams:\n",
                                "upstreams:\n  - { name: more, endpoints: [\"" + two.address() + "\"] }\n"));
                WireClient client = gateway.client()) {
            for (int i = 0; i < 10; i++) {
                assertThat(client.get("/split").body()).isEqualTo("one");
            }
        }
    }

    private static boolean hasIpv6() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByName("::1"))) {
            return socket.isBound() && NetworkInterface.getNetworkInterfaces().hasMoreElements();
        } catch (IOException none) {
            return false;
        }
    }

    @EveryTransport
    void bothSidesMaySpeakIpv6(Transport transport) throws IOException {
        Assumptions.assumeTrue(hasIpv6(), "this machine has no IPv6");
        try (TestBackend backend = TestBackend.on(
                        InetAddress.getByName("::1"),
                        connection -> connection.answerAll(request -> TestBackend.ok("six")));
                TestGateway gateway = TestGateway.start(
                        transport,
                        2,
                        FakePorts.NO_LIMITS,
                        Documents.to(backend).toString().replace("127.0.0.1:0", "[::1]:0"));
                WireClient client = gateway.client()) {
            client.send("GET / HTTP/1.1\r\nHost: [::1]:80\r\n\r\n");
            assertThat(client.answer().body()).isEqualTo("six");
            assertThat(backend.request().field("X-Forwarded-For").orElseThrow()).isIn("::1", "0:0:0:0:0:0:0:1");
            assertThat(backend.request().field("Host")).contains("[::1]:80");
        }
    }
}
