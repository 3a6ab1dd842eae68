package io.weir.node.decide.retry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class RetryBudgetTest {
    @ParameterizedTest(name = "{0} % of {1} active: {2}, as {3}")
    @CsvSource({
        "20,  100,        20,        a fifth of a hundred",
        "20,  104,        20,        a part of a place is none",
        "20,  1,          3,         never fewer than three",
        "20,  0,          3,         never fewer than three",
        "0,   1000,       3,         never fewer than three",
        "100, 50,         50,        all of them",
        "50,  2000000000, 1000,      no overflow (counted to 1000 only)",
    })
    void placesAreAShareOfTheActiveExchanges(int percent, int active, int expected, String reason) {
        RetryBudget budget = new RetryBudget();
        int places = 0;
        while (places < 1000 && budget.acquire(percent, active)) {
            places++;
        }
        assertThat(places).as(reason).isEqualTo(expected);
    }

    @Test
    void aPlaceGivenBackCanBeTakenAgain() {
        RetryBudget budget = full();
        assertThat(budget.acquire(20, 1)).isFalse();
        budget.release();
        assertThat(budget.acquire(20, 1)).isTrue();
        assertThat(budget.acquire(20, 1)).isFalse();
    }

    @Test
    void whenTheLoadFallsRetriesWaitUntilEnoughOfThemHaveEnded() {
        RetryBudget budget = new RetryBudget();
        for (int i = 0; i < 20; i++) {
            assertThat(budget.acquire(20, 100)).isTrue();
        }
        for (int i = 0; i < 10; i++) {
            assertThat(budget.acquire(20, 50))
                    .as("%s still run", budget.running())
                    .isFalse();
            budget.release();
        }
        assertThat(budget.acquire(20, 50)).isFalse();
        budget.release();
        assertThat(budget.acquire(20, 50)).isTrue();
    }

    @Test
    void givingBackMoreThanWasTakenIsABug() {
        assertThatThrownBy(() -> new RetryBudget().release()).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void neverMoreThanTheShareIsTakenWhateverTheOrder() {
        long seed = 7;
        Random random = new Random(seed);
        RetryBudget budget = new RetryBudget();
        for (int step = 0; step < 100_000; step++) {
            int active = random.nextInt(200);
            int percent = random.nextInt(101);
            int before = budget.running();
            if (random.nextInt(3) > 0) {
                boolean expected = before < Math.max(RetryBudget.ALWAYS, active * percent / 100);
                assertThat(budget.acquire(percent, active))
                        .as("seed %s, step %s", seed, step)
                        .isEqualTo(expected);
            } else if (before > 0) {
                budget.release();
            }
        }
    }

    private static RetryBudget full() {
        RetryBudget budget = new RetryBudget();
        for (int i = 0; i < RetryBudget.ALWAYS; i++) {
            assertThat(budget.acquire(20, 1)).isTrue();
        }
        return budget;
    }
}
