package io.weir.node.decide.protect;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.node.testkit.Allocations;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class MediaTypesTest {
    private static boolean has(MediaTypes types, String value) {
        byte[] padded = ("<" + value + ">").getBytes(StandardCharsets.ISO_8859_1);
        return types.contains(padded, 1, padded.length - 1);
    }

    @ParameterizedTest(name = "{0} of {1}: {2}, {3}")
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
            application/json                 | application/json   | true  | the same
            Application/JSON                 | application/json   | true  | in any case
            application/json; charset=utf-8  | application/json   | true  | parameters do not matter
            application/json ;charset=utf-8  | application/json   | true  | nor spaces before them
            application/json;                | application/json   | true  | nor that there is none
            application/jsonp                | application/json   | false | another one
            application/json+x               | application/json   | false | another one
            application/jso                  | application/json   | false | another one
            application/json text/html       | application/json   | false | two of them
            application/json, text/html      | application/json   | false | two of them
            text/html; x=application/json    | application/json   | false | a parameter is no type
            text/csv                         | text/*             | true  | any of a kind
            text/                            | text/*             | false | but one
            text                             | text/*             | false | but one
            text/a/b                         | text/*             | false | but one
            texts/csv                        | text/*             | false | another kind
            application/problem+json         | application/*+json | true  | any that ends so
            application/vnd.a.v1+JSON; x=y   | application/*+json | true  | any that ends so
            application/+json                | application/*+json | false | but something
            application/json                 | application/*+json | false | nothing before the plus
            text/problem+json                | application/*+json | false | another kind
            ''                               | text/*             | false | nothing
            /                                | text/*             | false | nothing on both sides
            ;                                | text/*             | false | nothing but parameters
            """)
    void whatIsOfAType(String value, String type, boolean in, String reason) {
        assertThat(has(new MediaTypes(List.of(type)), value)).as(reason).isEqualTo(in);
    }

    @Test
    void itTakesWhatTheGrammarSaysAndNothingElse() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        MediaTypes types = new MediaTypes(List.of("application/json", "text/*", "image/*+xml"));
        String token = "[!#$%&'*+.^_`|~0-9A-Za-z-]+";
        String grammar = "(?is)(application/json|text/" + token + "|image/" + token + "[+]xml)[ \t]*(;.*)?";
        String[] parts = {
            "application", "text", "image", "json", "svg", "+xml", "/", "/", ";", " ", "\t", ",", "*", "\u00e4"
        };
        for (int i = 0; i < 50_000; i++) {
            StringBuilder value = new StringBuilder();
            for (int count = random.nextInt(7); count > 0; count--) {
                value.append(parts[random.nextInt(parts.length)]);
            }
            assertThat(has(types, value.toString()))
                    .as("%s, seed %d", value, seed)
                    .isEqualTo(value.toString().matches(grammar));
        }
    }

    @Test
    void aLookUpAllocatesNothing() {
        MediaTypes types = new MediaTypes(List.of("application/json", "text/*"));
        byte[] value = "text/html; charset=utf-8".getBytes(StandardCharsets.US_ASCII);
        assertThat(Allocations.leastOf(() -> types.contains(value, 0, value.length)))
                .isZero();
    }
}
