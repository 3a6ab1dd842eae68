package io.weir.node.dataplane.http2;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.config.formation.Transport;
import io.weir.node.dataplane.tls.TlsEngine;
import io.weir.node.state.TicketKeys;
import io.weir.node.testkit.Documents;
import io.weir.node.testkit.FakePorts;
import io.weir.node.testkit.FrameClient;
import io.weir.node.testkit.Hashes;
import io.weir.node.testkit.Http2Code;
import io.weir.node.testkit.NoLeaks;
import io.weir.node.testkit.TestBackend;
import io.weir.node.testkit.TestCa;
import io.weir.node.testkit.TestCertificates;
import io.weir.node.testkit.TestGateway;
import io.weir.node.testkit.WireClient;
import io.weir.node.testkit.WireMessage;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Policies know nothing of wires: some of each kind, over HTTP/2. */
@ExtendWith(NoLeaks.class)
class Http2PoliciesTest {
    private static TestGateway gateway(TestBackend backend, String policy, String more) {
        return TestGateway.start(Documents.to(backend)
                .listener("protocols: [http/1.1, h2c]")
                .route("policies: [p]")
                .more("policies:\n  - " + policy + "\n" + more)
                .toString());
    }

    private static FrameClient client(TestGateway gateway) {
        return FrameClient.plain(gateway.address("public"));
    }

    @Test
    void aClientIsKnownByItsKey() {
        try (TestBackend backend = TestBackend.saying("hello");
                TestGateway gateway = gateway(
                        backend,
                        "{ name: p, authenticate: { any-of: [{ api-key: { header: x-key } }] } }",
                        "consumers:\n  - { name: alice, api-keys: [{ sha256: " + Hashes.sha256("secret") + " }] }");
                FrameClient client = client(gateway)) {
            assertThat(client.answer(client.get("/")).status()).isEqualTo(401);
            assertThat(client.answer(client.get("/", "x-key", "wrong")).status())
                    .isEqualTo(401);
            assertThat(client.answer(client.get("/", "x-key", "secret")).status())
                    .isEqualTo(200);
            assertThat(backend.request().values("x-key")).as("it stays here").isEmpty();
        }
    }

    /** A body without a length is a body: what is checked with HTTP/1.1 is checked here. */
    @Test
    void aBodyIsHeldAgainstItsSchemaWithAndWithoutALength() {
        try (TestBackend backend = TestBackend.saying("hello");
                TestGateway gateway = gateway(backend, "{ name: p, validate: { schema: { type: array } } }", "");
                FrameClient client = client(gateway)) {
            for (String[] fields : new String[][] {
                {"content-type", "application/json"}, {"content-type", "application/json", "content-length", "2"}
            }) {
                int bad = client.request("POST", "/", false, fields);
                client.data(bad, true, "{}");
                assertThat(client.answer(bad).status()).isEqualTo(422);
                int good = client.request("POST", "/", false, fields);
                client.data(good, true, "[]");
                assertThat(client.answer(good).status()).isEqualTo(200);
                assertThat(backend.request().body()).isEqualTo("[]");
            }
        }
    }

    @Test
    void aBodyThatIsTooLargeIsRefusedAsItComes() {
        try (TestBackend backend = TestBackend.saying("hello");
                TestGateway gateway = gateway(backend, "{ name: p, request-limits: { body: 1KiB } }", "");
                FrameClient client = client(gateway)) {
            int stream = client.request("POST", "/", false);
            for (int i = 0; i < 3; i++) {
                client.data(stream, false, "x".repeat(500));
            }
            assertThat(client.answer(stream).status()).isEqualTo(413);
            assertThat(client.answer(client.get("/")).status()).isEqualTo(200);
        }
    }

    @Test
    void theUpgradeThatWasOnceDefinedIsNotServed() {
        try (TestBackend backend = TestBackend.saying("hello");
                TestGateway gateway = TestGateway.start(Documents.to(backend)
                        .listener("protocols: [http/1.1, h2c]")
                        .toString());
                WireClient client = gateway.client()) {
            client.send(WireMessage.lines(
                    "GET / HTTP/1.1",
                    "Host: a",
                    "Connection: Upgrade, HTTP2-Settings",
                    "Upgrade: h2c",
                    "HTTP2-Settings: AAMAAABkAAQAAP__",
                    ""));
            assertThat(client.answer().status()).isEqualTo(200);
            assertThat(backend.request().field("upgrade")).isEmpty();
        }
    }

    @Test
    void anAnswerWithMoreFieldsThanAFrameHoldsIsWhole() {
        StringBuilder head = new StringBuilder("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n");
        for (int i = 0; i < 20; i++) {
            head.append("x-")
                    .append(i)
                    .append(": ")
                    .append("\"<>|^".repeat(240))
                    .append("\r\n");
        }
        try (TestBackend backend = TestBackend.answering(request -> head + "\r\nok");
                TestGateway gateway = TestGateway.start(
                        Documents.to(backend).listener("protocols: [h2c]").toString());
                FrameClient client = client(gateway)) {
            FrameClient.Answer answer = client.answer(client.get("/"));
            assertThat(answer.body()).isEqualTo("ok");
            assertThat(answer.head().field("x-19")).contains("\"<>|^".repeat(240));
        }
    }

    @Test
    void whoHasAskedTooOftenIsToldSoBeforeTheBodyHasCome() {
        try (TestBackend backend = TestBackend.saying("hello");
                TestGateway gateway = TestGateway.start(
                        Transport.AUTO,
                        1,
                        FakePorts.NOTHING_LEFT,
                        Documents.to(backend)
                                .listener("protocols: [h2c]")
                                .route("policies: [p]")
                                .more("policies: [{ name: p, rate-limit: { rate: 2/h, key: address } }]")
                                .toString());
                FrameClient client = client(gateway)) {
            FrameClient.Answer answer = client.answer(client.get("/"));
            assertThat(answer.status()).isEqualTo(429);
            assertThat(answer.problem()).isEqualTo("rate-limited");
            assertThat(answer.head().field("retry-after")).isPresent();
            int sending = client.request("POST", "/", false);
            assertThat(client.answer(sending).status()).isEqualTo(429);
            assertThat(client.resetOf(sending)).isEqualTo(Http2Code.NO_ERROR);
            client.sync(); // the connection is still good
            assertThat(backend.requests()).isEmpty();
        }
    }

    @Test
    void aPreflightIsAnsweredAndAnotherOriginIsNotLetIn() {
        try (TestBackend backend = TestBackend.saying("hello");
                TestGateway gateway = gateway(
                        backend, "{ name: p, cors: { origins: [\"https://a.example\"], methods: [PUT] } }", "");
                FrameClient client = client(gateway)) {
            FrameClient.Answer preflight = client.answer(client.request(
                    "OPTIONS", "/", true, "origin", "https://a.example", "access-control-request-method", "PUT"));
            assertThat(preflight.status()).isEqualTo(204);
            assertThat(preflight.head().field("access-control-allow-origin")).contains("https://a.example");
            assertThat(preflight.head().field("access-control-allow-methods")).isPresent();
            assertThat(preflight.body()).isEmpty();
            assertThat(backend.requests()).isEmpty();
            FrameClient.Answer good = client.answer(client.get("/", "origin", "https://a.example"));
            assertThat(good.head().field("access-control-allow-origin")).contains("https://a.example");
            FrameClient.Answer bad = client.answer(client.get("/", "origin", "https://b.example"));
            assertThat(bad.head().field("access-control-allow-origin")).isEmpty();
        }
    }

    @Test
    void anAuthorityThatTheCertificateDoesNotCoverIsMisdirectedAndItsStreamAlone() {
        TestCa ca = TestCa.root("root");
        TestCertificates certificates = new TestCertificates()
                .put("example-com", ca.leaf("localhost").hosts("localhost").issue());
        try (TestBackend backend = TestBackend.saying("hello");
                TestGateway gateway = TestGateway.start(
                        certificates.ports(TlsEngine.best(), TicketKeys.OWN),
                        Documents.to(backend).tls("", "example-com").toString());
                FrameClient client = FrameClient.secure(gateway.address("public"), ca.trusting(), "localhost")) {
            FrameClient.Answer answer = client.answer(client.get("/"));
            assertThat(answer.status()).as("example.com").isEqualTo(421);
            assertThat(answer.problem()).isEqualTo("misdirected-request");
            int good = client.nextStream();
            client.headers(good, true, ":method", "GET", ":scheme", "https", ":path", "/", ":authority", "localhost");
            assertThat(client.answer(good).status()).isEqualTo(200);
        }
    }

    @Test
    void theClientIsTheOneThatAPROXYHeaderNames() {
        try (TestBackend backend = TestBackend.saying("hello");
                TestGateway gateway = TestGateway.start(Documents.to(backend)
                        .listener("protocols: [h2c], trusted: [127.0.0.0/8], proxy-protocol: accept")
                        .toString());
                FrameClient client = FrameClient.silent(gateway.address("public"))) {
            client.raw("PROXY TCP4 192.0.2.7 198.51.100.1 56324 443\r\n".getBytes(StandardCharsets.US_ASCII))
                    .raw(FrameClient.prefaceBytes())
                    .settings();
            for (int i = 0; i < 2; i++) {
                assertThat(client.answer(client.get("/")).body()).isEqualTo("hello");
                assertThat(backend.request().field("X-Forwarded-For")).contains("192.0.2.7");
            }
        }
    }

    @Test
    void aPROXYHeaderStandsBeforeTls() {
        TestCa ca = TestCa.root("root");
        TestCertificates certificates = new TestCertificates()
                .put("example-com", ca.leaf("localhost").hosts("localhost").issue());
        try (TestBackend backend = TestBackend.saying("hello");
                TestGateway gateway = TestGateway.start(
                        certificates.ports(TlsEngine.best(), TicketKeys.OWN),
                        Documents.to(backend)
                                .tls("", "example-com")
                                .listener("trusted: [127.0.0.0/8], proxy-protocol: accept")
                                .toString());
                FrameClient client = FrameClient.secureBehind(
                        "PROXY TCP4 192.0.2.8 198.51.100.1 56324 443\r\n",
                        gateway.address("public"),
                        ca.trusting(),
                        "localhost")) {
            int stream = client.nextStream();
            client.headers(stream, true, ":method", "GET", ":scheme", "https", ":path", "/", ":authority", "localhost");
            assertThat(client.answer(stream).body()).isEqualTo("hello");
            assertThat(backend.request().field("X-Forwarded-For")).contains("192.0.2.8");
        }
    }
}
