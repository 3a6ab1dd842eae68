package io.weir.node.dataplane;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weir.config.formation.Transport;
import io.weir.node.state.TcpEnd;
import io.weir.node.state.TlsHandshake;
import io.weir.node.testkit.Await;
import io.weir.node.testkit.EndedTcp;
import io.weir.node.testkit.EveryTransport;
import io.weir.node.testkit.FakePorts;
import io.weir.node.testkit.NoLeaks;
import io.weir.node.testkit.TestBackend;
import io.weir.node.testkit.TestCa;
import io.weir.node.testkit.TestCertificates;
import io.weir.node.testkit.TestGateway;
import io.weir.node.testkit.WireClient;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** TLS that goes through, ends here, or begins here, on connections that are passed on as bytes. */
@ExtendWith(NoLeaks.class)
final class TcpTlsTest {
    private static final TestCa CA = TestCa.root("tcp");

    @TempDir
    Path folder;

    private static TestBackend secure(String name) {
        return TestBackend.secure(
                CA.trusting(
                        CA.leaf(name).hosts("*." + name).addresses("127.0.0.1").issue()),
                connection -> {
                    connection.write(name + ":");
                    echo(connection);
                });
    }

    private static void echo(TestBackend.Connection connection) throws IOException {
        var in = connection.socket().getInputStream();
        byte[] part = new byte[16 * 1024];
        for (int count = in.read(part); count >= 0; count = in.read(part)) {
            connection.socket().getOutputStream().write(part, 0, count);
        }
    }

    private static String byName(TestBackend a, TestBackend b, String more) {
        return """
                weir: 1
                listeners:
                  - { name: public, address: "127.0.0.1:0", tcp: { sni: { "a.org": a, "*.b.org": b, "x.b.org": a }%s } }
                upstreams:
                  - { name: a, endpoints: ["%s"] }
                  - { name: b, endpoints: ["%s"] }
                """
                .formatted(more, a.address(), b.address());
    }

    private static WireClient secure(TestGateway gateway, String host) {
        return WireClient.secure(gateway.address("public"), CA.trusting(), host);
    }

    @EveryTransport
    void aNameLeadsToItsBackendWhichTheClientVerifies(Transport transport) throws IOException {
        String text = "0123456789".repeat(100_000);
        try (TestBackend a = secure("a.org");
                TestBackend b = secure("b.org");
                TestGateway gateway = TestGateway.start(transport, byName(a, b, ""));
                WireClient toA = secure(gateway, "a.org");
                WireClient toB = secure(gateway, "w.b.org")) {
            assertThat(toA.send("hello").bytes(11)).isEqualTo("a.org:hello");
            assertThat(toB.bytes(6)).isEqualTo("b.org:");
            Thread sending = new Thread(() -> toB.send(text), "sending");
            sending.start();
            assertThat(toB.bytes(text.length())).isEqualTo(text);
            toA.socket().close();
            Await.until(() -> "ended", () -> gateway.endedTcp().size() == 1);
            EndedTcp ended = gateway.endedTcp().get(0);
            assertThat(ended.serverName()).isEqualTo("a.org");
            assertThat(ended.upstream()).isEqualTo("a");
            assertThat(gateway.handshakes()).as("none of its own").isEmpty();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "a.org, a.org, an exact name",
        "A.ORG, a.org, case does not count",
        "w.b.org, b.org, a wildcard",
        "v.w.b.org, b.org, for more than one label",
        "x.b.org, a.org, the exact name before the wildcard",
        "b.org, a.org, a wildcard does not stand for nothing",
        "else.org, a.org, the others",
    })
    void theNameIsFound(String host, String backend, String reason) {
        try (TestBackend a = secure("a.org");
                TestBackend b = secure("b.org");
                TestGateway gateway = TestGateway.start(byName(a, b, ", to: a"));
                WireClient client = WireClient.secure(gateway.address("public"), CA.trusting(), host, wishes -> {
                    wishes.setEndpointIdentificationAlgorithm("");
                })) {
            assertThat(client.bytes(6)).as(reason).isEqualTo(backend + ":");
        }
    }

    @EveryTransport
    void whereNoNameFitsTheClientIsToldSo(Transport transport) {
        try (TestBackend a = secure("a.org");
                TestBackend b = secure("b.org");
                TestGateway gateway = TestGateway.start(transport, byName(a, b, ""))) {
            assertThatThrownBy(() -> secure(gateway, "c.org").close())
                    .isInstanceOf(UncheckedIOException.class)
                    .hasMessageContaining("unrecognized_name");
            Await.until(() -> "ended", () -> gateway.endedTcp().size() == 1);
            assertThat(gateway.endedTcp().get(0).end()).isEqualTo(TcpEnd.NO_UPSTREAM);
            assertThat(gateway.endedTcp().get(0).serverName()).isEqualTo("c.org");
            assertThat(a.accepted() + b.accepted()).isZero();
        }
    }

    @Test
    void aHelloInPiecesIsReadToo() throws IOException {
        try (TestBackend a = TestBackend.playing(connection -> connection.write("got " + connection.skip(120)));
                TestBackend b = secure("b.org");
                TestGateway gateway = TestGateway.start(byName(a, b, ""));
                WireClient client = gateway.client()) {
            byte[] hello = hello("a.org");
            for (byte one : hello) {
                client.socket().getOutputStream().write(one);
            }
            assertThat(client.bytes(4 + String.valueOf(hello.length).length())).startsWith("got ");
        }
    }

    /** As short as a hello can be: TLS 1.2, one suite, the name. */
    private static byte[] hello(String name) {
        byte[] host = name.getBytes(java.nio.charset.StandardCharsets.US_ASCII);
        var out = java.nio.ByteBuffer.allocate(120);
        int extension = host.length + 9;
        int body = 2 + 32 + 1 + 4 + 2 + 2 + extension;
        out.put((byte) 22).putShort((short) 0x301).putShort((short) (body + 4));
        out.put((byte) 1)
                .put((byte) 0)
                .putShort((short) body)
                .putShort((short) 0x303)
                .put(new byte[32]);
        out.put((byte) 0)
                .putShort((short) 2)
                .putShort((short) 0xc02b)
                .put((byte) 1)
                .put((byte) 0);
        out.putShort((short) extension).putShort((short) 0).putShort((short) (host.length + 5));
        out.putShort((short) (host.length + 3))
                .put((byte) 0)
                .putShort((short) host.length)
                .put(host);
        // What follows is for the backend.
        while (out.hasRemaining()) {
            out.put((byte) 'x');
        }
        return out.array();
    }

    @ParameterizedTest
    @CsvSource({
        "'GET / HTTP/1.1\r\n\r\n', no TLS, and no upstream for that",
        "'\u0016\u0003\u0001\u0000\u0005\u0002\u0000\u0000\u0001\u0000', a record of TLS that is no hello",
    })
    void whatMakesNoSenseIsClosed(String start, String reason) {
        try (TestBackend a = secure("a.org");
                TestBackend b = secure("b.org");
                TestGateway gateway = TestGateway.start(byName(a, b, ""));
                WireClient client = gateway.client().send(start)) {
            Await.until(() -> "ended", () -> gateway.endedTcp().size() == 1);
            assertThat(gateway.endedTcp().get(0).end()).as(reason).isIn(TcpEnd.NO_UPSTREAM, TcpEnd.BAD_START);
            assertThat(client.socket().isConnected()).isTrue();
            assertThat(a.accepted() + b.accepted()).isZero();
        }
    }

    @Test
    void whoSaysNothingIsClosedInTime() {
        try (TestBackend a = secure("a.org");
                TestBackend b = secure("b.org");
                TestGateway gateway =
                        TestGateway.start(byName(a, b, "").replace("tcp: {", "timeouts: { head: 100ms }, tcp: {"));
                WireClient client = gateway.client().send("\u0016")) {
            assertThat(client.isAtItsEnd()).isTrue();
            Await.until(() -> "ended", () -> gateway.endedTcp().size() == 1);
            assertThat(gateway.endedTcp().get(0).end()).isEqualTo(TcpEnd.BAD_START);
        }
    }

    private static String ending(TestBackend backend, String tcp) {
        return """
                weir: 1
                certificates:
                  - { name: own, chain: "file:own.pem", key: "file:own.key" }
                listeners:
                  - { name: public, address: "127.0.0.1:0", tls: { certificates: [own] }, tcp: { %s } }
                upstreams:
                  - { name: a, endpoints: ["%s"] }
                """
                .formatted(tcp, backend.address());
    }

    @EveryTransport
    void tlsCanEndHere(Transport transport) throws IOException {
        TestCertificates certificates =
                new TestCertificates().put("own", CA.leaf("a.org").issue());
        String text = "0123456789".repeat(100_000);
        try (TestBackend backend = TestBackend.playing(TcpTlsTest::echo);
                TestGateway gateway =
                        TestGateway.start(transport, 2, FakePorts.NO_LIMITS, certificates, ending(backend, "to: a"));
                WireClient client = WireClient.secure(gateway.address("public"), CA.trusting(), "a.org", wishes -> {
                    wishes.setApplicationProtocols(new String[] {"postgresql"});
                })) {
            Thread sending = new Thread(() -> client.send(text), "sending");
            sending.start();
            assertThat(client.bytes(text.length())).isEqualTo(text);
            client.socket().close();
            Await.until(() -> "ended", () -> gateway.endedTcp().size() == 1);
            assertThat(gateway.endedTcp().get(0).end()).isEqualTo(TcpEnd.CLOSED);
            assertThat(gateway.endedTcp().get(0).bytesIn()).as("in plain text").isEqualTo(text.length());
            assertThat(gateway.handshakes()).containsExactly(TlsHandshake.FULL);
        }
    }

    @EveryTransport
    void whereTlsEndsHereTheBackendsEndIsSaidInIt(Transport transport) throws IOException {
        TestCertificates certificates =
                new TestCertificates().put("own", CA.leaf("a.org").issue());
        try (TestBackend backend = TestBackend.playing(connection -> connection.write("all of it"));
                TestGateway gateway = TestGateway.start(
                        transport, 2, FakePorts.NO_LIMITS, certificates, ending(backend, "sni: { \"a.org\": a }"));
                WireClient client = secure(gateway, "a.org")) {
            assertThat(client.toTheEnd()).isEqualTo("all of it");
            client.socket().close();
            Await.until(() -> "ended", () -> gateway.endedTcp().size() == 1);
            assertThat(gateway.endedTcp().get(0).serverName()).isEqualTo("a.org");
            assertThat(gateway.endedTcp().get(0).end()).isEqualTo(TcpEnd.CLOSED);
        }
    }

    private String beginning(TestBackend backend) throws IOException {
        Files.writeString(folder.resolve("ca.pem"), CA.pem());
        return """
                weir: 1
                listeners:
                  - { name: public, address: "127.0.0.1:0", tcp: { to: a } }
                upstreams:
                  - { name: a, endpoints: ["%s"], tls: { trust: "file:%s" } }
                """
                .formatted(backend.address(), folder.resolve("ca.pem"));
    }

    @EveryTransport
    void tlsCanBeginHere(Transport transport) throws IOException {
        String text = "0123456789".repeat(100_000);
        try (TestBackend backend = secure("a.org");
                TestGateway gateway = TestGateway.start(transport, beginning(backend));
                WireClient client = gateway.client()) {
            Thread sending = new Thread(() -> client.send(text), "sending");
            sending.start();
            assertThat(client.bytes(6 + text.length())).isEqualTo("a.org:" + text);
            client.socket().shutdownOutput();
            assertThat(client.isAtItsEnd()).isTrue();
            Await.until(() -> "ended", () -> gateway.endedTcp().size() == 1);
            assertThat(gateway.endedTcp().get(0).end()).isEqualTo(TcpEnd.CLOSED);
            assertThat(gateway.backendHandshakes()).containsExactly(TlsHandshake.FULL);
        }
    }

    @Test
    void aBackendThatCannotBeTrustedIsNone() throws IOException {
        TestCa stranger = TestCa.root("nobody knows");
        try (TestBackend backend = TestBackend.secure(
                        stranger.trusting(
                                stranger.leaf("a.org").addresses("127.0.0.1").issue()),
                        "never");
                TestGateway gateway = TestGateway.start(beginning(backend));
                WireClient client = gateway.client()) {
            assertThat(client.isAtItsEnd()).isTrue();
            Await.until(() -> "ended", () -> gateway.endedTcp().size() == 1);
            assertThat(gateway.endedTcp().get(0).end()).isEqualTo(TcpEnd.CONNECT_FAILED);
            assertThat(gateway.backendHandshakes()).containsExactly(TlsHandshake.FAILED);
        }
    }
}
