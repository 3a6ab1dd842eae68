package io.weir.node.control.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BackoffTest {
    private final Backoff backoff = new Backoff();

    @Test
    void eachFailureDoublesTheWaitUpToHalfAMinute() {
        List<Long> seconds = IntStream.range(0, 7)
                .mapToObj(i -> backoff.failed(0).toSeconds())
                .toList();
        assertThat(seconds).containsExactly(1L, 2L, 4L, 8L, 16L, 30L, 30L);
    }

    @Test
    void aTryIsDueWhenTheWaitIsOverAndAtOnceAfterSuccess() {
        long now = Long.MAX_VALUE - 5; // the clock may wrap
        assertThat(backoff.isDue(now)).as("nothing has failed").isTrue();
        long wait = backoff.failed(now).toNanos();
        assertThat(backoff.isDue(now + wait - 1)).isFalse();
        assertThat(backoff.isDue(now + wait)).isTrue();
        backoff.failed(now);
        backoff.end();
        assertThat(backoff.isDue(now)).isTrue();
        assertThat(backoff.failed(now)).isEqualTo(Duration.ofSeconds(1));
    }
}
