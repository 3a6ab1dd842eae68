package io.weir.node.decide.auth;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FetchScheduleTest {
    private static final long SECOND = 1_000_000_000L;

    @Test
    void whatIsThereIsFetchedAgainBeforeItAges() {
        FetchSchedule fresh = FetchSchedule.START.succeeded(0, Duration.ofMinutes(10));
        assertThat(FetchSchedule.START.isDue(0)).isTrue();
        assertThat(fresh.isDue(449 * SECOND)).isFalse();
        assertThat(fresh.isDue(450 * SECOND)).isTrue();
    }

    @ParameterizedTest(name = "{0} s: {1} s, {2}")
    @CsvSource({
        "0, 45, never as good as at once",
        "60, 45, the least",
        "1200, 900, as the server says",
        "99999999, 2700, not longer than an hour"
    })
    void whatTheServerSaysIsKeptWithinBounds(long says, long dueAfter, String reason) {
        FetchSchedule schedule = FetchSchedule.START.succeeded(0, Duration.ofSeconds(says));
        assertThat(schedule.isDue(dueAfter * SECOND - SECOND)).as(reason).isFalse();
        assertThat(schedule.isDue(dueAfter * SECOND)).as(reason).isTrue();
    }

    @Test
    void triesThatFailComeLessAndLessOften() {
        FetchSchedule schedule = FetchSchedule.START;
        List<Long> pauses = new ArrayList<>();
        long now = 0;
        for (int i = 0; i < 8; i++) {
            schedule = schedule.failed(now);
            long pause = 0;
            while (!schedule.isDue(now + pause * SECOND)) {
                pause++;
            }
            pauses.add(pause);
            now += pause * SECOND;
        }
        assertThat(pauses).containsExactly(1L, 2L, 4L, 8L, 16L, 32L, 32L, 32L);
        assertThat(schedule.succeeded(now, Duration.ofMinutes(10)).isDue(now + SECOND))
                .isFalse();
    }

    @Test
    void whatWasFetchedIsUsedForADayWhileTheServerFails() {
        FetchSchedule schedule = FetchSchedule.START
                .succeeded(0, Duration.ofMinutes(10))
                .failed(Duration.ofHours(1).toNanos());
        assertThat(schedule.isUsable(Duration.ofHours(24).toNanos() - 1)).isTrue();
        assertThat(schedule.isUsable(Duration.ofHours(24).toNanos())).isFalse();
        assertThat(FetchSchedule.START.failed(0).isUsable(1)).isFalse();
    }

    @Test
    void keysThatAreNotThereAreLookedForEveryThirtySecondsAtMost() {
        FetchSchedule schedule = FetchSchedule.START.succeeded(0, Duration.ofMinutes(10));
        assertThat(schedule.maySearch(1)).as("also right after a fetch in turn").isTrue();
        FetchSchedule searched = schedule.search(SECOND).succeeded(2 * SECOND, Duration.ofMinutes(10));
        assertThat(searched.maySearch(31 * SECOND - 1)).isFalse();
        assertThat(searched.maySearch(31 * SECOND)).isTrue();
        assertThat(schedule.search(SECOND).failed(SECOND).maySearch(2 * SECOND)).isFalse();
    }

    @Test
    void monotonicTimeMayBeginAnywhere() {
        long start = Long.MAX_VALUE - SECOND;
        FetchSchedule schedule =
                FetchSchedule.START.succeeded(start, Duration.ofMinutes(1)).search(start);
        assertThat(schedule.isDue(start + 2 * SECOND)).isFalse();
        assertThat(schedule.isDue(start + 46 * SECOND)).isTrue();
        assertThat(schedule.isUsable(start + 46 * SECOND)).isTrue();
        assertThat(schedule.maySearch(start + 29 * SECOND)).isFalse();
    }
}
