package io.weir.node.dataplane;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.node.testkit.Await;
import io.weir.node.testkit.Documents;
import io.weir.node.testkit.FrameBackend;
import io.weir.node.testkit.FrameWire;
import io.weir.node.testkit.NoLeaks;
import io.weir.node.testkit.TestBackend;
import io.weir.node.testkit.TestGateway;
import io.weir.node.testkit.WireClient;
import io.weir.node.testkit.WireMessage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What clients of HTTP/1.1 say to backends of HTTP/2, frame by frame, and what becomes of the answers. */
@ExtendWith(NoLeaks.class)
final class Http2BackendsTest {
    private static final String HOST = "Host: example.com\r\n";

    /** A gateway before one backend. */
    private record Pair(FrameBackend frames, TestBackend backend, TestGateway gateway) implements AutoCloseable {
        static Pair of(FrameBackend frames) {
            TestBackend backend = TestBackend.playing(frames::play);
            return new Pair(
                    frames,
                    backend,
                    TestGateway.single(
                            Documents.to(backend).upstream("protocol: h2").toString()));
        }

        @Override
        public void close() {
            gateway.close();
            backend.close();
        }
    }

    @Test
    void requestsOneAfterTheOtherShareAConnection() {
        try (Pair pair = Pair.of(FrameBackend.saying("hello"));
                WireClient client = pair.gateway.client()) {
            for (int i = 0; i < 3; i++) {
                WireMessage answer = client.get("/a?b=c", "X-Y: z\r\nConnection: x-w\r\nX-W: 1\r\nTE: gzip\r\n");
                assertThat(answer.status()).isEqualTo(200);
                assertThat(answer.body()).isEqualTo("hello");
            }
            assertThat(pair.frames.request().fields())
                    .containsEntry(":method", "GET")
                    .containsEntry(":scheme", "http")
                    .containsEntry(":path", "/a?b=c")
                    .containsEntry(":authority", "example.com")
                    .containsEntry("x-y", "z")
                    .doesNotContainKeys("host", "connection", "x-w", "te");
            assertThat(pair.backend.accepted()).isEqualTo(1);
            assertThat(pair.gateway.inFlight()).isZero();
        }
    }

    /** RFC 9113 §8.3.1: an intermediary does not make one up, and an empty one is malformed to many. */
    @Test
    void aRequestOfHttp10WithoutAHostHasNoAuthority() {
        try (Pair pair = Pair.of(FrameBackend.saying("hello"));
                WireClient client = pair.gateway.client()) {
            assertThat(client.send("GET /a HTTP/1.0\r\nX-Y: z\r\n\r\n").toTheEnd())
                    .endsWith("hello");
            assertThat(pair.frames.request().fields())
                    .containsEntry(":path", "/a")
                    .containsEntry("x-y", "z")
                    .doesNotContainKeys("host", ":authority");
        }
    }

    private static String chunked(String trailers) {
        return "Transfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n2;x=y\r\nde\r\n0\r\n" + trailers + "\r\n";
    }

    @ParameterizedTest(name = "{0} {1}: {3}")
    @CsvSource(
            nullValues = "-",
            textBlock =
                    """
        GET,    none,     -,      no body
        POST,   none,     -,      no body where there could be one
        POST,   empty,    -,      an empty body
        POST,   length,   -,      a body with a length
        POST,   chunks,   -,      a body without one
        PUT,    trailers, x-sum=1, and with trailers
        """)
    void everyFormOfARequestArrives(String method, String form, String trailer, String reason) {
        String rest =
                switch (form) {
                    case "empty" -> "Content-Length: 0\r\n\r\n";
                    case "length" -> "Content-Length: 5\r\n\r\nabcde";
                    case "chunks" -> chunked("");
                    case "trailers" -> chunked("X-Sum: 1\r\n");
                    default -> "\r\n";
                };
        boolean body = rest.length() > 22;
        try (Pair pair = Pair.of(FrameBackend.saying("ok"));
                WireClient client = pair.gateway.client()) {
            for (int i = 0; i < 2; i++) {
                WireMessage answer =
                        client.send(method + " / HTTP/1.1\r\n" + HOST + rest).answer();
                assertThat(answer.status()).as(reason).isEqualTo(200);
            }
            FrameBackend.Request request = pair.frames.request();
            assertThat(request.body()).isEqualTo(body ? "abcde" : "");
            assertThat(request.fields()).doesNotContainKey("transfer-encoding");
            assertThat(request.fields().get("content-length"))
                    .isEqualTo(form.equals("length") ? "5" : form.equals("empty") ? "0" : null);
            assertThat(request.trailers().toString()).isEqualTo(trailer == null ? "{}" : "{" + trailer + "}");
            assertThat(pair.frames.requests()).hasSize(2);
        }
    }

    private static void answer(FrameBackend.Request request) throws IOException {
        FrameWire wire = request.wire();
        int stream = request.stream();
        switch (request.path()) {
            case "/plain" -> wire.headers(stream, false, ":status", "200").data(stream, true, "hello");
            case "/parts" ->
                wire.headers(stream, false, ":status", "200")
                        .data(stream, false, "he")
                        .data(stream, false, "")
                        .data(stream, false, "llo")
                        .data(stream, true, "");
            case "/length" ->
                wire.headers(stream, false, ":status", "200", "content-length", "5")
                        .data(stream, true, "hello");
            case "/none" -> wire.headers(stream, true, ":status", "200");
            case "/end" -> wire.headers(stream, false, ":status", "200").data(stream, true, "");
            case "/trailers" ->
                wire.headers(stream, false, ":status", "200")
                        .data(stream, false, "hello")
                        .headers(stream, true, "x-sum", "7", "grpc-status", "0");
            case "/no-trailers" ->
                wire.headers(stream, false, ":status", "200")
                        .data(stream, false, "hello")
                        .headers(stream, true);
            case "/204" -> wire.headers(stream, true, ":status", "204");
            case "/204-end" -> wire.headers(stream, false, ":status", "204").data(stream, true, "");
            case "/304" -> wire.headers(stream, true, ":status", "304", "content-length", "5", "etag", "\"a\"");
            case "/early" ->
                wire.headers(stream, false, ":status", "100")
                        .headers(stream, false, ":status", "103", "link", "</a>")
                        .headers(stream, false, ":status", "200")
                        .data(stream, true, "hello");
            case "/padded" ->
                wire.headers(stream, false, ":status", "200")
                        .write(
                                FrameWire.DATA,
                                8 | FrameWire.END_STREAM,
                                stream,
                                "\2hello..".getBytes(StandardCharsets.US_ASCII));
            case "/cookies" -> wire.headers(stream, true, ":status", "200", "set-cookie", "a=1", "set-cookie", "b=2");
            default -> wire.headers(stream, true, ":status", "404");
        }
    }

    @ParameterizedTest(name = "{0} {1}: {6}")
    @CsvSource(
            nullValues = "-",
            textBlock =
                    """
        GET,  /plain,       200, hello, chunked, -,                       a body without a length
        GET,  /parts,       200, hello, chunked, -,                       in parts
        GET,  /length,      200, hello, 5,       -,                       with a length
        GET,  /none,        200, '',    chunked, -,                       a head is all
        GET,  /end,         200, '',    chunked, -,                       and then its end
        GET,  /trailers,    200, hello, chunked, 'x-sum: 7|grpc-status: 0', trailers
        GET,  /no-trailers, 200, hello, chunked, -,                       an empty list of them
        GET,  /204,         204, '',    -,       -,                       no content
        GET,  /204-end,     204, '',    -,       -,                       no content and its end
        GET,  /304,         304, '',    5,       -,                       the length of what is not sent
        GET,  /early,       200, hello, chunked, -,                       heads before the head
        GET,  /padded,      200, hello, chunked, -,                       padding is nobody's
        GET,  /cookies,     200, '',    chunked, -,                       two fields of a name
        HEAD, /none,        200, '',    -,       -,                       a head without a length
        HEAD, /304,         304, '',    5,       -,                       and with one
        HEAD, /204-end,     204, '',    -,       -,                       a head and its end
        """)
    void everyFormOfAnAnswerArrives(
            String method, String path, int status, String body, String framing, String trailers, String reason) {
        try (Pair pair = Pair.of(FrameBackend.answering(Http2BackendsTest::answer));
                WireClient client = pair.gateway.client()) {
            for (int i = 0; i < 2; i++) {
                client.send(method + " " + path + " HTTP/1.1\r\n" + HOST + "\r\n");
                WireMessage answer = method.equals("HEAD") ? client.answerToHead() : client.answer();
                if (path.equals("/early")) {
                    assertThat(answer.start()).startsWith("HTTP/1.1 103");
                    assertThat(answer.values("link")).containsExactly("</a>");
                    answer = client.answer();
                }
                assertThat(answer.status()).as(reason).isEqualTo(status);
                assertThat(answer.body()).as(reason).isEqualTo(body);
                assertThat(answer.start()).as("with a phrase").matches("HTTP/1.1 [0-9]+ [A-Z].*");
                assertThat(String.join("|", answer.trailers())).isEqualTo(trailers == null ? "" : trailers);
                assertThat(framing(answer)).as(reason).isEqualTo(framing == null ? "" : framing);
                if (path.equals("/cookies")) {
                    assertThat(answer.values("Set-Cookie")).containsExactly("a=1", "b=2");
                }
            }
            assertThat(pair.backend.accepted()).isEqualTo(1);
            assertThat(pair.frames.resets()).isEmpty();
            assertThat(pair.gateway.inFlight()).isZero();
        }
    }

    private static String framing(WireMessage answer) {
        return answer.field("Transfer-Encoding")
                .or(() -> answer.field("Content-Length"))
                .orElse("");
    }

    @Test
    void aClientOfHttp10IsGivenTheBodyUpToTheEndOfItsConnection() {
        try (Pair pair = Pair.of(FrameBackend.answering(Http2BackendsTest::answer));
                WireClient client = pair.gateway.client()) {
            String all =
                    client.send("GET /trailers HTTP/1.0\r\n" + HOST + "\r\n").toTheEnd();
            assertThat(all).startsWith("HTTP/1.1 200").endsWith("\r\n\r\nhello");
        }
    }

    @Test
    void trailersAreAskedForWhereTheClientDoes() {
        try (Pair pair = Pair.of(FrameBackend.saying("ok"));
                WireClient client = pair.gateway.client()) {
            client.get("/", "TE: trailers\r\nConnection: TE\r\n");
            assertThat(pair.frames.request().fields()).containsEntry("te", "trailers");
        }
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(
            textBlock =
                    """
        head,          nothing of an answer came
        interim,       an interim head came
        """)
    void aResetBeforeTheAnswerIsAnEndOfTheConnection(String stage, String reason) {
        FrameBackend frames = FrameBackend.answering(request -> {
            if (stage.equals("interim")) {
                request.wire().headers(request.stream(), false, ":status", "103");
            }
            request.wire().reset(request.stream(), 2);
        });
        try (Pair pair = Pair.of(frames);
                WireClient client = pair.gateway.client()) {
            client.send("POST / HTTP/1.1\r\n" + HOST + "Content-Length: 1\r\n\r\na");
            WireMessage answer = stage.equals("interim") ? skipInterim(client) : client.answer();
            assertThat(answer.problem()).as(reason).isEqualTo("connection-lost");
            assertThat(pair.backend.accepted()).isEqualTo(1);
            assertThat(pair.backend.open()).as("the connection is good").isEqualTo(1);
            assertThat(pair.gateway.inFlight()).isZero();
        }
    }

    private static WireMessage skipInterim(WireClient client) {
        assertThat(client.answer().status()).isEqualTo(103);
        return client.answer();
    }

    @Test
    void aResetWithinAnAnswerCutsItOff() {
        FrameBackend frames = FrameBackend.answering(request -> request.wire()
                .headers(request.stream(), false, ":status", "200")
                .data(request.stream(), false, "hel")
                .reset(request.stream(), 2));
        try (Pair pair = Pair.of(frames);
                WireClient client = pair.gateway.client()) {
            client.send("GET / HTTP/1.1\r\n" + HOST + "\r\n");
            assertThat(client.head().status()).isEqualTo(200);
            assertThat(client.toTheEnd()).as("no last chunk").doesNotContain("0\r\n\r\n");
            assertThat(pair.gateway.inFlight()).isZero();
        }
    }

    @Test
    void anAnswerThatIsCompleteBeforeItsRequestIsTaken() {
        FrameBackend frames = FrameBackend.early(request -> request.wire()
                .headers(request.stream(), false, ":status", "413")
                .data(request.stream(), true, "too much")
                .reset(request.stream(), 0));
        try (Pair pair = Pair.of(frames);
                WireClient client = pair.gateway.client()) {
            client.send("POST / HTTP/1.1\r\n" + HOST + "Content-Length: 100000\r\n\r\nabc");
            WireMessage answer = client.answer();
            assertThat(answer.status()).isEqualTo(413);
            assertThat(answer.body()).isEqualTo("too much");
            assertThat(pair.gateway.inFlight()).isZero();
            try (WireClient next = pair.gateway.client()) {
                assertThat(next.send("POST / HTTP/1.1\r\n" + HOST + "Content-Length: 1\r\n\r\na")
                                .answer()
                                .status())
                        .isEqualTo(413);
            }
            assertThat(pair.backend.accepted()).isEqualTo(1);
        }
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({"head", "body"})
    void aClientThatGoesAwayResetsItsExchangeAlone(String stage) {
        FrameBackend frames = FrameBackend.answering(request -> {
            if (request.path().equals("/other")) {
                request.say("ok");
            } else if (stage.equals("body")) {
                request.wire()
                        .headers(request.stream(), false, ":status", "200")
                        .data(request.stream(), false, "a");
            }
        });
        try (Pair pair = Pair.of(frames);
                WireClient other = pair.gateway.client()) {
            assertThat(other.get("/other").status()).isEqualTo(200);
            WireClient client = pair.gateway.client();
            client.send("GET / HTTP/1.1\r\n" + HOST + "\r\n");
            if (stage.equals("body")) {
                assertThat(client.head().status()).isEqualTo(200);
            }
            Await.until(() -> "the request", () -> frames.requests().size() == 2);
            client.reset();
            int stream = frames.request().stream();
            Await.until(
                    () -> "CANCEL: " + frames.resets(), () -> frames.resets().equals(List.of(stream + ":8")));
            assertThat(other.get("/other").status()).isEqualTo(200);
            assertThat(pair.backend.accepted()).isEqualTo(1);
            assertThat(pair.gateway.inFlight()).isZero();
        }
    }
}
