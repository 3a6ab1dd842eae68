package io.weir.config.parse;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class UnitsTest {
    @ParameterizedTest
    @CsvSource({"300ms,300", "1s,1000", "1.5s,1500", "5m,300000", "2h,7200000", "1d,86400000", "0,0", "10 s,10000"})
    void durationsHaveUnits(String text, long millis) {
        assertThat(Units.duration(text)).contains(Duration.ofMillis(millis));
    }

    @ParameterizedTest
    @ValueSource(strings = {"300", "", "s", "-1s", "1 week", "1S", "1e3s", "400d", "١s"})
    void whatIsNoDurationIsRefused(String text) {
        assertThat(Units.duration(text)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"100/s,100", "60/m,1", "3600/h,1", "86400/d,1", "2.5/s,2.5", "1/m,0.016666666666666666"})
    void ratesArePerSecond(String text, double perSecond) {
        assertThat(Units.rate(text)).hasValue(perSecond);
    }

    @ParameterizedTest
    @ValueSource(strings = {"100", "100/ms", "/s", "100 per second", "-1/s"})
    void whatIsNoRateIsRefused(String text) {
        assertThat(Units.rate(text)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"512B,512", "32KiB,32768", "1MiB,1048576", "10kB,10000", "0,0", "1.5KiB,1536"})
    void sizesHaveUnits(String text, long bytes) {
        assertThat(Units.size(text)).hasValue(bytes);
    }

    @ParameterizedTest
    @ValueSource(strings = {"20", "101%", "-1%", "1.5%", "%"})
    void whatIsNoPercentageIsRefused(String text) {
        assertThat(Units.percent(text)).isEmpty();
    }

    @Test
    void whatIsWrittenIsReadBackExactly() {
        Random random = new Random(7);
        for (int i = 0; i < 10_000; i++) {
            Duration duration =
                    Duration.ofNanos(random.nextLong(Duration.ofDays(300).toNanos()));
            assertThat(Units.duration(Units.duration(duration))).contains(duration);
            double rate = random.nextBoolean() ? random.nextDouble() * 1e5 : (1 + random.nextInt(10_000)) / 3600.0;
            assertThat(Units.rate(Units.rate(rate))).hasValue(rate);
            long size = random.nextLong(1L << 40);
            assertThat(Units.size(Units.size(size))).hasValue(size);
        }
    }
}
