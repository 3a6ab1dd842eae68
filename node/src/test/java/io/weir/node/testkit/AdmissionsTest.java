package io.weir.node.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class AdmissionsTest {
    @Test
    void aBurstAndThenTheRateIsWithinTheLimit() {
        // 10 at once, then one every 100 ms: burst 10 (and 1 s of refill), 10 a second.
        Admissions admissions = of(IntStream.range(0, 30).map(i -> i < 10 ? 0 : (i - 9) * 100));
        assertThat(admissions.worstExcess(10, 10)).isLessThanOrEqualTo(0);
    }

    @Test
    void oneMoreThanTheBurstIsSeen() {
        Admissions admissions = of(IntStream.range(0, 11).map(i -> 0));
        assertThat(admissions.worstExcess(10, 10)).isGreaterThan(0.9);
    }

    @Test
    void anExcessInTheMiddleIsSeen() {
        Admissions admissions = of(IntStream.range(0, 100).map(i -> i < 50 ? i * 100 : 5000 + (i - 50) * 50));
        assertThat(admissions.worstExcess(10, 10)).isGreaterThan(10);
    }

    @Test
    void theLongestShortageIsThatOfTheGap() {
        Admissions admissions = of(IntStream.range(0, 40).map(i -> i < 20 ? i * 50 : 2000 + (i - 20) * 50));
        assertThat(admissions.longestShortageNanos(0, millis(3000), millis(500), 6))
                .isEqualTo(millis(1000));
    }

    private static Admissions of(IntStream atMillis) {
        List<Answer> answers = atMillis.mapToObj(at -> new Answer(millis(at), millis(at) + 1000, 200, Map.of(), ""))
                .toList();
        return new Admissions(answers);
    }

    private static long millis(long millis) {
        return millis * 1_000_000;
    }
}
