package io.weir.config.parse;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is wrong with an adaptation is said with its place, before anything is live. */
final class AdaptationMistakesTest {
    private static final String HEAD =
            """
            weir: 1
            listeners: [ { name: public, address: 127.0.0.1:8080 } ]
            upstreams: [ { name: orders, endpoints: [ "127.0.0.1:9001" ] } ]
            apis:
              - name: orders
                path: /orders
                versions:
                  - { name: v2, to: orders }
            """;

    private static String mistakes(String versions) {
        return DocumentReader.read(HEAD + versions, "weir.yaml").mistakes().stream()
                .map(mistake -> mistake.line() + " " + mistake.path().replaceFirst("^apis\\[0].versions", "") + ": "
                        + mistake.message())
                .collect(Collectors.joining("; "));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
            { from: v3 }                                           | 9 [1].adapt.from: there is no version "v3"; did you mean v2? | a version that is not there
            { from: v1 }                                           | 9 [1].adapt.from: goes in a circle: v1, v1          | itself
            {}                                                     | 9 [1].adapt.from: is missing                        | of which one
            { from: v2, rules: [] }                                | 9 [1].adapt.rules: is not a known field             | another word
            { from: v2, request: [ {} ] }                          | 9 [1].adapt.request[0]: says nothing                | a rule without a word
            { from: v2, request: [ { drop: /a, set: { at: /b, value: 1 } } ] } | 9 [1].adapt.request[0]: has more than one word | one rule each
            { from: v2, request: [ { rename: { from: /a } } ] }    | 9 [1].adapt.request[0].rename.to: is missing        | where to
            { from: v2, request: [ { rename: { from: a, to: /b } } ] } | 9 [1].adapt.request[0].rename.from: is "a"      | no pointer
            { from: v2, request: [ { rename: { from: /a~2, to: /b } } ] } | 9 [1].adapt.request[0].rename.from: is "/a~2" | nor this
            { from: v2, request: [ { rename: { from: /a, to: /x/b } } ] } | 9 [1].adapt.request[0].rename.to: is in another object | that is a move
            { from: v2, request: [ { rename: { from: /a, to: /a } } ] } | 9 [1].adapt.request[0].rename.to: is where it comes from | nothing would happen
            { from: v2, request: [ { move: { from: /a, to: /a/b } } ] } | 9 [1].adapt.request[0].move.to: is within what is moved | into itself
            { from: v2, request: [ { move: { from: "/l/*/a", to: /b } } ] } | 9 [1].adapt.request[0].move.to: is not of the same elements | which of them
            { from: v2, request: [ { move: { from: "/l/*/a", to: "query:b" } } ] } | 9 [1].adapt.request[0].move.from: is many values | which of them
            { from: v2, request: [ { move: { from: /a, to: "header:Host" } } ] } | 9 [1].adapt.request[0].move.to: header:Host is not for rules | the gateway's own business
            { from: v2, request: [ { move: { from: /a, to: "path:id" } } ] } | 9 [1].adapt.request: path:id is no parameter of a rule path | there is no such parameter
            { from: v2, request: [ { path: { from: /a, to: "/b/{id}" } } ] } | 9 [1].adapt.request: nothing gives {id} of the path /b/{id} a value | a parameter from nowhere
            { from: v2, request: [ { path: { from: a, to: /b } } ] } | 9 [1].adapt.request[0].path.from: is "a"          | no path
            { from: v2, request: [ { status: { 200: 201 } } ] }    | 9 [1].adapt.request[0].status: is of a request      | requests have none
            { from: v2, response: [ { status: { 200: 304 } } ] }   | 9 [1].adapt.response[0].status: changes nothing; 9 [1].adapt.response[0].status.200: is no status to be changed | it says that there is no body
            { from: v2, response: [ { drop: "query:a" } ] }        | 9 [1].adapt.response[0].drop: an answer has no query:a | answers have none
            { from: v2, request: [ { compute: { at: /a, value: "{b" } } ] } | 9 [1].adapt.request[0].compute.value: is no template | a brace that is open
            { from: v2, request: [ { convert: { at: /a, to: int } } ] } | 9 [1].adapt.request[0].convert.to: is "int"     | no form
            { from: v2, request: [ { map: { at: /a } } ] }         | 9 [1].adapt.request[0].map.values: is missing       | no table
            { from: v2, request: [ { default: { at: "", value: 1 } } ] } | 9 [1].adapt.request[0].default.at: is the whole body | a place in it
            { from: v2, max-body: 1GiB }                           | 9 [1].adapt.max-body: is "1GiB"                     | more than anybody can hold
            { from: v2, examples: [ { becomes: 1 } ] }             | 9 [1].adapt.examples[0]: needs one of request and response; 9 [1].adapt.examples[0].response: is missing | an example of nothing
            """)
    void anAdaptation(String adapt, String expected, String because) {
        assertThat(mistakes("      - { name: v1, adapt: " + adapt + " }\n"))
                .as(because)
                .isEqualTo(expected);
    }

    @Test
    void aCircleIsRefusedOnceForEachOfItsVersions() {
        assertThat(
                        mistakes(
                                """
                              - { name: v1, adapt: { from: v0 } }
                              - { name: v0, adapt: { from: v1 } }
                              - { name: v00, adapt: { from: v1 } }
                        """))
                .isEqualTo("9 [1].adapt.from: goes in a circle: v1, v0, v1; "
                        + "10 [2].adapt.from: goes in a circle: v0, v1, v0");
    }

    @Test
    void whatTheOtherVersionRewritesHasToBeKnownOfTheClients() {
        String document = HEAD.replace(
                        "apis:",
                        """
                        policies:
                          - { name: tenant, rewrite: { request: { headers: { set: { X-Tenant: "{consumer.name}" } } } } }
                          - { name: known, authenticate: { any-of: [ { api-key: { header: X-Key } } ] } }
                        apis:""")
                .replace("to: orders }", "to: orders, policies: [known, tenant] }");
        assertThat(DocumentReader.read(document + "      - { name: v1, adapt: { from: v2 } }\n", "weir.yaml")
                        .mistakes())
                .singleElement()
                .satisfies(mistake -> assertThat(mistake.toString()).contains("{consumer.name}, but nothing here"));
        assertThat(DocumentReader.read(
                                document + "      - { name: v1, policies: [known], adapt: { from: v2 } }\n",
                                "weir.yaml")
                        .mistakes())
                .isEmpty();
    }

    @Test
    void anAdaptationHasNoTargetsOfItsOwn() {
        assertThat(mistakes(
                        "      - { name: v1, to: orders, rewrite: { strip-prefix: /orders }, adapt: { from: v2 } }\n"))
                .isEqualTo("9 [1].to: is beside adapt; 9 [1].rewrite: is beside adapt");
    }

    @Test
    void examplesAreProvedWithLineAndDifference() {
        assertThat(
                        mistakes(
                                """
                              - name: v1
                                adapt:
                                  from: v2
                                  request: [ { rename: { from: /customer, to: /customerId } }, { convert: { at: /n, to: number } } ]
                                  response: [ { rename: { from: /customerId, to: /customer } }, { drop: /links } ]
                                  errors: [ { rename: { from: /fault, to: /error } } ]
                                  examples:
                                    - { request: { customer: 1.0 }, becomes: { customerId: 1 } }
                                    - { request: { customer: 1 }, becomes: { customer: 1 } }
                                    - { request: { n: x }, becomes: {} }
                                    - { response: { links: [], a: [1, 2] }, becomes: { a: [1, 3] } }
                                    - { response: { fault: x }, status: 404, becomes: { error: x } }
                                    - { response: { fault: x }, becomes: { error: x } }
                        """))
                .isEqualTo(
                        "17 [1].adapt.examples[1].becomes: the example is not what it becomes: at /customer expected 1, got nothing; "
                                + "18 [1].adapt.examples[2].becomes: the example cannot be adapted: /n is no number; "
                                + "19 [1].adapt.examples[3].becomes: the example is not what it becomes: at /a/1 expected 3, got 2; "
                                + "21 [1].adapt.examples[5].becomes: the example is not what it becomes: at /error expected \"x\", got nothing");
    }

    @Test
    void rulesThatUndoEachOtherHaveToDoSoInTheRightOrder() {
        String swap =
                """
                      - name: v1
                        adapt:
                          from: v2
                          request:
                            - move: { from: /a, to: /tmp }
                            - move: { from: /b, to: /a }
                            - move: { from: /tmp, to: /b }
                          response:
                            - move: { from: %s }
                            - move: { from: /a, to: /b }
                            - move: { from: %s }
                """;
        assertThat(mistakes(swap.formatted("/b, to: /tmp", "/tmp, to: /a"))).isEmpty();
        assertThat(mistakes(swap.formatted("/tmp, to: /a", "/b, to: /tmp")))
                .startsWith("17 [1].adapt.response: undoes the rules of requests, but not what they do: "
                        + "of a body that went there and back, at /a expected \"value-1\"");
    }
}
