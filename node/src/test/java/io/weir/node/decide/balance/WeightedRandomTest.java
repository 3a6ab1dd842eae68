package io.weir.node.decide.balance;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

final class WeightedRandomTest {
    private static final int DRAWS = 200_000;

    @Test
    void drawsAreInProportionToTheWeights() {
        long seed = 11;
        Random random = new Random(seed);
        int[] weights = {5, 0, 1, 94, 300, 100};
        int[] drawn = new int[weights.length];
        for (int i = 0; i < DRAWS; i++) {
            drawn[WeightedRandom.pick(weights, weights.length, random.nextInt())]++;
        }
        double chiSquare = 0;
        for (int i = 0; i < weights.length; i++) {
            double expected = DRAWS * weights[i] / 500.0;
            assertThat(drawn[i] > 0)
                    .as("candidate %s with weight %s", i, weights[i])
                    .isEqualTo(weights[i] > 0);
            chiSquare += expected == 0 ? 0 : (drawn[i] - expected) * (drawn[i] - expected) / expected;
        }
        assertThat(chiSquare)
                .as("4 degrees of freedom, p = 0.001, seed %s", seed)
                .isLessThan(18.47);
    }

    @Test
    void theEndsOfTheRangeOfIntsAreTheFirstAndTheLast() {
        int[] weights = {0, 1, 1_000, 1, 0};
        assertThat(WeightedRandom.pick(weights, 5, 0)).isEqualTo(1);
        assertThat(WeightedRandom.pick(weights, 5, -1))
                .as("the largest of unsigned ints")
                .isEqualTo(3);
    }

    @Test
    void nobodyIsDrawnWhereAllAreOut() {
        assertThat(WeightedRandom.pick(new int[] {0, 0}, 2, 77)).isEqualTo(-1);
        assertThat(WeightedRandom.pick(new int[] {5}, 0, 77))
                .as("only the first 0 count")
                .isEqualTo(-1);
    }

    @Test
    void manyHeavyCandidatesDoNotOverflow() {
        int[] weights = new int[4_000];
        java.util.Arrays.fill(weights, 1_000_000);
        assertThat(WeightedRandom.pick(weights, weights.length, -1)).isEqualTo(3_999);
        assertThat(WeightedRandom.pick(weights, weights.length, Integer.MIN_VALUE))
                .isEqualTo(2_000);
    }
}
