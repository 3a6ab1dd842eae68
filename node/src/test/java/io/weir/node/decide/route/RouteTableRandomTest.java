package io.weir.node.decide.route;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.config.model.Match;
import io.weir.node.state.RouteMatch;
import io.weir.node.testkit.TestHead;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The table against {@link ReferenceMatcher}, on random routes from few words, so that much overlaps. */
final class RouteTableRandomTest {
    private static final String[] WORDS = {"a", "ab", "abc", "b", "orders", "order", "x.y", ""};
    private static final String[] LABELS = {"a", "b", "api", "example", "com"};
    private static final String[] METHODS = {"PUT", "POST", "DELETE", "PURGE"};

    private final RouteMatch captures = new RouteMatch();

    @Test
    void manySmallTablesFindWhatTheReferenceFinds() {
        for (long seed = 0; seed < 2_000; seed++) {
            compare(seed, 1 + (int) (seed % 30), 60);
        }
    }

    @Test
    void aTableOfTenThousandRoutesFindsWhatTheReferenceFinds() {
        compare(42, 10_000, 400);
    }

    private void compare(long seed, int size, int requests) {
        Random random = new Random(seed);
        List<Match> matches = new ArrayList<>();
        List<RouteSpec> specs = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            matches.add(route(random));
            specs.add(RouteSpec.of(matches.get(i), i));
        }
        RouteTable table = RouteTable.of(specs);
        ReferenceMatcher reference = new ReferenceMatcher(matches);
        for (int i = 0; i < requests; i++) {
            String method = METHODS[random.nextInt(METHODS.length)];
            String host = host(random);
            String path = path(random);
            int found = table.match(TestHead.of(method + " " + path + " HTTP/1.1\r\nHost: " + host), captures);
            assertThat(found)
                    .as("seed %s, %s %s%s in %s", seed, method, host, path, size < 40 ? matches : "many routes")
                    .isEqualTo(reference.match(method, host, path));
        }
    }

    private static Match route(Random random) {
        StringBuilder path = new StringBuilder();
        int segments = random.nextInt(4);
        for (int i = 0; i < segments; i++) {
            boolean parameter = random.nextInt(4) == 0;
            path.append('/').append(parameter ? "{p" + i + "}" : WORDS[random.nextInt(WORDS.length - 1)]);
        }
        String end = random.nextInt(3) == 0 ? "/**" : segments == 0 || random.nextInt(5) == 0 ? "/" : "";
        List<String> methods = random.nextBoolean() ? List.of() : List.of(METHODS[random.nextInt(METHODS.length)]);
        List<String> hosts =
                switch (random.nextInt(3)) {
                    case 0 -> List.<String>of();
                    case 1 -> List.of(host(random));
                    default -> List.of("*." + host(random));
                };
        return new Match(hosts, path + end, methods, List.of(), List.of(), List.of());
    }

    private static String host(Random random) {
        StringBuilder host = new StringBuilder(LABELS[random.nextInt(LABELS.length)]);
        for (int i = random.nextInt(3); i > 0; i--) {
            host.append('.').append(LABELS[random.nextInt(LABELS.length)]);
        }
        return host.toString();
    }

    private static String path(Random random) {
        StringBuilder path = new StringBuilder();
        for (int i = 1 + random.nextInt(4); i > 0; i--) {
            path.append('/').append(WORDS[random.nextInt(WORDS.length)]);
        }
        return path.toString();
    }
}
