package io.weir.protocol.grpc;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Texts of errors. */
final class GrpcMessageTest {
    @ParameterizedTest(name = "{0}: {2}")
    @CsvSource(
            textBlock =
                    """
        'no such shelf', 'no such shelf', visible ASCII stays
        '100%',          '100%25',        the sign itself
        'ä',             '%C3%A4',        bytes of UTF-8
        """)
    void aTextIsWrittenAndRead(String text, String value, String reason) {
        assertThat(GrpcMessage.encode(text)).as(reason).isEqualTo(value);
        assertThat(GrpcMessage.decode(value)).as(reason).isEqualTo(text);
    }

    @ParameterizedTest(name = "{0}: {2}")
    @CsvSource(
            textBlock =
                    """
        %,      %,     nothing behind the sign
        %4,     %4,    one digit
        %zz,    %zz,   no digits
        a%41%,  aA%,   some of it is good
        %c3%a4, ä,     small letters
        """)
    void whatCannotBeDecodedStays(String value, String text, String reason) {
        assertThat(GrpcMessage.decode(value)).as(reason).isEqualTo(text);
    }

    @Test
    void anyTextComesBackAndIsOneFieldValue() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int i = 0; i < 2_000; i++) {
            StringBuilder text = new StringBuilder();
            for (int length = random.nextInt(20); length > 0; length--) {
                text.appendCodePoint(random.nextBoolean() ? random.nextInt(0x80) : 0x80 + random.nextInt(0x2000));
            }
            String value = GrpcMessage.encode(text.toString());
            assertThat(value).as("seed %d", seed).matches("[ -~]*");
            assertThat(GrpcMessage.decode(value)).as("seed %d", seed).isEqualTo(text.toString());
        }
    }
}
