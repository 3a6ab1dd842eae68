package io.weir.node.decide.route;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.config.model.Match;
import io.weir.node.state.RouteMatch;
import io.weir.node.testkit.Allocations;
import io.weir.node.testkit.TestHead;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Many routes on one path: found by a field's value, with the answers that looking at each would have. */
final class LeafTest {
    private static final String[] FIELDS = {"X-A", "X-B", "x-a"};
    private static final String[] METHODS = {"GET", "POST", "PURGE"};

    @Test
    void anIndexAnswersWhatLookingAtEachWouldAnswer() {
        for (long seed = 0; seed < 5_000; seed++) {
            Random random = new Random(seed);
            List<Candidate> candidates = new ArrayList<>();
            Leaf leaf = new Leaf();
            int count = random.nextInt(40);
            for (int i = 0; i < count; i++) {
                Candidate candidate = new Candidate(RouteSpec.of(match(random), i));
                candidates.add(candidate);
                leaf.add(candidate);
            }
            leaf.seal();
            Collections.sort(candidates);
            for (int i = 0; i < 10; i++) {
                compare(seed, leaf, candidates, head(random));
            }
        }
    }

    private static void compare(long seed, Leaf leaf, List<Candidate> candidates, TestHead head) {
        RouteMatch expected = new RouteMatch();
        int route = RouteTable.NONE;
        for (int i = 0; i < candidates.size() && route == RouteTable.NONE; i++) {
            route = candidates.get(i).choose(head, expected);
        }
        RouteMatch actual = new RouteMatch();
        assertThat(leaf.choose(head, actual)).as("seed %s, %s", seed, head).isEqualTo(route);
        if (route == RouteTable.NONE) {
            assertThat(actual.allowedMethods()).as("seed %s, %s", seed, head).isEqualTo(expected.allowedMethods());
        }
    }

    @Test
    void aRouteForEachOfManyTenantsIsFoundWithoutAllocating() {
        int tenants = 10_000;
        Leaf leaf = new Leaf();
        for (int i = 0; i < tenants; i++) {
            leaf.add(new Candidate(RouteSpec.of(match("X-Tenant", "tenant-" + i), i)));
        }
        leaf.seal();
        RouteMatch captures = new RouteMatch();
        List<TestHead> heads = new ArrayList<>();
        for (int i = 0; i < tenants; i += 7) {
            TestHead head = TestHead.of("GET / HTTP/1.1\r\nX-Tenant: tenant-" + i);
            assertThat(leaf.choose(head, captures)).isEqualTo(i);
            heads.add(head);
        }
        TestHead[] array = heads.toArray(TestHead[]::new);
        assertThat(Allocations.leastOf(() -> {
                    for (TestHead head : array) {
                        leaf.choose(head, captures);
                    }
                }))
                .isZero();
    }

    private static Match match(String field, String value) {
        return new Match(
                List.of(),
                "/",
                List.of(),
                List.of(new Match.FieldMatch(field, Optional.of(value))),
                List.of(),
                List.of());
    }

    private static Match match(Random random) {
        List<Match.FieldMatch> headers = new ArrayList<>();
        for (int i = 0; i < FIELDS.length - 1; i++) {
            if (random.nextInt(10) > 2) {
                Optional<String> value =
                        random.nextInt(20) == 0 ? Optional.empty() : Optional.of("" + random.nextInt(6));
                headers.add(new Match.FieldMatch(FIELDS[i], value));
            }
        }
        List<String> methods = random.nextBoolean() ? List.of() : List.of(METHODS[random.nextInt(METHODS.length)]);
        return new Match(List.of(), "/", methods, headers, List.of(), List.of());
    }

    private static TestHead head(Random random) {
        StringBuilder head = new StringBuilder(METHODS[random.nextInt(METHODS.length)] + " / HTTP/1.1\r\n");
        for (int i = random.nextInt(4); i > 0; i--) {
            head.append(FIELDS[random.nextInt(FIELDS.length)])
                    .append(": ")
                    .append(random.nextInt(7))
                    .append("\r\n");
        }
        return TestHead.of(head.toString());
    }
}
