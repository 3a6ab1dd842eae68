package io.weir.node.decide.cache;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class RendezvousTest {
    private static final List<String> FIVE =
            List.of("10.0.0.1:7400", "10.0.0.2:7400", "10.0.0.3:7400", "10.0.0.4:7400", "10.0.0.5:7400");

    private static List<String> without(List<String> members, String gone) {
        return members.stream().filter(member -> !member.equals(gone)).toList();
    }

    @ParameterizedTest(name = "{0} is {1}''s: {2}")
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
            pexample.com/a | 10.0.0.3:7400 | all versions of this program that meet have to agree
            pexample.com/b | 10.0.0.2:7400 | likewise
            pexample.com/c | 10.0.0.1:7400 | likewise
            """)
    void ownersAreTheSameForEver(String key, String owner, String reason) {
        assertEquals(owner, Rendezvous.ranking(key, FIVE).get(0), reason);
    }

    @Test
    void theOrderOfTheMembersMakesNoDifference() {
        Random random = new Random(7);
        for (int i = 0; i < 200; i++) {
            List<String> shuffled = new ArrayList<>(FIVE);
            Collections.shuffle(shuffled, random);

            assertEquals(Rendezvous.ranking("key" + i, FIVE), Rendezvous.ranking("key" + i, shuffled));
        }
    }

    @Test
    void eachMemberIsRankedOnce() {
        for (int i = 0; i < 200; i++) {
            List<String> ranking = Rendezvous.ranking("key" + i, FIVE);

            assertEquals(new HashSet<>(FIVE), new HashSet<>(ranking));
            assertEquals(FIVE.size(), ranking.size());
        }
        assertTrue(Rendezvous.ranking("key", List.of()).isEmpty());
    }

    @Test
    void whoGoesLeavesTheRankingOfTheOthersAsItWas() {
        for (int i = 0; i < 500; i++) {
            List<String> before = Rendezvous.ranking("key" + i, FIVE);
            String gone = FIVE.get(i % FIVE.size());

            assertEquals(without(before, gone), Rendezvous.ranking("key" + i, without(FIVE, gone)));
        }
    }

    @Test
    void allHaveAboutTheSamePartAndSoHaveTheirHeirs() {
        Map<String, Integer> first = new HashMap<>();
        Map<String, Integer> heirs = new HashMap<>();
        int keys = 20_000;
        for (int i = 0; i < keys; i++) {
            List<String> ranking = Rendezvous.ranking("pexample.com/item/" + i + "\nroute\n", FIVE);
            first.merge(ranking.get(0), 1, Integer::sum);
            heirs.merge(ranking.get(0) + ranking.get(1), 1, Integer::sum);
        }
        first.forEach((member, owned) -> assertEquals(keys / 5.0, owned, keys / 5.0 * 0.1, member));
        assertEquals(20, heirs.size());
        heirs.forEach((pair, owned) -> assertEquals(keys / 20.0, owned, keys / 20.0 * 0.25, pair));
    }
}
