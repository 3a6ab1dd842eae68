package io.weir.node.filter.protect;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.config.formation.Transport;
import io.weir.node.testkit.Documents;
import io.weir.node.testkit.EveryTransport;
import io.weir.node.testkit.NoLeaks;
import io.weir.node.testkit.TestBackend;
import io.weir.node.testkit.TestGateway;
import io.weir.node.testkit.WireClient;
import io.weir.node.testkit.WireMessage;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@ExtendWith(NoLeaks.class)
final class RequestLimitsPolicyTest {
    private static String document(TestBackend backend, String limits) {
        return Documents.to(backend)
                .listener("limits: { body: 1KiB }")
                .route("policies: [bounds]")
                .more("policies: [{ name: bounds, request-limits: %s }]".formatted(limits))
                .toString();
    }

    private static String request(String method, String target, String fields) {
        return method + " " + target + " HTTP/1.1\r\nHost: example.com\r\n" + fields + "\r\n";
    }

    private static String chunk(int bytes) {
        return Integer.toHexString(bytes) + "\r\n" + "x".repeat(bytes) + "\r\n";
    }

    @ParameterizedTest(name = "{0}: {1}, {2}")
    @CsvSource({
        "Content-Length: 100 , 200, as much as there may be",
        "Content-Length: 101 , 413, one byte more",
        "Content-Length: 0   , 200, none at all"
    })
    void aLengthThatIsTooMuchIsRefusedBeforeAnyOfItIsRead(String field, int status, String reason) {
        try (TestBackend backend = TestBackend.saying("done");
                TestGateway gateway = TestGateway.single(document(backend, "{ body: 100B }"));
                WireClient client = gateway.client()) {
            client.send(request("POST", "/x", field + "\r\n"));
            if (status == 200) {
                client.send("x"
                        .repeat(Integer.parseInt(
                                field.substring(field.indexOf(' ') + 1).strip())));
            }
            WireMessage answer = client.answer();
            assertThat(answer.status()).as(reason).isEqualTo(status);
            assertThat(answer.problem()).isEqualTo(status == 413 ? "body-too-large" : "");
            assertThat(backend.accepted()).isEqualTo(status == 413 ? 0 : 1);
        }
    }

    @Test
    void whoWaitsForAWordBeforeTheBodyIsToldNo() {
        try (TestBackend backend = TestBackend.saying("never");
                TestGateway gateway = TestGateway.single(document(backend, "{ body: 100B }"));
                WireClient client = gateway.client()) {
            client.send(request("PUT", "/x", "Content-Length: 101\r\nExpect: 100-continue\r\n"));
            assertThat(client.answer().status()).as("and not 100").isEqualTo(413);
            assertThat(client.isAtItsEnd()).isTrue();
        }
    }

    @EveryTransport
    void chunksAreCountedAndNoHalfRequestIsTakenForAWholeOne(Transport transport) throws Exception {
        String body = chunk(60) + chunk(41);
        WireMessage unfinished = tooManyChunks(transport, body);
        assertThat(unfinished.values("connection"))
                .as("what is still to come is not taken for another request")
                .containsExactly("close");
        assertThat(tooManyChunks(transport, body + "0\r\n\r\n").problem()).isEqualTo("body-too-large");
    }

    /** The answer to {@code body}, which the backend is not to see the end of. */
    private static WireMessage tooManyChunks(Transport transport, String body) throws Exception {
        CompletableFuture<Boolean> whole = new CompletableFuture<>();
        TestBackend.Script script = connection -> {
            try {
                connection.request();
                whole.complete(true);
            } catch (IOException cutOff) {
                whole.complete(false);
            }
        };
        try (TestBackend backend = TestBackend.playing(script);
                TestGateway gateway = TestGateway.start(transport, document(backend, "{ body: 100B }"));
                WireClient client = gateway.client()) {
            client.send(request("POST", "/x", "Transfer-Encoding: chunked\r\n")).send(body);
            WireMessage answer = client.answer();
            assertThat(whole.get(10, TimeUnit.SECONDS)).isFalse();
            assertThat(gateway.inFlight()).isZero();
            return answer;
        }
    }

    @Test
    void chunksThatFitGoThrough() {
        try (TestBackend backend = TestBackend.answering(request -> TestBackend.ok(request.body()));
                TestGateway gateway = TestGateway.single(document(backend, "{ body: 100B }"));
                WireClient client = gateway.client()) {
            client.send(request("POST", "/x", "Transfer-Encoding: chunked\r\n"));
            client.send(chunk(60)).send(chunk(40)).send("0\r\n\r\n");
            assertThat(client.answer().body()).hasSize(100);
        }
    }

    @Test
    void theListenersLimitStaysWhereTheRoutesIsHigher() {
        try (TestBackend backend = TestBackend.saying("done");
                TestGateway gateway = TestGateway.single(document(backend, "{ body: 1MiB }"));
                WireClient client = gateway.client();
                WireClient chunked = gateway.client()) {
            client.send(request("POST", "/x", "Content-Length: 1025\r\n"));
            assertThat(client.answer().status()).isEqualTo(413);
            chunked.send(request("POST", "/x", "Transfer-Encoding: chunked\r\n"))
                    .send(chunk(1025));
            assertThat(chunked.answer().status()).isEqualTo(413);
        }
    }

    @ParameterizedTest(name = "{0}: {1}, {2}")
    @CsvSource({
        "/345678901           , 200, as long as it may be",
        "/3456789012          , 414, one more",
        "/3456?89=1           , 200, with its query",
        "/3456?8901           , 200, with its query",
        "/3456?89012          , 414, one more",
        "/a/b/c/d/../../../../x, 200, the path that is routed counts"
    })
    void aTargetMayBeTooLong(String target, int status, String reason) {
        try (TestBackend backend = TestBackend.saying("done");
                TestGateway gateway = TestGateway.single(document(backend, "{ uri: 10B }"));
                WireClient client = gateway.client()) {
            WireMessage answer = client.get(target);
            assertThat(answer.status()).as(reason).isEqualTo(status);
            assertThat(answer.problem()).isEqualTo(status == 414 ? "uri-too-long" : "");
            assertThat(client.get("/").status()).as("the connection goes on").isEqualTo(200);
        }
    }

    private static final String JSON = "{ content-types: [application/json, \"text/*\"] }";

    @ParameterizedTest(name = "{0} {1} with {2}: {3}, {4}")
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
            POST   | Content-Length: 2          | Content-Type: application/json           | 200 | one of them
            POST   | Content-Length: 2          | Content-Type: application/xml            | 415 | another
            PATCH  | Content-Length: 2          | Content-Type: application/xml            | 415 | another
            POST   | Content-Length: 2          | X: y                                     | 415 | nobody says which
            POST   | Transfer-Encoding: chunked | X: y                                     | 415 | nobody says which
            POST   | Content-Length: 2          | Content-Type:                            | 415 | nothing is no type
            POST   | Content-Length: 0          | X: y                                     | 200 | no body has no type
            GET    | X: y                       | Content-Type: application/xml            | 200 | no body, whatever is said of it
            DELETE | Content-Length: 2          | Content-Type: image/png                  | 415 | any method's body
            POST   | Content-Length: 2          | Content-Type: text/a; Content-Type: text/a | 415 | once, or nobody knows which counts
            """)
    void bodiesMayBeOfSomeTypes(String method, String framing, String type, int status, String reason) {
        try (TestBackend backend = TestBackend.saying("done");
                TestGateway gateway = TestGateway.single(document(backend, JSON));
                WireClient client = gateway.client()) {
            client.send(request(method, "/x", framing + "\r\n" + type.replace("; C", "\r\nC") + "\r\n"));
            client.send(framing.endsWith("2") ? "{}" : framing.endsWith("chunked") ? "2\r\n{}\r\n0\r\n\r\n" : "");
            WireMessage answer = client.answer();
            assertThat(answer.status()).as(reason).isEqualTo(status);
            String accepted = status == 415 ? "application/json, text/*" : null;
            assertThat(answer.problem()).isEqualTo(status == 415 ? "unsupported-media-type" : "");
            assertThat(answer.field("accept").orElse(null)).isEqualTo(accepted);
            assertThat(answer.field("accept-post").orElse(null)).isEqualTo(method.equals("POST") ? accepted : null);
            assertThat(answer.field("accept-patch").orElse(null)).isEqualTo(method.equals("PATCH") ? accepted : null);
            assertThat(backend.accepted()).isEqualTo(status == 415 ? 0 : 1);
        }
    }

    @ParameterizedTest(name = "{0} without a type: {1}")
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
            { content-types: text/csv, require-content-type: false } | 200
            { require-content-type: true }                           | 415
            { body: 100B }                                           | 200
            """)
    void whetherATypeHasToBeSaidIsOneQuestion(String limits, int status) {
        try (TestBackend backend = TestBackend.saying("done");
                TestGateway gateway = TestGateway.single(document(backend, limits));
                WireClient client = gateway.client()) {
            WireMessage answer = client.send(request("POST", "/x", "Content-Length: 2\r\n") + "hi")
                    .answer();
            assertThat(answer.status()).isEqualTo(status);
            assertThat(answer.values("accept")).isEmpty();
        }
    }
}
