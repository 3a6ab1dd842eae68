package io.weir.protocol.grpc;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What calls end with, in gRPC and in HTTP. */
final class GrpcCodeTest {
    @ParameterizedTest(name = "{0} is {1}, in HTTP {2}")
    @CsvSource(
            textBlock =
                    """
        0, OK, 200
        1, CANCELLED, 499
        2, UNKNOWN, 500
        3, INVALID_ARGUMENT, 400
        4, DEADLINE_EXCEEDED, 504
        5, NOT_FOUND, 404
        6, ALREADY_EXISTS, 409
        7, PERMISSION_DENIED, 403
        8, RESOURCE_EXHAUSTED, 429
        9, FAILED_PRECONDITION, 400
        10, ABORTED, 409
        11, OUT_OF_RANGE, 400
        12, UNIMPLEMENTED, 501
        13, INTERNAL, 500
        14, UNAVAILABLE, 503
        15, DATA_LOSS, 500
        16, UNAUTHENTICATED, 401
        """)
    void everyCodeHasItsNumberAndItsStatus(int number, GrpcCode code, int status) {
        byte[] text = String.valueOf(number).getBytes(StandardCharsets.US_ASCII);
        assertThat(GrpcCode.of(number)).isEqualTo(code);
        assertThat(GrpcCode.of(text, 0, text.length)).isEqualTo(code);
        assertThat(GrpcCode.named(code.name())).isEqualTo(code);
        assertThat(code.number()).isEqualTo(number);
        assertThat(code.httpStatus()).isEqualTo(status);
    }

    @ParameterizedTest(name = "\"{0}\"")
    @CsvSource({"17", "99", "''", "-1", "100", "1a", "' 1'"})
    void whatIsNoCodeIsUnknown(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
        assertThat(GrpcCode.of(bytes, 0, bytes.length)).isEqualTo(GrpcCode.UNKNOWN);
    }

    @ParameterizedTest(name = "{0}: {1}, of the gateway itself {2}")
    @CsvSource(
            textBlock =
                    """
        400, INTERNAL,          INVALID_ARGUMENT
        401, UNAUTHENTICATED,   UNAUTHENTICATED
        403, PERMISSION_DENIED, PERMISSION_DENIED
        404, UNIMPLEMENTED,     UNIMPLEMENTED
        405, UNKNOWN,           UNIMPLEMENTED
        408, UNKNOWN,           DEADLINE_EXCEEDED
        413, UNKNOWN,           RESOURCE_EXHAUSTED
        422, UNKNOWN,           INVALID_ARGUMENT
        429, UNAVAILABLE,       RESOURCE_EXHAUSTED
        500, UNKNOWN,           INTERNAL
        502, UNAVAILABLE,       UNAVAILABLE
        503, UNAVAILABLE,       UNAVAILABLE
        504, UNAVAILABLE,       DEADLINE_EXCEEDED
        302, UNKNOWN,           UNKNOWN
        """)
    void anAnswerThatIsNoCallsBecomesACode(int status, GrpcCode foreign, GrpcCode own) {
        assertThat(GrpcCode.ofHttp(status)).isEqualTo(foreign);
        assertThat(GrpcCode.ofOwn(status)).isEqualTo(own);
    }
}
