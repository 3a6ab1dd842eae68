package io.weir.node.filter.grpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.grpc.Metadata;
import io.weir.node.state.Stager.StagingException;
import io.weir.node.testkit.Await;
import io.weir.node.testkit.CallBackend;
import io.weir.node.testkit.Documents;
import io.weir.node.testkit.FrameBackend;
import io.weir.node.testkit.NoLeaks;
import io.weir.node.testkit.TestBackend;
import io.weir.node.testkit.TestGateway;
import io.weir.node.testkit.WireClient;
import io.weir.node.testkit.WireMessage;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** JSON through a gateway to a backend of gRPC (grpc-java), and back. */
@ExtendWith(NoLeaks.class)
final class TranscodingTest {
    @TempDir
    static Path folder;

    private static CallBackend backend;
    private static TestGateway gateway;

    @BeforeAll
    static void start() throws Exception {
        Files.write(folder.resolve("library.pb"), Library.bytes());
        backend = LibraryBackend.start();
        gateway = TestGateway.start(document("", backend.address()));
    }

    private static String document(String more, String... addresses) {
        return Documents.toAddresses(addresses)
                .upstream("protocol: h2")
                .route("policies: [library]")
                .more("policies: [{ name: library, transcode: { descriptors: \"file:" + folder
                        + "/library.pb\", services: [weir.test.Library]" + more + " } }]")
                .toString();
    }

    @AfterAll
    static void stop() {
        gateway.close();
        backend.close();
    }

    private static WireMessage ask(String start, String body, String fields) {
        String length = body.isEmpty()
                ? ""
                : "Content-Type: application/json\r\nContent-Length: "
                        + body.getBytes(StandardCharsets.ISO_8859_1).length + "\r\n";
        try (WireClient client = gateway.client()) {
            return client.send(start + " HTTP/1.1\r\nHost: a.example\r\n" + length + fields + "\r\n" + body)
                    .answer();
        }
    }

    private static String type(WireMessage answer) {
        return answer.field("Content-Type").orElse("");
    }

    @ParameterizedTest(name = "{0} {1}: {3}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
        GET /v1/shelves/1/books/2                    |                | {"title":"shelves/1/books/2 0"} | by its path
        GET /v1/books/a%2Fb?page.pageSize=7          |                | {"title":"a/b 7"}               | with a query
        POST /v1/books:get                           | {"name":"a","page":{"page_size":"3"}} | {"title":"a 3"} | with a body
        POST /v1/shelves/1/books                     | {"title":"neu"} | {"title":"neu"}                | a field in the body
        GET /v1/shelves/1/books                      |                | [{"title":"a"},{}]              | a part of the answer
        DELETE /v1/shelves/1/books/2                 |                | {}                              | nothing in it
        POST /v1/echo                                | {"uint64Field":"18446744073709551615","duration":"1.5s"} | {"uint64Field":"18446744073709551615","duration":"1.500s"} | well-known types
        """)
    void aRequestBecomesACallAndItsAnswerJson(String start, String body, String json, String reason) {
        WireMessage answer = ask(start, body == null ? "" : body, "");
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        assertThat(answer.body()).as(reason).isEqualTo(json);
        assertThat(type(answer)).isEqualTo("application/json");
        assertThat(answer.field("Content-Length")).contains(String.valueOf(json.length()));
        assertThat(answer.field("grpc-status")).isEmpty();
    }

    @Test
    void fieldsOfTheRequestGoWithTheCallButForThoseOfItsBody() {
        ask("POST /v1/echo", "{}", "X-Tenant: t1\r\nAccept: application/json\r\nAccept-Encoding: gzip\r\n");
        Metadata head = backend.heads().get(backend.heads().size() - 1);
        assertThat(head.get(key("x-tenant"))).isEqualTo("t1");
        assertThat(head.get(key("accept"))).isNull();
        assertThat(head.get(key("content-type"))).isEqualTo("application/grpc");
    }

    private static Metadata.Key<String> key(String name) {
        return Metadata.Key.of(name, Metadata.ASCII_STRING_MARSHALLER);
    }

    @Test
    void aRawBodyIsAnsweredAsWhatItIs() {
        WireMessage answer = ask("GET /v1/shelves/1/books/2:cover", "", "");
        assertThat(type(answer)).isEqualTo("image/svg+xml");
        assertThat(answer.body()).isEqualTo("<svg/>");
    }

    @Test
    void anErrorIsAProblemWithItsCodeAndDetails() {
        WireMessage answer = ask("GET /v1/books/lost", "", "X-Request-Id: my-request-1\r\n");
        assertThat(answer.status()).isEqualTo(404);
        assertThat(type(answer)).isEqualTo("application/problem+json");
        assertThat(answer.body())
                .contains("\"type\":\"urn:weir:problem:call-failed\"")
                .contains("\"status\":404")
                .contains("\"detail\":\"no book \\\"lost\\\"\"")
                .contains("\"grpcStatus\":\"NOT_FOUND\"")
                .contains(
                        "{\"@type\":\"type.googleapis.com/google.rpc.ErrorInfo\",\"reason\":\"LOST\",\"domain\":\"weir.test\"}")
                .contains("{\"@type\":\"type.googleapis.com/not.Known\",\"value\":\"Pw==\"}")
                .contains("\"requestId\":\"" + answer.field("X-Request-Id").orElseThrow() + "\"");
    }

    @Test
    void aCallOfAnUnknownMethodIsNotImplemented() {
        // The backend has no such method.
        WireMessage answer = ask("PATCH /v1/shelves/1/books/2", "{}", "");
        assertThat(answer.status()).isEqualTo(501);
        assertThat(answer.body()).contains("\"grpcStatus\":\"UNIMPLEMENTED\"");
    }

    @ParameterizedTest(name = "{0} {1}: {2} {3}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
        GET /v2                        |                  | 404 | no-operation           | no such path
        PUT /v1/echo                   | {}               | 405 | method-not-allowed     | not allowed here
        GET /v1/books/a?x=1            |                  | 400 | invalid-parameters     | query:x
        GET /v1/books/a?color=9.5      |                  | 400 | invalid-parameters     | query:color
        POST /v1/echo                  | {                | 400 | malformed-json         | column
        POST /v1/echo                  | {"a":1}          | 400 | invalid-message        | /a
        POST /v1/echo                  | {"nested":{"color":"PINK"}} | 400 | invalid-message | /nested/color
        GET /v1/books/a                | {}               | 415 | unsupported-media-type | takes no body
        POST /v1/upload                | {}               | 501 | not-implemented        | stream of messages
        """)
    void whatIsNoCallIsRefused(String start, String body, int status, String problem, String said) {
        WireMessage answer = ask(start, body == null ? "" : body, "");
        assertThat(answer.status()).as(answer.body()).isEqualTo(status);
        assertThat(answer.problem()).isEqualTo(problem);
        assertThat(answer.body()).contains(said);
    }

    @Test
    void aBodyHasToBeJson() {
        String text = "Content-Length: 2\r\nContent-Type: text/plain\r\n";
        String coded = "Content-Length: 2\r\nContent-Type: application/json\r\nContent-Encoding: gzip\r\n";
        for (String fields : List.of(text, coded)) {
            try (WireClient client = gateway.client()) {
                WireMessage answer = client.send("POST /v1/echo HTTP/1.1\r\nHost: a\r\n" + fields + "\r\n{}")
                        .answer();
                assertThat(answer.status()).isEqualTo(415);
            }
        }
    }

    @Test
    void nestedJsonEndsSomewhere() {
        String deep = "{\"nested\":".repeat(2_000) + "{}" + "}".repeat(2_000);
        assertThat(ask("POST /v1/echo", deep, "").problem()).isEqualTo("json-limits");
        String less = "{\"nested\":".repeat(90) + "{}" + "}".repeat(90);
        assertThat(ask("POST /v1/echo", less, "").body()).isEqualTo(less);
    }

    @Test
    void aLargeBodyIsReadByWorkers() {
        String text = "x".repeat(300_000);
        String json = "{\"stringField\":\"" + text + "\"}";
        assertThat(ask("POST /v1/echo", json, "").body()).isEqualTo(json);
    }

    @Test
    void aStreamIsLinesOfJson() {
        WireMessage answer = ask("GET /v1/shelves/1/books:watch?page.page_size=3", "", "");
        assertThat(type(answer)).isEqualTo("application/x-ndjson");
        assertThat(answer.body()).isEqualTo("{\"title\":\"book 1\"}\n{\"title\":\"book 2\"}\n{\"title\":\"book 3\"}\n");
        assertThat(ask("GET /v1/shelves/1/books:watch", "", "").body()).isEmpty();
    }

    @Test
    void aStreamIsEventsWhereTheyAreAskedFor() {
        WireMessage answer = ask("GET /v1/shelves/1/books:watch?page.page_size=2", "", "Accept: text/event-stream\r\n");
        assertThat(type(answer)).isEqualTo("text/event-stream");
        assertThat(answer.body()).isEqualTo("data: {\"title\":\"book 1\"}\n\ndata: {\"title\":\"book 2\"}\n\n");
        assertThat(type(ask("GET /v1/shelves/1/books:watch", "", "Accept: text/event-stream;q=0, */*\r\n")))
                .isEqualTo("application/x-ndjson");
    }

    @Test
    void aStreamThatFailsEndsWithTheError() {
        WireMessage lines = ask("GET /v1/shelves/lost/books:watch?page.page_size=1", "", "");
        assertThat(lines.status()).isEqualTo(200);
        assertThat(lines.body().lines().toList()).hasSize(2);
        assertThat(lines.body())
                .startsWith("{\"title\":\"book 1\"}\n{\"@error\":{\"type\":\"urn:weir:problem:call-failed\"")
                .contains("\"grpcStatus\":\"ABORTED\"");
        WireMessage events =
                ask("GET /v1/shelves/lost/books:watch?page.page_size=1", "", "Accept: text/event-stream\r\n");
        assertThat(events.body()).contains("\n\nevent: error\ndata: {\"type\":");
    }

    @Test
    void aStreamThatFailsAtOnceIsAProblem() {
        WireMessage answer = ask("GET /v1/shelves/lost/books:watch", "", "");
        assertThat(answer.status()).isEqualTo(409);
        assertThat(type(answer)).isEqualTo("application/problem+json");
    }

    @Test
    void manyRequestsOfOneConnectionAreAnsweredInTurn() {
        Random random = new Random(7);
        try (WireClient client = gateway.client()) {
            for (int i = 0; i < 200; i++) {
                String name = "b" + random.nextInt(1_000);
                assertThat(client.get("/v1/books/" + name).body()).isEqualTo("{\"title\":\"" + name + " 0\"}");
            }
        }
    }

    @Test
    void anyMessageGoesThereAndComesBack() throws Exception {
        long seed = System.nanoTime();
        RandomMessages messages = new RandomMessages(new Random(seed));
        MessageWriter writer = new MessageWriter(Library.TYPES);
        try (WireClient client = gateway.client()) {
            for (int i = 0; i < 200; i++) {
                byte[] json = writer.json(messages.of(Library.type("Everything"), 4));
                String sent = new String(json, StandardCharsets.ISO_8859_1);
                WireMessage answer = client.send(
                                "POST /v1/echo HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nContent-Length: "
                                        + json.length + "\r\n\r\n" + sent)
                        .answer();
                assertThat(answer.body()).as("seed %d", seed).isEqualTo(sent);
            }
        }
    }

    /** Requests that are nearly good: each is answered, and none by a mistake of the gateway's. */
    @Test
    void nothingThatIsSentIsTooMuch() throws Exception {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        RandomMessages messages = new RandomMessages(random);
        MessageWriter writer = new MessageWriter(Library.TYPES);
        String targets =
                "/v1/echo /v1/books:get /v1/shelves/1/books /v1/books/a /v1/upload /v1/shelves/%ff/books /v1/echo:x";
        try (WireClient client = gateway.client()) {
            for (int i = 0; i < 500; i++) {
                byte[] json = writer.json(messages.of(Library.type("Everything"), 3));
                for (int flips = random.nextInt(4); flips > 0; flips--) {
                    json[random.nextInt(json.length)] = (byte) random.nextInt(256);
                }
                String target = targets.split(" ")[random.nextInt(7)] + (random.nextBoolean() ? "" : "?color=" + i % 5);
                WireMessage answer = client.send("POST " + target
                                + " HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nContent-Length: "
                                + json.length + "\r\n\r\n" + new String(json, StandardCharsets.ISO_8859_1))
                        .answer();
                assertThat(answer.status())
                        .as("seed %d: %s", seed, answer.body())
                        .isIn(200, 400, 404, 405, 415, 501);
            }
            assertThat(client.get("/v1/books/a").status()).isEqualTo(200);
        }
    }

    @Test
    void unknownFieldsAreIgnoredWhereThatIsWanted() {
        try (TestGateway lenient = TestGateway.start(document(", unknown-fields: ignore", backend.address()));
                WireClient client = lenient.client()) {
            assertThat(client.get("/v1/books/a?x=1").body()).isEqualTo("{\"title\":\"a 0\"}");
        }
    }

    @Test
    void messagesAreBounded() {
        try (TestGateway strict = TestGateway.start(document(", max-message: 1KiB", backend.address()));
                WireClient client = strict.client();
                WireClient other = strict.client()) {
            WireMessage small = client.get("/v1/books/" + "a".repeat(900));
            assertThat(small.status()).isEqualTo(200);
            WireMessage large = client.get("/v1/books/" + "a".repeat(1_100));
            assertThat(large.status()).isEqualTo(502);
            assertThat(large.problem()).isEqualTo("bad-answer");
            String body = "{\"stringField\":\"" + "a".repeat(1_100) + "\"}";
            WireMessage refused = other.send("POST /v1/echo HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\n"
                            + "Content-Length: " + body.length() + "\r\n\r\n" + body)
                    .answer();
            assertThat(refused.status()).isEqualTo(413);
        }
    }

    @Test
    void aDescriptorSetThatCannotBeUsedIsRefusedWhenItIsStaged() {
        String document = document("", backend.address()).replace("weir.test.Library]", "weir.test.Nope]");
        assertThatThrownBy(() -> gateway.stage(document))
                .isInstanceOf(StagingException.class)
                .hasMessageContaining("library.pb: has no service weir.test.Nope; it has weir.test.Library");
    }

    @Test
    void theTimeThatTheClientGivesHolds() {
        FrameBackend silent = FrameBackend.answering(request -> {});
        try (TestBackend late = TestBackend.playing(silent::play);
                TestGateway patient = TestGateway.start(document("", late.address()));
                WireClient client = patient.client()) {
            String start = "GET /v1/books/a HTTP/1.1\r\nHost: a\r\ngrpc-timeout: ";
            WireMessage answer = client.send(start + "80m\r\n\r\n").answer();
            assertThat(answer.status()).isEqualTo(504);
            assertThat(type(answer)).isEqualTo("application/problem+json");
            assertThat(silent.request().fields().get("grpc-timeout")).matches("[0-9]+[mun]");
            Await.until(() -> "the call is given up", () -> !silent.resets().isEmpty());
            answer = client.send(start + "soon\r\n\r\n").answer();
            assertThat(answer.status()).isEqualTo(400);
            assertThat(silent.requests()).hasSize(1);
        }
    }
}
