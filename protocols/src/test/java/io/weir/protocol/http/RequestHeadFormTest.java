package io.weir.protocol.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What good heads are read as, and where the limits lie. */
final class RequestHeadFormTest {
    @ParameterizedTest(name = "{0} -> {1}: {2}")
    @CsvSource(
            textBlock =
                    """
            /,              /,            as it is
            /a/b,           /a/b,         as it is
            /a/b/,          /a/b/,        a slash at the end says something
            //,             /,            no empty segments
            //a///b//,      /a/b/,        no empty segments
            /./,            /,            dot segments
            /a/.,           /a/,          dot segments
            /a/./b,         /a/b,         dot segments
            /a/..,          /,            up
            /a/../,         /,            up
            /a/b/../c,      /a/c,         up
            /a/b/../../c,   /c,           up twice
            /a//../b,       /b,           an empty segment is none
            /%2e/a,         /a,           an encoded dot is a dot
            /a/%2e%2e/b,    /b,           encoded dots are dots
            /a/.%2E/b,      /b,           in part
            /%61%2D%5f%7E,  /a-_~,        what needs no escape has none
            /a%2fb,         /a%2Fb,       an encoded slash is kept as data
            /a%2F.%2Fb,     /a%2F.%2Fb,   data is not resolved
            /a/..b%2F.c,    /a/..b%2F.c,  a segment that begins with dots is another name
            /a%5cb,         /a%5Cb,       an encoded backslash is kept as data
            /%25%32%65,     /%252e,       decoded once only
            /%252e%252e/,   /%252e%252e/, decoded once only
            /a%3fb%23c,     /a%3Fb%23c,   what would end the path stays encoded
            /a%20b,         /a%20b,       a space stays encoded
            /a%c3%a4,       /a%C3%A4,     digits in capitals
            /...,           /...,         three dots are a name
            /.a,            /.a,          a hidden file
            /a;b=c,         /a;b=c,       parameters of a segment are no more than text
            /a/b..;/.;x/c,  /a/b..;/.;x/c, so dots with parameters lead nowhere
            /{id}|[x],      /{id}|[x],    what browsers leave as it is
            """)
    void thePathHasOneForm(String sent, String path, String reason) {
        HeadReading reading = HeadReading.of("GET " + sent + "?q=/../%2e HTTP/1.1\r\nHost: x\r\n\r\n");
        assertThat(reading.path()).as(reason).isEqualTo(path);
        assertThat(reading.query()).as("the query stays as it is").isEqualTo("q=/../%2e");
    }

    @ParameterizedTest(name = "{0} -> {1}")
    @CsvSource(
            textBlock =
                    """
            Example.COM,      example.com
            example.com:8080, example.com
            example.com:,     example.com
            10.0.0.1:80,      10.0.0.1
            [::1],            [::1]
            [FE80::A]:80,     [fe80::a]
            a_b.example,      a_b.example
            Example.com.,     example.com
            example.com.:80,  example.com
            example.com..,    example.com.
            """)
    void theHostIsInLowerCaseWithoutItsPort(String sent, String host) {
        HeadReading reading = HeadReading.of("GET / HTTP/1.1\r\nHost: " + sent + "\r\n\r\n");
        assertThat(reading.host()).isEqualTo(host);
    }

    @Test
    void theAuthorityOfAnAbsoluteTargetCountsMoreThanTheField() {
        HeadReading reading = HeadReading.of("GET http://A.example:81/b?c HTTP/1.1\r\nHost: other\r\n\r\n");
        assertThat(reading.host()).isEqualTo("a.example");
        assertThat(reading.authority()).isEqualTo("a.example:81");
        assertThat(reading.path()).isEqualTo("/b");
        assertThat(reading.query()).isEqualTo("c");
    }

    @ParameterizedTest
    @CsvSource({"http://a.example, ''", "HTTPS://a.example:443, ''", "http://a.example?b=c, b=c"})
    void anAbsoluteTargetWithoutAPathMeansTheRoot(String target, String query) {
        HeadReading reading = HeadReading.of("GET " + target + " HTTP/1.1\r\nHost: a.example\r\n\r\n");
        assertThat(reading.fault()).isNull();
        assertThat(reading.host()).isEqualTo("a.example");
        assertThat(reading.path()).isEqualTo("/");
        assertThat(reading.query()).isEqualTo(query);
    }

    @Test
    void methodsAreCaseSensitiveAndAnyTokenIsOne() {
        assertThat(HeadReading.of("get / HTTP/1.1\r\nHost: x\r\n\r\n").method()).isEqualTo("get");
        assertThat(HeadReading.of("M-SEARCH / HTTP/1.1\r\nHost: x\r\n\r\n").method())
                .isEqualTo("M-SEARCH");
    }

    @Test
    void aRequestOfHttp10NeedsNoHost() {
        HeadReading reading = HeadReading.of("GET / HTTP/1.0\r\n\r\n");
        assertThat(reading.complete()).isTrue();
        assertThat(reading.host()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            textBlock =
                    """
            1.1, '',                       true
            1.1, close,                    false
            1.1, 'keep-alive, CLOSE',      false
            1.1, 'x-secret',               true
            1.0, '',                       false
            1.0, Keep-Alive,               true
            1.0, 'keep-alive, close',      false
            """)
    void theConnectionIsKeptAsTheVersionSays(String version, String connection, boolean keeps) {
        String field = connection.isEmpty() ? "" : "Connection: " + connection + "\r\n";
        HeadReading reading = HeadReading.of("GET / HTTP/" + version + "\r\nHost: x\r\n" + field + "\r\n");
        assertThat(reading.keepsConnection()).isEqualTo(keeps);
    }

    @Test
    void whiteSpaceAroundValuesDoesNotBelongToThem() {
        HeadReading reading = HeadReading.of("GET / HTTP/1.1\r\nHost: x\r\nA: \t b c \t\r\nB:\r\nC:   \r\n\r\nrest");
        assertThat(reading.fields()).containsExactly("Host: x", "A: b c", "B: ", "C: ");
        assertThat(reading.rest()).isEqualTo("rest");
    }

    @Test
    void emptyLinesBeforeARequestAreForgiven() {
        assertThat(HeadReading.of("\r\n\r\nGET /a HTTP/1.1\r\nHost: x\r\n\r\n").path())
                .isEqualTo("/a");
    }

    @Test
    void aHeadMayBeAsLongAsItsLimitAndNoLonger() {
        String head = "GET / HTTP/1.1\r\nHost: x\r\nA: bbbbbbbb\r\n\r\n";
        assertThat(HeadReading.limited(head, head.length(), 2).complete()).isTrue();
        assertThat(HeadReading.limited(head, head.length() - 1, 2).fault()).isEqualTo(HeadFault.TOO_LARGE);
        assertThat(HeadReading.limited(head.substring(0, 10), 10, 2).fault()).isEqualTo(HeadFault.TARGET_TOO_LONG);
        assertThat(HeadReading.limited(head, head.length(), 1).fault()).isEqualTo(HeadFault.TOO_MANY_FIELDS);
    }

    @Test
    void aParserIsReadyForAnotherHeadAfterABadOne() {
        ParsedRequest head = new ParsedRequest(16);
        RequestParser parser = new RequestParser(head);
        byte[] bad = Octets.ascii("POST / HTTP/1.1\r\nHost: y\r\nHost: z\r\nContent-Length: 4\r\nA b: c\r\n\r\n");
        byte[] good = Octets.ascii("GET / HTTP/1.1\r\nHost: x\r\n\r\n");
        for (byte[] bytes : new byte[][] {bad, good, bad, good}) {
            parser.clear();
            parser.reserve(bytes.length);
            System.arraycopy(bytes, 0, parser.buffer(), parser.limit(), bytes.length);
            parser.added(bytes.length);
            RequestParser.Progress wanted = bytes == good ? RequestParser.Progress.DONE : RequestParser.Progress.BAD;
            assertThat(parser.parse(1024, 10)).isEqualTo(wanted);
        }
        assertThat(head.fields().contentLength()).isEqualTo(-1);
        assertThat(head.fieldCount()).isEqualTo(1);
    }
}
