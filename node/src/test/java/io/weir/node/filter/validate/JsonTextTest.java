package io.weir.node.filter.validate;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.weir.config.model.Validation.JsonLimits;
import io.weir.protocol.http.Problem;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class JsonTextTest {
    private static final JsonLimits SMALL = new JsonLimits(3, 3, 3, 5, 4, false);

    @ParameterizedTest(name = "{0}: {1} at {2}, {3}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            nullValues = "-",
            textBlock =
                    """
            {"a": [1, 2, 3]}               | -              |        | it is within all limits
            "text"                         | -              |        | any value is a text
            ` [ ] `                        | -              |        | white space around it
            null                           | -              |        | a value
            [[[1]]]                        | -              |        | as deep as may be
            [[[[1]]]]                      | json-limits    | /0/0/0 | too deep
            {"a":{"b":[{}]}}               | json-limits    | /a/b/0 | too deep
            [[],[[[]]]]                    | json-limits    | /1/0/0 | too deep, not at the first place
            [1,2,3,4]                      | json-limits    | ``     | too many items
            {"x":[[1,2,3,4]]}              | json-limits    | /x/0   | too many items within
            {"a":1,"b":2,"c":3,"d":4}      | json-limits    | ``     | too many members
            "abcdef"                       | json-limits    | ``     | too long a text
            ["a","abcdef"]                 | json-limits    | /1     | too long a text within
            {"a/b":"abcdef"}               | json-limits    | /a~1b  | a pointer's escape
            {"abcde":1}                    | json-limits    | ``     | too long a name
            {"a":1,"a":2}                  | malformed-json | /a     | a name twice
            {"a":1,"\\u0061":2}            | malformed-json | /a     | a name twice, spelled differently
            [{"a":1},{"a":2}]              | -              |        | the same name in two objects
            {"a":1                         | malformed-json | -      | it ends too early
            {"a":1}}                       | malformed-json | -      | something behind it
            {"a":1} []                     | malformed-json | -      | another value behind it
            {"a":1} x                      | malformed-json | -      | garbage behind it
            {a:1}                          | malformed-json | -      | no quotes
            {'a':1}                        | malformed-json | -      | the wrong quotes
            [1,]                           | malformed-json | -      | a comma too many
            [01]                           | malformed-json | -      | a leading zero
            [+1]                           | malformed-json | -      | a plus
            [.5]                           | malformed-json | -      | no digit before the point
            [NaN]                          | malformed-json | -      | no number of JSON
            [1] // x                       | malformed-json | -      | a comment
            [1e999]                        | -              |        | a large number
            [1e0000000999]                 | -              |        | the same with zeros
            [1e1000]                       | json-limits    | /0     | too large a number
            [-1e-1000]                     | json-limits    | /0     | too small a number
            [1e999999999999999]            | json-limits    | /0     | a number whose arithmetic would not end
            ``                             | malformed-json | -      | nothing
            """)
    void whatIsReadOfATextAndWhatIsNot(String text, String problem, String pointer, String reason) {
        for (boolean tree : new boolean[] {true, false}) {
            JsonText.Result result = JsonText.read(text.getBytes(StandardCharsets.UTF_8), SMALL, tree);
            Problem refused = result.refused();
            assertThat(refused == null ? null : refused.type()).as(reason).isEqualTo(problem);
            assertThat(
                            refused == null || refused.errors().isEmpty()
                                    ? null
                                    : refused.errors().get(0).place())
                    .as(reason)
                    .isEqualTo(problem == null ? null : pointer);
        }
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource({
        "efbbbf7b7d,         a byte order mark",
        "feff007b007d,       UTF-16 with its mark",
        "7b007d00,           UTF-16",
        "007b007d,           UTF-16 the other way round",
        "7b0000007d000000,   UTF-32",
        "22c08022,           NUL in two bytes",
        "22eda08022,         a surrogate",
        "22ff22,             no UTF-8",
        "2200220000,         a control character in a text",
        "227f8022,           half a character",
    })
    void otherEncodingsAreNoJson(String hex, String reason) {
        Problem refused = refused(HexFormat.of().parseHex(hex), JsonLimits.DEFAULT);
        assertThat(refused.type()).as(reason).isEqualTo("malformed-json");
    }

    @ParameterizedTest
    @ValueSource(strings = {"[", "{\"a\":"})
    void nestingADepthOfAHundredThousandIsRefusedAndNotFollowed(String open) {
        byte[] text = open.repeat(100_000).getBytes(StandardCharsets.UTF_8);
        Problem refused = refused(text, new JsonLimits(200, 9, 9, 9, 9, false));
        assertThat(refused.type()).isEqualTo("json-limits");
        assertThat(refused.errors().get(0).place().length()).isLessThan(250);
    }

    private static Problem refused(byte[] text, JsonLimits limits) {
        return Objects.requireNonNull(JsonText.read(text, limits, true).refused(), "it was taken");
    }

    @Test
    void aNameMayBeThereTwiceWhereThatIsAllowed() {
        JsonLimits lenient = new JsonLimits(3, 3, 3, 5, 4, true);
        assertThat(JsonText.read("{\"a\":1,\"a\":2}".getBytes(StandardCharsets.UTF_8), lenient, true))
                .satisfies(result -> assertThat(String.valueOf(result.tree())).isEqualTo("{\"a\":2}"));
    }

    @Test
    void theTreeIsTheOneThatAnotherReaderMakes() throws Exception {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        ObjectMapper mapper = new ObjectMapper();
        for (int run = 0; run < 2_000; run++) {
            String text = RandomJson.text(random);
            JsonText.Result result = JsonText.read(text.getBytes(StandardCharsets.UTF_8), JsonLimits.DEFAULT, true);
            assertThat(result.refused()).as("seed %d: %s", seed, text).isNull();
            assertThat(JsonOrder.INSTANCE.compare(Objects.requireNonNull(result.tree()), mapper.readTree(text)))
                    .as("seed %d: %s", seed, text)
                    .isZero();
        }
    }

    /** No exception escapes, and what another strict reader refuses is refused. */
    @Test
    void brokenTextsAreRefused() {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        ObjectMapper mapper = new ObjectMapper()
                .enable(com.fasterxml.jackson.databind.DeserializationFeature.FAIL_ON_TRAILING_TOKENS);
        for (int run = 0; run < 5_000; run++) {
            byte[] text = RandomJson.broken(random);
            Problem refused = JsonText.read(text, JsonLimits.DEFAULT, random.nextBoolean())
                    .refused();
            if (refused == null) {
                org.assertj.core.api.Assertions.assertThatCode(() -> mapper.readTree(text))
                        .as("seed %d: %s", seed, HexFormat.of().formatHex(text))
                        .doesNotThrowAnyException();
            }
        }
    }
}
