package io.weir.protocol.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What may stand behind a chunked body. */
final class TrailerLineTest {
    private static boolean allowed(String line) {
        byte[] bytes = ("x" + line + "x").getBytes(StandardCharsets.ISO_8859_1);
        return TrailerLine.isAllowed(bytes, 1, bytes.length - 1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Digest: abc", "grpc-status: 0", "Date: Tue, 24 Nov 2026 22:00:00 GMT", "A:", "X-Sum:\t1"})
    void fieldsAboutTheBodyArePassedOn(String line) {
        assertThat(allowed(line)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Content-Length: 5",
                "transfer-ENCODING: chunked",
                "Host: x",
                "Connection: close",
                "Keep-Alive: x",
                "TE: trailers",
                "Upgrade: h2c",
                "Expect: 100-continue",
                "X-Forwarded-For: 10.0.0.1",
                "X-Forwarded-Port: 1",
                "Forwarded: for=10.0.0.1",
                "X-Request-Id: 1",
                "Proxy-Authorization: x",
                "authorization: Bearer x",
                "Cookie: a=b",
                "X_Forwarded_For: 10.0.0.1",
                "Client_Cert: x",
            })
    void fieldsThatFrameRouteOrAuthenticateAreRefused(String line) {
        assertThat(allowed(line)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"A b: c", "A : c", ": c", "A", " A: b", "A: b\rB: c", "A: \u0000", ""})
    void malformedLinesAreRefused(String line) {
        assertThat(allowed(line)).isFalse();
    }
}
