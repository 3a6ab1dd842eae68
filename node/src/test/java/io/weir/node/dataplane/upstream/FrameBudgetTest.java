package io.weir.node.dataplane.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How much an endpoint may say that brings nothing. */
final class FrameBudgetTest {
    private static final long SECOND = 1_000_000_000L;

    private static int spendAll(FrameBudget budget, long now) {
        int count = 0;
        while (budget.spend(now)) {
            count++;
        }
        return count;
    }

    @ParameterizedTest(name = "after {0} s: {1}, because {2}")
    @CsvSource({
        "0, 2000, so many at once",
        "-5, 2000, a clock that goes back gives nothing",
        "10, 3000, and so many a second meanwhile",
        "1000, 4000, but never more at once",
    })
    void framesThatBringNothingAreBoundedAtOnceAndInTime(long seconds, int most, String reason) {
        FrameBudget budget = new FrameBudget(7 * SECOND);
        assertThat(spendAll(budget, (7 + seconds) * SECOND)).as(reason).isEqualTo(most);
    }

    @Test
    void whatBringsSomethingOnEarnsRoom() {
        FrameBudget budget = new FrameBudget(0);
        int spent = spendAll(budget, 0);
        for (int i = 0; i < 10; i++) {
            budget.earn();
        }
        assertThat(spendAll(budget, 0)).isEqualTo(10 * FrameBudget.EARNED);
        assertThat(spent).isEqualTo(FrameBudget.MOST);
    }

    @Test
    void noMoreThanTheMostIsEverEarned() {
        FrameBudget budget = new FrameBudget(0);
        for (int i = 0; i < 100_000; i++) {
            budget.earn();
        }
        assertThat(spendAll(budget, 0)).isEqualTo(FrameBudget.MOST);
    }

    @Test
    void aSteadyRateBelowTheBoundGoesOnForEver() {
        FrameBudget budget = new FrameBudget(0);
        long now = 0;
        for (int i = 0; i < 1_000_000; i++) {
            now += SECOND / 90;
            assertThat(budget.spend(now)).isTrue();
        }
    }
}
