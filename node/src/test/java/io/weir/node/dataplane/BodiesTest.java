package io.weir.node.dataplane;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.config.formation.Transport;
import io.weir.node.testkit.Await;
import io.weir.node.testkit.Documents;
import io.weir.node.testkit.EveryTransport;
import io.weir.node.testkit.NoLeaks;
import io.weir.node.testkit.TestBackend;
import io.weir.node.testkit.TestGateway;
import io.weir.node.testkit.WireClient;
import io.weir.node.testkit.WireMessage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Bodies in every framing, both ways. */
@ExtendWith(NoLeaks.class)
final class BodiesTest {
    private static final String CHUNKED = "Transfer-Encoding: chunked\r\n";

    private static String post(String fields, String body) {
        return "POST /a HTTP/1.1\r\nHost: a\r\n" + fields + "\r\n" + body;
    }

    private static void withAnswer(Transport transport, String answer, java.util.function.Consumer<WireClient> test) {
        try (TestBackend backend = TestBackend.answering(request -> answer);
                TestGateway gateway =
                        TestGateway.start(transport, Documents.to(backend).toString());
                WireClient client = gateway.client()) {
            test.accept(client);
        }
    }

    @EveryTransport
    void aRequestBodyKeepsItsFraming(Transport transport) {
        try (TestBackend backend = TestBackend.saying("ok");
                TestGateway gateway =
                        TestGateway.start(transport, Documents.to(backend).toString());
                WireClient client = gateway.client()) {
            client.send(post("Content-Length: 5\r\n", "hello")).answer();
            assertThat(backend.request().field("Content-Length")).contains("5");
            assertThat(backend.request().body()).isEqualTo("hello");
            client.send(post(CHUNKED, "5;ext=\"1\"\r\nhello\r\n06\r\n world\r\n0\r\nDigest: x\r\n\r\n"))
                    .answer();
            assertThat(backend.request().values("Transfer-Encoding")).containsExactly("chunked");
            assertThat(backend.request().body()).isEqualTo("hello world");
            assertThat(backend.request().trailers()).containsExactly("Digest: x");
            Await.until(() -> "both recorded", () -> gateway.ended().size() == 2);
            assertThat(gateway.ended().get(1).bytesIn()).as("without framing").isEqualTo(11);
        }
    }

    @EveryTransport
    void aChunkedAnswerPassesWithItsTrailers(Transport transport) {
        String answer = "HTTP/1.1 200 OK\r\n" + CHUNKED + "Trailer: Digest\r\n\r\n5\r\nhello\r\n0\r\nDigest: y\r\n\r\n";
        withAnswer(transport, answer, client -> {
            for (int i = 0; i < 2; i++) {
                WireMessage got = client.get("/");
                assertThat(got.values("Transfer-Encoding")).containsExactly("chunked");
                assertThat(got.body()).isEqualTo("hello");
                assertThat(got.trailers()).containsExactly("Digest: y");
            }
        });
    }

    @EveryTransport
    void anAnswerThatEndsWithItsConnectionIsPutIntoChunks(Transport transport) {
        try (TestBackend backend = TestBackend.playing(connection -> {
                    connection.request();
                    connection.write("HTTP/1.1 200 OK\r\n\r\nhello").write(" world");
                });
                TestGateway gateway =
                        TestGateway.start(transport, Documents.to(backend).toString());
                WireClient client = gateway.client()) {
            for (int i = 0; i < 2; i++) {
                WireMessage got = client.get("/");
                assertThat(got.values("Transfer-Encoding")).containsExactly("chunked");
                assertThat(got.body()).isEqualTo("hello world");
            }
            assertThat(backend.accepted()).isEqualTo(2);
        }
    }

    @EveryTransport
    void anHttp10ClientGetsNoChunks(Transport transport) {
        String answer = "HTTP/1.1 200 OK\r\n" + CHUNKED + "\r\n5\r\nhello\r\n6\r\n world\r\n0\r\nDigest: y\r\n\r\n";
        withAnswer(transport, answer, client -> {
            WireMessage got = client.send("GET / HTTP/1.0\r\nConnection: keep-alive\r\n\r\n")
                    .answer();
            assertThat(got.values("Transfer-Encoding")).isEmpty();
            assertThat(got.field("Connection")).as("its end is the body's").contains("close");
            assertThat(got.body()).isEqualTo("hello world");
        });
    }

    @EveryTransport
    void anAnswerToHeadHasNoBodyWhateverItsHeadSays(Transport transport) {
        String answer = "HTTP/1.1 200 OK\r\nContent-Length: 500\r\n\r\n";
        withAnswer(transport, answer, client -> {
            for (int i = 0; i < 2; i++) {
                client.send("HEAD / HTTP/1.1\r\nHost: a\r\n\r\n");
                assertThat(client.answerToHead().field("Content-Length")).contains("500");
            }
        });
    }

    @ParameterizedTest
    @CsvSource({"204 No Content, ''", "304 Not Modified, ''", "304 Not Modified, 'Content-Length: 500\r\n'"})
    void someAnswersNeverHaveABody(String status, String fields) {
        withAnswer(Transport.AUTO, "HTTP/1.1 " + status + "\r\n" + fields + "\r\n", client -> {
            for (int i = 0; i < 2; i++) {
                WireMessage got = client.get("/");
                assertThat(got.start()).isEqualTo("HTTP/1.1 " + status);
                assertThat(got.values("Transfer-Encoding")).isEmpty();
            }
        });
    }

    @EveryTransport
    void interimAnswersArePassedOnButForContinue(Transport transport) {
        String answer = "HTTP/1.1 100 Continue\r\n\r\n"
                + "HTTP/1.1 103 Early Hints\r\nLink: </a.css>; rel=preload\r\nConnection: x\r\nX: y\r\n\r\n"
                + "HTTP/1.1 102 Processing\r\n\r\n" + TestBackend.ok("done");
        withAnswer(transport, answer, client -> {
            WireMessage hints = client.get("/");
            assertThat(hints.start()).isEqualTo("HTTP/1.1 103 Early Hints");
            assertThat(hints.fields()).containsExactly("Link: </a.css>; rel=preload");
            assertThat(client.answer().status()).isEqualTo(102);
            assertThat(client.answer().body()).isEqualTo("done");
        });
    }

    @Test
    void anHttp10ClientGetsNoInterimAnswers() {
        String answer = "HTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\n" + TestBackend.ok("done");
        withAnswer(Transport.AUTO, answer, client -> assertThat(
                        client.send("GET / HTTP/1.0\r\n\r\n").answer().status())
                .isEqualTo(200));
    }

    @EveryTransport
    void aClientThatExpectsToBeToldToContinueIsTold(Transport transport) {
        try (TestBackend backend = TestBackend.saying("ok");
                TestGateway gateway =
                        TestGateway.start(transport, Documents.to(backend).toString());
                WireClient client = gateway.client()) {
            for (int i = 0; i < 2; i++) {
                client.send(post("Content-Length: 5\r\nExpect: 100-Continue\r\n", ""));
                assertThat(client.answer().status()).isEqualTo(100);
                assertThat(client.send("hello").answer().body()).isEqualTo("ok");
                assertThat(backend.request().values("Expect")).isEmpty();
                assertThat(backend.request().body()).isEqualTo("hello");
            }
        }
    }

    @Test
    void whatCannotBeForwardedIsAnsweredWithoutAskingForTheBody() {
        try (TestGateway gateway =
                        TestGateway.start(Documents.toAddresses("127.0.0.1:1").toString());
                WireClient client = gateway.client()) {
            client.send(post("Content-Length: 5\r\nExpect: 100-continue\r\n", ""));
            WireMessage answer = client.answer();
            assertThat(answer.status()).isEqualTo(502);
            assertThat(answer.field("Connection")).contains("close");
            assertThat(client.isAtItsEnd()).isTrue();
        }
    }

    @EveryTransport
    void anAnswerMayComeBeforeTheWholeRequest(Transport transport) {
        try (TestBackend backend = TestBackend.playing(connection -> {
                    connection.head();
                    connection.write("HTTP/1.1 413 No\r\nContent-Length: 3\r\n\r\nbig");
                    connection.waitForTheEnd();
                });
                TestGateway gateway =
                        TestGateway.start(transport, Documents.to(backend).toString());
                WireClient client = gateway.client()) {
            client.send(post("Content-Length: 500000\r\n", "x".repeat(1000)));
            WireMessage answer = client.answer();
            assertThat(answer.status()).isEqualTo(413);
            assertThat(answer.body()).isEqualTo("big");
            assertThat(answer.field("Connection")).contains("close");
            client.send("x".repeat(1000));
            assertThat(client.isAtItsEnd()).isTrue();
            assertThat(gateway.inFlight()).isZero();
        }
    }

    @EveryTransport
    void aSmallBodyThatNobodyWantsCostsNoConnection(Transport transport) {
        String ping = "  - { name: ping, match: { path: /ping }, respond: { body: pong } }\n";
        try (TestGateway gateway = TestGateway.start(
                        transport,
                        Documents.toAddresses("127.0.0.1:1").more(ping).toString());
                WireClient client = gateway.client()) {
            for (int i = 0; i < 3; i++) {
                client.send("POST /ping HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nhel");
                assertThat(client.answer().body()).isEqualTo("pong");
                client.send("lo");
            }
            assertThat(client.get("/ping").body()).isEqualTo("pong");
        }
    }

    @ParameterizedTest(name = "{1}")
    @CsvSource(
            textBlock =
                    """
            '5\r\nhelloX0\r\n\r\n',                    data longer than its chunk
            '5\nhello\r\n0\r\n\r\n',                   a bare line feed behind the size
            '5\r\nhello\n0\r\n\r\n',                   a bare line feed behind the data
            '+5\r\nhello\r\n0\r\n\r\n',                a sign
            '0x5\r\nhello\r\n0\r\n\r\n',               a prefix
            '-1\r\nhello\r\n0\r\n\r\n',                less than nothing
            '\r\nhello\r\n0\r\n\r\n',                  no size
            '5 5\r\nhello\r\n0\r\n\r\n',               two sizes
            'ffffffffffffffff5\r\nhello\r\n0\r\n\r\n', overflows
            '5;a\nb\r\nhello\r\n0\r\n\r\n',            a line feed in an extension
            '0\r\nContent-Length: 5\r\n\r\n',          a trailer that frames
            '0\r\nA : b\r\n\r\n',                      a malformed trailer
            '0\r\n\n',                                 a bare line feed at the end
            """)
    void aMalformedChunkedBodyIsRefused(String body, String reason) {
        try (TestBackend backend = TestBackend.saying("ok");
                TestGateway gateway = TestGateway.start(Documents.to(backend).toString());
                WireClient client = gateway.client()) {
            WireMessage answer = client.send(post(CHUNKED, body)).answer();
            assertThat(answer.status()).as(reason).isEqualTo(400);
            assertThat(answer.problem()).isEqualTo("bad-request");
            assertThat(client.isAtItsEnd()).isTrue();
            assertThat(backend.requests()).isEmpty();
            assertThat(gateway.inFlight()).isZero();
        }
    }
}
