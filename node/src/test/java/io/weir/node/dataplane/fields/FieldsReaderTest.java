package io.weir.node.dataplane.fields;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.util.AsciiString;
import io.weir.node.dataplane.loop.HeadBytes;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("Fields of HTTP/2 as lines")
final class FieldsReaderTest {
    private final FieldsReader reader = new FieldsReader();
    private final HeadBytes out = new HeadBytes();

    /** {@code name=value}, separated by {@code |}; CR, LF, NUL, TAB and space at an end are spelled out. */
    private FieldsReader read(String fields) {
        reader.clear();
        for (String field : fields.isEmpty() ? new String[0] : fields.split("\\|")) {
            int equals = field.indexOf('=');
            reader.add(text(field.substring(0, equals)), text(field.substring(equals + 1)));
        }
        return reader;
    }

    private static AsciiString text(String spelled) {
        String plain = spelled.replace("CR", "\r")
                .replace("LF", "\n")
                .replace("NUL", "\0")
                .replace("TAB", "\t")
                .replace("SP", " ")
                .replace("DEL", "\u007f");
        return new AsciiString(plain.getBytes(StandardCharsets.ISO_8859_1), false);
    }

    private String written() {
        return new String(out.bytes(), 0, out.length(), StandardCharsets.ISO_8859_1).replace("\r\n", "$");
    }

    @ParameterizedTest(name = "{2}")
    @CsvSource(
            delimiter = ';',
            value = {
                ":method=GET|:scheme=https|:path=/a?b=c|:authority=h; GET /a?b=c HTTP/1.1$host: h$$; the usual",
                ":path=/|:authority=h:1|:method=PUT|:scheme=http; PUT / HTTP/1.1$host: h:1$$; in any order",
                ":method=GET|:scheme=http|:path=/|host=h; GET / HTTP/1.1$host: h$$; Host in place of the authority",
                ":method=GET|:scheme=http|:path=/|:authority=h|host=H; GET / HTTP/1.1$host: h$$; both, and the same",
                ":method=GET|:scheme=http|:path=/; GET / HTTP/1.1$$; neither: for the parser to refuse",
                ":method=OPTIONS|:scheme=http|:path=*|:authority=h; OPTIONS * HTTP/1.1$host: h$$; the whole server",
                ":method=CONNECT|:authority=h:1; CONNECT h:1 HTTP/1.1$host: h:1$$; for the parser to refuse",
                ":method=GET|:scheme=http|:path=/|:authority=h|a=1|b=2|a=3;"
                        + " GET / HTTP/1.1$host: h$a: 1$b: 2$a: 3$$; fields in their order",
                ":method=GET|:scheme=http|:path=/|:authority=h|cookie=a=1|x=y|cookie=b=2;"
                        + " GET / HTTP/1.1$host: h$x: y$cookie: a=1; crumbs are joined",
                ":method=GET|:scheme=http|:path=/|:authority=h|te=trailers;"
                        + " GET / HTTP/1.1$host: h$te: trailers$$; TE with trailers",
                ":method=GET|:scheme=http|:path=/|:authority=h|a=; GET / HTTP/1.1$host: h$a: $$; an empty value",
                ":method=GET|:scheme=http|:path=/|:authority=h|a=bTABc; GET / HTTP/1.1$host: h$a: b\tc$$; a tab within",
            })
    void isAHead(String fields, String head, String reason) {
        assertThat(read(fields).request(out)).as(reason).isTrue();
        assertThat(written()).startsWith(head);
    }

    @Test
    void crumbsAreOneCookieField() {
        assertThat(read(":method=GET|:scheme=http|:path=/|:authority=h|cookie=a=1|cookie=b=2|cookie=c=3")
                        .request(out))
                .isTrue();
        assertThat(written()).endsWith("$cookie: a=1; b=2; c=3$$");
    }

    @ParameterizedTest(name = "{1}")
    @CsvSource(
            delimiter = ';',
            value = {
                "''; nothing",
                ":scheme=http|:path=/|:authority=h; no method",
                ":method=GET|:path=/|:authority=h; no scheme",
                ":method=GET|:scheme=http|:authority=h; no path",
                ":method=GET|:scheme=http|:path=|:authority=h; an empty path",
                ":method=|:scheme=http|:path=/|:authority=h; an empty method",
                ":method=GET|:scheme=http|:path=/|:authority=; an empty authority",
                ":method=GET|:scheme=ftp|:path=/|:authority=h; another scheme",
                ":method=GET|:scheme=http|:path=http://other/|:authority=h; a whole URI as path",
                ":method=GET|:scheme=http|:path=a|:authority=h; a path without slash",
                ":method=G T|:scheme=http|:path=/|:authority=h; a space in the method",
                ":method=GET|:scheme=http|:path=/ HTTP/1.1|:authority=h; a space in the path",
                ":method=GET|:scheme=http|:path=/aTABb|:authority=h; a tab in the path",
                ":method=GET|:scheme=http|:path=/CRLFx: y|:authority=h; a line in the path",
                ":method=GET|:scheme=http|:path=/|:authority=user@h; a user in the authority",
                ":method=GET|:scheme=http|:path=*|:authority=h; an asterisk without OPTIONS",
                ":method=GET|:scheme=http|:path=/|:authority=h i; a space in the authority",
                ":method=GET|:scheme=http|:path=/|:authority=hCRLFx: y; a line in the authority",
                ":method=GET|:method=GET|:scheme=http|:path=/|:authority=h; the method twice",
                ":method=GET|:scheme=http|:path=/|:path=/|:authority=h; the path twice",
                ":method=GET|:scheme=http|:path=/|:authority=h|:authority=h; the authority twice",
                ":method=GET|:scheme=http|:path=/|:authority=h|:status=200; a status",
                ":method=GET|:scheme=http|:path=/|:authority=h|:other=1; an unknown pseudo-field",
                ":method=GET|:scheme=http|:path=/|a=b|:authority=h; a pseudo-field behind a field",
                ":method=GET|:scheme=http|:path=/|:authority=h|:protocol=websocket; a protocol without CONNECT",
                ":method=CONNECT|:scheme=http|:path=/|:authority=h; CONNECT with a path",
                ":method=CONNECT; CONNECT to nowhere",
                ":method=GET|:scheme=http|:path=/|:authority=h|host=i; Host differs",
                ":method=GET|:scheme=http|:path=/|:authority=h|host=h|host=h; two Host fields",
                ":method=GET|:scheme=http|:path=/|host=h CRLFx; a line in Host",
                ":method=GET|:scheme=http|:path=/|:authority=h|A=b; a name with a capital",
                ":method=GET|:scheme=http|:path=/|:authority=h|a b=c; a name with a space",
                ":method=GET|:scheme=http|:path=/|:authority=h|a:b=c; a name with a colon",
                ":method=GET|:scheme=http|:path=/|:authority=h|=c; no name",
                ":method=GET|:scheme=http|:path=/|:authority=h|aCRLFb=c; a name with a line end",
                ":method=GET|:scheme=http|:path=/|:authority=h|a=bCRLFc: d; a line in a value",
                ":method=GET|:scheme=http|:path=/|:authority=h|a=bLFc; a line feed in a value",
                ":method=GET|:scheme=http|:path=/|:authority=h|a=bCRc; a carriage return in a value",
                ":method=GET|:scheme=http|:path=/|:authority=h|a=bNULc; NUL in a value",
                ":method=GET|:scheme=http|:path=/|:authority=h|a=bDELc; DEL in a value",
                ":method=GET|:scheme=http|:path=/|:authority=h|a=SPb; a value that begins with a space",
                ":method=GET|:scheme=http|:path=/|:authority=h|a=bTAB; a value that ends with a tab",
                ":method=GET|:scheme=http|:path=/|:authority=h|connection=close; Connection",
                ":method=GET|:scheme=http|:path=/|:authority=h|keep-alive=1; Keep-Alive",
                ":method=GET|:scheme=http|:path=/|:authority=h|proxy-connection=close; Proxy-Connection",
                ":method=GET|:scheme=http|:path=/|:authority=h|transfer-encoding=chunked; Transfer-Encoding",
                ":method=GET|:scheme=http|:path=/|:authority=h|upgrade=h2c; Upgrade",
                ":method=GET|:scheme=http|:path=/|:authority=h|te=gzip; TE with more than trailers",
            })
    void isMalformed(String fields, String reason) {
        assertThat(read(fields).request(out)).as(reason).isFalse();
        assertThat(reader.fault()).isNotNull();
    }

    @ParameterizedTest(name = "{2}")
    @CsvSource(
            delimiter = ';',
            value = {
                ":status=200; HTTP/1.1 200 $$; the usual",
                ":status=103|link=</a>; HTTP/1.1 103 $link: </a>$$; an interim one",
                ":status=599|a=b|a=c; HTTP/1.1 599 $a: b$a: c$$; fields in their order",
            })
    void isAnAnswer(String fields, String head, String reason) {
        assertThat(read(fields).answer(out)).as(reason).isTrue();
        assertThat(written()).isEqualTo(head);
    }

    @ParameterizedTest(name = "{1}")
    @CsvSource(
            delimiter = ';',
            value = {
                "''; nothing",
                "a=b; no status",
                ":status=20; two digits",
                ":status=2000; four digits",
                ":status=2x0; no number",
                ":status=600; beyond 599",
                ":status=099; below 100",
                ":status=101; Switching Protocols",
                ":status=200|:status=200; the status twice",
                "a=b|:status=200; a pseudo-field behind a field",
                ":status=200|:path=/; a pseudo-field of requests",
                ":status=200|connection=close; Connection",
                ":status=200|transfer-encoding=chunked; Transfer-Encoding",
                ":status=200|A=b; a name with a capital",
                ":status=200|a=bLFc; a line feed in a value",
            })
    void isNoAnswer(String fields, String reason) {
        assertThat(read(fields).answer(out)).as(reason).isFalse();
        assertThat(reader.fault()).isNotNull();
    }

    @ParameterizedTest(name = "{2}")
    @CsvSource(
            delimiter = ';',
            value = {
                "grpc-status=0|x=y; grpc-status: 0$x: y$; some",
                "''; ''; none",
            })
    void areTrailers(String fields, String lines, String reason) {
        byte[] trailers = read(fields).trailers();
        assertThat(trailers).as(reason).isNotNull();
        assertThat(new String(trailers, StandardCharsets.ISO_8859_1).replace("\r\n", "$"))
                .isEqualTo(lines);
    }

    @ParameterizedTest(name = "{1}")
    @CsvSource(
            delimiter = ';',
            value = {
                ":path=/; a pseudo-field",
                "a=b|:status=200; a pseudo-field behind a field",
                "content-length=1; a length",
                "host=h; Host",
                "cookie=a=b; a cookie",
                "authorization=x; a credential",
                "te=trailers; TE",
                "connection=close; Connection",
                "X=y; a name with a capital",
            })
    void areNoTrailers(String fields, String reason) {
        assertThat(read(fields).trailers()).as(reason).isNull();
    }

    @Test
    void moreTrailersThanABodyInChunksMayHaveAreTooMany() {
        assertThat(read("a=" + "x".repeat(9000)).trailers()).isNull();
    }

    @Test
    void noByteIsPartOfANameButThoseOfTokensInLowerCase() {
        String others = "!#$%&'*+-.^_`|~0123456789abcdefghijklmnopqrstuvwxyz";
        for (int b = 0; b < 256; b++) {
            AsciiString name = new AsciiString(new byte[] {'x', (byte) b, 'y'}, false);
            read(":method=GET|:scheme=http|:path=/|:authority=h").add(name, AsciiString.of("z"));
            assertThat(reader.request(out)).as("byte %d", b).isEqualTo(others.indexOf((char) b) >= 0);
        }
    }

    @Test
    void noByteIsPartOfAValueThatIsAControl() {
        for (int b = 0; b < 256; b++) {
            AsciiString value = new AsciiString(new byte[] {'x', (byte) b, 'y'}, false);
            read(":method=GET|:scheme=http|:path=/|:authority=h").add(AsciiString.of("z"), value);
            assertThat(reader.request(out)).as("byte %d", b).isEqualTo(b == '\t' || b >= ' ' && b != 127);
        }
    }
}
