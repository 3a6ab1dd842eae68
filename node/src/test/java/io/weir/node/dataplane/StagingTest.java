package io.weir.node.dataplane;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weir.config.formation.Transport;
import io.weir.node.dataplane.accept.ListenerSet;
import io.weir.node.state.Stager.StagingException;
import io.weir.node.testkit.Await;
import io.weir.node.testkit.EveryTransport;
import io.weir.node.testkit.NoLeaks;
import io.weir.node.testkit.TestGateway;
import io.weir.node.testkit.WireClient;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Listeners come and go with revisions. */
@ExtendWith(NoLeaks.class)
final class StagingTest {
    /** {@code name=port} each; answers the name of the document. */
    private static String document(String name, String... listeners) {
        StringBuilder text = new StringBuilder("weir: 1\nlisteners:\n");
        for (String listener : listeners) {
            String[] parts = listener.split("=", -1);
            text.append("  - { name: ").append(parts[0]).append(", address: \"127.0.0.1:");
            text.append(parts[1]).append("\" }\n");
        }
        return text.append("routes: [{ name: all, match: {}, respond: { body: ").append(name) + " } }]\n";
    }

    private static String body(WireClient client) {
        return client.get("/").body();
    }

    private static boolean accepts(int port) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1000);
            return true;
        } catch (IOException refused) {
            return false;
        }
    }

    /** A selector lets go of a socket when it next wakes up. */
    private static void assertRefused(int port) {
        Await.until(() -> "port " + port + " is closed", () -> !accepts(port));
    }

    @EveryTransport
    void aListenerThatStaysKeepsItsConnectionsWhateverElseChanges(Transport transport) {
        try (TestGateway gateway = TestGateway.start(transport, document("one", "public=0"));
                WireClient client = gateway.client()) {
            InetSocketAddress before = gateway.address("public");
            assertThat(body(client)).isEqualTo("one");
            gateway.change(document("two", "public=0", "more=0"));
            assertThat(gateway.address("public")).isEqualTo(before);
            assertThat(gateway.address("more")).isNotEqualTo(before);
            assertThat(body(client)).isEqualTo("two");
            try (WireClient more = new WireClient(gateway.address("more"))) {
                assertThat(body(more)).isEqualTo("two");
            }
        }
    }

    @EveryTransport
    void aListenerThatIsGoneAcceptsNothingButServesWhatItHas(Transport transport) {
        try (TestGateway gateway = TestGateway.start(transport, document("one", "public=0", "old=0"));
                WireClient old = new WireClient(gateway.address("old"))) {
            int port = gateway.address("old").getPort();
            assertThat(body(old)).isEqualTo("one");
            gateway.change(document("two", "public=0"));
            assertThat(gateway.plane().listening()).containsOnlyKeys("public");
            assertRefused(port);
            assertThat(body(old)).isEqualTo("two");
        }
    }

    @EveryTransport
    void aPortInUseIsNamedAndNothingIsLeftOpen(Transport transport) throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                TestGateway gateway = TestGateway.start(transport, document("one", "public=0"));
                WireClient client = gateway.client()) {
            int free = freePort();
            String wanted = document("two", "public=0", "fresh=" + free, "taken=" + taken.getLocalPort());
            assertThatThrownBy(() -> gateway.stage(wanted))
                    .isInstanceOf(StagingException.class)
                    .hasMessageContaining("taken")
                    .hasMessageContaining("port " + taken.getLocalPort() + " is in use");
            assertRefused(free);
            assertThat(body(client)).isEqualTo("one");
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    @EveryTransport
    void whatIsDiscardedIsClosed(Transport transport) throws IOException {
        try (TestGateway gateway = TestGateway.start(transport, document("one", "public=0"));
                WireClient client = gateway.client()) {
            int port = freePort();
            ListenerSet.Staged staged = gateway.stage(document("two", "public=0", "fresh=" + port));
            assertThat(accepts(port)).as("bound already").isTrue();
            assertThat(body(client)).as("but not live").isEqualTo("one");
            staged.discard();
            assertRefused(port);
            assertThat(body(client)).isEqualTo("one");
        }
    }

    @EveryTransport
    void whoeverConnectsWhileARevisionIsStagedIsServedOnceItIsLive(Transport transport) throws IOException {
        try (TestGateway gateway = TestGateway.start(transport, document("one", "public=0"))) {
            int port = freePort();
            ListenerSet.Staged staged = gateway.stage(document("two", "public=0", "fresh=" + port));
            try (WireClient early = new WireClient(new InetSocketAddress(InetAddress.getLoopbackAddress(), port))) {
                early.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
                staged.activate();
                assertThat(early.answer().body()).isEqualTo("two");
            }
        }
    }

    @Test
    void theSettingsOfAListenerChangeUnderItsConnections() {
        try (TestGateway gateway = TestGateway.start(document("one", "public=0"));
                WireClient client = gateway.client()) {
            assertThat(body(client)).isEqualTo("one");
            gateway.change(document("two", "public=0").replace("0\" }", "0\", limits: { head: 1KiB } }"));
            assertThat(client.get("/" + "x".repeat(2000)).status()).isEqualTo(414);
            Await.until(() -> "closed", () -> gateway.connections() == 0);
        }
    }
}
