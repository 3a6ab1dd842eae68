package io.weir.node.dataplane.fields;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.handler.codec.http2.Http2Headers;
import io.weir.node.dataplane.loop.HeadBytes;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("Lines as fields of HTTP/2")
final class FieldsWriterTest {
    private final FieldsWriter writer = new FieldsWriter();

    private static HeadBytes lines(String text) {
        return new HeadBytes().add(text.replace("$", "\r\n"));
    }

    private static String shown(Http2Headers headers) {
        List<String> all = new ArrayList<>();
        for (Map.Entry<CharSequence, CharSequence> one : headers) {
            all.add(one.getKey() + "=" + one.getValue());
        }
        return String.join("|", all);
    }

    @ParameterizedTest(name = "{2}")
    @CsvSource(
            delimiter = ';',
            value = {
                "HTTP/1.1 200 OK$Content-Type: text/plain$Via: 1.1 weir$$;"
                        + " :status=200|content-type=text/plain|via=1.1 weir; names in lower case",
                "HTTP/1.1 404 Not Found$$; :status=404; the reason is left out",
                "HTTP/1.1 200 OK$Transfer-Encoding: chunked$Connection: close$Keep-Alive: 1$A: b$$;"
                        + " :status=200|a=b; nothing about the connection",
                "HTTP/1.1 200 OK$Set-Cookie: a=B$Set-Cookie: c=D$$; :status=200|set-cookie=a=B|set-cookie=c=D; twice",
                "HTTP/1.1 200 OK$A:b$C:   d  $E:$$; :status=200|a=b|c=d|e=; space around values",
            })
    void isTheHeadOfAnAnswer(String head, String fields, String reason) {
        assertThat(shown(writer.answer(lines(head)))).as(reason).isEqualTo(fields);
        assertThat(shown(writer.answer(lines(head)))).as("again, remembered").isEqualTo(fields);
    }

    @ParameterizedTest(name = "{2}")
    @CsvSource(
            delimiter = ';',
            value = {
                "GET /a?b HTTP/1.1$Host: h:1$X: y$$; :method=GET|:path=/a?b|:scheme=http|:authority=h:1|x=y; the usual",
                "POST / HTTP/1.1$Host: h$Content-Length: 3$TE: trailers$$;"
                        + " :method=POST|:path=/|:scheme=http|:authority=h|content-length=3|te=trailers; TE trailers stays",
                "POST / HTTP/1.1$Host: h$TE: gzip$Upgrade: x$$; :method=POST|:path=/|:scheme=http|:authority=h; TE goes",
                "GET /a HTTP/1.1$Host: $X: y$$; :method=GET|:path=/a|:scheme=http|x=y; nobody said an authority",
            })
    void isTheHeadOfARequest(String head, String fields, String reason) {
        assertThat(shown(writer.request(lines(head), false))).as(reason).isEqualTo(fields);
    }

    @Test
    void aRequestOverTlsIsForHttps() {
        assertThat(shown(writer.request(lines("GET / HTTP/1.1$Host: h$$"), true)))
                .contains(":scheme=https");
    }

    @Test
    void trailersAreFields() {
        byte[] lines = "Grpc-Status: 0\r\nX: y\r\n".getBytes(StandardCharsets.ISO_8859_1);
        assertThat(shown(writer.trailers(lines))).isEqualTo("grpc-status=0|x=y");
    }

    @Test
    void whatIsRememberedIsNeverMistaken() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        String letters = "aAbB\u00e9";
        for (int i = 0; i < 20_000; i++) {
            StringBuilder value = new StringBuilder("v");
            for (int length = random.nextInt(4); length > 0; length--) {
                value.append(letters.charAt(random.nextInt(letters.length())));
            }
            Http2Headers fields = writer.answer(lines("HTTP/1.1 200 $N" + value.substring(1) + ": " + value + "$$"));
            assertThat(fields.get("n" + lower(value.substring(1))))
                    .as("seed %d", seed)
                    .hasToString(value.toString());
        }
    }

    private static String lower(String text) {
        return text.replace('A', 'a').replace('B', 'b');
    }
}
