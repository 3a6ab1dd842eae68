package io.weir.protocol.grpc;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Deadlines of calls. */
final class GrpcTimeoutTest {
    @ParameterizedTest(name = "{0}: {2}")
    @CsvSource(
            textBlock =
                    """
        1H,         3600000000000,       hours
        2M,         120000000000,        minutes
        3S,         3000000000,          seconds
        4m,         4000000,             milliseconds
        5u,         5000,                microseconds
        6n,         6,                   nanoseconds
        0n,         0,                   nothing is left
        99999999S,  99999999000000000,   the most digits
        99999999H,  9223372036854775807, longer than can be counted
        """)
    void aTimeoutIsRead(String text, long nanos, String reason) {
        assertThat(parse(text)).as(reason).isEqualTo(nanos);
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(
            textBlock =
                    """
        '',          nothing
        S,           no number
        1,           no unit
        1s,          a unit that there is not
        -1S,         a sign
        1 S,         a space
        100000000n,  nine digits
        1.5S,        a fraction
        """)
    void whatIsNoTimeoutIsNone(String text, String reason) {
        assertThat(parse(text)).as(reason).isEqualTo(GrpcTimeout.NONE);
    }

    @ParameterizedTest(name = "{0}: {2}")
    @CsvSource(
            textBlock =
                    """
        0,                   0n,         nothing
        99999999,            99999999n,  as exact as it goes
        100000000,           100000u,    a unit more
        1500000000,          1500000u,   no fractions
        9223372036854775807, 2562047H,   the longest
        """)
    void aTimeoutIsWritten(long nanos, String text, String reason) {
        assertThat(GrpcTimeout.format(nanos)).as(reason).isEqualTo(text);
    }

    @Test
    void whatIsWrittenIsReadAndNeverLonger() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int i = 0; i < 10_000; i++) {
            long nanos = random.nextLong() >>> (1 + random.nextInt(62));
            long read = parse(GrpcTimeout.format(nanos));
            assertThat(read).as("%d, seed %d", nanos, seed).isBetween((long) (nanos * 0.999), nanos);
        }
    }

    private static long parse(String text) {
        byte[] bytes = (" " + text).getBytes(StandardCharsets.US_ASCII);
        return GrpcTimeout.parse(bytes, 1, bytes.length);
    }
}
