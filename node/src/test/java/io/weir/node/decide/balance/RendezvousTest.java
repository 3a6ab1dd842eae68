package io.weir.node.decide.balance;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

final class RendezvousTest {
    private static final int KEYS = 100_000;
    private static final int CANDIDATES = 10;

    private final long[] names = new long[CANDIDATES];
    private final int[] weights = new int[CANDIDATES];

    RendezvousTest() {
        for (int i = 0; i < CANDIDATES; i++) {
            names[i] = Rendezvous.hash("10.0.0." + i + ":80");
            weights[i] = 1;
        }
    }

    @Test
    void whenACandidateGoesOnlyItsOwnKeysMoveAndTheySpreadEvenly() {
        int[] with = picks();
        weights[3] = 0;
        int[] without = picks();
        int[] gained = new int[CANDIDATES];
        for (int key = 0; key < KEYS; key++) {
            if (with[key] == 3) {
                gained[without[key]]++;
            } else {
                assertThat(without[key]).as("key %s stays", key).isEqualTo(with[key]);
            }
        }
        assertThat(gained[3]).isZero();
        for (int i = 0; i < CANDIDATES; i++) {
            assertThat(i == 3 ? 1_111 : gained[i])
                    .as("a ninth of a tenth goes to %s", i)
                    .isBetween(950, 1_270);
        }
        weights[3] = 1;
        assertThat(picks()).as("they come back with it").isEqualTo(with);
    }

    @Test
    void sharesAreInProportionToTheWeights() {
        weights[0] = 5;
        weights[1] = 2;
        int[] count = new int[CANDIDATES];
        Arrays.stream(picks()).forEach(candidate -> count[candidate]++);
        assertThat(count[0]).as("5 of 15").isBetween(32_700, 33_950);
        assertThat(count[1]).as("2 of 15").isBetween(12_900, 13_770);
        assertThat(count[2]).as("1 of 15").isBetween(6_350, 6_990);
    }

    @Test
    void aHigherWeightOnlyGains() {
        int[] before = picks();
        weights[4] = 3;
        int[] after = picks();
        for (int key = 0; key < KEYS; key++) {
            assertThat(after[key] == before[key] || after[key] == 4)
                    .as("key %s", key)
                    .isTrue();
        }
    }

    @Test
    void theOrderOfTheCandidatesDoesNotMatter() {
        long[] reversed = new long[CANDIDATES];
        for (int i = 0; i < CANDIDATES; i++) {
            reversed[i] = names[CANDIDATES - 1 - i];
        }
        for (long key = 0; key < 1_000; key++) {
            int there = Rendezvous.pick(weights, reversed, CANDIDATES, Rendezvous.mix(key));
            assertThat(Rendezvous.pick(weights, names, CANDIDATES, Rendezvous.mix(key)))
                    .isEqualTo(CANDIDATES - 1 - there);
        }
    }

    @Test
    void nobodyIsTakenWhereAllAreOut() {
        assertThat(Rendezvous.pick(new int[CANDIDATES], names, CANDIDATES, 1)).isEqualTo(-1);
        assertThat(Rendezvous.pick(weights, names, 0, 1)).isEqualTo(-1);
    }

    @Test
    void theHashOfTextIsThatOfItsBytesAndNeverChanges() {
        byte[] bytes = "xabcx".getBytes(java.nio.charset.StandardCharsets.US_ASCII);
        assertThat(Rendezvous.hash(bytes, 1, 4)).isEqualTo(Rendezvous.hash("abc"));
        assertThat(Rendezvous.mix(0)).as("SplitMix64's first value").isEqualTo(0xe220a8397b1dcdafL);
    }

    private int[] picks() {
        int[] picks = new int[KEYS];
        for (int key = 0; key < KEYS; key++) {
            picks[key] = Rendezvous.pick(weights, names, CANDIDATES, Rendezvous.hash("key-" + key));
        }
        return picks;
    }
}
