package io.weir.node.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LatencyTest {
    @ParameterizedTest(name = "{0} ns are taken for {1} µs: {2}")
    @CsvSource({
        "-5,0,a clock that goes back counts as nothing",
        "999,0,below a microsecond",
        "15999,15,the last of the linear ones",
        "16000,17,the first that is two wide",
        "1000000,992,a millisecond",
        "1000000000,1015808,a second",
        "9000000000000,130023424,the last takes all that is longer",
    })
    void durationsFallIntoTheirBucket(long nanos, long middle, String why) {
        assertThat(Latency.middleMicros(Latency.bucketOf(nanos))).as(why).isEqualTo(middle);
    }

    @Test
    void theMiddleOfABucketIsInItAndAtMostSixPercentAway() {
        for (long micros = 1; micros < Latency.HIGHEST_MICROS; micros += 1 + micros / 50) {
            int bucket = Latency.bucketOf(micros * 1000);
            long middle = Latency.middleMicros(bucket);
            assertThat(Latency.bucketOf(middle * 1000)).isEqualTo(bucket);
            assertThat(Math.abs(middle - micros)).isLessThanOrEqualTo(Math.max(1, micros / 16));
        }
    }

    @Test
    void bucketsRiseWithoutGaps() {
        for (int bucket = 1; bucket < Latency.BUCKETS; bucket++) {
            assertThat(Latency.middleMicros(bucket)).isGreaterThan(Latency.middleMicros(bucket - 1));
        }
    }
}
