package io.weir.protocol.http;

import static io.weir.protocol.http.HeadFault.BAD_CODING;
import static io.weir.protocol.http.HeadFault.BAD_CONTENT_LENGTH;
import static io.weir.protocol.http.HeadFault.BAD_FIELD_NAME;
import static io.weir.protocol.http.HeadFault.BAD_FIELD_VALUE;
import static io.weir.protocol.http.HeadFault.BAD_HOST;
import static io.weir.protocol.http.HeadFault.BAD_PATH;
import static io.weir.protocol.http.HeadFault.BAD_REQUEST_LINE;
import static io.weir.protocol.http.HeadFault.BAD_TARGET;
import static io.weir.protocol.http.HeadFault.BAD_VERSION;
import static io.weir.protocol.http.HeadFault.BARE_LINE_FEED;
import static io.weir.protocol.http.HeadFault.FOLDED_LINE;
import static io.weir.protocol.http.HeadFault.LENGTH_AND_CODING;
import static io.weir.protocol.http.HeadFault.METHOD_NOT_SERVED;
import static io.weir.protocol.http.HeadFault.UNKNOWN_CODING;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Each shape of a request head that is refused, with the reason why it must be. */
final class RequestHeadFaultsTest {
    @ParameterizedTest(name = "{2}: {0}")
    @MethodSource({"framing", "lines", "hosts", "targets", "requestLines"})
    void aHeadThatCouldBeReadInTwoWaysIsRefused(String head, HeadFault fault, String reason) {
        HeadReading reading = HeadReading.of(head);
        assertThat(reading.fault()).as(reason).isEqualTo(fault);
    }

    private static Arguments post(String fields, HeadFault fault, String reason) {
        return arguments("POST /a HTTP/1.1\r\nHost: x\r\n" + fields + "\r\n", fault, reason);
    }

    static Stream<Arguments> framing() {
        return Stream.of(
                post("Content-Length: 5\r\nTransfer-Encoding: chunked\r\n", LENGTH_AND_CODING, "CL.TE"),
                post("Transfer-Encoding: chunked\r\nContent-Length: 5\r\n", LENGTH_AND_CODING, "TE.CL"),
                post("Content-Length: 0\r\nTransfer-Encoding: chunked\r\n", LENGTH_AND_CODING, "even of length 0"),
                post("Content-Length: 5\r\nContent-Length: 6\r\n", BAD_CONTENT_LENGTH, "two lengths"),
                post("Content-Length: 5\r\nContent-Length: 5\r\n", BAD_CONTENT_LENGTH, "the same length twice"),
                post("Content-Length: 5, 5\r\n", BAD_CONTENT_LENGTH, "a list of lengths"),
                post("Content-Length: +5\r\n", BAD_CONTENT_LENGTH, "a sign, which many integer readers take"),
                post("Content-Length: -5\r\n", BAD_CONTENT_LENGTH, "less than nothing"),
                post("Content-Length: 0x5\r\n", BAD_CONTENT_LENGTH, "hexadecimal"),
                post("Content-Length: 5 5\r\n", BAD_CONTENT_LENGTH, "two numbers"),
                post("Content-Length: 5.0\r\n", BAD_CONTENT_LENGTH, "a fraction"),
                post("Content-Length:\r\n", BAD_CONTENT_LENGTH, "no number"),
                post("Content-Length: 9223372036854775808\r\n", BAD_CONTENT_LENGTH, "overflows"),
                post("Content-Length: 00000000000000000005\r\n", BAD_CONTENT_LENGTH, "longer than any number"),
                post("Content-Length: \u00b2\r\n", BAD_CONTENT_LENGTH, "a digit to Unicode only"),
                post("Transfer-Encoding: chunked, chunked\r\n", UNKNOWN_CODING, "chunks in chunks"),
                post("Transfer-Encoding: gzip, chunked\r\n", UNKNOWN_CODING, "a coding not known here"),
                post("Transfer-Encoding: chunked, identity\r\n", BAD_CODING, "chunked is not the last"),
                post("Transfer-Encoding: identity\r\n", BAD_CODING, "gone since RFC 7230"),
                post("Transfer-Encoding: xchunked\r\n", BAD_CODING, "only looks like it"),
                post("Transfer-Encoding: chunked;q=1\r\n", BAD_CODING, "chunked has no parameters"),
                post("Transfer-Encoding: \"chunked\"\r\n", BAD_CODING, "a coding is a token"),
                post("Transfer-Encoding:\r\n", BAD_CODING, "no coding"),
                post("Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n", BAD_CODING, "chunked twice"),
                post("Transfer-Encoding: identity\r\nTransfer-Encoding: chunked\r\n", BAD_CODING, "TE.TE"),
                post("Transfer-Encoding: \u000bchunked\r\n", BAD_FIELD_VALUE, "a control character hides it"),
                arguments(
                        "POST / HTTP/1.0\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n",
                        BAD_CODING,
                        "HTTP/1.0 has no transfer codings"));
    }

    static Stream<Arguments> lines() {
        return Stream.of(
                arguments("GET / HTTP/1.1\nHost: x\r\n\r\n", BARE_LINE_FEED, "after the request line"),
                post("A: b\nContent-Length: 5\r\n", BARE_LINE_FEED, "after a field"),
                arguments("GET / HTTP/1.1\r\nHost: x\r\n\n", BARE_LINE_FEED, "at the end of the head"),
                arguments("\nGET / HTTP/1.1\r\nHost: x\r\n\r\n", BARE_LINE_FEED, "before the request"),
                post("A: b\rContent-Length: 5\r\n", BAD_FIELD_VALUE, "a bare CR hides a field"),
                post("A: b\r\r\n", BAD_FIELD_VALUE, "a bare CR at the end"),
                post("A: b\u0000c\r\n", BAD_FIELD_VALUE, "NUL ends strings elsewhere"),
                post("A: b\u007fc\r\n", BAD_FIELD_VALUE, "DEL"),
                post("A: b\u001b[0m\r\n", BAD_FIELD_VALUE, "an escape sequence"),
                post("A: b\r\n c\r\n", FOLDED_LINE, "obs-fold with a space"),
                post("A: b\r\n\tc\r\n", FOLDED_LINE, "obs-fold with a tab"),
                arguments("GET / HTTP/1.1\r\n Host: x\r\n\r\n", FOLDED_LINE, "folds the request line"),
                post("Content-Length : 5\r\n", BAD_FIELD_NAME, "space before the colon"),
                post("Transfer-Encoding\t: chunked\r\n", BAD_FIELD_NAME, "tab before the colon"),
                post("Content Length: 5\r\n", BAD_FIELD_NAME, "space in a name"),
                post(": 5\r\n", BAD_FIELD_NAME, "no name"),
                post("Content-Length\r\n", BAD_FIELD_NAME, "no colon"),
                post("Content-Length\u0000: 5\r\n", BAD_FIELD_NAME, "NUL in a name"),
                post("Cont\u00ebnt: 5\r\n", BAD_FIELD_NAME, "non-ASCII in a name"),
                post("(comment): 5\r\n", BAD_FIELD_NAME, "not a token"));
    }

    static Stream<Arguments> hosts() {
        return Stream.of(
                arguments("GET / HTTP/1.1\r\n\r\n", BAD_HOST, "none"),
                arguments("GET / HTTP/1.1\r\nHost: .\r\n\r\n", BAD_HOST, "nothing but a dot"),
                arguments("GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n", BAD_HOST, "two"),
                arguments("GET / HTTP/1.1\r\nHost: a\r\nhOST: a\r\n\r\n", BAD_HOST, "the same twice"),
                arguments("GET / HTTP/1.0\r\nHost: a\r\nHost: b\r\n\r\n", BAD_HOST, "two, even with HTTP/1.0"),
                host("", "empty"),
                host("a b", "a space"),
                host("user@a", "a user"),
                host("a/b", "a path"),
                host("a?b", "a query"),
                host("a\\b", "a backslash"),
                host("a:99999", "no such port"),
                host("a:-1", "no such port"),
                host("a:80:80", "two ports"),
                host(":80", "no name"),
                host("a%2eb", "an encoded dot"),
                host("::1", "IPv6 without brackets"),
                host("[::1", "bracket not closed"),
                host("[::1]x", "something behind the bracket"),
                host("[]", "no address"),
                host("[zz::1]", "not an address"),
                host("ex\u00e4mple.com", "not ASCII"),
                arguments("GET http://a/ HTTP/1.1\r\n\r\n", BAD_HOST, "an absolute target needs Host as well"),
                arguments(
                        "GET http://a/ HTTP/1.1\r\nHost: a b\r\n\r\n", BAD_HOST, "Host is bad, though it counts less"));
    }

    private static Arguments host(String value, String reason) {
        return arguments("GET / HTTP/1.1\r\nHost: " + value + "\r\n\r\n", BAD_HOST, reason);
    }

    private static Arguments target(String target, HeadFault fault, String reason) {
        return arguments("GET " + target + " HTTP/1.1\r\nHost: x\r\n\r\n", fault, reason);
    }

    static Stream<Arguments> targets() {
        return Stream.of(
                target("a", BAD_TARGET, "a relative path"),
                target("*", BAD_TARGET, "the asterisk form names no resource"),
                target("?a=b", BAD_TARGET, "a query alone"),
                target("ftp://x/", BAD_TARGET, "another scheme"),
                target("http:///a", BAD_TARGET, "no authority"),
                target("http://u:p@x/", BAD_TARGET, "a user"),
                target("http://x y/", BAD_REQUEST_LINE, "a space in the target"),
                target("http://a:b/", BAD_TARGET, "no port"),
                target("/a#b", BAD_PATH, "a fragment"),
                target("/a?b#c", BAD_TARGET, "a fragment behind the query"),
                target("/\u00e4", BAD_PATH, "non-ASCII in the path"),
                target("/a?\u00e4", BAD_TARGET, "non-ASCII in the query"),
                target("/a\u0000", BAD_PATH, "NUL"),
                target("/a%00b", BAD_PATH, "an encoded NUL"),
                target("/a%", BAD_PATH, "a broken escape"),
                target("/a%4", BAD_PATH, "a broken escape"),
                target("/a%4g", BAD_PATH, "a broken escape"),
                target("/a%%34", BAD_PATH, "a broken escape"),
                target("/a\\b", BAD_PATH, "a backslash, which others take for a slash"),
                target("/a\"b", BAD_PATH, "not a path character"),
                target("/a<b", BAD_PATH, "not a path character"),
                target("/..", BAD_PATH, "above the root"),
                target("/../", BAD_PATH, "above the root"),
                target("/a/../..", BAD_PATH, "above the root"),
                target("/a/../../", BAD_PATH, "above the root"),
                target("/a/%2e%2e/%2E./b", BAD_PATH, "above the root, encoded"),
                target("//..", BAD_PATH, "an empty segment is none to go back from"),
                target("/a/..;/b", BAD_PATH, "a way up for servers that take parameters off first"),
                target("/a/%2e%2e;x=y/b", BAD_PATH, "the same, encoded"),
                target("/a/..%2fb", BAD_PATH, "a way up for servers that decode first"),
                target("/a%2F..%2Fb", BAD_PATH, "the same within a segment"),
                target("/a/b;c%5c..", BAD_PATH, "the same with a backslash"),
                target("/a%2f..;", BAD_PATH, "both"),
                target("/a\u007f", BAD_PATH, "DEL"),
                target("/a\tb", BAD_PATH, "a tab"),
                arguments("OPTIONS * HTTP/1.1\r\nHost: x\r\n\r\n", BAD_TARGET, "there is no server-wide resource"),
                arguments("CONNECT x:443 HTTP/1.1\r\nHost: x\r\n\r\n", METHOD_NOT_SERVED, "no tunnels"));
    }

    private static Arguments line(String line, HeadFault fault, String reason) {
        return arguments(line + "\r\nHost: x\r\n\r\n", fault, reason);
    }

    static Stream<Arguments> requestLines() {
        return Stream.of(
                line("GET / HTTP/2.0", BAD_VERSION, "another version"),
                line("PRI * HTTP/2.0", BAD_VERSION, "the preface of HTTP/2"),
                line("GET / HTTP/1.2", BAD_VERSION, "another version"),
                line("GET / HTTP/0.9", BAD_VERSION, "another version"),
                line("GET / HTTP/3.1", BAD_VERSION, "another version"),
                line("GET / HTTP/1.10", BAD_REQUEST_LINE, "a version has one digit each"),
                line("GET / http/1.1", BAD_REQUEST_LINE, "the version's name is in capitals"),
                line("GET / HTTP/1", BAD_REQUEST_LINE, "half a version"),
                line("GET /", BAD_REQUEST_LINE, "HTTP/0.9 has no version"),
                line("GET  / HTTP/1.1", BAD_REQUEST_LINE, "two spaces"),
                line("GET /  HTTP/1.1", BAD_REQUEST_LINE, "two spaces"),
                line("GET / HTTP/1.1 ", BAD_REQUEST_LINE, "a space at the end"),
                line(" GET / HTTP/1.1", BAD_REQUEST_LINE, "a space before"),
                line("GET\t/\tHTTP/1.1", BAD_REQUEST_LINE, "tabs"),
                line("GET /a b HTTP/1.1", BAD_REQUEST_LINE, "a space in the target"),
                line("G@T / HTTP/1.1", BAD_REQUEST_LINE, "the method is no token"),
                line("GET", BAD_REQUEST_LINE, "only a method"),
                line("\u0016\u0003\u0001", BAD_REQUEST_LINE, "TLS on a plain port"));
    }
}
