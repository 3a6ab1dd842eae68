package io.weir.config.parse;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.config.model.GraphqlPolicy;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a {@code graphql} policy says, and what it cannot say. */
final class GraphqlMistakesTest {
    private static ParseResult read(String policy) {
        return DocumentReader.read(
                "weir: 1\npolicies:\n  - { name: queries, graphql: %s }\n".formatted(policy), "weir.yaml");
    }

    @Test
    void whatIsNotSaidIsCareful() {
        GraphqlPolicy policy =
                (GraphqlPolicy) read("{}").document().orElseThrow().policies().get(0);
        assertThat(policy.introspection()).isFalse();
        assertThat(policy.batch()).isEqualTo(1);
        assertThat(policy.lists()).containsExactly("first", "last", "limit");
        assertThat(policy.fieldCosts()).isEqualTo(Map.of());
    }

    @ParameterizedTest(name = "{0}: {1} {2}")
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
            { max-depth: 0 }                     | .max-depth           | expected: a whole number from 1 to 200
            { max-cost: much }                   | .max-cost            | expected: a whole number from 1
            { batch: 1000 }                      | .batch               | expected: a whole number from 1 to 100
            { field-costs: { 1a: 2 } }           | .field-costs.1a      | is no field of GraphQL
            { field-costs: { a: -2 } }           | .field-costs.a       | is no cost
            { lists: [first, la-st] }            | .lists[1]            | a name of GraphQL
            { introspection: maybe }             | .introspection       | true or false
            { persisted: {} }                    | .persisted.queries   | is missing
            { persisted: { queries: q.json } }   | .persisted.queries   | file:PATH
            { persisted: { queries: {}, only: true, automatic: true } } | .persisted.automatic | would pass what
            { max-deph: 3 }                      | .max-deph            | did you mean max-depth?
            """)
    void mistakes(String policy, String place, String what) {
        assertThat(read(policy).mistakes()).singleElement().satisfies(mistake -> {
            assertThat(mistake.path()).isEqualTo("policies[0].graphql" + place);
            assertThat(mistake.toString()).contains(what.replace("expected: ", ""));
        });
    }
}
