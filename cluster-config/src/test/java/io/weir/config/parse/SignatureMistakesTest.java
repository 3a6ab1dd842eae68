package io.weir.config.parse;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Mistakes in what the document says about signed requests. */
class SignatureMistakesTest {
    @ParameterizedTest(name = "{0}: {1} {2}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
        # credential                                        | where                   | message contains
        signature: []                                       | signature               | is a list
        signature: { components: [] }                       | signature.components    | names none
        signature: { components: ["@status"] }              | signature.components[0] | "@status"
        signature: { components: ["@query-param"] }         | signature.components[0] | "@query-param"
        signature: { components: [Content-Type] }           | signature.components[0] | "Content-Type"
        signature: { algorithms: [none] }                   | signature.algorithms[0] | "none"
        signature: { algorithms: [hmac-sha512] }            | signature.algorithms[0] | "hmac-sha512"
        signature: { algorithms: [] }                       | signature.algorithms    | names none
        signature: { max-age: 0 }                           | signature.max-age       | "0"
        signature: { max-age: 25h }                         | signature.max-age       | "25h"
        signature: { leeway: 6m }                           | signature.leeway        | "6m"
        signature: { tag: 'a"b' }                           | signature.tag           | a
        signature: { label: Sig1 }                          | signature.label         | "Sig1"
        signature: { nonce: maybe }                         | signature.nonce         | "maybe"
        signature: { replay: sometimes }                    | signature.replay        | "sometimes"
        signature: { body: 17MiB }                          | signature.body          | "17MiB"
        signature: { component: ["@path"] }                 | signature.component     | did you mean components
        hmac: { headers: [Date] }                           | hmac.headers[0]         | "Date"
        hmac: { algorithms: [hmac-sha1] }                   | hmac.algorithms[0]      | "hmac-sha1"
        hmac: { algorithms: [ed25519] }                     | hmac.algorithms[0]      | "ed25519"
        hmac: { clock-skew: 0 }                             | hmac.clock-skew         | "0"
        hmac: { replay: nonce }                             | hmac.replay             | "nonce"
        hmac: { body: 0 }                                   | hmac.body               | "0"
        """)
    void eachMistakeOfACredentialIsFoundWhereItIs(String credential, String where, String message) {
        String text = "weir: 1\npolicies: [{ name: a, authenticate: { any-of: [{ " + credential + " }] } }]\n";
        assertMistake(text, "policies[0].authenticate.any-of[0]." + where, message);
    }

    @ParameterizedTest(name = "{0}: {1} {2}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
        # keys                                                                              | where          | message contains
        { algorithm: ed25519, public-key: "file:a" }                                        | [0].id         | is missing
        { id: a, public-key: "file:a" }                                                     | [0].algorithm  | is missing
        { id: a, algorithm: rsa, public-key: "file:a" }                                     | [0].algorithm  | "rsa"
        { id: a, algorithm: ed25519 }                                                       | [0].public-key | is missing
        { id: a, algorithm: hmac-sha256 }                                                   | [0].secret     | is missing
        { id: a, algorithm: ed25519, secret: "env:A" }                                      | [0].secret     | is not for ed25519
        { id: a, algorithm: hmac-sha256, public-key: "file:a" }                             | [0].public-key | is not for hmac-sha256
        { id: a, algorithm: hmac-sha256, secret: hunter2 }                                  | [0].secret     | is something else, which is not shown
        { id: a, algorithm: hmac-sha256, secret: "env:A", expires: 2001-01-01, not-before: 2002-01-01 } | [0].expires | not after
        { id: a, algorithm: ed25519, public-key: "file:a", scopes: ["a b"] }                | [0].scopes[0]  | "a b"
        { id: a, algorithm: ed25519, public-key: "file:a" }, { id: a, algorithm: ed25519, public-key: "file:a" } | [1].id | too often
        """)
    void eachMistakeOfAKeyIsFoundWhereItIs(String keys, String where, String message) {
        String text = "weir: 1\nconsumers: [{ name: a, signature-keys: [" + keys + "] }]\n";
        assertMistake(text, "consumers[0].signature-keys" + where, message);
    }

    @Test
    void anIdIsOneConsumersAlone() {
        String key = "signature-keys: [{ id: k, algorithm: ed25519, public-key: \"file:%s\" }";
        String two = "weir: 1\nconsumers: [{ name: a, " + key.formatted("a") + "] }, { name: b, " + key.formatted("b")
                + "] }]\n";
        assertMistake(two, "consumers[1].signature-keys[0].id", "the same signature key id");
        String rotated = "weir: 1\nconsumers: [{ name: a, " + key.formatted("a")
                + ", { id: k, algorithm: ed25519, public-key: \"file:b\" }] }]\n";
        assertThat(DocumentReader.read(rotated, "t.yaml").mistakes()).isEmpty();
    }

    private static void assertMistake(String text, String path, String message) {
        assertThat(DocumentReader.read(text, "t.yaml").mistakes()).anySatisfy(mistake -> {
            assertThat(mistake.path()).isEqualTo(path);
            assertThat(mistake.toString()).contains(message);
        });
    }
}
