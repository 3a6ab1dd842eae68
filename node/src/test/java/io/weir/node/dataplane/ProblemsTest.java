package io.weir.node.dataplane;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.weir.config.formation.Transport;
import io.weir.node.testkit.Await;
import io.weir.node.testkit.Documents;
import io.weir.node.testkit.FakePorts;
import io.weir.node.testkit.NoLeaks;
import io.weir.node.testkit.TestBackend;
import io.weir.node.testkit.TestGateway;
import io.weir.node.testkit.WireClient;
import io.weir.node.testkit.WireMessage;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the gateway answers itself: one type for each thing that can be wrong (docs/errors.md). */
@ExtendWith(NoLeaks.class)
final class ProblemsTest {
    private static final String ROUTES =
            """
              - { name: orders, match: { path: "/orders", methods: [GET, DELETE] }, respond: { body: ok } }
              - { name: limited, match: { path: "/limited" }, policies: [limit], respond: { body: ok } }
            policies:
              - { name: limit, rate-limit: { key: address, rate: 1/s } }
            """;

    private static String document() {
        return Documents.toAddresses("127.0.0.1:1")
                .listener("limits: { head: 1KiB, fields: 8, body: 100B }")
                .more(ROUTES)
                .toString()
                .replace("path: \"/**\"", "path: \"/all/**\"");
    }

    static Stream<Arguments> problems() {
        String host = "Host: a\r\n";
        return Stream.of(
                arguments("GET /x HTTP/1.1\r\n" + host + "\r\n", "404 no-route", true),
                arguments("POST /orders HTTP/1.1\r\n" + host + "\r\n", "405 method-not-allowed", true),
                arguments("GET /all HTTP/1.1\r\n" + host + "\r\n", "502 connect-failed", true),
                arguments("GET /limited HTTP/1.1\r\n" + host + "\r\n", "429 rate-limited", true),
                arguments("GET / HTTP/1.1\r\n\r\n", "400 bad-request", false),
                arguments("GET / HTTP/1.1\nHost: a\n\n", "400 bad-request", false),
                arguments("GET /all HTTP/1.1\r\n" + host + "Expect: money\r\n\r\n", "417 expectation-failed", true),
                arguments(
                        "PUT /all HTTP/1.1\r\n" + host + "Content-Length: 500000\r\n\r\n", "413 body-too-large", false),
                arguments("GET /" + "x".repeat(1100) + " HTTP/1.1\r\n" + host + "\r\n", "414 uri-too-long", false),
                arguments(
                        "GET / HTTP/1.1\r\n" + host + "A: " + "x".repeat(1100) + "\r\n\r\n",
                        "431 head-too-large",
                        false),
                arguments("GET / HTTP/1.1\r\n" + host + "A: b\r\n".repeat(8) + "\r\n", "431 head-too-large", false),
                arguments("CONNECT a:443 HTTP/1.1\r\n" + host + "\r\n", "501 not-implemented", false),
                arguments(
                        "PUT /all HTTP/1.1\r\n" + host + "Transfer-Encoding: gzip, chunked\r\n\r\n",
                        "501 not-implemented",
                        false),
                arguments("GET / HTTP/2.0\r\n" + host + "\r\n", "505 unsupported-version", false));
    }

    @ParameterizedTest(name = "{1}")
    @MethodSource("problems")
    void eachProblemHasItsTypeAndTheRequestId(String request, String expected, boolean keeps) {
        try (TestGateway gateway = TestGateway.start(Transport.AUTO, 1, FakePorts.NOTHING_LEFT, document());
                WireClient client = gateway.client()) {
            WireMessage answer = client.send(request).answer();
            assertThat(answer.status() + " " + answer.problem()).isEqualTo(expected);
            assertThat(answer.field("Content-Type")).contains("application/problem+json");
            String id = answer.field("X-Request-Id").orElseThrow();
            assertThat(answer.body())
                    .contains("\"requestId\":\"" + id + "\"", "\"status\":" + answer.status(), "\"title\":\"");
            if (keeps) {
                assertThat(client.get("/orders").body()).isEqualTo("ok");
            } else {
                assertThat(answer.field("Connection")).contains("close");
                assertThat(client.isAtItsEnd()).isTrue();
            }
            Await.until(() -> "recorded: " + gateway.ended(), () -> gateway.ended().stream()
                    .anyMatch(ended -> ended.requestId().equals(id) && expected.endsWith("" + ended.problem())));
        }
    }

    @Test
    void aMethodThatIsNotAllowedIsToldWhichAre() {
        try (TestGateway gateway = TestGateway.start(document());
                WireClient client = gateway.client()) {
            client.send("PUT /orders HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n\r\nhi");
            assertThat(client.answer().field("Allow").orElseThrow().split(", "))
                    .containsExactlyInAnyOrder("GET", "HEAD", "DELETE");
            assertThat(client.get("/orders").status()).as("the body was read").isEqualTo(200);
        }
    }

    @Test
    void aProblemForHeadHasNoBody() {
        try (TestGateway gateway = TestGateway.start(document());
                WireClient client = gateway.client()) {
            client.send("HEAD /x HTTP/1.1\r\nHost: a\r\n\r\n");
            assertThat(client.answerToHead().status()).isEqualTo(404);
            assertThat(client.get("/orders").body()).isEqualTo("ok");
        }
    }

    @Test
    void aChunkedBodyThatGrowsTooLargeIsRefusedOnTheWay() {
        try (TestBackend backend = TestBackend.saying("ok");
                TestGateway gateway = TestGateway.start(
                        Documents.to(backend).listener("limits: { body: 100B }").toString());
                WireClient client = gateway.client()) {
            client.send("POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n");
            client.send("60\r\n" + "x".repeat(96) + "\r\n");
            client.send("60\r\n" + "x".repeat(96) + "\r\n");
            assertThat(client.answer().problem()).isEqualTo("body-too-large");
            assertThat(client.isAtItsEnd()).isTrue();
            assertThat(gateway.inFlight()).isZero();
        }
    }

    @Test
    void aClientIdThatNeedsEscapingDoesNotBreakTheJson() {
        try (TestGateway gateway = TestGateway.start(document());
                WireClient client = gateway.client()) {
            WireMessage answer = client.get("/x", "X-Request-Id: <b>\u00e4'&\r\n");
            assertThat(answer.body()).contains("\"requestId\":\"");
            assertThat(answer.field("X-Request-Id").orElseThrow()).matches("[0-9a-f]{32}");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "not http\r\n\r\n",
                "HTTP/1.1 200 OK\nA: b\n\n",
                "HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab",
                "HTTP/1.1 200 OK\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
                "HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\n\r\n",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip\r\n\r\n",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nnot chunks",
            })
    void aBackendThatDoesNotSpeakHttpIsABadAnswer(String answer) {
        try (TestBackend backend = TestBackend.answering(request -> answer);
                TestGateway gateway = TestGateway.start(Documents.to(backend).toString());
                WireClient client = gateway.client()) {
            WireMessage got = client.get("/");
            assertThat(got.status() + " " + got.problem()).isEqualTo("502 bad-answer");
            assertThat(gateway.inFlight()).isZero();
            assertThat(gateway.connections())
                    .as("the client's connection is kept")
                    .isEqualTo(1);
        }
    }

    @Test
    void aHeadThatNeverEndsIsABadAnswer() {
        try (TestBackend backend = TestBackend.answering(
                        request -> "HTTP/1.1 200 OK\r\n" + ("A: " + "x".repeat(1000) + "\r\n").repeat(70));
                TestGateway gateway = TestGateway.start(Documents.to(backend).toString());
                WireClient client = gateway.client()) {
            assertThat(client.get("/").problem()).isEqualTo("bad-answer");
        }
    }

    @Test
    void aLongHeadOfAnAnswerPasses() {
        String fields = ("A: " + "x".repeat(1000) + "\r\n").repeat(40);
        try (TestBackend backend = TestBackend.answering(
                        request -> "HTTP/1.1 200 OK\r\n" + fields + "Content-Length: 2\r\n\r\nok");
                TestGateway gateway = TestGateway.start(Documents.to(backend).toString());
                WireClient client = gateway.client()) {
            assertThat(client.get("/").values("A")).hasSize(40);
        }
    }

    @Test
    void anUpstreamWithoutAUsableEndpointSaysSo() {
        String document = Documents.toAddresses("127.0.0.1:1")
                .toString()
                .replace("[\"127.0.0.1:1\"]", "[{ address: \"127.0.0.1:1\", weight: 0 }]");
        try (TestGateway gateway = TestGateway.start(document);
                WireClient client = gateway.client()) {
            WireMessage answer = client.get("/");
            assertThat(answer.status() + " " + answer.problem()).isEqualTo("503 no-endpoint");
        }
    }

    @Test
    void aBackendThatClosesWithoutAWordIsAConnectionLost() {
        try (TestBackend backend = TestBackend.playing(TestBackend.Connection::request);
                TestGateway gateway = TestGateway.start(Documents.to(backend).toString());
                WireClient client = gateway.client()) {
            WireMessage answer = client.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n\r\nhi")
                    .answer();
            assertThat(answer.status() + " " + answer.problem()).isEqualTo("502 connection-lost");
            assertThat(backend.requests()).hasSize(1);
        }
    }

    @Test
    void anOwnerThatIsSilentLeavesTheRequestUndecided() {
        try (TestGateway gateway = TestGateway.start(Transport.AUTO, 1, FakePorts.NO_OWNER, document());
                WireClient client = gateway.client()) {
            WireMessage answer = client.get("/limited");
            assertThat(answer.status() + " " + answer.problem()).isEqualTo("503 undecided");
            assertThat(client.get("/orders").body()).isEqualTo("ok");
        }
    }
}
