package io.weir.node.filter.graphql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.weir.node.decide.graphql.Operation;
import io.weir.node.decide.graphql.QueryLimits;
import io.weir.node.decide.graphql.QueryLimits.Asked;
import io.weir.node.decide.graphql.QueryLimits.Introspection;
import io.weir.node.decide.graphql.QueryLimits.TooCostly;
import io.weir.node.decide.graphql.QueryLimits.TooDeep;
import io.weir.node.decide.graphql.QueryLimits.Verdict;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How deep queries are, and what they cost. */
final class QueryLimitsTest {
    private static final Set<String> LISTS = Set.of("first", "limit");
    private static final FieldCosts COSTS = new FieldCosts(Map.of("search", 50, "free", 0), LISTS);
    private static final QueryReader READER = new QueryReader(2_000, COSTS);

    private static Operation operation(String query) throws Refused {
        return READER.read(query).operation(null);
    }

    private static JsonNode json(String text) {
        try {
            return new JsonMapper().readTree(text);
        } catch (IOException e) {
            throw new IllegalArgumentException(text, e);
        }
    }

    /** What nothing but a cost of nothing could pass. */
    private static long cost(String query, String variables) throws Refused {
        Asked asked = new Asked(operation(query), new GivenVariables(json(variables), LISTS));
        Verdict verdict = new QueryLimits(10_000, -1, true).judge(List.of(asked));
        return ((TooCostly) verdict).cost();
    }

    @ParameterizedTest(name = "{0} with {1} costs {2}: {3}")
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
            { a }                                                  | {}                | 1   | a field
            { a b c }                                              | {}                | 3   | fields beside each other
            { a { b c } }                                          | {}                | 3   | fields within a field
            { x: a y: a }                                          | {}                | 2   | aliases: each is computed
            { __typename a }                                       | {}                | 1   | the name of a type costs nothing
            { search }                                             | {}                | 50  | a cost of its own
            { free { a } }                                         | {}                | 1   | what is free may have something within it
            { a(first: 10) { b } }                                 | {}                | 20  | ten items, each with its field
            { a(first: 10) { b(limit: 3) { c } } }                 | {}                | 70  | lists within lists
            { a(first: 0) }                                        | {}                | 1   | no item still costs one
            { a(first: -5) }                                       | {}                | 1   | no number of items
            { a(first: "10") }                                     | {}                | 1   | no number as it stands in a query
            { a(other: 10) { b } }                                 | {}                | 2   | an argument that says nothing about it
            { a(first: 2, limit: 5) { b } }                        | {}                | 10  | the larger counts
            { a(page: { first: 7 }) }                              | {}                | 7   | within an argument
            { a(page: [{ x: { first: 7 } }]) }                     | {}                | 7   | deep within an argument
            query($n: Int) { a(first: $n) }                        | {"n": 9}          | 9   | a variable
            query($n: Int) { a(first: $n) }                        | {"n": "9"}        | 9   | a backend may read it as a number
            query($n: Int) { a(first: $n) }                        | {"n": 8.5}        | 9   | rounded up
            query($n: Int) { a(first: $n) }                        | {"n": null}       | 1   | nothing
            query($n: Int) { a(first: $n) }                        | {}                | 1   | not given
            query($n: Int = 4) { a(first: $n) }                    | {}                | 4   | what stands for it
            query($n: Int = 4) { a(first: $n) }                    | {"n": 2}          | 2   | given all the same
            query($n: Int = 4) { ...F } fragment F on T { a(first: $n) } | {}          | 4   | what stands for it, in a fragment
            query($p: P) { a(page: $p) }                           | {"p": {"first": 6}} | 6 | a variable that is an object
            query($p: P) { a(page: $p) }                           | {"p": {"x": [{"limit": 6}]}} | 6 | deep within it
            query($p: P = { first: 3 }) { a(page: $p) }            | {}                | 3   | an object stands for it
            query($n: Int) { a(page: { first: $n }) }              | {"n": 5}          | 5   | a variable within an argument
            { ...F ...F } fragment F on T { a b }                  | {}                | 4   | a fragment each time
            { ... on T { a } ... on U { b } }                      | {}                | 2   | of whatever type it is
            { a @skip(if: true) }                                  | {}                | 1   | directives are the backend's
            { a(first: 9999999999999999999999) { b(first: 9999999999999999999999) } } | {} | 9223372036854775807 | never overflows
            """)
    void costs(String query, String variables, long cost, String reason) throws Refused {
        assertThat(cost(query, variables)).as(reason).isEqualTo(cost);
    }

    @ParameterizedTest(name = "{0} is {1} deep: {2}")
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
            { a }                                              | 1 | one field
            { a { b { c } } d }                                | 3 | the deepest counts
            { a { ... on T { b } } }                           | 2 | a type is no level
            { a { ...F } } fragment F on T { b { c } }         | 3 | a fragment is where it is spread
            { ...F } fragment F on T { ...G } fragment G on T { a } | 1 | nor is a fragment a level
            """)
    void depth(String query, int depth, String reason) throws Refused {
        assertThat(operation(query).depth()).as(reason).isEqualTo(depth);
        Asked asked = new Asked(operation(query), new GivenVariables(null, LISTS));
        assertThat(new QueryLimits(depth, 1000, true).judge(List.of(asked))).isEqualTo(new QueryLimits.Good());
        assertThat(new QueryLimits(depth - 1, 1000, true).judge(List.of(asked))).isEqualTo(new TooDeep(depth));
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
            { __schema { types { name } } }                       | true
            { __type(name: "T") { name } }                        | true
            { x: __schema { types { name } } }                    | true
            { ...F } fragment F on Query { __schema { types { name } } } | true
            { ... { __schema { types { name } } } }               | true
            { __typename }                                        | false
            { schema }                                            | false
            """)
    void whatAsksForTheSchema(String query, boolean asks) throws Refused {
        Asked asked = new Asked(operation(query), new GivenVariables(null, LISTS));
        Verdict verdict = new QueryLimits(100, 100, false).judge(List.of(asked));
        assertThat(verdict instanceof Introspection).isEqualTo(asks);
        assertThat(new QueryLimits(100, 100, true).judge(List.of(asked))).isEqualTo(new QueryLimits.Good());
    }

    @Test
    void theOperationsOfABatchCostTogether() throws Refused {
        Asked one = new Asked(operation("{ a b }"), new GivenVariables(null, LISTS));
        assertThat(new QueryLimits(10, 4, true).judge(List.of(one, one))).isEqualTo(new QueryLimits.Good());
        assertThat(new QueryLimits(10, 4, true).judge(List.of(one, one, one))).isEqualTo(new TooCostly(6));
    }

    @ParameterizedTest(name = "{0}: {2}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
            ``                                              | graphql-syntax | nothing
            {                                               | graphql-syntax | broken off
            { a                                             | graphql-syntax | broken off
            {}                                              | graphql-syntax | asks for nothing
            { a(first: }                                    | graphql-syntax | no value
            { "a" }                                         | graphql-syntax | no name
            type T { a: Int }                               | graphql-syntax | a schema
            fragment F on T { a }                           | graphql-syntax | no operation
            { a } { b }                                     | graphql-syntax | two without a name
            query A { a } query A { b }                     | graphql-syntax | two of one name
            query A { a } { b }                             | graphql-syntax | one of them without a name
            { ...F }                                        | graphql-syntax | a fragment that is missing
            { ...F } fragment F on T { ...F }               | graphql-syntax | a fragment of itself
            { ...F } fragment F on T { a { ...G } } fragment G on T { ...F } | graphql-syntax | round two corners
            { ...F } fragment F on T { a } fragment F on T { b } | graphql-syntax | which one?
            """)
    void whatIsNoQuery(String query, String problem, String reason) {
        assertThatThrownBy(() -> operation(query))
                .as(reason)
                .isInstanceOfSatisfying(
                        Refused.class,
                        refused -> assertThat(refused.problem().type()).isEqualTo(problem));
    }

    private static void assertTooLong(String query) {
        assertThatThrownBy(() -> operation(query)).isInstanceOfSatisfying(Refused.class, refused -> assertThat(
                        refused.problem().type())
                .isEqualTo("graphql-limits"));
    }

    @Test
    void aQueryThatNestsWithoutEndIsNotGoneInto() {
        assertTooLong("{a".repeat(900) + "}".repeat(900));
        assertTooLong("{ a(x: " + "[".repeat(900) + "]".repeat(900) + ") }");
        assertTooLong("{ " + "a ".repeat(5_000) + "}");
    }

    /** Thirty levels of two spreads each are a thousand million fields. */
    @Test
    void fragmentsThatDoubleEachOtherAreCountedInTimeOfTheirLength() throws Refused {
        StringBuilder query = new StringBuilder("{ ...F0 }");
        for (int i = 0; i < 62; i++) {
            query.append("fragment F%d on T { ...F%d ...F%d }".formatted(i, i + 1, i + 1));
        }
        query.append("fragment F62 on T { a b }");
        assertThat(cost(query.toString(), "{}")).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void fragmentsInALongRowAreRefusedBeforeTheStackEnds() {
        StringBuilder query = new StringBuilder("{ ...F0 }");
        for (int i = 0; i < 90_000 / 8; i++) {
            query.append(" fragment F%d on T { ...F%d }".formatted(i, i + 1));
        }
        query.append(" fragment F%d on T { a }".formatted(90_000 / 8));
        QueryReader generous = new QueryReader(100_000, COSTS);
        assertThatThrownBy(() -> generous.read(query.toString())).isInstanceOf(Refused.class);
    }

    /** Whatever comes in, it is read or refused. */
    @RepeatedTest(20)
    void anyTextIsReadOrRefused(RepetitionInfo info) {
        long seed = info.getCurrentRepetition();
        Random random = new Random(seed);
        String[] words = {
            "{",
            "}",
            "(",
            ")",
            "a",
            "first",
            ":",
            "$",
            "1",
            "\"",
            "\\u",
            "...",
            "on",
            "T",
            "query",
            "@",
            "[",
            "]",
            "\"\"\"",
            "é",
            "#",
            "\n",
            "=",
            "!",
            "fragment",
            "&",
            "|"
        };
        for (int i = 0; i < 200; i++) {
            StringBuilder text = new StringBuilder("{ a ");
            for (int j = random.nextInt(30); j > 0; j--) {
                text.append(words[random.nextInt(words.length)]).append(random.nextBoolean() ? " " : "");
            }
            try {
                READER.read(text.toString());
            } catch (Refused refused) {
                assertThat(refused.problem().type()).as("seed " + seed).startsWith("graphql-");
            }
        }
    }
}
