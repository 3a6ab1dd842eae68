package io.weir.protocol.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Both halves of the handshake, as RFC 6455 §4 has them. */
final class WebSocketHandshakeTest {
    private static final String KEY = "dGhlIHNhbXBsZSBub25jZQ==";
    private static final String ACCEPT = "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=";
    private static final String ASKS = "Connection: Upgrade\r\nUpgrade: websocket\r\n";
    private static final String GOOD = ASKS + "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: " + KEY + "\r\n";

    private static ParsedRequest request(String line, String fields) {
        ParsedRequest request = new ParsedRequest(64);
        RequestParser parser = new RequestParser(request);
        byte[] bytes = (line + "\r\nHost: a\r\n" + fields + "\r\n").getBytes(StandardCharsets.ISO_8859_1);
        parser.reserve(bytes.length);
        System.arraycopy(bytes, 0, parser.buffer(), 0, bytes.length);
        parser.added(bytes.length);
        assertThat(parser.parse(8192, 100)).isEqualTo(RequestParser.Progress.DONE);
        return request;
    }

    private static ParsedRequest get(String fields) {
        return request("GET / HTTP/1.1", fields);
    }

    private static ParsedResponse answer(String fields) {
        ParsedResponse answer = new ParsedResponse();
        byte[] bytes = ("HTTP/1.1 101 Switching Protocols\r\n" + fields + "\r\n").getBytes(StandardCharsets.ISO_8859_1);
        assertThat(answer.parse(bytes, bytes.length)).isEqualTo(bytes.length);
        return answer;
    }

    @Test
    void theExampleOfTheStandardIsAccepted() {
        byte[] key = Octets.ascii(KEY);
        assertThat(new String(WebSocketHandshake.accept(key, 0, key.length), StandardCharsets.ISO_8859_1))
                .isEqualTo(ACCEPT);
        assertThat(WebSocketHandshake.isAsked(get(GOOD))).isTrue();
        assertThat(WebSocketHandshake.fault(get(GOOD))).isNull();
        assertThat(WebSocketHandshake.isAccepted(get(GOOD), answer(ASKS + "Sec-WebSocket-Accept: " + ACCEPT + "\r\n")))
                .isTrue();
    }

    @ParameterizedTest(name = "{3}")
    @MethodSource
    void onlyWhoSaysBothAsks(String line, String fields, boolean asked, String why) {
        assertThat(WebSocketHandshake.isAsked(request(line, fields))).as(why).isEqualTo(asked);
    }

    static Stream<Arguments> onlyWhoSaysBothAsks() {
        String get = "GET / HTTP/1.1";
        return Stream.of(
                arguments(get, ASKS, true, "both"),
                arguments(get, "connection: keep-alive, uPGRADE\r\nupgrade: WebSocket\r\n", true, "in any case"),
                arguments(get, "Connection: Upgrade\r\nUpgrade: h2c, websocket\r\n", true, "one of several"),
                arguments(get, "Connection: Upgrade\r\nUpgrade: websocket\r\nUpgrade: h2c\r\n", true, "over two lines"),
                arguments(get, "Upgrade: websocket\r\n", false, "Connection does not name it"),
                arguments(get, "Connection: Upgrade\r\n", false, "to what?"),
                arguments(get, "Connection: Upgrade\r\nUpgrade: h2c\r\n", false, "to something else"),
                arguments(get, "Connection: Upgrade\r\nUpgrade: websockets\r\n", false, "to something longer"),
                arguments(get, "Connection: Upgrade\r\nUpgrade: websocket/13\r\n", false, "of a version of its own"),
                arguments("GET / HTTP/1.0", ASKS, false, "HTTP/1.0 cannot ask"),
                arguments("POST / HTTP/1.1", ASKS, true, "with another method: a mistake, but asked"));
    }

    @ParameterizedTest(name = "{3}")
    @MethodSource
    void whatIsWrongIsTold(String line, String fields, WebSocketHandshake.@Nullable Fault fault, String why) {
        assertThat(WebSocketHandshake.fault(request(line, ASKS + fields)))
                .as(why)
                .isEqualTo(fault);
    }

    static Stream<Arguments> whatIsWrongIsTold() {
        String get = "GET / HTTP/1.1";
        String version = "Sec-WebSocket-Version: 13\r\n";
        String key = "Sec-WebSocket-Key: ";
        return Stream.of(
                arguments(get, version + key + KEY + "\r\n", null, "good"),
                arguments(get, version + key + KEY + "\r\nContent-Length: 0\r\n", null, "a body of nothing is none"),
                arguments("POST / HTTP/1.1", version + key + KEY + "\r\n", WebSocketHandshake.Fault.METHOD, "POST"),
                arguments("HEAD / HTTP/1.1", version + key + KEY + "\r\n", WebSocketHandshake.Fault.METHOD, "HEAD"),
                arguments(
                        get,
                        version + key + KEY + "\r\nContent-Length: 3\r\n",
                        WebSocketHandshake.Fault.BODY,
                        "a body"),
                arguments(
                        get,
                        version + key + KEY + "\r\nTransfer-Encoding: chunked\r\n",
                        WebSocketHandshake.Fault.BODY,
                        "chunks"),
                arguments(get, key + KEY + "\r\n", WebSocketHandshake.Fault.VERSION, "no version"),
                arguments(
                        get,
                        "Sec-WebSocket-Version: 8\r\n" + key + KEY + "\r\n",
                        WebSocketHandshake.Fault.VERSION,
                        "an older one"),
                arguments(
                        get,
                        "Sec-WebSocket-Version: 13, 8\r\n" + key + KEY + "\r\n",
                        WebSocketHandshake.Fault.VERSION,
                        "two in one"),
                arguments(
                        get,
                        version + version + key + KEY + "\r\n",
                        WebSocketHandshake.Fault.VERSION,
                        "twice the same"),
                arguments(get, version, WebSocketHandshake.Fault.KEY, "no key"),
                arguments(get, version + key + "\r\n", WebSocketHandshake.Fault.KEY, "an empty key"),
                arguments(
                        get,
                        version + key + KEY + "\r\n" + key + KEY + "\r\n",
                        WebSocketHandshake.Fault.KEY,
                        "two keys"),
                arguments(get, version + key + "c2hvcnQ=\r\n", WebSocketHandshake.Fault.KEY, "5 bytes"),
                arguments(
                        get,
                        version + key + "dGhlIHNhbXBsZSBub25jZSEh\r\n",
                        WebSocketHandshake.Fault.KEY,
                        "18 bytes in as many characters"),
                arguments(
                        get,
                        version + key + "dGhlIHNhbXBsZSBub25j*Q==\r\n",
                        WebSocketHandshake.Fault.KEY,
                        "no base64"));
    }

    @ParameterizedTest(name = "{1}")
    @MethodSource
    void anAnswerThatIsNoneToThisRequestIsNotTaken(String fields, String why) {
        assertThat(WebSocketHandshake.isAccepted(get(GOOD), answer(fields)))
                .as(why)
                .isFalse();
    }

    static Stream<Arguments> anAnswerThatIsNoneToThisRequestIsNotTaken() {
        String accept = "Sec-WebSocket-Accept: " + ACCEPT + "\r\n";
        return Stream.of(
                arguments(ASKS, "no accept"),
                arguments(ASKS + "Sec-WebSocket-Accept: " + KEY + "\r\n", "another accept"),
                arguments(ASKS + accept + accept, "twice"),
                arguments(ASKS + accept.toUpperCase(java.util.Locale.ROOT), "case matters"),
                arguments("Connection: Upgrade\r\n" + accept, "no Upgrade"),
                arguments("Upgrade: websocket\r\n" + accept, "no Connection"),
                arguments("Connection: Upgrade\r\nUpgrade: h2c\r\n" + accept, "to something else"),
                arguments(ASKS + accept + "Content-Length: 5\r\n", "with a body"),
                arguments(ASKS + accept + "Transfer-Encoding: chunked\r\n", "with chunks"));
    }
}
