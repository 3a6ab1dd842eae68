package io.weir.node.filter.transform;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.config.model.Transform;
import io.weir.config.model.Transform.Types;
import io.weir.node.filter.transform.format.CborCodec;
import io.weir.node.filter.transform.format.Codec;
import io.weir.node.filter.transform.format.FormCodec;
import io.weir.node.filter.transform.format.JsonCodec;
import io.weir.node.filter.transform.format.MsgpackCodec;
import io.weir.node.filter.transform.format.NdjsonCodec;
import io.weir.node.filter.transform.format.XmlCodec;
import io.weir.node.filter.transform.format.YamlCodec;
import io.weir.node.testkit.Documents;
import io.weir.node.testkit.NoLeaks;
import io.weir.node.testkit.TestBackend;
import io.weir.node.testkit.TestGateway;
import io.weir.node.testkit.WireClient;
import io.weir.node.testkit.WireMessage;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Each format over real sockets, whole and in odd pieces, against a backend of JSON that answers what it was sent. */
@ExtendWith(NoLeaks.class)
final class EveryFormatOnTheWireTest {
    private static final String ALL = "application/xml, application/yaml, application/cbor, application/msgpack,"
            + " application/x-ndjson, application/x-www-form-urlencoded";
    private static final String TREE = "{\"order\":{\"id\":\"a7\",\"line\":[\"x\",\"ü\"]}}";
    private static final String ROWS = "[{\"id\":\"7\",\"name\":\"a\"},{\"id\":\"8\",\"name\":\"b,c\"}]";

    private static TestBackend backend;
    private static TestGateway gateway;

    @BeforeAll
    static void start() {
        backend = TestBackend.answering(request -> {
            String length = String.valueOf(request.body().getBytes(StandardCharsets.ISO_8859_1).length);
            return "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: " + length + "\r\n\r\n"
                    + request.body();
        });
        gateway = TestGateway.start(Documents.to(backend)
                .route("policies: [formats]")
                .more("policies: [{ name: formats, transform: { request: { accept: [" + ALL + ", text/csv] },"
                        + " response: { offer: [application/json, " + ALL + "] }, max-body: 64KiB } }]")
                .toString());
    }

    @AfterAll
    static void stop() {
        gateway.close();
        backend.close();
    }

    static Stream<Arguments> formats() {
        return Stream.of(
                Arguments.of("application/xml", new XmlCodec(Transform.Xml.DEFAULT, 64), TREE),
                Arguments.of("application/yaml", new YamlCodec(64), TREE),
                Arguments.of("application/cbor", new CborCodec(64), TREE),
                Arguments.of("application/msgpack", new MsgpackCodec(64), TREE),
                Arguments.of("application/x-www-form-urlencoded", new FormCodec(Types.TEXT, 64), TREE),
                Arguments.of("application/x-ndjson", new NdjsonCodec(64), ROWS));
    }

    private static String latin(byte[] bytes) {
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }

    /** As the wire's texts are, a character a byte. */
    private static String wire(String json) {
        return latin(json.getBytes(StandardCharsets.UTF_8));
    }

    private static WireMessage post(String type, String accept, String framing, String body) {
        try (WireClient client = gateway.client()) {
            return client.send("POST / HTTP/1.1\r\nHost: a.example\r\nContent-Type: " + type + "\r\nAccept: " + accept
                            + "\r\n" + framing + "\r\n" + body)
                    .answer();
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("formats")
    void arrivesAsJsonAndComesBackAsItWas(String type, Codec codec, String json) throws Exception {
        String body = latin(codec.write(new JsonCodec(64).read(json.getBytes(StandardCharsets.UTF_8), "")));
        WireMessage answer = post(type, type, "Content-Length: " + body.length() + "\r\n", body);
        assertThat(backend.requests().get(backend.requests().size() - 1).body()).isEqualTo(wire(json));
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        assertThat(answer.body()).isEqualTo(body);
        assertThat(answer.field("Content-Type").orElse("")).startsWith(type);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("formats")
    void arrivesAsJsonFromOddPieces(String type, Codec codec, String json) throws Exception {
        String body = latin(codec.write(new JsonCodec(64).read(json.getBytes(StandardCharsets.UTF_8), "")));
        for (long seed = 0; seed < 20; seed++) {
            Random random = new Random(seed);
            StringBuilder chunks = new StringBuilder();
            int at = 0;
            while (at < body.length()) {
                int end = Math.min(body.length(), at + 1 + random.nextInt(9));
                chunks.append(Integer.toHexString(end - at))
                        .append("\r\n")
                        .append(body, at, end)
                        .append("\r\n");
                at = end;
            }
            WireMessage answer = post(type, "application/json", "Transfer-Encoding: chunked\r\n", chunks + "0\r\n\r\n");
            assertThat(answer.body()).as("seed %d", seed).isEqualTo(wire(json));
        }
    }

    @Test
    void csvArrivesAsObjects() {
        String csv = "id,name\r\n7,a\r\n8,\"b,c\"\r\n";
        WireMessage answer =
                post("text/csv; charset=utf-8", "application/json", "Content-Length: " + csv.length() + "\r\n", csv);
        assertThat(answer.body()).isEqualTo(ROWS);
    }

    @ParameterizedTest(name = "{0}: {4}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
        application/cbor                  | \u009b\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff | 400 | ends too early | a huge length
        application/msgpack               | \u00dd\u00ff\u00ff\u00ff\u00ff                         | 400 | ends too early | a huge array
        application/yaml                  | a: &b [*b]                                             | 400 | anchor         | an alias to itself
        application/x-www-form-urlencoded | a=%ff                                                  | 400 | UTF-8          | bytes that are no text
        application/x-ndjson              | {"a":1,"a":2}                                          | 400 | twice          | a name twice
        text/csv                          | a,b                                                    | 200 | []             | nothing but names
        application/xml                   | <a>&#xD800;</a>                                        | 400 | no XML         | half a character
        """)
    void whatIsHostileIsRefused(String type, String body, int status, String word, String reason) {
        int before = backend.requests().size();
        WireMessage answer = post(type, "application/json", "Content-Length: " + body.length() + "\r\n", body);
        assertThat(answer.status()).as(reason).isEqualTo(status);
        assertThat(answer.body()).contains(word);
        assertThat(backend.requests()).hasSize(status == 200 ? before + 1 : before);
    }

    @Test
    void whatTheClientsFormatHasNoWordsForIsABadGateway() {
        String huge = "[1e900]";
        WireMessage answer =
                post("application/json", "application/msgpack", "Content-Length: " + huge.length() + "\r\n", huge);
        assertThat(answer.status()).isEqualTo(502);
        assertThat(answer.body()).contains("urn:weir:problem:bad-answer", "no exact form in MessagePack");
    }

    @Test
    void itemsOfAnArrayArriveAsLinesOneByOneWhileTheBackendStillWrites() throws Exception {
        CountDownLatch firstSeen = new CountDownLatch(1);
        try (TestBackend slow = TestBackend.playing(connection -> {
                    connection.request();
                    connection.write(
                            "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n");
                    connection.write("a\r\n [ {\"a\":1}\r\n2\r\n,{\r\n");
                    firstSeen.await();
                    connection.write("7\r\n\"b\": 2}\r\n1\r\n]\r\n0\r\n\r\n");
                });
                TestGateway streaming = lines(slow, "application/x-ndjson", "application/json");
                WireClient client = streaming.client()) {
            client.send("GET / HTTP/1.1\r\nHost: a.example\r\n\r\n");
            assertThat(client.head().field("Content-Type")).contains("application/x-ndjson");
            assertThat(client.bytes(13)).isEqualTo("8\r\n{\"a\":1}\n\r\n");
            firstSeen.countDown();
            assertThat(client.bytes(13)).isEqualTo("8\r\n{\"b\":2}\n\r\n");
        }
    }

    private static TestGateway lines(TestBackend slow, String offer, String from) {
        return TestGateway.start(Documents.to(slow)
                .route("policies: [lines]")
                .more("policies: [{ name: lines, transform: { response: { offer: [" + offer + "], from: " + from
                        + " }, max-body: 16KiB } }]")
                .toString());
    }

    @Test
    void moreThanMaxBodyStreamsItemByItem() {
        String item = "{\"a\":\"" + "x".repeat(10_000) + "\"}";
        String array = '[' + (item + ',').repeat(99) + item + ']';
        try (TestBackend large =
                        TestBackend.answering(request -> "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"
                                + "Content-Length: " + array.length() + "\r\n\r\n" + array);
                TestGateway streaming = lines(large, "application/x-ndjson", "application/json");
                WireClient client = streaming.client()) {
            assertThat(client.get("/").body()).isEqualTo((item + '\n').repeat(100));
        }
    }

    @Test
    void linesArriveAsAnArray() {
        String lines = ("{\"a\":\"" + "x".repeat(300) + "\"}\r\n").repeat(500) + "7";
        try (TestBackend large =
                        TestBackend.answering(request -> "HTTP/1.1 200 OK\r\nContent-Type: application/x-ndjson\r\n"
                                + "Content-Length: " + lines.length() + "\r\n\r\n" + lines);
                TestGateway streaming = lines(large, "application/json", "application/x-ndjson");
                WireClient client = streaming.client()) {
            assertThat(client.get("/").body()).isEqualTo('[' + lines.replace("\r\n", ",") + ']');
        }
    }

    @ParameterizedTest(name = "{0}: {2}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
        {"a":      | 502 | the first line is broken, so a status can tell
        ``         | 200 | no line: an empty array
        """)
    void whatIsWrongWithTheFirstLineIsToldByTheStatus(String line, int status, String reason) {
        try (TestBackend broken = TestBackend.answering(
                        request -> "HTTP/1.1 200 OK\r\nContent-Type: application/x-ndjson\r\nContent-Length: "
                                + line.length() + "\r\n\r\n" + line);
                TestGateway streaming = lines(broken, "application/json", "application/x-ndjson");
                WireClient client = streaming.client()) {
            WireMessage answer = client.get("/");
            assertThat(answer.status()).as(reason).isEqualTo(status);
            assertThat(answer.body()).contains(status == 200 ? "[]" : "urn:weir:problem:bad-answer");
        }
    }

    @Test
    void whatIsWrongLaterCutsTheAnswer() {
        String lines = "1\n".repeat(20_000) + "{\n";
        try (TestBackend broken = TestBackend.answering(
                        request -> "HTTP/1.1 200 OK\r\nContent-Type: application/x-ndjson\r\nContent-Length: "
                                + lines.length() + "\r\n\r\n" + lines);
                TestGateway streaming = lines(broken, "application/json", "application/x-ndjson");
                WireClient client = streaming.client()) {
            String all =
                    client.send("GET / HTTP/1.1\r\nHost: a.example\r\n\r\n").toTheEnd();
            assertThat(all).startsWith("HTTP/1.1 200").contains("[1,1,1").doesNotContain("]");
        }
    }
}
