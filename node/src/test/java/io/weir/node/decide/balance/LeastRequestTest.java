package io.weir.node.decide.balance;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class LeastRequestTest {
    @ParameterizedTest(name = "loads {0}, weights {1}: {2}, as {3}")
    @CsvSource({
        "5 3 9,  1 1 1, 1,  the least is under way there",
        "5 3 0,  1 1 0, 1,  the third is out",
        "4 9 9,  1 4 1, 1,  10 for a weight of 4 is less than 5 for 1",
        "0 0 0,  1 2 1, 1,  the first request counts for the heavy one",
        "0 3 9,  0 0 0, -1, all are out",
        "7,      1,     0,  there is no other",
    })
    void fewAreAllLookedAt(String loads, String weights, int expected, String reason) {
        int[] load = ints(loads);
        int[] weight = ints(weights);
        for (int random : new int[] {0, -1, Integer.MIN_VALUE, 12345}) {
            assertThat(LeastRequest.pick(weight, weight.length, i -> load[i], random))
                    .as("%s (random %s)", reason, random)
                    .isEqualTo(expected);
        }
    }

    @Test
    void equalsAreDrawnSoThatNotAllLoopsTakeTheSame() {
        Random random = new Random(3);
        Set<Integer> taken = new HashSet<>();
        for (int i = 0; i < 100; i++) {
            taken.add(LeastRequest.pick(new int[] {1, 1, 1}, 3, candidate -> 0, random.nextInt()));
        }
        assertThat(taken).containsExactlyInAnyOrder(0, 1, 2);
    }

    @Test
    void ofManyTheBetterOfTwoIsTakenAndWeightsAreLeftAsTheyWere() {
        for (long seed = 0; seed < 5_000; seed++) {
            Random random = new Random(seed);
            int count = LeastRequest.DRAW_FROM + random.nextInt(10);
            int[] weights = random.ints(count, 0, 3).toArray();
            int[] before = weights.clone();
            int worst = random.nextInt(count);
            int taken = LeastRequest.pick(weights, count, i -> i == worst ? 1_000_000 : 0, random.nextInt());
            long in = Arrays.stream(weights).filter(weight -> weight > 0).count();
            assertThat(weights).as("seed %s", seed).isEqualTo(before);
            assertThat(taken >= 0).as("seed %s: somebody is taken", seed).isEqualTo(in > 0);
            assertThat(taken < 0 || weights[taken] > 0)
                    .as("seed %s: it is in", seed)
                    .isTrue();
            assertThat(taken != worst || in == 1)
                    .as("seed %s: not the worst of two", seed)
                    .isTrue();
        }
    }

    @Test
    void theBetterOfTwoKeepsTheLoadEven() {
        Random random = new Random(5);
        int[] weights = new int[20];
        Arrays.fill(weights, 1);
        int[] load = new int[20];
        for (int i = 0; i < 2_000; i++) {
            load[LeastRequest.pick(weights, 20, candidate -> load[candidate], random.nextInt())]++;
        }
        assertThat(Arrays.stream(load).max().orElseThrow()
                        - Arrays.stream(load).min().orElseThrow())
                .as("of 100 each; at random it would be about 40")
                .isLessThan(10);
    }

    private static int[] ints(String text) {
        return Arrays.stream(text.split(" ", -1)).mapToInt(Integer::parseInt).toArray();
    }
}
