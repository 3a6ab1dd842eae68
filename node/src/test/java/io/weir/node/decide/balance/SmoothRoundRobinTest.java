package io.weir.node.decide.balance;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class SmoothRoundRobinTest {
    private static final int SCHEDULES = 2_000;

    @Test
    void aHeavyCandidateIsSpreadOutOverTheCycle() {
        for (long seed = 0; seed < 50; seed++) {
            assertThat(turns(new SmoothRoundRobin(3, seed), 14, 5, 1, 1))
                    .as("seed %s", seed)
                    .isIn("aabacaaaabacaa", "aacabaaaacabaa");
        }
    }

    @Test
    void equalOnesTakeTurnsAndTheSeedSaysWhoBegins() {
        Set<String> orders = new HashSet<>();
        for (long seed = 0; seed < 100; seed++) {
            orders.add(turns(new SmoothRoundRobin(3, seed), 6, 1, 1, 1));
        }
        assertThat(orders).containsExactlyInAnyOrder("abcabc", "bcabca", "cabcab");
    }

    @Test
    void aWeightOfZeroTakesNothing() {
        assertThat(turns(new SmoothRoundRobin(3, 0), 4, 0, 7, 0)).isEqualTo("bbbb");
        assertThat(turns(new SmoothRoundRobin(2, 0), 2, 0, 0)).isEqualTo("--");
        assertThat(turns(new SmoothRoundRobin(0, 0), 1)).isEqualTo("-");
    }

    @Test
    void overEachCycleTheProportionsAreExact() {
        for (long seed = 0; seed < SCHEDULES; seed++) {
            int[] weights = weights(new Random(seed));
            SmoothRoundRobin robin = new SmoothRoundRobin(weights.length, seed);
            for (int cycle = 0; cycle < 3; cycle++) {
                int[] taken = new int[weights.length];
                for (int i = Arrays.stream(weights).sum(); i > 0; i--) {
                    taken[robin.next(weights, weights.length)]++;
                }
                assertThat(taken).as("seed %s, cycle %s", seed, cycle).isEqualTo(weights);
            }
        }
    }

    /** Its turns are never further from its share than the number of candidates: no bursts, no starving. */
    @Test
    void atEachMomentEverybodyIsNearItsShare() {
        for (long seed = 0; seed < SCHEDULES; seed++) {
            int[] weights = weights(new Random(seed));
            int total = Arrays.stream(weights).sum();
            SmoothRoundRobin robin = new SmoothRoundRobin(weights.length, seed);
            int[] taken = new int[weights.length];
            for (int turn = 1; turn <= 2 * total; turn++) {
                taken[robin.next(weights, weights.length)]++;
                for (int i = 0; i < weights.length; i++) {
                    double share = (double) turn * weights[i] / total;
                    assertThat(Math.abs(taken[i] - share))
                            .as("seed %s, turn %s, candidate %s of %s", seed, turn, i, Arrays.toString(weights))
                            .isLessThan(weights.length);
                }
            }
        }
    }

    /** Candidates that come and go, as health says, must leave no trace in the turns of the others. */
    @Test
    void whoeverStaysInIsNotStarvedByThoseThatComeAndGo() {
        for (long seed = 0; seed < SCHEDULES; seed++) {
            Random random = new Random(seed);
            int[] all = weights(random);
            SmoothRoundRobin robin = new SmoothRoundRobin(all.length, seed);
            int longest = 2 * (all.length + Arrays.stream(all).sum());
            int[] waited = new int[all.length];
            int[] now = all.clone();
            for (int turn = 0; turn < 300; turn++) {
                if (random.nextInt(4) == 0) {
                    int i = random.nextInt(all.length);
                    now[i] = now[i] == 0 ? all[i] : 0;
                }
                int taken = robin.next(now, now.length);
                for (int i = 0; i < all.length; i++) {
                    waited[i] = i == taken || now[i] == 0 ? 0 : waited[i] + 1;
                    assertThat(waited[i])
                            .as("seed %s, turn %s, candidate %s of %s", seed, turn, i, Arrays.toString(all))
                            .isLessThan(longest);
                }
            }
        }
    }

    private static int[] weights(Random random) {
        return IntStream.range(0, 1 + random.nextInt(6))
                .map(i -> 1 + random.nextInt(8))
                .toArray();
    }

    private static String turns(SmoothRoundRobin robin, int count, int... weights) {
        return IntStream.range(0, count)
                .map(i -> robin.next(weights, weights.length))
                .mapToObj(i -> i < 0 ? "-" : Character.toString('a' + i))
                .collect(Collectors.joining());
    }
}
