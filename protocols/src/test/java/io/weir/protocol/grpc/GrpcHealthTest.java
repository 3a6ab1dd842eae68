package io.weir.protocol.grpc;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Questions about the health of a server, and answers. */
final class GrpcHealthTest {
    @ParameterizedTest(name = "{0}: {2}")
    @CsvSource(
            textBlock =
                    """
        0801,                 true,  serving
        0800,                 false, unknown
        '',                   false, nothing said is unknown
        0802,                 false, not serving
        0803,                 false, the service is not known
        08010802,             false, the last one counts
        0a03616263 0801,      true,  a field that is not known is stepped over
        1501020304 0801,      true,  four bytes of one are
        110102030405060708 0801, true, and eight
        1005 0801,            true,  and a number
        08,                   false, cut off
        0880808080808080808080 01, false, a number without end
        0a05616263,           false, a field that goes on behind the end
        0affffffffffffffff7f, false, one of a length that cannot be
        0b0801,               false, a group
        """)
    void anAnswerIsRead(String hex, boolean serving, String reason) {
        byte[] message = HexFormat.of().parseHex(hex.replace(" ", ""));
        assertThat(GrpcHealth.isServing(message)).as(reason).isEqualTo(serving);
    }

    @ParameterizedTest(name = "{0}: {2}")
    @CsvSource({
        "'', 0000000000, the server as a whole",
        "a.B, 00000000050a03612e42, a service",
    })
    void aQuestionIsWritten(String service, String hex, String reason) {
        assertThat(HexFormat.of().formatHex(GrpcHealth.request(service)))
                .as(reason)
                .isEqualTo(hex);
    }

    @Test
    void aLongNameHasALengthOfTwoBytes() {
        byte[] frame = GrpcHealth.request("a".repeat(200));
        assertThat(frame).hasSize(5 + 3 + 200).startsWith(0, 0, 0, 0, 203, 0x0a, 0xc8, 0x01);
    }

    @Test
    void noiseIsReadWithoutHarm() {
        Random random = new Random(7);
        for (int i = 0; i < 10_000; i++) {
            byte[] noise = new byte[random.nextInt(20)];
            random.nextBytes(noise);
            GrpcHealth.isServing(noise);
        }
    }
}
