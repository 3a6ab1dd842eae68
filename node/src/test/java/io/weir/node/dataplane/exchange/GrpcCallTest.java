package io.weir.node.dataplane.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.node.dataplane.loop.HeadBytes;
import io.weir.protocol.grpc.GrpcCode;
import io.weir.protocol.http.ParsedRequest;
import io.weir.protocol.http.ParsedResponse;
import io.weir.protocol.http.RequestParser;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What makes an exchange a call, how long it may take, and how it ended. */
final class GrpcCallTest {
    private static final long NOW = 1_000;

    private final GrpcCall call = new GrpcCall();

    @ParameterizedTest(name = "{0} {1}: {2}")
    @CsvSource({
        "POST, application/grpc,                true,  as it is",
        "POST, application/grpc+proto,          true,  with a form of messages",
        "POST, application/grpc;charset=utf-8,  true,  with a parameter",
        "POST, Application/GRPC,                true,  in any case",
        "GET,  application/grpc,                false, another method",
        "POST, application/grpc-web,            false, another protocol",
        "POST, application/grpcx,               false, another type",
        "POST, application/json,                false, something else",
    })
    void aCallIsTold(String method, String type, boolean expected, String reason) {
        assertThat(call.begin(request(method, "content-type: " + type), NOW)).isNull();
        assertThat(call.isActive()).as(reason).isEqualTo(expected);
    }

    @Test
    void aCallEndsWhenItsClientStopsWaiting() {
        assertThat(call.begin(request("POST", "content-type: application/grpc\r\ngrpc-timeout: 2S"), NOW))
                .isNull();
        assertThat(call.deadline()).isEqualTo(NOW + 2_000_000_000L);
        HeadBytes out = new HeadBytes();
        call.writeTimeout(out.clear(), NOW + 500_000_000L);
        assertThat(text(out)).isEqualTo("grpc-timeout: 1500000u\r\n");
        call.writeTimeout(out.clear(), NOW + 5_000_000_000L);
        assertThat(text(out)).isEqualTo("grpc-timeout: 0n\r\n");
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({"grpc-timeout: soon", "grpc-timeout: 1S|grpc-timeout: 2S", "grpc-timeout: 123456789S"})
    void aTimeoutThatIsNoneIsAMistake(String lines) {
        String all = "content-type: application/grpc\r\n" + lines.replace("|", "\r\n");
        assertThat(call.begin(request("POST", all), NOW)).isEqualTo(Problems.BAD_GRPC_TIMEOUT);
    }

    @ParameterizedTest(name = "{0}, {1}: {2}")
    @CsvSource({
        "grpc-status: 14, '',                       UNAVAILABLE,       no messages",
        "x: y,            'grpc-status: 0|',        OK,                after messages",
        "x: y,            'a: b|GRPC-Status:5|',    NOT_FOUND,         among others",
        "x: y,            'grpc-statusx: 5|',       UNKNOWN,           another field",
        "x: y,            '',                       UNKNOWN,           it does not say",
    })
    void itIsKnownHowACallEnded(String field, String trailers, GrpcCode expected, String reason) {
        call.begin(request("POST", "content-type: application/grpc"), NOW);
        call.answered(response("content-type: application/grpc\r\n" + field));
        call.ended(trailers.replace("|", "\r\n").getBytes(StandardCharsets.US_ASCII));
        assertThat(call.code()).as(reason).isEqualTo(expected);
    }

    @Test
    void whatIsNoCallHasNoCode() {
        call.begin(request("POST", "content-type: text/plain"), NOW);
        call.answered(response("grpc-status: 14"));
        assertThat(call.code()).isNull();
        assertThat(call.isAnswering()).isFalse();
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource({"250, 250", "0, 0", "-1, -1", "soon, -1", "9999999999, -1"})
    void aBackendSaysWhenItWantsToSeeACallAgain(String value, long millis) {
        assertThat(GrpcCall.pushbackMillis(response("grpc-retry-pushback-ms: " + value)))
                .isEqualTo(millis);
    }

    private static ParsedRequest request(String method, String lines) {
        ParsedRequest request = new ParsedRequest(512);
        RequestParser parser = new RequestParser(request);
        byte[] bytes = (method + " /demo.Greeter/Say HTTP/1.1\r\nhost: a\r\n" + lines + "\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII);
        parser.reserve(bytes.length);
        System.arraycopy(bytes, 0, parser.buffer(), 0, bytes.length);
        parser.added(bytes.length);
        assertThat(parser.parse(4096, 20)).isEqualTo(RequestParser.Progress.DONE);
        return request;
    }

    private static ParsedResponse response(String lines) {
        byte[] bytes = ("HTTP/1.1 200 \r\n" + lines + "\r\n\r\n").getBytes(StandardCharsets.US_ASCII);
        ParsedResponse head = new ParsedResponse();
        assertThat(head.parse(bytes, bytes.length)).isEqualTo(bytes.length);
        return head;
    }

    private static String text(HeadBytes bytes) {
        io.netty.buffer.ByteBuf out = io.netty.buffer.Unpooled.buffer();
        bytes.writeTo(out);
        return out.toString(StandardCharsets.US_ASCII);
    }
}
