package io.weir.node.decide.health;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class ProbersTest {
    private static final int PROBERS = 3;
    private static final int ENDPOINTS = 2_000;

    private final List<String> members = new ArrayList<>();

    ProbersTest() {
        for (int i = 0; i < 10; i++) {
            members.add("pekko://weir@10.0.0." + i + ":7400#" + i);
        }
    }

    @Test
    void everyNodeChoosesTheSameWhateverTheOrderItKnowsThemIn() {
        Random random = new Random(1);
        for (int i = 0; i < ENDPOINTS; i++) {
            List<String> chosen = Probers.choose("orders/10.1.0." + i, members, PROBERS);
            List<String> shuffled = new ArrayList<>(members);
            shuffled.addAll(members);
            Collections.shuffle(shuffled, random);
            assertThat(chosen).hasSize(PROBERS).doesNotHaveDuplicates();
            assertThat(Probers.choose("orders/10.1.0." + i, shuffled, PROBERS)).isEqualTo(chosen);
        }
    }

    @Test
    void theWorkIsSharedEvenly() {
        Map<String, Integer> work = new HashMap<>();
        for (int i = 0; i < ENDPOINTS; i++) {
            Probers.choose("orders/10.1.0." + i, members, PROBERS)
                    .forEach(member -> work.merge(member, 1, Integer::sum));
        }
        assertThat(work).hasSize(members.size());
        assertThat(work.values()).as("600 each").allSatisfy(count -> assertThat(count)
                .isBetween(520, 680));
    }

    @Test
    void whenAMemberGoesOnlyItsOwnWorkMoves() {
        List<String> left = members.subList(1, members.size());
        for (int i = 0; i < ENDPOINTS; i++) {
            List<String> before = new ArrayList<>(Probers.choose("orders/10.1.0." + i, members, PROBERS));
            List<String> after = Probers.choose("orders/10.1.0." + i, left, PROBERS);
            before.remove(members.get(0));
            assertThat(after).containsAll(before);
        }
    }

    @Test
    void whereThereAreFewerAllOfThemProbe() {
        assertThat(Probers.choose("e", List.of("b", "a"), PROBERS)).containsExactlyInAnyOrder("a", "b");
        assertThat(Probers.choose("e", List.of(), PROBERS)).isEmpty();
        assertThat(Probers.choose("e", members, 0))
                .as("there are no active checks")
                .isEmpty();
    }
}
