package io.weir.config.expression;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ExpressionTest {
    private static final Map<String, Object> KNOWN = known();

    private static Map<String, Object> known() {
        Map<String, Object> claims = new HashMap<>(
                Map.of("dept", "sales", "level", 7L, "share", 0.5, "beta", true, "roles", List.of("clerk", "boss")));
        claims.put("realm", Map.of("roles", List.of("admin")));
        claims.put("nothing", null);
        return Map.of(
                Variables.METHOD,
                "GET",
                Variables.PATH,
                "/eu/orders/7",
                Variables.HEADERS,
                Map.of("x-tenant", "eu"),
                Variables.GROUPS,
                List.of("gold", "eu/staff"),
                Variables.SECURE,
                true,
                Variables.CLAIMS,
                claims);
    }

    private static Optional<Boolean> holds(String text) {
        return Expression.of(text).holds(KNOWN::get);
    }

    @ParameterizedTest(name = "{0}: {1}, {2}")
    @CsvSource(
            delimiter = '~',
            quoteCharacter = '`',
            value = {
                "request.method == 'GET'                                     ~ yes     ~ a text",
                "request.secure && request.method != 'GET'                   ~ no      ~ a truth",
                "request.path.startsWith('/eu/')                             ~ yes     ~ a beginning",
                "request.path.matches('^/eu/[a-z]+/[0-9]{1,9}$')             ~ yes     ~ a regular expression",
                "request.headers['x-tenant'] == 'eu'                         ~ yes     ~ a field",
                "request.headers['x-other'] == 'eu'                          ~ unknown ~ a field that is not there",
                "!('x-other' in request.headers)                             ~ yes     ~ that it is not there can be asked",
                "'gold' in request.headers || 'gold' in consumer.groups      ~ yes     ~ in a list",
                "consumer.groups.exists(g, g.startsWith('eu/'))              ~ yes     ~ one of a list",
                "consumer.groups.all(g, g.startsWith('eu/'))                 ~ no      ~ all of a list",
                "consumer.claims.dept == 'sales'                             ~ yes     ~ a claim",
                "consumer.claims.level >= 7 && consumer.claims.level < 7.5   ~ yes     ~ numbers of both kinds",
                "consumer.claims.share > 0                                   ~ yes     ~ numbers of both kinds",
                "'admin' in consumer.claims.realm.roles                      ~ yes     ~ within another claim",
                "consumer.claims.dept > 7                                   ~ unknown ~ a claim is no number",
                "consumer.claims.absent == 'sales'                           ~ unknown ~ a claim that is not there",
                "!(consumer.claims.absent == 'sales')                        ~ unknown ~ nor is it another value",
                "consumer.claims.absent != 'sales'                           ~ unknown ~ nor is it another value",
                "has(consumer.claims.absent)                                 ~ no      ~ that it is not there can be asked",
                "consumer.claims.nothing == 'sales'                          ~ unknown ~ nothing is no value",
                "consumer.plan == 'large'                                    ~ unknown ~ not known",
                "consumer.plan == 'large' || request.method == 'GET'         ~ yes     ~ the rest decides",
                "request.method == 'GET' || consumer.plan == 'large'         ~ yes     ~ in any order",
                "consumer.plan == 'large' && request.method == 'PUT'         ~ no      ~ the rest decides",
                "1 / 0 == 1                                                  ~ unknown ~ cannot be computed",
                "9223372036854775807 + 1 > 0                                 ~ unknown ~ too large a number",
            })
    void anExpressionHoldsOrNotOrCannotBeTold(String text, String expected, String reason) {
        assertThat(Expression.check(text).mistakes()).isEmpty();
        String found = holds(text).map(holds -> holds ? "yes" : "no").orElse("unknown");
        assertThat(found).as(reason).isEqualTo(expected);
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(
            delimiter = '~',
            quoteCharacter = '`',
            value = {
                "request.method                                    ~ expected type 'bool' but found 'string' (at character 8)",
                "request.verb == 'GET'                             ~ undeclared reference to 'request' (at character 1)",
                "env.HOME == '/'                                   ~ undeclared reference to 'env' (at character 1)",
                "request.method == 7                               ~ no matching overload",
                "request.method ==                                 ~ mismatched input '<EOF>'",
                "exec('id')                                        ~ undeclared reference to 'exec'",
                "request.path + request.path == 'x'                ~ joins texts or lists",
                "!('X-Debug' in request.headers)                   ~ a name that is not in lower case, which is never there",
                "request.headers['X-Tenant'] == 'a'                ~ a name that is not in lower case, which is never there",
                "!has(request.headers.Debug)                       ~ a name that is not in lower case, which is never there",
                "(consumer.groups + consumer.groups).size() > 3    ~ joins texts or lists",
                "consumer.claims.a + 'x' == 'x'                    ~ joins texts or lists",
                "consumer.groups.exists(a, consumer.groups.exists(b, a == b)) ~ a loop within a loop",
                "consumer.groups.map(a, a).size() > 3              ~ undeclared reference to 'map'",
                "request.path.matches(request.host)                ~ a regular expression that is not written out",
                "consumer.groups.exists(g, g.matches('a'))         ~ a regular expression within a loop",
                "request.path.matches('[a-z]{200}') || request.path.matches('[0-9]{200}') ~ regular expressions that are too large",
                "request.path.matches('(')                         ~ a wrong regular expression: missing closing )",
                "request.path.matches('(a{1000}){1000}')           ~ regular expressions that are too large",
                "request.path.matches('((a{99}b){99}c){99}')       ~ regular expressions that are too large",
                "request.path.matches('a{1,900}b{1,900}')          ~ regular expressions that are too large",
                "request.path.matches('[a-z]{600}[a-z]{600}')      ~ regular expressions that are too large",
            })
    void whatIsWrongOrCouldCostTooMuchIsSaid(String text, String mistake) {
        assertThat(Expression.check(text).mistakes())
                .anySatisfy(found -> assertThat(found).contains(mistake));
    }

    @ParameterizedTest(name = "{0}...")
    @ValueSource(
            strings = {
                "(",
                "!",
                "-",
                "[",
                "{'a':",
                "a.",
                "true ? ",
                "true && ",
                "x(",
                "'",
                "1 + ",
                "[0]",
                "\\",
                "\u0000"
            })
    void longNonsenseIsRefusedInShortTime(String part) {
        String text = part.repeat(Expression.LONGEST / part.length());
        assertThat(assertTimeoutPreemptively(
                        Duration.ofSeconds(10), () -> Expression.check(text).mistakes()))
                .isNotEmpty();
        assertThat(Expression.check(part.repeat(Expression.LONGEST)).mistakes()).isNotEmpty();
    }

    @Test
    void anExpressionSaysWhatItSpeaksOf() {
        assertThat(Expression.check(
                                "consumer.claims.dept == 'x' || request.method in ['GET'] && has(consumer.claims.a)")
                        .variables())
                .containsExactly(Variables.CLAIMS, Variables.METHOD);
        assertThat(Expression.check("true").variables()).isEmpty();
    }

    @Test
    void everyVariableThatIsNamedHasAType() {
        assertThat(VariableTypes.ALL.keySet())
                .containsExactlyInAnyOrder(Variables.names().split(", "));
    }

    @Test
    void whatIsVeryLongIsNotKnown() {
        Expression expression = Expression.of("request.path != 'x'");
        assertThat(expression.holds(name -> "y".repeat(Expression.LONGEST_VALUE)))
                .contains(true);
        assertThat(expression.holds(name -> "y".repeat(Expression.LONGEST_VALUE + 1)))
                .isEmpty();
    }

    @Test
    void loopsEndAfterSoManySteps() {
        Expression all = Expression.of("consumer.groups.all(g, g != 'x')");
        List<String> few = Collections.nCopies(Expression.MOST_ITERATIONS - 1, "a");
        List<String> many = Collections.nCopies(Expression.MOST_ITERATIONS + 1, "a");
        assertThat(all.holds(name -> few)).contains(true);
        assertThat(all.holds(name -> many)).isEmpty();
    }

    /** Whatever the parts: it is refused, or it can be evaluated, and nothing escapes. */
    @Test
    @Timeout(60)
    void nothingEscapesFromExpressionsMadeAtRandom() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        String[] parts = {
            "request.method",
            "request.headers",
            "consumer.claims",
            "consumer.groups",
            ".a",
            "['a']",
            " == ",
            " in ",
            " && ",
            " || ",
            "!",
            "(",
            ")",
            "'x'",
            "7",
            "7.5",
            "null",
            "true",
            "has(",
            ".exists(x, ",
            "x",
            ".matches('a+')",
            " + ",
            " / ",
            " ? ",
            " : ",
            "size(",
            "[",
            "]",
            "{",
            "}",
            ",",
            "dyn(",
            "int(",
            "timestamp('a')",
            "b'a'"
        };
        List<String> sound = new ArrayList<>();
        for (int i = 0; i < 3_000; i++) {
            StringBuilder text = new StringBuilder();
            for (int n = 1 + random.nextInt(7); n > 0; n--) {
                text.append(parts[random.nextInt(parts.length)]);
            }
            List<String> mistakes = Expression.check(text.toString()).mistakes();
            assertThat(mistakes).as("%s, seed %s", text, seed).doesNotContain("");
            if (mistakes.isEmpty()) {
                sound.add(text.toString());
                assertThat(holds(text.toString())).as("%s, seed %s", text, seed).isNotNull();
            }
        }
        assertThat(sound).isNotEmpty();
    }
}
