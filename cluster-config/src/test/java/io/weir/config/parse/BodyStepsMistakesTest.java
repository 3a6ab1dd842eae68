package io.weir.config.parse;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Mistakes in what is done to bodies. */
final class BodyStepsMistakesTest {
    @ParameterizedTest(name = "{0}: {1} {2}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
        []                                              | body                | is empty
        {}                                              | body                | is a mapping
        [{}]                                            | body[0]             | exactly one edit
        [{ merge: {}, project: a }]                     | body[0]             | exactly one edit
        [{ merge: [1] }]                                | body[0].merge       | is a list
        [{ merge: { a: { b: "{path.id" } } }]           | body[0].merge.a.b   | has a { that is not closed
        [{ merge: { a: ["{consumer.nam}"] } }]          | body[0].merge.a[0]  | did you mean consumer.name?
        [{ merge: { a: yes } }]                         | body[0].merge.a     | true or false
        [{ merge: { a: 0x10 } }]                        | body[0].merge.a     | a number of JSON
        [{ project: "a b" }]                            | body[0].project     | is no JSONata
        [{ project: "a[" }]                             | body[0].project     | is no JSONata
        [{ project: "$match(a, /x/)" }]                 | body[0].project     | has $match
        [{ project: "$contains(a, /x/)" }]              | body[0].project     | has a regular expression
        [{ project: a, on-failure: skip }]              | body[0].on-failure  | has no meaning here
        [{ project: a, when: { status: 200 } }]         | body[0].when        | is not a known field
        [{ patch: [] }]                                 | body[0].patch       | is empty
        [{ patch: [{}] }]                               | body[0].patch[0].op | is missing
        [{ patch: [{ op: add, value: 1 }] }]            | body[0].patch[0].path | is missing
        [{ patch: [{ op: ad, path: /a, value: 1 }] }]   | body[0].patch[0].op | "ad"
        [{ patch: [{ op: add, path: a, value: 1 }] }]   | body[0].patch[0].path | a JSON Pointer
        [{ patch: [{ op: add, path: /a~2, value: 1 }] }] | body[0].patch[0].path | a JSON Pointer
        [{ patch: [{ op: add, path: /a }] }]            | body[0].patch[0].value | is missing
        [{ patch: [{ op: remove, path: /a, value: 1 }] }] | body[0].patch[0].value | has no meaning for remove
        [{ patch: [{ op: remove, path: "" }] }]         | body[0].patch[0].path | is the whole body
        [{ patch: [{ op: move, path: /a }] }]           | body[0].patch[0].from | is missing
        [{ patch: [{ op: move, from: /a, path: /a/b }] }] | body[0].patch[0].path | is within from
        [{ patch: [{ op: test, from: /a, path: /a, value: 1 }] }] | body[0].patch[0].from | has no meaning for test
        [{ patch: [{ op: add, path: /a, value: "{x}" }] }] | body[0].patch[0].value | has no meaning for {x}
        [{ patch: [{ op: add, path: /a, value: 1, test: 1 }] }] | body[0].patch[0].test | is not a known field
        [{ patch: [{ op: remove, path: /a }], on-failure: maybe }] | body[0].on-failure | refuse or skip
        """)
    void eachMistakeIsFoundWhereItIs(String body, String where, String message) {
        String text = "weir: 1\npolicies: [{ name: a, transform: { request: { body: " + body + " } } }]\n";
        assertThat(DocumentReader.read(text, "t.yaml").mistakes()).anySatisfy(mistake -> {
            assertThat(mistake.path()).isEqualTo("policies[0].transform.request." + where);
            assertThat(mistake.toString()).contains(message);
        });
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
        [{ merge: { a: null } }]
        [{ merge: {} }]
        [{ patch: [{ op: test, path: /a, value: null }] }]
        [{ patch: [{ op: add, path: "", value: { a: "{path.id}" } }] }]
        [{ project: "{ 'a': b }" }, { merge: { c: 1 } }]
        """)
    void isValid(String body) {
        assertThat(read("[x]", body).mistakes()).isEmpty();
    }

    @Test
    void whatTemplatesAskForHasToBeThere() {
        assertThat(read("[x]", "[{ merge: { a: \"{path.idd}\" } }]").mistakes())
                .anySatisfy(mistake -> assertThat(mistake.toString())
                        .contains("\"x\" asks for {path.idd}")
                        .contains("did you mean id?"));
        assertThat(read("[x]", "[{ patch: [{ op: add, path: /a, value: [{ b: \"{jwt.sub}\" }] }] }]")
                        .mistakes())
                .anySatisfy(mistake -> assertThat(mistake.toString()).contains("no token is asked for here"));
        assertThat(read("[x, store]", "[{ merge: { a: \"{client.address}\" } }]")
                        .mistakes())
                .anySatisfy(
                        mistake -> assertThat(mistake.toString()).contains("does not tell stored answers apart by"));
    }

    private static ParseResult read(String policies, String body) {
        return DocumentReader.read(
                """
                weir: 1
                upstreams: [{ name: up, endpoints: ["127.0.0.1:1"] }]
                routes: [{ name: r, match: { path: "/a/{id}" }, policies: %s, to: up }]
                policies: [{ name: x, transform: { request: { body: %s } } }, { name: store, cache: {} }]
                """
                        .formatted(policies, body),
                "t.yaml");
    }
}
