package io.weir.node.decide.auth;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.node.decide.auth.Need.AllOf;
import io.weir.node.decide.auth.Need.AnyOf;
import io.weir.node.decide.auth.Need.One;
import io.weir.node.decide.auth.Need.Standing;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class NeedTest {
    private static final Map<String, Need> NEEDS = Map.of(
            "0", new One(0),
            "0|1", new AnyOf(List.of(new One(0), new One(1))),
            "0&1", new AllOf(List.of(new One(0), new One(1))),
            "0|1&2", new AnyOf(List.of(new One(0), new AllOf(List.of(new One(1), new One(2))))),
            "0&(1|2)", new AllOf(List.of(new One(0), new AnyOf(List.of(new One(1), new One(2))))));

    @ParameterizedTest(name = "{0} with {1}: {4}")
    @CsvSource({
        "0,       +,   MET,   0,   the only one is good",
        "0,       -,   UNMET, '',  the only one is not",
        "0,       ?,   OPEN,  '',  not looked at",
        "0|1,     -+,  MET,   1,   the second is good",
        "0|1,     ++,  MET,   0,   the first good one counts",
        "0|1,     +?,  MET,   0,   the first is enough",
        "0|1,     --,  UNMET, '',  none is good",
        "0|1,     -?,  OPEN,  '',  the second may be",
        "0&1,     ++,  MET,   0 1, both are good",
        "0&1,     +-,  UNMET, '',  the second is not",
        "0&1,     -?,  UNMET, '',  the first is not",
        "0&1,     +?,  OPEN,  '',  the second has to be",
        "0|1&2,   -++, MET,   1 2, the pair is good",
        "0|1&2,   -+-, UNMET, '',  half a pair is none",
        "0|1&2,   +--, MET,   0,   the first alone",
        "0&(1|2), +-+, MET,   0 2, one of each",
        "0&(1|2), +--, UNMET, '',  none of the second",
    })
    void whatIsNeeded(String need, String standings, Standing expected, String identities, String reason) {
        Standing[] known = standings.chars().mapToObj(NeedTest::standing).toArray(Standing[]::new);
        Need tree = Objects.requireNonNull(NEEDS.get(need));
        assertThat(tree.standing(known)).as(reason).isEqualTo(expected);
        if (expected == Standing.MET) {
            List<String> taken = new ArrayList<>();
            tree.identities(known, credential -> taken.add(String.valueOf(credential)));
            assertThat(String.join(" ", taken)).isEqualTo(identities);
        }
    }

    @Test
    void lookingOnlyAtWhatIsNeededComesToTheSameAsLookingAtAll() {
        for (long seed = 0; seed < 2000; seed++) {
            Random random = new Random(seed);
            int[] count = {0};
            Need need = random(random, count, 3);
            Standing[] truth = new Standing[count[0]];
            Standing[] seen = new Standing[count[0]];
            for (int i = 0; i < truth.length; i++) {
                truth[i] = random.nextBoolean() ? Standing.MET : Standing.UNMET;
                seen[i] = Standing.OPEN;
            }
            for (int i = 0; i < truth.length; i++) {
                boolean decided = need.standing(seen) != Standing.OPEN;
                boolean needed = need.needs(i, seen);
                assertThat(decided && needed).as("seed " + seed).isFalse();
                seen[i] = needed ? truth[i] : seen[i];
            }
            assertThat(need.standing(seen)).as("seed " + seed).isEqualTo(need.standing(truth));
        }
    }

    private static Need random(Random random, int[] count, int depth) {
        if (depth == 0 || random.nextInt(3) == 0) {
            return new One(count[0]++);
        }
        List<Need> parts = new ArrayList<>();
        for (int i = random.nextInt(3); i >= 0; i--) {
            parts.add(random(random, count, depth - 1));
        }
        return random.nextBoolean() ? new AnyOf(parts) : new AllOf(parts);
    }

    private static Standing standing(int sign) {
        return sign == '+' ? Standing.MET : sign == '-' ? Standing.UNMET : Standing.OPEN;
    }
}
