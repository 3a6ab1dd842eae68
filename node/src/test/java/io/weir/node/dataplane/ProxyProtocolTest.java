package io.weir.node.dataplane;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.config.formation.Transport;
import io.weir.node.decide.proxy.ProxyHeader;
import io.weir.node.decide.proxy.ProxyHeaderWriter;
import io.weir.node.state.ConnectionRefusal;
import io.weir.node.testkit.Await;
import io.weir.node.testkit.Documents;
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
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whose connection it is, as said by the proxy before and to the backend behind. */
@ExtendWith(NoLeaks.class)
final class ProxyProtocolTest {
    private static final String ACCEPT = "trusted: [127.0.0.0/8], proxy-protocol: accept";
    private static final String LINE = "PROXY TCP4 192.0.2.7 198.51.100.1 56324 443\r\n";
    private static final String GET = "GET / HTTP/1.1\r\nHost: example.com\r\n\r\n";

    /** Version 2, as characters. */
    private static String binary(int last) {
        ProxyHeader header =
                new ProxyHeader(new byte[] {(byte) 192, 0, 2, (byte) last}, 1, new byte[] {10, 0, 0, 1}, 2);
        return new String(ProxyHeaderWriter.binary(header, ""), StandardCharsets.ISO_8859_1);
    }

    private static String http(TestBackend backend, String more) {
        return Documents.to(backend).listener(ACCEPT + more).toString();
    }

    private static String tcp(String backend, String listener, String upstream) {
        return """
                weir: 1
                listeners:
                  - { name: public, address: "127.0.0.1:0", tcp: { to: backend }%s }
                upstreams:
                  - { name: backend, endpoints: ["%s"]%s }
                """
                .formatted(listener, backend, upstream);
    }

    private static boolean isRefused(TestGateway gateway, String start) {
        try (WireClient client = gateway.client().send(start)) {
            return client.isAtItsEnd();
        } catch (UncheckedIOException reset) {
            return true;
        }
    }

    @EveryTransport
    void theAnnouncedClientIsTheClient(Transport transport) {
        try (TestBackend backend = TestBackend.saying("hello");
                TestGateway gateway = TestGateway.start(transport, http(backend, ""))) {
            for (String header : new String[] {LINE, binary(7)}) {
                try (WireClient client = gateway.client().send(header + GET)) {
                    assertThat(client.answer().body()).isEqualTo("hello");
                    assertThat(backend.request().field("X-Forwarded-For")).contains("192.0.2.7");
                    assertThat(client.get("/again").body())
                            .as("it holds for all requests")
                            .isEqualTo("hello");
                    assertThat(backend.request().field("X-Forwarded-For")).contains("192.0.2.7");
                }
            }
            assertThat(gateway.refusals()).isEmpty();
        }
    }

    @Test
    void whatTheClientSaysOfItselfIsNotBelieved() {
        String lie = "GET / HTTP/1.1\r\nHost: example.com\r\nX-Forwarded-For: 203.0.113.9\r\n\r\n";
        try (TestBackend backend = TestBackend.saying("hello");
                TestGateway gateway = TestGateway.start(http(backend, ""));
                WireClient client = gateway.client().send(LINE + lie)) {
            assertThat(client.answer().status()).isEqualTo(200);
            assertThat(backend.request().field("X-Forwarded-For").toString()).doesNotContain("203.0.113.9");
        }
    }

    @Test
    void aProxyThatSpeaksForItselfIsTheClient() {
        try (TestBackend backend = TestBackend.saying("hello");
                TestGateway gateway = TestGateway.start(http(backend, ""));
                WireClient client = gateway.client().send("PROXY UNKNOWN\r\n" + GET)) {
            assertThat(client.answer().status()).isEqualTo(200);
            assertThat(backend.request().field("X-Forwarded-For")).contains("127.0.0.1");
        }
    }

    @Test
    void aHeaderMayComeInPieces() {
        try (TestBackend backend = TestBackend.saying("hello");
                TestGateway gateway = TestGateway.start(http(backend, ""));
                WireClient client = gateway.client()) {
            for (char one : (binary(7) + GET).toCharArray()) {
                client.send(String.valueOf(one));
            }
            assertThat(client.answer().status()).isEqualTo(200);
            assertThat(backend.request().field("X-Forwarded-For")).contains("192.0.2.7");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {GET, "PROXY TCP4 1.2.3.4\r\n" + GET, "\u0016\u0003\u0001", LINE + LINE})
    void withoutAHeaderNothingIsServed(String start) {
        try (TestBackend backend = TestBackend.saying("hello");
                TestGateway gateway = TestGateway.start(http(backend, ""));
                WireClient client = gateway.client().send(start)) {
            String answer = "";
            try {
                answer = client.toTheEnd();
            } catch (UncheckedIOException reset) {
                assertThat(gateway.refusals()).containsExactly(ConnectionRefusal.PROXY_PROTOCOL);
            }
            assertThat(answer).doesNotContain("hello");
            assertThat(backend.requests()).isEmpty();
        }
    }

    @Test
    void whoSendsNoneIsClosedInTime() {
        try (TestBackend backend = TestBackend.saying("hello");
                TestGateway gateway = TestGateway.start(http(backend, ", timeouts: { head: 100ms }"))) {
            assertThat(isRefused(gateway, "PROX")).isTrue();
            assertThat(gateway.refusals()).containsExactly(ConnectionRefusal.PROXY_PROTOCOL);
            Await.until(() -> "gone", () -> gateway.connections() == 0);
        }
    }

    @Test
    void strangersMaySendNone() {
        try (TestBackend backend = TestBackend.saying("hello");
                TestGateway gateway = TestGateway.start(Documents.to(backend)
                        .listener("trusted: [10.0.0.0/8], proxy-protocol: accept")
                        .toString())) {
            assertThat(isRefused(gateway, LINE + GET)).isTrue();
            assertThat(isRefused(gateway, GET)).isTrue();
            assertThat(backend.requests()).isEmpty();
            assertThat(gateway.refusals())
                    .containsExactly(ConnectionRefusal.PROXY_PROTOCOL, ConnectionRefusal.PROXY_PROTOCOL);
        }
    }

    @Test
    void limitsOfAddressesAreThoseOfClients() {
        String limits = ", limits: { connections-per-address: 1 }";
        try (TestBackend backend = TestBackend.saying("hello");
                TestGateway gateway = TestGateway.start(http(backend, limits));
                WireClient first = gateway.client().send(binary(1) + GET);
                WireClient second = gateway.client().send(binary(2) + GET)) {
            assertThat(first.answer().status() + second.answer().status()).isEqualTo(400);
            assertThat(isRefused(gateway, binary(1) + GET)).isTrue();
            assertThat(gateway.refusals()).containsExactly(ConnectionRefusal.CONNECTIONS_PER_ADDRESS);
            first.reset();
            Await.until(() -> "its place is free", () -> {
                try (WireClient third = gateway.client().send(binary(1) + GET)) {
                    return third.answer().status() == 200;
                } catch (UncheckedIOException refused) {
                    return false;
                }
            });
        }
    }

    @EveryTransport
    void theHeaderComesBeforeTls(Transport transport) throws IOException {
        TestCa ca = TestCa.root("proxied");
        TestCertificates certificates =
                new TestCertificates().put("own", ca.leaf("example.com").issue());
        try (TestBackend backend = TestBackend.saying("hello");
                TestGateway gateway = TestGateway.start(
                        transport,
                        2,
                        FakePorts.NO_LIMITS,
                        certificates,
                        Documents.to(backend).listener(ACCEPT).tls("", "own").toString());
                WireClient plain = gateway.client().send(LINE);
                WireClient client = WireClient.secure(plain.socket(), ca.trusting(), "example.com")) {
            assertThat(client.get("/").body()).isEqualTo("hello");
            assertThat(backend.request().field("X-Forwarded-For")).contains("192.0.2.7");
        }
    }

    @EveryTransport
    void aBackendIsToldTheClient(Transport transport) throws IOException {
        for (String version : new String[] {"v1", "v2"}) {
            CompletableFuture<String> told = new CompletableFuture<>();
            try (TestBackend backend = TestBackend.playing(connection -> {
                        byte[] got = connection.socket().getInputStream().readNBytes(version.equals("v1") ? 51 : 33);
                        told.complete(new String(got, StandardCharsets.ISO_8859_1));
                    });
                    TestGateway gateway = TestGateway.start(
                            transport, tcp(backend.address(), ", " + ACCEPT, ", proxy-protocol: " + version));
                    WireClient client = gateway.client().send("PROXY TCP4 192.0.2.7 198.51.100.1 56324 443\r\nhello")) {
                String expected = version.equals("v1")
                        ? "PROXY TCP4 192.0.2.7 198.51.100.1 56324 443\r\nhello!"
                        : new String(
                                        ProxyHeaderWriter.binary(
                                                new ProxyHeader(
                                                        new byte[] {(byte) 192, 0, 2, 7},
                                                        56_324,
                                                        new byte[] {(byte) 198, 51, 100, 1},
                                                        443),
                                                ""),
                                        StandardCharsets.ISO_8859_1)
                                + "hello";
                client.send("!");
                assertThat(told.join()).isEqualTo(expected);
                client.socket().close();
                Await.until(() -> "ended", () -> gateway.endedTcp().size() == 1);
                assertThat(gateway.endedTcp().get(0).client()).isEqualTo("192.0.2.7");
            }
        }
    }

    @Test
    void withoutOneBeforeTheConnectionSpeaksForItself() {
        CompletableFuture<String> told = new CompletableFuture<>();
        try (TestBackend backend = TestBackend.playing(connection -> {
                    var in = connection.socket().getInputStream();
                    StringBuilder line = new StringBuilder();
                    for (int one = in.read(); one != '\n'; one = in.read()) {
                        line.append((char) one);
                    }
                    told.complete(line.toString());
                });
                TestGateway gateway = TestGateway.start(tcp(backend.address(), "", ", proxy-protocol: v1"));
                WireClient client = gateway.client()) {
            assertThat(told.join())
                    .isEqualTo("PROXY TCP4 127.0.0.1 127.0.0.1 "
                            + client.socket().getLocalPort() + " "
                            + gateway.address("public").getPort() + "\r");
        }
    }

    /** In plain text, then TLS with the backend begins. */
    @Test
    void theHeaderComesBeforeTlsWithTheBackend(@TempDir Path folder) throws IOException {
        TestCa ca = TestCa.root("behind");
        Files.writeString(folder.resolve("ca.pem"), ca.pem());
        CompletableFuture<String> told = new CompletableFuture<>();
        try (TestBackend backend = TestBackend.playing(connection -> {
                    byte[] got = connection.socket().getInputStream().readNBytes(31);
                    told.complete(new String(got, StandardCharsets.ISO_8859_1));
                });
                TestGateway gateway = TestGateway.start(tcp(
                        backend.address(),
                        ", " + ACCEPT,
                        ", proxy-protocol: v2, tls: { trust: \"file:" + folder.resolve("ca.pem") + "\" }"));
                WireClient client = gateway.client().send(binary(7))) {
            assertThat(told.join()).isEqualTo(binary(7) + "\u0016\u0003\u0001");
            assertThat(client.isAtItsEnd()).isTrue();
        }
    }

    @Test
    void aBackendIsToldTheNameThatTheClientAskedFor() {
        TestCa ca = TestCa.root("named");
        CompletableFuture<String> told = new CompletableFuture<>();
        try (TestBackend backend = TestBackend.playing(connection -> {
                    byte[] got = connection.socket().getInputStream().readNBytes(28 + 3 + 5);
                    told.complete(new String(got, 28, 8, StandardCharsets.ISO_8859_1));
                });
                TestGateway gateway = TestGateway.start(tcp(backend.address(), "", ", proxy-protocol: v2")
                        .replace("{ to: backend }", "{ sni: { a.org: backend } }"))) {
            try (WireClient client = WireClient.secure(gateway.address("public"), ca.trusting(), "a.org")) {
                assertThat(client.isAtItsEnd()).isTrue();
            } catch (UncheckedIOException noTls) {
                assertThat(told.join()).isEqualTo("\u0002\u0000\u0005a.org");
            }
        }
    }
}
