package io.weir.node.filter.validate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weir.node.state.Stager;
import io.weir.node.testkit.Documents;
import io.weir.node.testkit.FakePorts;
import io.weir.node.testkit.NoLeaks;
import io.weir.node.testkit.TestBackend;
import io.weir.node.testkit.TestGateway;
import io.weir.node.testkit.WireClient;
import io.weir.node.testkit.WireMessage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Bodies that a gateway lets pass, and those that it does not. */
@ExtendWith(NoLeaks.class)
final class ValidatePolicyTest {
    private static final String ORDER =
            "{ schema: { type: object, required: [id], properties: { id: { type: integer } } }, max-body: 200KiB }";

    @TempDir
    Path folder;

    private static String document(String policy) {
        return Documents.toAddresses("127.0.0.1:1")
                .more(
                        """
                  - { name: orders, match: { path: /orders }, policies: [order], respond: { body: ok } }
                policies: [{ name: order, validate: %s }]
                """
                                .formatted(policy))
                .toString();
    }

    private static String head(String framing) {
        return WireMessage.lines("POST /orders HTTP/1.1", "Host: a", "Content-Type: application/json", framing, "");
    }

    private static String post(String fields, String body) {
        int length = body.getBytes(StandardCharsets.ISO_8859_1).length;
        return "POST /orders HTTP/1.1\r\nHost: a\r\n" + fields + "Content-Length: " + length + "\r\n\r\n" + body;
    }

    @ParameterizedTest(name = "{0} {1}: {2}, {4}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
            Content-Type: application/json                    | {"id": 1}     | 200 | ``                     | good
            Content-Type: application/order+json              | {"id": 1}     | 200 | ``                     | JSON by its suffix
            Content-Type: Application/JSON; charset="UTF-8"   | {"id": 1}     | 200 | ``                     | its only encoding
            Content-Type: application/json; charset=utf-16    | {"id": 1}     | 415 | unsupported-media-type | an encoding that JSON has not
            Content-Type: application/json; charset=utf-8; charset=utf-7 | {"id": 1} | 415 | unsupported-media-type | two encodings
            Content-Type: text/plain                          | {"id": 1}     | 415 | unsupported-media-type | no JSON, it says
            Content-Type: json                                | {"id": 1}     | 415 | unsupported-media-type | no media type
            X-A: b                                            | {"id": 1}     | 415 | unsupported-media-type | it does not say what it is
            Content-Type: application/json~Content-Type: text/plain | {"id": 1} | 415 | unsupported-media-type | it says two things
            Content-Type: application/json~Content-Encoding: gzip | {"id": 1} | 415 | unsupported-media-type | compressed
            Content-Type: application/json~Content-Encoding: identity | {"id": 1} | 200 | ``                 | not compressed
            Content-Type: application/json                    | {"id": "1"}   | 422 | invalid-body           | not as the schema wants it
            Content-Type: application/json                    | {"id": 1      | 400 | malformed-json         | no JSON
            Content-Type: application/json                    | ``            | 400 | body-missing           | nothing
            """)
    void whatPasses(String fields, String body, int status, String problem, String reason) {
        try (TestGateway gateway = TestGateway.single(document(ORDER));
                WireClient wire = gateway.client()) {
            WireMessage answer =
                    wire.send(post(fields.replace("~", "\r\n") + "\r\n", body)).answer();
            assertThat(answer.status()).as(reason).isEqualTo(status);
            assertThat(answer.problem()).as(reason).isEqualTo(problem);
        }
    }

    @Test
    void theAnswerSaysWhereAndWhatIsExpectedAndNotWhatWasThere() {
        try (TestGateway gateway = TestGateway.single(document(ORDER));
                WireClient wire = gateway.client()) {
            WireMessage answer = wire.send(post("Content-Type: application/json\r\n", "{\"id\":\"hunter2\"}"))
                    .answer();
            assertThat(answer.body())
                    .contains("\"errors\":[{\"pointer\":\"/id\",\"detail\":\"does not keep to type \\\"integer\\\"\"}]")
                    .doesNotContain("hunter2");
            assertThat(answer.field("content-type")).hasValue("application/problem+json");
        }
    }

    @Test
    void aRequestThatHasNoBodyByItsNatureNeedsNone() {
        try (TestGateway gateway = TestGateway.single(document(ORDER));
                WireClient wire = gateway.client()) {
            assertThat(wire.get("/orders").status()).isEqualTo(200);
            gateway.change(document(ORDER.replace("{ schema", "{ required: false, schema")));
            assertThat(wire.send(post("", "")).answer().status()).isEqualTo(200);
        }
    }

    @Test
    void aBodyThatIsTooLongIsRefusedBeforeItIsRead() {
        try (TestGateway gateway = TestGateway.single(document(ORDER));
                WireClient wire = gateway.client()) {
            WireMessage answer = wire.send(head("Content-Length: 204801")).answer();
            assertThat(answer.status()).isEqualTo(413);
        }
    }

    @Test
    void aGoodBodyReachesTheBackendAsItCame() throws Exception {
        try (TestBackend backend = TestBackend.saying("done");
                TestGateway gateway = TestGateway.start(Documents.to(backend)
                        .route("policies: [order]")
                        .more("policies: [{ name: order, validate: " + ORDER + " }]")
                        .toString());
                WireClient wire = gateway.client()) {
            String body = "{ \"id\" : 1.0, \"more\": \"" + "x".repeat(60_000) + "\" }";
            assertThat(wire.send(post("Content-Type: application/json\r\n", body))
                            .answer()
                            .status())
                    .as("a large body, on the workers")
                    .isEqualTo(200);
            assertThat(backend.request().body()).isEqualTo(body);
            wire.send(head("Transfer-Encoding: chunked"));
            for (char c : "{\"id\":7}".toCharArray()) {
                wire.send("1\r\n" + c + "\r\n");
            }
            assertThat(wire.send("0\r\n\r\n").answer().status())
                    .as("chunks of a byte")
                    .isEqualTo(200);
            wire.send(head("Transfer-Encoding: chunked"));
            assertThat(wire.send("8\r\n{\"id\":\"\"\r\n1\r\n}\r\n0\r\n\r\n")
                            .answer()
                            .status())
                    .as("chunks that are no good together")
                    .isEqualTo(422);
        }
    }

    @Test
    void aLargeBodyIsHeldAgainstItsSchemaJustAsASmallOne() {
        try (TestGateway gateway = TestGateway.single(document(ORDER));
                WireClient wire = gateway.client()) {
            String body = "{ \"more\": \"" + "x".repeat(60_000) + "\" }";
            assertThat(wire.send(post("Content-Type: application/json\r\n", body))
                            .answer()
                            .problem())
                    .isEqualTo("invalid-body");
            assertThat(wire.get("/orders").status()).as("the connection stays").isEqualTo(200);
        }
    }

    @Test
    void whereTheWorkersHaveTooMuchToDoLargeBodiesAreRefusedAndSmallOnesAreNot() {
        Executor busy = work -> {
            throw new RejectedExecutionException("there is enough to do");
        };
        try (TestGateway gateway = TestGateway.start(
                        ports -> FakePorts.asking(ports.calls(), ports.secrets(), ports.revocations(), busy)
                                .apply(ports),
                        document(ORDER));
                WireClient wire = gateway.client()) {
            WireMessage large = wire.send(post(
                            "Content-Type: application/json\r\n",
                            "{ \"id\": 1, \"more\": \"" + "x".repeat(60_000) + "\" }"))
                    .answer();
            assertThat(large.status()).isEqualTo(503);
            assertThat(large.problem()).isEqualTo("overloaded");
            assertThat(wire.send(post("Content-Type: application/json\r\n", "{ \"id\": 1 }"))
                            .answer()
                            .status())
                    .isEqualTo(200);
        }
    }

    @Test
    void aSmallBodyThatIsCostlyIsGivenUpAndNobodyWaitsForIt() {
        String policy =
                "{ schema: { properties: { c: { anyOf: [{ $ref: \"#\" }, { allOf: [{ $ref: \"#\" }] }] }, n: { type: \"null\" } } } }";
        try (TestGateway gateway = TestGateway.single(document(policy));
                WireClient wire = gateway.client();
                WireClient other = gateway.client()) {
            String body = "{\"c\":".repeat(50) + "{\"n\":1}" + "}".repeat(50);
            wire.send(post("Content-Type: application/json\r\n", body));
            assertThat(other.get("/orders").status()).isEqualTo(200);
            assertThat(wire.answer().problem()).isEqualTo("validation-too-costly");
        }
    }

    @Test
    void aSchemaInAFileIsReadWhenTheRevisionIsStaged() throws IOException {
        Path schema = Files.writeString(folder.resolve("order.yaml"), "type: object\nrequired: [id]\n");
        try (TestGateway gateway = TestGateway.single(document("{ schema: \"file:" + schema + "\" }"));
                WireClient wire = gateway.client()) {
            assertThat(wire.send(post("Content-Type: application/json\r\n", "{}"))
                            .answer()
                            .status())
                    .isEqualTo(422);
        }
    }

    @Test
    void aSchemaThatCannotBeUsedRefusesTheRevisionAndSaysWhere() throws IOException {
        Path broken = Files.writeString(folder.resolve("broken.json"), "{ \"type\": \"object\",\n }");
        Path wrong = Files.writeString(
                folder.resolve("wrong.json"), "{ \"items\": { \"type\": \"number\", \"pattern\": \"(\" } }");
        try (TestGateway gateway = TestGateway.single(document("{ json: {} }"))) {
            refuses(gateway, "\"file:" + broken + "\"", "broken.json:2:");
            refuses(
                    gateway,
                    "\"file:" + wrong + "\"",
                    "wrong.json#/items/pattern: is a pattern that cannot be matched safely");
            refuses(gateway, "\"file:none.json\"", "file:none.json: cannot be read on this node");
            refuses(gateway, "{ type: strong }", "policy \"order\"#/type: is no JSON Schema 2020-12");
        }
    }

    private static void refuses(TestGateway gateway, String schema, String message) {
        assertThatThrownBy(() -> gateway.change(document("{ schema: " + schema + " }")))
                .isInstanceOf(Stager.StagingException.class)
                .hasMessageContaining(message);
    }
}
