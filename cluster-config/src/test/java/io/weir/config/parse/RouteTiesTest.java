package io.weir.config.parse;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RouteTiesTest {
    @ParameterizedTest(name = "{0} and {1}: {3}")
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
        path: /a                           | path: /a                            | true  | the same
        path: "/a/{x}"                     | path: "/a/{y}"                      | true  | parameters have names for people only
        path: /a                           | path: /b                            | false | another path
        path: /a                           | path: /a/**                         | false | exact is more specific than a prefix
        path: "/a/{x}"                     | path: /a/b                          | false | spelled out is more specific
        path: /a, hosts: [x.org]           | path: /a, hosts: [y.org]            | false | another host
        path: /a, hosts: [x.org, y.org]    | path: /a, hosts: [Y.org]            | true  | one host in common
        path: /a, hosts: [x.org]           | path: /a, hosts: ["*.org"]          | false | exact is more specific than a wildcard
        path: /a, methods: [GET]           | path: /a, methods: [POST]           | false | another method
        path: /a, methods: [GET]           | path: /a, methods: [HEAD]           | true  | who answers GET answers HEAD
        path: /a, methods: [GET]           | path: /a                            | false | having methods is more specific
        path: /a, headers: {X: "1"}        | path: /a, headers: {x: "2"}         | false | another value
        path: /a, headers: {X: "1"}        | path: /a, headers: {x: "1"}         | true  | names ignore case
        path: /a, headers: {X: "1"}        | path: /a, headers: {Y: "1"}         | true  | a request may have both
        path: /a, headers: {X: "1"}        | path: /a, headers: [X]              | true  | any value includes that one
        path: /a, headers: {X: "1"}        | path: /a                            | false | more conditions are more specific
        path: /a, query: {q: "1"}          | path: /a, query: {q: "2"}           | false | another value
        path: /a, listeners: [l]           | path: /a, listeners: [m]            | false | another listener
        """)
    void noRuleDecidesBetweenTwoRoutes(String one, String other, boolean tie, String reason) {
        String text = "weir: 1\nlisteners: [{name: l, address: \"h:1\"}, {name: m, address: \"h:2\"}]\nroutes:\n"
                + "- {name: one, match: {" + one + "}, respond: {}}\n- {name: other, match: {" + other
                + "}, respond: {}}\n";

        ParseResult result = DocumentReader.read(text, "t.yaml");

        assertThat(result.mistakes()).as(reason).hasSize(tie ? 1 : 0);
    }

    @Test
    void aRouteMustNotTakeWhatAnApiTakes() {
        String text =
                """
                weir: 1
                upstreams: [ { name: a, endpoints: [localhost:1] } ]
                apis: [ { name: orders, path: /orders, versions: [ { name: v1, to: a } ] } ]
                routes:
                  - { name: all, match: { path: /orders/** }, to: a }
                  - { name: first, match: { path: /orders/v1/** }, to: a }
                  - { name: help, match: { path: /orders/help }, to: a }
                """;

        assertThat(DocumentReader.read(text, "t.yaml").mistakes())
                .extracting(Mistake::line)
                .containsExactly(5, 6);
    }

    @Test
    void tenThousandRoutesOnOnePathThatDifferInAFieldAreComparedInNoTime() {
        StringBuilder text = new StringBuilder("weir: 1\nroutes:\n");
        for (int i = 0; i < 10_000; i++) {
            text.append("- {name: r")
                    .append(i)
                    .append(", match: {path: /a, headers: {X-Tenant: \"")
                    .append(i);
            text.append("\"}}, respond: {}}\n");
        }
        long start = System.nanoTime();

        assertThat(DocumentReader.read(text.toString(), "t.yaml").mistakes()).isEmpty();
        assertThat((System.nanoTime() - start) / 1_000_000)
                .as("a bound that only something quadratic breaks")
                .isLessThan(10_000);
    }
}
