package io.weir.node.filter.grpc;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.node.testkit.Await;
import io.weir.node.testkit.CallBackend;
import io.weir.node.testkit.Documents;
import io.weir.node.testkit.NoLeaks;
import io.weir.node.testkit.TestGateway;
import io.weir.node.testkit.WireClient;
import io.weir.node.testkit.WireMessage;
import io.weir.protocol.grpc.GrpcFrames;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** gRPC-Web over HTTP/1.1 through a gateway to a backend of gRPC (grpc-java). */
@ExtendWith(NoLeaks.class)
final class GrpcWebTest {
    private static final String BINARY = "application/grpc-web+proto";
    private static final String TEXT = "application/grpc-web-text+proto";

    private static CallBackend backend;
    private static TestGateway gateway;

    @BeforeAll
    static void start() {
        backend = LibraryBackend.start();
        gateway = TestGateway.start(document("[web, pages]", backend.address()));
    }

    private static String document(String policies, String address) {
        return Documents.toAddresses(address)
                .upstream("protocol: h2, timeouts: { connect: 500ms }")
                .route("policies: " + policies)
                .more(
                        """
                        policies:
                          - { name: web, grpc-web: { max-message: 64KiB } }
                          - { name: pages, cors: { origins: ["https://app.example.com"], methods: [POST], headers: [content-type, x-grpc-web, x-user-agent, grpc-timeout] } }
                          - { name: keys, authenticate: { any-of: [{ api-key: { header: X-Api-Key } }] } }
                        """)
                .toString();
    }

    @AfterAll
    static void stop() {
        gateway.close();
        backend.close();
    }

    /** Messages of an answer, then its trailers. */
    private record WebReply(WireMessage answer, List<byte[]> messages, String trailers) {}

    private static WebReply call(TestGateway to, String method, String request, String type, String fields) {
        byte[] frame = GrpcFrames.frame(0, LibraryBackend.message("GetBookRequest", request));
        byte[] body = type.startsWith("application/grpc-web-text")
                ? Base64.getEncoder().encode(frame)
                : frame;
        try (WireClient client = to.client()) {
            WireMessage answer = client.send("POST /weir.test.Library/" + method
                            + " HTTP/1.1\r\nHost: a.example\r\nContent-Type: " + type + "\r\nX-Grpc-Web: 1\r\n" + fields
                            + "Content-Length: " + body.length + "\r\n\r\n"
                            + new String(body, StandardCharsets.ISO_8859_1))
                    .answer();
            return reply(answer);
        }
    }

    private static WebReply reply(WireMessage answer) {
        byte[] body = answer.body().getBytes(StandardCharsets.ISO_8859_1);
        boolean text = answer.field("Content-Type").orElseThrow().startsWith("application/grpc-web-text");
        byte[] bytes = text ? Objects.requireNonNull(WebText.decode(body)) : body;
        GrpcFrames frames = new GrpcFrames(1_000_000);
        frames.add(bytes, 0, bytes.length);
        List<byte[]> messages = new ArrayList<>();
        while (frames.next() == GrpcFrames.Found.MESSAGE && frames.flags() == 0) {
            messages.add(frames.message());
        }
        assertThat(frames.flags()).isEqualTo(GrpcFrames.TRAILERS);
        assertThat(frames.isEmpty()).isTrue();
        return new WebReply(answer, messages, new String(frames.message(), StandardCharsets.ISO_8859_1));
    }

    @ParameterizedTest
    @ValueSource(strings = {BINARY, TEXT, "application/grpc-web", "application/grpc-web-text"})
    void aCallIsAnsweredAsItCame(String type) {
        WebReply reply = call(gateway, "GetBook", "{\"name\":\"a\"}", type, "");
        assertThat(reply.answer().status()).isEqualTo(200);
        assertThat(reply.answer().field("Content-Type").orElseThrow())
                .isEqualTo(type.contains("+") ? type : type + "+proto");
        assertThat(reply.messages())
                .usingElementComparator(java.util.Arrays::compare)
                .containsExactly(LibraryBackend.book("a 0"));
        assertThat(reply.trailers()).contains("grpc-status: 0\r\n");
        var head = backend.heads().get(backend.heads().size() - 1);
        assertThat(head.get(io.grpc.Metadata.Key.of("content-type", io.grpc.Metadata.ASCII_STRING_MARSHALLER)))
                .isEqualTo(type.contains("+") ? "application/grpc+proto" : "application/grpc");
        assertThat(head.get(io.grpc.Metadata.Key.of("x-grpc-web", io.grpc.Metadata.ASCII_STRING_MARSHALLER)))
                .isNull();
    }

    @Test
    void theAnswerIsInTheFormThatIsAskedFor() {
        WebReply reply = call(gateway, "GetBook", "{\"name\":\"a\"}", BINARY, "Accept: application/grpc-web-text\r\n");
        assertThat(reply.answer().field("Content-Type")).contains(TEXT);
        WebReply other = call(gateway, "GetBook", "{\"name\":\"a\"}", TEXT, "Accept: application/grpc-web+proto\r\n");
        assertThat(other.answer().field("Content-Type")).contains(BINARY);
    }

    @ParameterizedTest
    @ValueSource(strings = {BINARY, TEXT})
    void aStreamComesMessageByMessage(String type) {
        WebReply reply = call(gateway, "WatchBooks", "{\"page\":{\"pageSize\":50}}", type, "");
        assertThat(reply.messages()).hasSize(50);
        assertThat(reply.messages().get(49)).isEqualTo(LibraryBackend.book("book 50"));
        assertThat(reply.trailers()).contains("grpc-status: 0\r\n");
    }

    @Test
    void errorsComeWithTheirDetails() {
        WebReply reply = call(gateway, "GetBook", "{\"name\":\"lost\"}", BINARY, "");
        assertThat(reply.answer().status()).isEqualTo(200);
        assertThat(reply.messages()).isEmpty();
        assertThat(reply.trailers())
                .contains("grpc-status: 5\r\n", "grpc-message: no book", "grpc-status-details-bin: ");
        WebReply stream = call(gateway, "WatchBooks", "{\"name\":\"lost\",\"page\":{\"pageSize\":2}}", TEXT, "");
        assertThat(stream.messages()).hasSize(2);
        assertThat(stream.trailers()).contains("grpc-status: 10\r\n");
        assertThat(call(gateway, "NoSuchMethod", "{}", BINARY, "").trailers()).contains("grpc-status: 12\r\n");
    }

    @Test
    void whatTheGatewaySaysIsSaidThatWayToo() {
        try (TestGateway guarded = TestGateway.start(document("[web, keys]", backend.address()));
                TestGateway deserted = TestGateway.start(document("[web]", "127.0.0.1:1"))) {
            WebReply refused = call(guarded, "GetBook", "{}", BINARY, "");
            assertThat(refused.answer().status()).isEqualTo(200);
            assertThat(refused.trailers()).startsWith("grpc-status: 16\r\ngrpc-message: ");
            WebReply lost = call(deserted, "GetBook", "{}", TEXT, "");
            assertThat(lost.answer().field("Content-Type")).contains(TEXT);
            assertThat(lost.trailers()).startsWith("grpc-status: 14\r\n");
        }
    }

    @Test
    void deadlinesHold() {
        WebReply late = call(gateway, "Silent", "{}", BINARY, "grpc-timeout: 50m\r\n");
        assertThat(late.trailers()).startsWith("grpc-status: 4\r\n");
        assertThat(call(gateway, "GetBook", "{}", BINARY, "grpc-timeout: soon\r\n")
                        .trailers())
                .startsWith("grpc-status: 3\r\n");
    }

    @Test
    void aTextThatIsNoneIsRefused() {
        try (WireClient client = gateway.client()) {
            WireMessage answer = client.send("POST /weir.test.Library/GetBook HTTP/1.1\r\nHost: a\r\nContent-Type: "
                            + TEXT + "\r\nContent-Length: 5\r\n\r\nA=A=A")
                    .answer();
            assertThat(reply(answer).trailers()).startsWith("grpc-status: 3\r\n");
        }
    }

    @Test
    void aTextIsBounded() {
        String name = "a".repeat(70_000);
        assertThat(call(gateway, "GetBook", "{\"name\":\"" + name + "\"}", TEXT, "")
                        .trailers())
                .startsWith("grpc-status: 8\r\n");
        assertThat(call(gateway, "GetBook", "{\"name\":\"" + name + "\"}", BINARY, "")
                        .trailers())
                .contains("grpc-status: 0\r\n");
    }

    @Test
    void pagesOfOtherOriginsAskFirst() {
        try (WireClient client = gateway.client()) {
            WireMessage preflight = client.send(WireMessage.lines(
                                    "OPTIONS /weir.test.Library/GetBook HTTP/1.1",
                                    "Host: a",
                                    "Origin: https://app.example.com",
                                    "Access-Control-Request-Method: POST",
                                    "Access-Control-Request-Headers: content-type,x-grpc-web,x-user-agent")
                            + "\r\n")
                    .answer();
            assertThat(preflight.status()).isEqualTo(204);
            assertThat(preflight.field("Access-Control-Allow-Origin")).contains("https://app.example.com");
        }
        WebReply reply = call(gateway, "GetBook", "{\"name\":\"a\"}", BINARY, "Origin: https://app.example.com\r\n");
        assertThat(reply.answer().field("Access-Control-Allow-Origin")).contains("https://app.example.com");
        assertThat(reply.trailers()).contains("grpc-status: 0\r\n");
    }

    @Test
    void whatIsNoCallGoesOnAsItIs() {
        try (WireClient client = gateway.client()) {
            // The backend answers a GET in its own way, which is not in gRPC-Web.
            WireMessage answer = client.get("/weir.test.Library/GetBook", "Content-Type: application/grpc-web\r\n");
            assertThat(answer.field("Content-Type").orElse("")).doesNotStartWith("application/grpc-web");
        }
    }

    @Test
    void aClientThatGoesAwayEndsTheCall() {
        int before = LibraryBackend.cancelled();
        byte[] frame = GrpcFrames.frame(
                0, LibraryBackend.message("GetBookRequest", "{\"page\":{\"pageSize\":1},\"name\":\"open\"}"));
        try (WireClient client = gateway.client()) {
            client.send("POST /weir.test.Library/WatchBooks HTTP/1.1\r\nHost: a\r\nContent-Type: " + BINARY
                    + "\r\nContent-Length: " + frame.length + "\r\n\r\n"
                    + new String(frame, StandardCharsets.ISO_8859_1));
            assertThat(client.head().status()).isEqualTo(200);
            client.bytes(10);
        }
        Await.until(() -> "the call is cancelled", () -> LibraryBackend.cancelled() > before);
    }
}
