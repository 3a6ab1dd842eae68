package io.weir.node.filter.transform;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.node.testkit.Documents;
import io.weir.node.testkit.NoLeaks;
import io.weir.node.testkit.TestBackend;
import io.weir.node.testkit.TestGateway;
import io.weir.node.testkit.WireClient;
import io.weir.node.testkit.WireMessage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Clients of XML and a backend of JSON, through a gateway. */
@ExtendWith(NoLeaks.class)
final class FormatsOnTheWireTest {
    private static TestBackend backend;
    private static TestGateway gateway;

    @BeforeAll
    static void start() {
        backend = TestBackend.answering(FormatsOnTheWireTest::answer);
        gateway = TestGateway.start(Documents.to(backend)
                .route("policies: [formats]")
                .more("policies: [{ name: formats, transform: { "
                        + "request: { accept: [application/xml], to: application/json }, "
                        + "response: { offer: [application/json, application/xml] }, max-body: 64KiB } }]")
                .toString());
    }

    @AfterAll
    static void stop() {
        gateway.close();
        backend.close();
    }

    private static String answer(WireMessage request) {
        String target = request.start().split(" ")[1];
        return switch (target) {
            case "/echo" -> with("200 OK", request.field("Content-Type").orElse(""), "", request.body());
            case "/problem" ->
                with(
                        "409 Conflict",
                        "application/problem+json",
                        "",
                        "{\"title\":\"No\",\"status\":409,\"lines\":[1,2]}");
            case "/text" -> with("200 OK", "text/plain", "", "plain");
            case "/bad" -> with("200 OK", "application/json", "", "{\"a\":");
            case "/large" -> with("200 OK", "application/json", "", '"' + "x".repeat(70_000) + '"');
            case "/middle" -> with("200 OK", "application/json", "", "{\"a\":\"" + "x".repeat(50_000) + "\"}");
            case "/same" -> "HTTP/1.1 304 Not Modified\r\nETag: \"v1\"\r\n\r\n";
            case "/gzip" -> with("200 OK", "application/json", "Content-Encoding: gzip\r\n", gzip("{\"a\":7}"));
            case "/coded" -> with("200 OK", "application/json", "Content-Encoding: gzip\r\n", "???");
            default ->
                with(
                        "200 OK",
                        "application/json",
                        "ETag: \"v1\"\r\nContent-Digest: x\r\nContent-MD5: y\r\nX-Kept: z\r\nAccept-Ranges: bytes\r\n",
                        "{\"order\":{\"id\":7,\"line\":[\"a\",\"b\"],\"paid\":true,\"note\":null}}");
        };
    }

    private static String with(String status, String type, String fields, String body) {
        return "HTTP/1.1 " + status + "\r\nContent-Type: " + type + "\r\n" + fields + "Content-Length: "
                + body.getBytes(StandardCharsets.ISO_8859_1).length + "\r\n\r\n" + body;
    }

    private static WireMessage get(String target, String fields) {
        try (WireClient client = gateway.client()) {
            return client.send("GET " + target + " HTTP/1.1\r\nHost: a.example\r\n" + fields + "\r\n")
                    .answer();
        }
    }

    private static WireMessage post(String target, String type, String body, String fields) {
        try (WireClient client = gateway.client()) {
            return client.send("POST " + target + " HTTP/1.1\r\nHost: a.example\r\nContent-Type: " + type
                            + "\r\nContent-Length: " + body.length() + "\r\n" + fields + "\r\n" + body)
                    .answer();
        }
    }

    private static WireMessage last() {
        return backend.requests().get(backend.requests().size() - 1);
    }

    @Test
    void whatAClientSendsAsXmlArrivesAsJsonAndComesBackAsXml() {
        WireMessage answer = post(
                "/echo",
                "application/xml",
                "<order id=\"a\"><n>7</n><line>x</line><line>y</line></order>",
                "Accept: application/xml\r\nContent-MD5: x\r\n");
        assertThat(last().body()).isEqualTo("{\"order\":{\"@id\":\"a\",\"n\":7,\"line\":[\"x\",\"y\"]}}");
        assertThat(last().field("Content-Type")).contains("application/json");
        assertThat(last().field("Accept")).contains("application/json");
        assertThat(last().field("Content-MD5")).isEmpty();
        assertThat(answer.body())
                .isEqualTo("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
                        + "<order id=\"a\"><n>7</n><line>x</line><line>y</line></order>");
        assertThat(answer.field("Content-Type")).contains("application/xml; charset=utf-8");
        assertThat(answer.field("Vary")).contains("Accept");
    }

    @Test
    void anAnswerInXmlHasNoFieldsThatSpeakOfTheBytesOfTheJson() {
        WireMessage answer = get("/", "Accept: application/xml\r\n");
        assertThat(answer.body())
                .endsWith("<order xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\"><id>7</id><line>a</line>"
                        + "<line>b</line><paid>true</paid><note xsi:nil=\"true\"/></order>");
        assertThat(answer.field("ETag")).contains("W/\"v1\"");
        assertThat(answer.field("X-Kept")).contains("z");
        assertThat(answer.field("Content-Digest")).isEmpty();
        assertThat(answer.field("Content-MD5")).isEmpty();
        assertThat(answer.field("Accept-Ranges")).isEmpty();
        assertThat(answer.field("Content-Length"))
                .contains(String.valueOf(answer.body().length()));
    }

    private static String gzip(String text) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
            gzip.write(text.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toString(StandardCharsets.ISO_8859_1);
    }

    @Test
    void anAnswerThatIsCompressedAlthoughNobodyAskedForThatIsDecodedFirst() {
        WireMessage answer = get("/gzip", "Accept: application/xml\r\nAccept-Encoding: gzip\r\n");
        assertThat(last().field("Accept-Encoding")).contains("identity");
        assertThat(answer.field("Content-Encoding")).isEmpty();
        assertThat(answer.body()).endsWith("<a>7</a>");
    }

    @Test
    void anAnswerInTheBackendsFormatStaysAsItIs() {
        WireMessage answer = get("/", "");
        assertThat(answer.body()).startsWith("{\"order\":{");
        assertThat(answer.field("ETag")).contains("\"v1\"");
        assertThat(answer.field("Content-MD5")).contains("y");
        assertThat(answer.field("Vary")).contains("Accept");
    }

    @ParameterizedTest(name = "{0}: {2}")
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
        application/xml                          | application/xml; charset=utf-8 | the only one
        */*                                      | application/json               | anything: the first on offer
        application/*;q=0.5, application/xml     | application/xml; charset=utf-8 | a better one
        application/json;q=0.1, */*;q=0.2        | application/xml; charset=utf-8 | by weight
        application/json;q=0, */*                | application/xml; charset=utf-8 | not JSON
        text/html, application/xml;q=0.9         | application/xml; charset=utf-8 | what a browser sends
        APPLICATION/XML ; charset=iso-8859-1     | application/xml; charset=utf-8 | in any case, parameters aside
        """)
    void theClientChooses(String accept, String type, String reason) {
        assertThat(get("/", "Accept: " + accept + "\r\n").field("Content-Type"))
                .as(reason)
                .contains(type);
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
        text/html                  | not on offer
        application/json;q=0       | not wanted
        application/json;q=x       | no weight is none
        image/*                    | another kind
        """)
    void whatCannotBeAnsweredIsNotAsked(String accept, String reason) {
        int before = backend.requests().size();
        WireMessage answer = get("/", "Accept: " + accept + "\r\n");
        assertThat(answer.status()).as(reason).isEqualTo(406);
        assertThat(answer.body()).contains("urn:weir:problem:not-acceptable", "application/json, application/xml");
        assertThat(answer.field("Vary")).contains("Accept");
        assertThat(backend.requests()).hasSize(before);
    }

    @ParameterizedTest(name = "{0} {1}: {4}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
        text/csv            | a                    | 415 | unsupported-media-type | not taken
        x                   | a                    | 415 | unsupported-media-type | no type
        application/xml     | <a>                  | 400 | malformed-body         | no end
        application/xml; charset=ebcdic | <a/>     | 415 | unsupported-media-type | an unknown charset
        application/xml     | <!DOCTYPE a><a/>     | 400 | malformed-body         | a document type
        """)
    void whatCannotBeReadIsRefused(String type, String body, int status, String problem, String reason) {
        WireMessage answer = post("/echo", type, body, "");
        assertThat(answer.status()).as(reason).isEqualTo(status);
        assertThat(answer.body()).contains("urn:weir:problem:" + problem);
        if (status == 415) {
            assertThat(answer.body()).doesNotContain("<a");
        }
    }

    @Test
    void aRequestInXmlThatIsTooLargeIs413() {
        assertThat(post("/echo", "application/xml", "<a>" + "x".repeat(70_000) + "</a>", "")
                        .status())
                .isEqualTo(413);
    }

    @Test
    void aLargeOneIsConvertedElsewhereBothWays() {
        String text = "x".repeat(50_000);
        WireMessage answer = post("/echo", "application/xml", "<a>" + text + "</a>", "Accept: application/xml\r\n");
        assertThat(last().body()).isEqualTo("{\"a\":\"" + text + "\"}");
        assertThat(answer.body()).endsWith("<a>" + text + "</a>");
    }

    @ParameterizedTest(name = "{0}: {4}")
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
        /problem | 409 | application/problem+xml        | <problem xmlns="urn:ietf:rfc:7807"><title>No</title><status>409</status><lines><i>1</i><i>2</i></lines></problem> | a backend's problem
        /text    | 200 | text/plain                     | plain                               | no known format
        /bad     | 502 | application/problem+json       | urn:weir:problem:bad-answer         | broken JSON
        /large   | 502 | application/problem+json       | urn:weir:problem:answer-too-large   | too large
        /coded   | 502 | application/problem+json       | urn:weir:problem:bad-answer         | no gzip although it says so
        """)
    void answersOtherThanExpected(String target, int status, String type, String body, String reason) {
        WireMessage answer = get(target, "Accept: application/xml\r\n");
        assertThat(answer.status()).as(reason).isEqualTo(status);
        assertThat(answer.field("Content-Type")).contains(type);
        assertThat(answer.body()).contains(body);
    }

    @Test
    void aClientAsksWhetherItsXmlIsStillGoodAndRangesAreNotAskedFor() {
        WireMessage answer = get("/same", "Accept: application/xml\r\nIf-None-Match: W/\"v1\"\r\nRange: bytes=0-1\r\n");
        assertThat(answer.status()).isEqualTo(304);
        assertThat(answer.field("ETag")).contains("W/\"v1\"");
        assertThat(answer.field("Vary")).contains("Accept");
        assertThat(last().field("If-None-Match")).contains("W/\"v1\"");
        assertThat(last().field("Range")).isEmpty();
    }
}
