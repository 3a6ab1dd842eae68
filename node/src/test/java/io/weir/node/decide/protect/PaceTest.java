package io.weir.node.decide.protect;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class PaceTest {
    private static final long SECOND = 1_000_000_000L;

    /** What a bucket of tokens would say, exactly, with a token every so many nanoseconds. */
    @Test
    void itSaysWhatABucketSays() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int round = 0; round < 200; round++) {
            long interval = 1L + random.nextInt(1000);
            int burst = 1 + random.nextInt(5);
            Pace pace = new Pace(interval, burst);
            long now = random.nextLong();
            long fullAt = now;
            long level = interval * burst; // in nanoseconds' worth of tokens
            for (int i = 0; i < 200; i++) {
                long passed = random.nextInt(700);
                now += passed;
                level = Math.min(interval * burst, level + passed);
                assertThat(pace.admits(fullAt, now)).as("seed %d", seed).isEqualTo(level >= interval);
                if (level >= interval) {
                    level -= interval;
                    fullAt = pace.after(fullAt, now);
                }
            }
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {0, -5, Long.MAX_VALUE - 5, Long.MIN_VALUE})
    void clocksMayStartAnywhere(long start) {
        Pace pace = Pace.of(2, 3);
        long fullAt = start;
        for (int i = 0; i < 3; i++) {
            assertThat(pace.admits(fullAt, start)).isTrue();
            fullAt = pace.after(fullAt, start);
        }
        assertThat(pace.admits(fullAt, start)).isFalse();
        assertThat(pace.admits(fullAt, start + SECOND / 2 - 1)).isFalse();
        assertThat(pace.admits(fullAt, start + SECOND / 2)).isTrue();
    }
}
