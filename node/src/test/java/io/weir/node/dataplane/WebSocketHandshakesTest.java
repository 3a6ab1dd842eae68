package io.weir.node.dataplane;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.weir.node.testkit.Await;
import io.weir.node.testkit.Documents;
import io.weir.node.testkit.Frames;
import io.weir.node.testkit.NoLeaks;
import io.weir.node.testkit.TestBackend;
import io.weir.node.testkit.TestGateway;
import io.weir.node.testkit.WebSocketBackend;
import io.weir.node.testkit.WireClient;
import io.weir.node.testkit.WireMessage;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What comes before a WebSocket is open: hostile handshakes, policies, and backends that do not want one. */
@ExtendWith(NoLeaks.class)
final class WebSocketHandshakesTest {
    private static final String GOOD = WebSocketTest.handshake() + "\r\n";

    private static String without(String field) {
        return GOOD.lines().filter(line -> !line.startsWith(field)).reduce("", (all, line) -> all + line + "\r\n");
    }

    @ParameterizedTest(name = "{2}")
    @MethodSource
    void aBadHandshakeIsAnsweredAndTheConnectionIsStillGood(String handshake, String expected, String why) {
        try (TestBackend backend = TestBackend.saying("ok");
                TestGateway gateway = TestGateway.start(Documents.to(backend).toString());
                WireClient client = gateway.client()) {
            WireMessage answer = client.send(handshake).answer();
            assertThat(answer.status() + " " + answer.problem()).as(why).isEqualTo(expected);
            assertThat(backend.requests()).isEmpty();
            assertThat(client.get("/").body()).isEqualTo("ok");
            assertThat(gateway.tunnels()).isZero();
        }
    }

    static Stream<Arguments> aBadHandshakeIsAnsweredAndTheConnectionIsStillGood() {
        return Stream.of(
                arguments(without("Sec-WebSocket-Key"), "400 bad-request", "no key"),
                arguments(without("Sec-WebSocket-Version"), "426 websocket-version", "no version"),
                arguments(GOOD.replace(": 13", ": 8"), "426 websocket-version", "an old version"),
                arguments(GOOD.replace("GET", "DELETE"), "400 bad-request", "another method"),
                arguments(GOOD.replace("\r\n\r\n", "\r\nContent-Length: 2\r\n\r\nhi"), "400 bad-request", "a body"),
                arguments(GOOD.replace(WebSocketTest.KEY, "x".repeat(24)), "400 bad-request", "no base64"));
    }

    @Test
    void theVersionThatIsSpokenIsTold() {
        try (TestBackend backend = TestBackend.saying("ok");
                TestGateway gateway = TestGateway.start(Documents.to(backend).toString());
                WireClient client = gateway.client()) {
            WireMessage answer = client.send(GOOD.replace(": 13", ": 12")).answer();
            assertThat(answer.field("Sec-WebSocket-Version")).contains("13");
            assertThat(answer.field("Upgrade")).contains("websocket");
        }
    }

    @ParameterizedTest(name = "{2}")
    @CsvSource({
        "Upgrade: h2c,             Connection: Upgrade,    another protocol",
        "Upgrade: websocket,       Connection: keep-alive, Connection does not name it",
        "Upgrade: TLS/1.0,         Connection: Upgrade,    TLS within HTTP",
    })
    void anUpgradeToAnythingElseIsLeftOut(String upgrade, String connection, String why) {
        try (TestBackend backend = TestBackend.saying("ok");
                TestGateway gateway = TestGateway.start(Documents.to(backend).toString());
                WireClient client = gateway.client()) {
            assertThat(client.get("/", WireMessage.lines(upgrade, connection)).body())
                    .as(why)
                    .isEqualTo("ok");
            assertThat(backend.request().values("Upgrade")).isEmpty();
            assertThat(backend.request().values("Connection")).isEmpty();
        }
    }

    @ParameterizedTest(name = "{1}")
    @MethodSource
    void a101ThatIsNoAnswerIsNotBelieved(String head, String why) {
        try (TestBackend backend = TestBackend.playing(connection -> {
                    connection.request();
                    connection.write(head).waitForTheEnd();
                });
                TestGateway gateway = TestGateway.start(Documents.to(backend).toString());
                WireClient client = gateway.client()) {
            WireMessage answer = client.send(GOOD).answer();
            assertThat(answer.status() + " " + answer.problem()).as(why).isEqualTo("502 bad-answer");
            Await.until(() -> "closed at the backend", () -> backend.open() == 0);
            assertThat(backend.requests()).as("never tried again").hasSize(1);
            assertThat(gateway.inFlight()).isZero();
            assertThat(gateway.tunnels()).isZero();
        }
    }

    static Stream<Arguments> a101ThatIsNoAnswerIsNotBelieved() {
        String begin = "HTTP/1.1 101 Switching Protocols\r\n";
        String upgrade = "Connection: Upgrade\r\nUpgrade: websocket\r\n";
        String accept = "Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n";
        return Stream.of(
                arguments(begin + "\r\n", "says nothing"),
                arguments(begin + upgrade + "\r\n", "no accept"),
                arguments(begin + upgrade + accept.replace('3', '4') + "\r\n", "a wrong accept"),
                arguments(begin + accept + "Connection: Upgrade\r\nUpgrade: h2c\r\n\r\n", "another protocol"),
                arguments(begin + upgrade + accept + "Content-Length: 4\r\n\r\n", "a body"));
    }

    @Test
    void a101ThatNobodyAskedForIsNotBelieved() {
        try (TestBackend backend = TestBackend.answering(request ->
                        "HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n");
                TestGateway gateway = TestGateway.start(Documents.to(backend).toString());
                WireClient client = gateway.client()) {
            assertThat(client.get("/").problem()).isEqualTo("bad-answer");
        }
    }

    @Test
    void aBackendThatDoesNotWantOneAnswersAsToAnyRequest() {
        try (TestBackend backend =
                        TestBackend.answering(request -> request.target().equals("/chat")
                                ? "HTTP/1.1 401 Unauthorized\r\nWWW-Authenticate: Basic\r\nContent-Length: 2\r\n\r\nno"
                                : TestBackend.ok("yes"));
                TestGateway gateway = TestGateway.start(Documents.to(backend).toString());
                WireClient client = gateway.client()) {
            WireMessage answer = client.send(GOOD).answer();
            assertThat(answer.status() + answer.body()).isEqualTo("401no");
            assertThat(answer.values("Upgrade")).isEmpty();
            assertThat(client.get("/").body())
                    .as("both connections are still good")
                    .isEqualTo("yes");
            assertThat(backend.accepted()).isEqualTo(1);
        }
    }

    @Test
    void anotherEndpointIsTriedUntilOneHasAnswered() {
        try (TestBackend failing = TestBackend.playing(connection -> connection.request());
                TestBackend good = WebSocketBackend.echo();
                TestGateway gateway =
                        TestGateway.single(Documents.to(failing, good).toString())) {
            for (int i = 0; i < 2; i++) {
                try (WireClient client = gateway.client()) {
                    assertThat(client.send(GOOD).head().status()).isEqualTo(101);
                    client.send(Frames.maskedText("hi"));
                    assertThat(client.frame().text()).isEqualTo("hi");
                }
            }
            assertThat(failing.requests()).hasSize(1);
        }
    }

    @Test
    void aPolicyRefusesWebSocketsAndNothingElse() {
        try (TestBackend backend = TestBackend.saying("ok");
                TestGateway gateway = TestGateway.start(Documents.to(backend)
                        .route("policies: [none]")
                        .more("policies:\n  - { name: none, websocket: false }")
                        .toString());
                WireClient client = gateway.client()) {
            WireMessage answer = client.send(GOOD).answer();
            assertThat(answer.status() + " " + answer.problem()).isEqualTo("403 websocket-refused");
            assertThat(client.get("/").body()).isEqualTo("ok");
        }
    }

    @ParameterizedTest(name = "{2}")
    @CsvSource({
        "https://evil.example,  403, a page elsewhere",
        "http://example.com,    101, a page of the same origin",
        "https://app.example,   101, a page that is listed",
        "'',                    101, no page at all",
    })
    void pagesElsewhereMayNotOpenOneWhereForgedRequestsAreRefused(String origin, int status, String why) {
        try (TestBackend backend = WebSocketBackend.echo();
                TestGateway gateway = TestGateway.start(Documents.to(backend)
                        .route("policies: [own]")
                        .more("policies:\n  - { name: own, csrf: { origins: [\"https://app.example\"] } }")
                        .toString());
                WireClient client = gateway.client()) {
            String field = origin.isEmpty() ? "X-A: 1" : "Origin: " + origin;
            WireMessage answer =
                    client.send(WebSocketTest.handshake(field) + "\r\n").head();
            assertThat(answer.status()).as(why).isEqualTo(status);
        }
    }

    @Test
    void credentialsAreAskedForAndTakenOut() {
        String key = io.weir.node.testkit.Hashes.sha256("secret");
        try (TestBackend backend = WebSocketBackend.echo();
                TestGateway gateway = TestGateway.start(Documents.to(backend)
                        .route("policies: [in]")
                        .more(
                                "policies:\n  - { name: in, authenticate: { any-of: [{ api-key: { header: X-Key } }] } }\n"
                                        + "consumers:\n  - { name: acme, api-keys: [{ sha256: " + key + " }] }")
                        .toString());
                WireClient client = gateway.client()) {
            assertThat(client.send(GOOD).answer().problem()).isEqualTo("unauthenticated");
            client.send(WebSocketTest.handshake("X-Key: secret") + "\r\n");
            assertThat(client.head().status()).isEqualTo(101);
            assertThat(backend.request().field("X-Consumer-Name")).contains("acme");
            assertThat(backend.request().field("X-Key")).isEmpty();
        }
    }

    @Test
    void anOpenOneHoldsAConnectionOfItsUpstream() {
        try (TestBackend backend = WebSocketBackend.echo();
                TestGateway gateway = TestGateway.single(Documents.to(backend)
                        .upstream("limits: { connections: 1, pending: 1 }, timeouts: { connect: 100ms }")
                        .toString());
                WireClient second = gateway.client()) {
            try (WireClient first = gateway.client()) {
                assertThat(first.send(GOOD).head().status()).isEqualTo(101);
                assertThat(second.send(GOOD).answer().problem()).isEqualTo("overloaded");
            }
            Await.until(() -> "given back", () -> gateway.tunnels() == 0 && backend.open() == 0);
            assertThat(second.send(GOOD).head().status()).isEqualTo(101);
        }
    }

    /** What is behind a handshake that failed is the next request, and never reaches a backend as anything else. */
    @Test
    void bytesBehindAHandshakeThatFailedAreRequests() {
        try (TestBackend backend = TestBackend.answering(request -> TestBackend.ok(request.target()));
                TestGateway gateway = TestGateway.start(Documents.to(backend).toString());
                WireClient client = gateway.client()) {
            client.send(GOOD + "GET /next HTTP/1.1\r\nHost: a\r\n\r\n");
            assertThat(client.answer().body()).isEqualTo("/chat");
            assertThat(client.answer().body()).isEqualTo("/next");
        }
    }

    @Test
    void bytesBehindAGoodHandshakeWaitForThe101() {
        try (TestBackend backend = WebSocketBackend.echo();
                TestGateway gateway = TestGateway.start(Documents.to(backend).toString());
                WireClient client = gateway.client()) {
            client.send(GOOD + Frames.maskedText("early"));
            assertThat(client.head().status()).isEqualTo(101);
            assertThat(client.frame().text()).isEqualTo("early");
        }
    }
}
