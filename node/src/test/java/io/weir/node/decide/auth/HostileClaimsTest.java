package io.weir.node.decide.auth;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.config.expression.Expression;
import io.weir.config.model.AccessRule;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Tokens say what their issuers let people write: whatever it is, rules answer, and "not" is the other answer. */
final class HostileClaimsTest {
    private static final List<String> NAMES =
            List.of("dept", "roles", "a.b", "a", "", "\u0000", "consumer", "__proto__");

    private static final List<AccessDecision[]> RULES = Stream.of(
                    claim("dept", "sales"),
                    claim("a.b", "7"),
                    claim("a.b.a.b", "true"),
                    claim("..", "x"),
                    cel("consumer.claims.dept == 'sales'"),
                    cel("consumer.claims.a.b > 7 || 'sales' in consumer.claims.roles"),
                    cel("consumer.claims.roles.exists(r, r.startsWith('s'))"),
                    cel("consumer.claims.all(name, consumer.claims[name] != consumer.claims.dept)"),
                    cel("consumer.claims.dept.matches('^s+$') && consumer.claims.dept.size() < 7"),
                    cel("consumer.claims == consumer.claims.a"),
                    cel("int(consumer.claims.dept) > int(consumer.claims.a)"),
                    cel("timestamp(consumer.claims.dept) < timestamp(consumer.claims.a)"))
            .map(rule -> new AccessDecision[] {new AccessDecision(rule), new AccessDecision(new AccessRule.Not(rule))})
            .toList();

    private static AccessRule claim(String name, String value) {
        return new AccessRule.Claim(name, value);
    }

    private static AccessRule cel(String text) {
        assertThat(Expression.check(text).mistakes()).as(text).isEmpty();
        return new AccessRule.Cel(text, Expression.check(text).variables());
    }

    @Test
    void whateverATokenSaysRulesAnswer() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        Set<Truth> answers = EnumSet.noneOf(Truth.class);
        for (int i = 0; i < 5_000; i++) {
            Map<String, Object> claims = map(random, 3);
            TestSubject subject = new TestSubject(true, Set.of(), Set.of(), claims, "acme", "", "GET", null);
            for (AccessDecision[] rule : RULES) {
                Truth truth = rule[0].decide(subject);
                assertThat(rule[1].decide(subject))
                        .as("%s, seed %s", claims, seed)
                        .isEqualTo(truth.negated());
                answers.add(truth);
            }
        }
        assertThat(answers).as("each of them").containsExactly(Truth.values());
    }

    private static Map<String, Object> map(Random random, int depth) {
        Map<String, Object> map = new HashMap<>();
        for (int n = random.nextInt(6); n > 0; n--) {
            map.put(NAMES.get(random.nextInt(NAMES.size())), value(random, depth));
        }
        return map;
    }

    private static @Nullable Object value(Random random, int depth) {
        return switch (random.nextInt(depth == 0 ? 9 : 11)) {
            case 0 -> null;
            case 1 -> "sales";
            case 2 -> "s".repeat(random.nextInt(20_000));
            case 3 -> random.nextLong();
            case 4 -> 7L;
            case 5 -> Double.longBitsToDouble(random.nextLong());
            case 6 -> random.nextBoolean();
            case 7 -> BigInteger.TWO.pow(100);
            case 8 -> "\ud800\u0000\r\n";
            case 9 -> map(random, depth - 1);
            default -> list(random, depth - 1);
        };
    }

    private static List<@Nullable Object> list(Random random, int depth) {
        List<@Nullable Object> list = new ArrayList<>(Arrays.asList("sales", "s"));
        for (int n = random.nextInt(4); n > 0; n--) {
            list.add(random.nextInt(list.size() + 1), value(random, depth));
        }
        return list;
    }
}
