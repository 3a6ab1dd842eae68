package io.weir.protocol.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Heads of answers: the same strictness as with requests. */
final class AnswerHeadTest {
    private final ParsedResponse head = new ParsedResponse();

    private int parse(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
        return head.parse(bytes, bytes.length);
    }

    @ParameterizedTest(name = "{1}: {0}")
    @MethodSource
    void anAnswerThatCouldBeReadInTwoWaysIsRefused(String answer, String reason) {
        assertThat(parse(answer)).as(reason).isEqualTo(ParsedResponse.BAD);
        assertThat(head.fault()).isNotNull();
    }

    static Stream<Arguments> anAnswerThatCouldBeReadInTwoWaysIsRefused() {
        return Stream.of(
                arguments("HTTP/2.0 200 OK\r\n\r\n", "another version"),
                arguments("HTTP/1.x 200 OK\r\n\r\n", "no version at all"),
                arguments("HTTP/0.9 200 OK\r\n\r\n", "another version"),
                arguments("http/1.1 200 OK\r\n\r\n", "the name is in capitals"),
                arguments("HTTP/1.1  200 OK\r\n\r\n", "two spaces"),
                arguments("HTTP/1.1 20 OK\r\n\r\n", "a short status"),
                arguments("HTTP/1.1 2000 OK\r\n\r\n", "a long status"),
                arguments("HTTP/1.1 099 OK\r\n\r\n", "a status below 100"),
                arguments("HTTP/1.1 600 OK\r\n\r\n", "a status above 599"),
                arguments("HTTP/1.1 2x0 OK\r\n\r\n", "a status is a number"),
                arguments("HTTP/1.1 200\tOK\r\n\r\n", "a tab"),
                arguments("HTTP/1.1 200 O\u0000K\r\n\r\n", "NUL in the reason"),
                arguments("\r\nHTTP/1.1 200 OK\r\n\r\n", "an empty line before it"),
                arguments("HTTP/1.1 200 OK\nA: b\r\n\r\n", "a bare line feed"),
                arguments("HTTP/1.1 200 OK\r\nA: b\n\r\n", "a bare line feed"),
                arguments("HTTP/1.1 200 OK\r\nA: b\r\n c\r\n\r\n", "a folded field"),
                arguments("HTTP/1.1 200 OK\r\nA : b\r\n\r\n", "space before the colon"),
                arguments("HTTP/1.1 200 OK\r\nA: b\rc\r\n\r\n", "a bare carriage return"),
                arguments("HTTP/1.1 200 OK\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\n", "two lengths"),
                arguments("HTTP/1.1 200 OK\r\nContent-Length: 5,5\r\n\r\n", "a list of lengths"),
                arguments("HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n", "less than nothing"),
                arguments("HTTP/1.1 200 OK\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n", "both"),
                arguments("HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip, chunked\r\n\r\n", "unknown coding"),
                arguments("HTTP/1.1 200 OK\r\nTransfer-Encoding: identity\r\n\r\n", "unknown coding"),
                arguments("HTTP/1.0 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n", "HTTP/1.0 has no codings"),
                arguments("\u0016\u0003\u0001\r\n", "TLS on a plain port"),
                arguments("SSH-2.0-OpenSSH_9.2\r\n", "another protocol"));
    }

    @Test
    void aGoodAnswerIsReadToItsEnd() {
        String text = "HTTP/1.1 404 Not here\r\nA: b\r\nConnection: close\r\nContent-Length: 12\r\n\r\n";
        assertThat(parse(text + "body")).isEqualTo(text.length());
        assertThat(head.status()).isEqualTo(404);
        assertThat(new String(
                        head.buffer(),
                        head.reasonStart(),
                        head.reasonEnd() - head.reasonStart(),
                        StandardCharsets.ISO_8859_1))
                .isEqualTo("Not here");
        assertThat(head.fields().count()).isEqualTo(3);
        assertThat(head.fields().contentLength()).isEqualTo(12);
        assertThat(head.keepsConnection()).isFalse();
    }

    @Test
    void theReasonMayBeEmptyOrMissing() {
        assertThat(parse("HTTP/1.1 200 \r\n\r\n")).isPositive();
        assertThat(head.reasonStart()).isEqualTo(head.reasonEnd());
        assertThat(parse("HTTP/1.1 200\r\n\r\n")).isPositive();
        assertThat(head.reasonStart()).isEqualTo(head.reasonEnd());
    }

    @Test
    void anAnswerOfHttp10KeepsItsConnectionOnlyIfItSaysSo() {
        assertThat(parse("HTTP/1.0 200 OK\r\nContent-Length: 0\r\n\r\n")).isPositive();
        assertThat(head.keepsConnection()).isFalse();
        assertThat(parse("HTTP/1.0 200 OK\r\nContent-Length: 0\r\nConnection: keep-alive\r\n\r\n"))
                .isPositive();
        assertThat(head.keepsConnection()).isTrue();
    }

    @Test
    void whatIsCutOffNeedsMore() {
        String text = "HTTP/1.1 200 OK\r\nA: b\r\n\r\n";
        for (int cut = 0; cut < text.length(); cut++) {
            assertThat(parse(text.substring(0, cut))).as("cut at %d", cut).isEqualTo(ParsedResponse.MORE);
        }
    }
}
