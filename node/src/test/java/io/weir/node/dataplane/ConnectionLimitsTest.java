package io.weir.node.dataplane;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.config.formation.Transport;
import io.weir.node.state.ConnectionRefusal;
import io.weir.node.testkit.Await;
import io.weir.node.testkit.Documents;
import io.weir.node.testkit.EveryTransport;
import io.weir.node.testkit.NoLeaks;
import io.weir.node.testkit.TestCa;
import io.weir.node.testkit.TestCertificates;
import io.weir.node.testkit.TestGateway;
import io.weir.node.testkit.WireClient;
import java.io.UncheckedIOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What one address may do at a listener; all connections of a test are from one. */
@ExtendWith(NoLeaks.class)
final class ConnectionLimitsTest {
    private static String document(String listener) {
        return Documents.toAddresses("127.0.0.1:1")
                .listener(listener)
                .more("  - { name: ping, match: { path: /ping }, respond: { body: pong } }")
                .toString();
    }

    /** Whether the connection is served; one that is refused is reset. */
    private static boolean serves(WireClient client) {
        try {
            return client.get("/ping").body().equals("pong");
        } catch (UncheckedIOException reset) {
            return false;
        }
    }

    /** A new connection, served and closed. */
    private static boolean takesOne(TestGateway gateway) {
        try (WireClient client = gateway.client()) {
            return serves(client);
        } catch (UncheckedIOException reset) {
            return false;
        }
    }

    @EveryTransport
    void anAddressHasSoManyConnectionsAndNoMore(Transport transport) {
        try (TestGateway gateway = TestGateway.start(transport, document("limits: { connections-per-address: 2 }"));
                WireClient first = gateway.client()) {
            try (WireClient second = gateway.client()) {
                assertThat(serves(first) && serves(second)).isTrue();
                assertThat(takesOne(gateway)).isFalse();
                assertThat(gateway.refusals()).containsExactly(ConnectionRefusal.CONNECTIONS_PER_ADDRESS);
                assertThat(gateway.connections()).as("it was never there").isEqualTo(2);
                assertThat(serves(first)).as("the others do not notice").isTrue();
            }
            Await.until(() -> "the place of one that has left", () -> takesOne(gateway));
        }
    }

    @EveryTransport
    void anAddressOpensThemNoFaster(Transport transport) {
        String limits = "limits: { new-connections-per-address: 1/d, new-connections-burst: 3 }";
        try (TestGateway gateway = TestGateway.start(transport, document(limits))) {
            for (int i = 0; i < 3; i++) {
                assertThat(takesOne(gateway)).isTrue();
            }
            assertThat(takesOne(gateway)).as("the day is long").isFalse();
            assertThat(takesOne(gateway)).isFalse();
            assertThat(gateway.refusals())
                    .containsExactly(
                            ConnectionRefusal.NEW_CONNECTIONS_PER_ADDRESS,
                            ConnectionRefusal.NEW_CONNECTIONS_PER_ADDRESS);
        }
    }

    @Test
    void whoSpeaksForOthersIsExempt() {
        String limits =
                "trusted: [127.0.0.0/8], limits: { connections-per-address: 1," + " new-connections-per-address: 1/d }";
        try (TestGateway gateway = TestGateway.start(document(limits));
                WireClient first = gateway.client();
                WireClient second = gateway.client()) {
            assertThat(serves(first) && serves(second)).isTrue();
            assertThat(gateway.refusals()).isEmpty();
        }
    }

    @Test
    void aLimitThatIsSetLaterFindsTheRightNumbers() {
        try (TestGateway gateway = TestGateway.start(document("limits: {}"));
                WireClient first = gateway.client()) {
            try (WireClient second = gateway.client();
                    WireClient third = gateway.client()) {
                assertThat(serves(first) && serves(second) && serves(third)).isTrue();
                gateway.change(document("limits: { connections-per-address: 2 }"));
                assertThat(serves(third)).as("what is open stays").isTrue();
                assertThat(takesOne(gateway)).as("there are three already").isFalse();
                gateway.change(document("limits: { connections-per-address: 4 }"));
                Await.until(() -> "a fourth", () -> takesOne(gateway));
                gateway.change(document("limits: { connections-per-address: 2 }"));
            }
            Await.until(() -> "a second", () -> takesOne(gateway));
            gateway.change(document("limits: {}"));
            assertThat(takesOne(gateway)).isTrue();
        }
    }

    @Test
    void nothingIsSpentOnTlsForWhatIsRefused() {
        TestCa ca = TestCa.root("root");
        TestCertificates certificates =
                new TestCertificates().put("own", ca.leaf("example.com").issue());
        String document = Documents.toAddresses("127.0.0.1:1")
                .listener("limits: { connections-per-address: 1 }")
                .tls("", "own")
                .toString();
        try (TestGateway gateway = TestGateway.start(certificates.ports(), document);
                WireClient first = WireClient.secure(gateway.address("public"), ca.trusting(), "example.com")) {
            assertThat(first.socket().isConnected()).isTrue();
            try (WireClient second = gateway.client()) {
                assertThat(second.isAtItsEnd()).isTrue();
            } catch (UncheckedIOException reset) {
                assertThat(reset).hasMessageContaining("reset");
            }
            Await.until(() -> "told", () -> gateway.refusals().size() == 1);
            assertThat(gateway.handshakes()).as("the first one's").hasSize(1);
        }
    }

    @Test
    void aListenerThatIsFullIsCountedToo() {
        try (TestGateway gateway = TestGateway.start(document("limits: { connections: 1 }"));
                WireClient first = gateway.client()) {
            assertThat(serves(first)).isTrue();
            try (WireClient second = gateway.client()) {
                assertThat(second.answer().problem()).isEqualTo("too-many-connections");
            }
            assertThat(gateway.refusals()).containsExactly(ConnectionRefusal.CONNECTIONS);
        }
    }
}
