package io.weir.node.filter.coding;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.config.model.ContentCoding;
import io.weir.node.state.AnswerTranslation;
import io.weir.node.state.Filter;
import io.weir.node.testkit.Documents;
import io.weir.node.testkit.NoLeaks;
import io.weir.node.testkit.TestBackend;
import io.weir.node.testkit.TestGateway;
import io.weir.node.testkit.WireClient;
import io.weir.node.testkit.WireMessage;
import io.weir.protocol.http.AnswerLines;
import io.weir.protocol.http.ParsedResponse;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a translation reads of a backend that compresses although it was asked not to. */
@ExtendWith(NoLeaks.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class PlainAnswerTest {
    private static final int MOST = 100_000;

    private final AtomicReference<String> answer = new AtomicReference<>("");
    private TestBackend backend;
    private TestGateway gateway;

    /** Reads all before it says anything, as most do. */
    private static final class Length implements AnswerTranslation {
        private final ByteArrayOutputStream all = new ByteArrayOutputStream();
        private String head = "";

        @Override
        public void onHead(ParsedResponse answer, Answer to) {
            head = new String(AnswerLines.of(answer).otherBody().bytes(), StandardCharsets.ISO_8859_1);
        }

        @Override
        public void onData(byte[] data, Answer to) {
            all.writeBytes(data);
        }

        @Override
        public void onEnd(byte[] trailers, Answer to) {
            to.head(200, head.getBytes(StandardCharsets.ISO_8859_1));
            to.body(("" + all.size()).getBytes(StandardCharsets.US_ASCII));
            to.end();
        }
    }

    @BeforeAll
    void start() {
        backend = TestBackend.answering(request -> answer.get());
        gateway = TestGateway.filtering(
                exchange -> {
                    exchange.translateAnswer(Length::new);
                    PlainAnswer.ask(exchange, MOST);
                    PlainAnswer.ask(exchange, MOST);
                    return Filter.Outcome.CONTINUE;
                },
                Documents.to(backend).toString());
    }

    @AfterAll
    void stop() {
        gateway.close();
        backend.close();
    }

    private WireMessage get(String coding, byte[] body) {
        answer.set("HTTP/1.1 200 OK\r\nETag: \"a\"\r\nContent-Encoding: " + coding + "\r\nContent-Length: "
                + body.length + "\r\n\r\n" + new String(body, StandardCharsets.ISO_8859_1));
        try (WireClient client = gateway.client()) {
            return client.get("/", "Accept-Encoding: gzip, br\r\n");
        }
    }

    @ParameterizedTest
    @EnumSource(ContentCoding.class)
    void theTranslationReadsItPlain(ContentCoding coding) {
        int before = backend.requests().size();
        WireMessage got = get(coding.token(), Packed.of(coding, new byte[99_000]));
        assertThat(got.body()).isEqualTo("99000");
        assertThat(got.values("Content-Encoding")).isEmpty();
        assertThat(got.values("ETag")).containsExactly("W/\"a\"");
        assertThat(backend.requests().get(before).values("Accept-Encoding")).containsExactly("identity");
    }

    @ParameterizedTest
    @EnumSource(ContentCoding.class)
    void whatSwellsOrIsBrokenIs502(ContentCoding coding) {
        assertThat(get(coding.token(), Packed.of(coding, new byte[50_000_000])).problem())
                .isEqualTo("bad-answer");
        byte[] packed = Packed.of(coding, "hello".repeat(1_000).getBytes(StandardCharsets.US_ASCII));
        assertThat(get(coding.token(), Arrays.copyOf(packed, packed.length - 1)).problem())
                .isEqualTo("bad-answer");
    }

    @Test
    void anUnknownCodingGoesOnAsItIs() {
        WireMessage got = get("compress", "xyz".getBytes(StandardCharsets.US_ASCII));
        assertThat(got.values("Content-Encoding")).containsExactly("compress");
        assertThat(got.body()).isEqualTo("3");
    }

    @ParameterizedTest
    @EnumSource(ContentCoding.class)
    void formatsReadWhatTheBackendCompressedAndTheClientGetsItsOwnCoding(ContentCoding coding) {
        String json = "{\"list\":[" + "{\"a\":\"hello\"},".repeat(200) + "{}]}";
        byte[] packed = Packed.of(coding, json.getBytes(StandardCharsets.US_ASCII));
        try (TestBackend other =
                        TestBackend.answering(request -> "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"
                                + "Content-Encoding: " + coding.token() + "\r\nContent-Length: " + packed.length
                                + "\r\n\r\n"
                                + new String(packed, StandardCharsets.ISO_8859_1));
                TestGateway converting = TestGateway.single(Documents.to(other)
                        .route("policies: [xml, small]")
                        .more(
                                """
                                policies:
                                  - { name: xml, transform: { response: { offer: [application/json, application/xml] } } }
                                  - { name: small, compress: {} }
                                """)
                        .toString());
                WireClient client = converting.client()) {
            WireMessage got = client.get("/", "Accept: application/xml\r\nAccept-Encoding: br\r\n");
            assertThat(got.values("Content-Encoding")).containsExactly("br");
            assertThat(got.values("Content-Type").get(0)).startsWith("application/xml");
            assertThat(Plain.of("br", got.body())).contains("<list>", "hello");
            assertThat(other.request().values("Accept-Encoding")).containsExactly("identity");
        }
    }
}
