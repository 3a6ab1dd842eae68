package io.weir.node.filter.coding;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.config.model.ContentCoding;
import io.weir.node.testkit.Documents;
import io.weir.node.testkit.NoLeaks;
import io.weir.node.testkit.TestBackend;
import io.weir.node.testkit.TestGateway;
import io.weir.node.testkit.WireClient;
import io.weir.node.testkit.WireMessage;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** The policy decompress on a gateway with sockets. */
@ExtendWith(NoLeaks.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class DecompressionTest {
    private TestBackend backend;
    private TestGateway gateway;

    @BeforeAll
    void start() {
        backend = TestBackend.saying("taken");
        gateway = TestGateway.single(Documents.to(backend)
                .route("policies: [plain, json]")
                .more(
                        """
                        policies:
                          - { name: plain, decompress: { max-size: 200KiB, max-ratio: 50 } }
                          - { name: json, validate: { json: {} } }
                        """)
                .toString());
    }

    @AfterAll
    void stop() {
        gateway.close();
        backend.close();
    }

    private WireMessage post(String fields, byte[] body) {
        try (WireClient client = gateway.client()) {
            return client.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\n" + fields
                            + "Content-Length: " + body.length + "\r\n\r\n"
                            + new String(body, StandardCharsets.ISO_8859_1))
                    .answer();
        }
    }

    private static byte[] json(int items) {
        StringBuilder json = new StringBuilder("[0");
        for (int i = 0; i < items; i++) {
            json.append(',').append(i * 7919L % 100_003);
        }
        return json.append(']').toString().getBytes(StandardCharsets.US_ASCII);
    }

    @ParameterizedTest
    @EnumSource(ContentCoding.class)
    void theBackendGetsThePlainBodyAndSoDoOtherPolicies(ContentCoding coding) {
        for (int items : new int[] {1, 100, 9_000}) { // the last is decoded by others than the loop
            byte[] plain = json(items);
            int before = backend.requests().size();
            String fields = "Content-Encoding: " + coding.token() + "\r\nContent-MD5: x\r\n";
            assertThat(post(fields, Packed.of(coding, plain)).body()).isEqualTo("taken");
            WireMessage got = backend.requests().get(before);
            assertThat(got.body()).isEqualTo(new String(plain, StandardCharsets.US_ASCII));
            assertThat(got.values("Content-Encoding")).isEmpty();
            assertThat(got.values("Content-MD5")).isEmpty();
            assertThat(got.values("Content-Length")).containsExactly("" + plain.length);
        }
        assertThat(post("Content-Encoding: " + coding.token() + "\r\n", Packed.of(coding, new byte[] {'['}))
                        .problem())
                .as("validated when it is plain")
                .isEqualTo("malformed-json");
    }

    @Test
    void severalCodingsAreTakenOffAlsoOfChunks() {
        byte[] plain = json(50);
        byte[] packed = Packed.of(ContentCoding.BROTLI, Packed.of(ContentCoding.GZIP, plain));
        int before = backend.requests().size();
        try (WireClient client = gateway.client()) {
            WireMessage answer = client.send(
                            "POST / HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nContent-Encoding: x-gzip\r\n"
                                    + "Content-Encoding: identity, BR\r\nTransfer-Encoding: chunked\r\n\r\n"
                                    + Integer.toHexString(packed.length) + "\r\n"
                                    + new String(packed, StandardCharsets.ISO_8859_1) + "\r\n0\r\n\r\n")
                    .answer();
            assertThat(answer.body()).isEqualTo("taken");
        }
        assertThat(backend.requests().get(before).body()).isEqualTo(new String(plain, StandardCharsets.US_ASCII));
        assertThat(backend.requests().get(before).values("Transfer-Encoding")).isEmpty();
    }

    @ParameterizedTest(name = "{0}: {3}")
    @CsvSource(
            delimiter = '|',
            value = {
                "compress               | 415 | unsupported-media-type | not known here",
                "gzip, foo              | 415 | unsupported-media-type | one of them is not",
                "gzip, gzip, gzip, gzip | 415 | unsupported-media-type | more than anybody needs",
                "gzip                   | 400 | malformed-coding       | it is no gzip",
                "br                     | 400 | malformed-coding       | it is no brotli",
                "zstd                   | 400 | malformed-coding       | it is no zstd",
                "deflate                | 400 | malformed-coding       | it is no deflate",
            })
    void whatCannotBeDecodedIsRefused(String codings, int status, String problem, String why) {
        WireMessage answer =
                post("Content-Encoding: " + codings + "\r\n", "[1,2,3]".getBytes(StandardCharsets.US_ASCII));
        assertThat(answer.status()).as(why).isEqualTo(status);
        assertThat(answer.problem()).isEqualTo(problem);
        if (status == 415) {
            assertThat(answer.field("Accept-Encoding")).contains("br, zstd, gzip, deflate");
        }
    }

    @ParameterizedTest
    @EnumSource(ContentCoding.class)
    void bombsAreRefused(ContentCoding coding) {
        byte[] zeros = new byte[20_000_000];
        Arrays.fill(zeros, (byte) ' ');
        WireMessage answer = post("Content-Encoding: " + coding.token() + "\r\n", Packed.of(coding, zeros));
        assertThat(answer.status()).isEqualTo(413);
        assertThat(answer.problem()).isEqualTo("body-too-large");
        byte[] dense = json(60_000);
        assertThat(post("Content-Encoding: " + coding.token() + "\r\n", Packed.of(coding, dense))
                        .status())
                .as("no bomb, but more than is taken")
                .isEqualTo(413);
    }

    @Test
    void whatIsNotCodedGoesOnAsItIs() {
        assertThat(post("", json(3)).body()).isEqualTo("taken");
        assertThat(post("Content-Encoding: identity\r\n", json(3)).body()).isEqualTo("taken");
        assertThat(post("Content-Encoding: gzip\r\n", new byte[0]).problem()).isNotEqualTo("malformed-coding");
    }
}
