package io.weir.node.filter.validate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.weir.config.model.Validation.JsonLimits;
import io.weir.node.testkit.Logged;
import io.weir.protocol.http.Problem.Fault;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class BodySchemaTest {
    private static final long STEPS = 6_000_000;

    private static JsonNode json(String text) {
        JsonLimits wide = new JsonLimits(200, 1_000_000, 1_000_000, 10_000_000, 1_000, false);
        return Objects.requireNonNull(
                JsonText.read(text.getBytes(StandardCharsets.UTF_8), wide, true).tree(), text);
    }

    private static BodySchema schema(String text) throws SchemaException {
        JsonNode tree = json(text);
        SchemaReview review = new SchemaReview(tree);
        review.schema("");
        review.end();
        return SchemaCompiler.of(tree).root();
    }

    /** A sample of each keyword; the library has the whole test suite of JSON Schema behind it. */
    @ParameterizedTest(name = "{0} of {1}: {2}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
            # schema                                            | good            | wrong           | where
            {"type":"integer"}                                  | 1.0             | 1.5             | ``
            {"type":"integer"}                                  | 12345678901234567890 | "1"        | ``
            {"type":["string","null"]}                          | null            | 1               | ``
            {"enum":[1,"a",{"n":[1]}]}                          | {"n":[1.0]}     | 2               | ``
            {"const":{"n":1}}                                   | {"n":1.0}       | {"n":2}         | ``
            {"multipleOf":0.1}                                  | 0.3             | 0.35            | ``
            {"multipleOf":2}                                    | 9007199254740994 | 9007199254740993 | ``
            {"maximum":10}                                      | 10              | 10.0000000000000000001 | ``
            {"exclusiveMaximum":9007199254740993}               | 9007199254740992 | 9007199254740993 | ``
            {"minimum":-1e400}                                  | -1e400          | -1e401          | ``
            {"maxLength":2}                                     | "é😀"           | "abc"           | ``
            {"pattern":"^\\\\d+$"}                              | "12"            | "12\\n"         | ``
            {"pattern":"b"}                                     | "abc"           | "ac"            | ``
            {"pattern":"^\\\\u00e9\\\\/$"}                      | "é/"            | "e/"            | ``
            {"pattern":"^\\\\p{L}$"}                            | "é"             | "1"             | ``
            {"minItems":1,"maxItems":2}                         | [1]             | []              | ``
            {"uniqueItems":true}                                | [1,"1",[1],{}]  | [{"a":1,"b":2},{"b":2.0,"a":1}] | ``
            {"prefixItems":[{"type":"string"}],"items":false}   | ["a"]           | ["a",1]         | /1
            {"contains":{"const":1},"maxContains":1}            | [1,2]           | [1,1]           | ``
            {"required":["a"]}                                  | {"a":null}      | {}              | ``
            {"properties":{"a":{"type":"string"}}}              | {"b":1}         | {"a":1}         | /a
            {"patternProperties":{"^x":{"type":"null"}}}        | {"x":null,"y":1}| {"xy":1}        | /xy
            {"properties":{"a":true},"additionalProperties":false} | {"a":1}      | {"b~":1}        | /b~0
            {"propertyNames":{"maxLength":1}}                   | {"a":1}         | {"ab":1}        | ``
            {"minProperties":1}                                 | {"a":1}         | {}              | ``
            {"dependentRequired":{"a":["b"]}}                   | {"b":1}         | {"a":1}         | ``
            {"dependentSchemas":{"a":{"maxProperties":1}}}      | {"a":1}         | {"a":1,"b":2}   | ``
            {"allOf":[{"minimum":1},{"maximum":2}]}             | 1               | 3               | ``
            {"anyOf":[{"type":"null"},{"minimum":1}]}           | null            | 0               | ``
            {"oneOf":[{"minimum":1},{"maximum":2}]}             | 0               | 1               | ``
            {"not":{"type":"null"}}                             | 1               | null            | ``
            {"if":{"minimum":5},"then":{"multipleOf":5},"else":{"multipleOf":2}} | 10 | 3           | ``
            {"allOf":[{"properties":{"a":true}}],"unevaluatedProperties":false} | {"a":1} | {"c":1} | /c
            {"prefixItems":[true],"unevaluatedItems":false}     | [1]             | [1,2]           | ``
            {"$ref":"#/$defs/a","$defs":{"a":{"type":"null"}}}  | null            | 1               | ``
            {"$ref":"#x","$defs":{"a":{"$anchor":"x","type":"null"}}} | null      | 1               | ``
            {"$ref":"#/$defs/a%20b~1c","$defs":{"a b/c":{"type":"null"}}} | null  | 1               | ``
            {"$dynamicRef":"#x","$defs":{"a":{"$dynamicAnchor":"x","type":"null"}}} | null | 1      | ``
            {"properties":{"c":{"$ref":"#"},"n":{"type":"null"}}} | {"c":{"c":{}}} | {"c":{"c":{"n":1}}} | /c/c/n
            {"$id":"https://example.com/a","properties":{"c":{"$ref":"#"}},"maxProperties":1} | {"c":{}} | {"c":{"a":1,"b":2}} | /c
            {"format":"email"}                                  | "none"          | -               | -
            {"minLength":1,"wordOfNobody":{"a":1}}              | "a"             | ""              | ``
            true                                                | 1               | -               | -
            {"not":true}                                        | -               | 1               | ``
            """)
    void eachKeywordDoesWhatTheSpecificationSays(String schema, String good, String wrong, String where)
            throws Exception {
        BodySchema compiled = schema(schema);
        if (!good.equals("-")) {
            assertThat(compiled.check(json(good), STEPS)).as(good).isEmpty();
        }
        if (!wrong.equals("-")) {
            assertThat(compiled.check(json(wrong), STEPS))
                    .as(wrong)
                    .isNotEmpty()
                    .first()
                    .extracting(Fault::place)
                    .isEqualTo(where);
        }
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
            {"type":"strong"}                                       | #/type: is no JSON Schema
            {"properties":{"a":{"minimum":"1"}}}                    | #/properties/a/minimum: is no JSON Schema
            {"items":[{}]}                                          | #/items: is no JSON Schema
            {"exclusiveMinimum":true}                               | #/exclusiveMinimum: is no JSON Schema
            {"required":"a"}                                        | #/required: is no JSON Schema
            {"$schema":"http://json-schema.org/draft-07/schema#"}   | #/$schema: is not JSON Schema 2020-12
            {"properties":{"a":{"$id":"b"}}}                        | #/properties/a/$id: schemas within
            {"$ref":"https://example.com/a.json"}                   | #/$ref: leads out of the document
            {"items":{"$ref":"other.json#/a"}}                      | #/items/$ref: leads out of the document
            {"$ref":"file:///etc/passwd"}                           | #/$ref: leads out of the document
            {"$ref":"classpath:logback.xml"}                        | #/$ref: leads out of the document
            {"$ref":"#/$defs/none"}                                 | #/$ref: leads nowhere
            {"$ref":"#none"}                                        | #/$ref: leads nowhere
            {"$ref":"#/%zz"}                                        | #/$ref: leads nowhere
            {"$ref":"#"}                                            | #: refers to itself
            {"allOf":[{"$ref":"#/$defs/a"}],"$defs":{"a":{"not":{"$ref":"#"}}}} | refers to itself
            {"$defs":{"a":{"$dynamicAnchor":"x","anyOf":[{"$dynamicRef":"#x"}]}}} | refers to itself
            {"$defs":{"a":{"$anchor":"x"},"b":{"$anchor":"x"}}}     | the anchor is there twice
            {"dependencies":{}}                                     | #/dependencies: is a keyword of older drafts
            {"$recursiveRef":"#"}                                   | #/$recursiveRef: is a keyword of older drafts
            {"pattern":"("}                                         | #/pattern: is a pattern that cannot
            {"pattern":"(a)\\\\1"}                                  | #/pattern: is a pattern that cannot
            {"pattern":"^(?=a)"}                                    | #/pattern: is a pattern that cannot
            {"pattern":"a{2000}"}                                   | #/pattern: is a pattern that cannot
            {"pattern":"((a{100}){100}){100}"}                      | #/pattern: is a pattern that
            {"patternProperties":{"(?<=a)b":true}}                  | #/patternProperties/(?<=a)b: is a pattern that cannot
            {"properties":{"$ref":{"type":"strong"}}}               | #/properties/$ref/type: is no JSON Schema
            """)
    void aSchemaThatCannotBeUsedIsRefusedWithItsPlace(String schema, String message) {
        assertThatThrownBy(() -> schema(schema))
                .isInstanceOf(SchemaException.class)
                .hasMessageContaining(message);
    }

    @Test
    void noMoreThanAFewFaultsAreToldOf() throws Exception {
        List<Fault> faults = schema("{\"items\":{\"anyOf\":[{\"type\":\"null\"},{\"minimum\":10}]}}")
                .check(
                        json(IntStream.range(0, 1_000).mapToObj(i -> "1").collect(Collectors.joining(",", "[", "]"))),
                        STEPS);
        assertThat(faults).hasSize(BodySchema.MOST_FAULTS);
    }

    /** Nobody is to write the log by sending bodies. */
    @Test
    void theLibraryDoesNotLogWhatBodiesAreRefusedFor() throws Exception {
        BodySchema schema = schema("{\"items\":{\"pattern\":\"^(a?){20}b\"}}");
        String wrong = IntStream.range(0, 30).mapToObj(i -> "\"x\"").collect(Collectors.joining(",", "[", "]"));
        try (Logged logged = Logged.of("com.networknt")) {
            assertThat(schema.check(json(wrong), STEPS)).isNotEmpty();
            assertThat(schema.check(json("[\"" + "a".repeat(1_000) + "\"]"), 10))
                    .isNull();
            assertThat(logged.lines()).isEmpty();
        }
    }

    @Test
    void whatTheBodySaysIsNotRepeated() throws Exception {
        BodySchema schema = schema(
                "{\"items\":{\"type\":\"integer\",\"const\":1,\"pattern\":\"^a\",\"maxLength\":2,\"format\":\"date\"}}");
        assertThat(schema.check(json("[\"hunter2\"]"), STEPS))
                .isNotEmpty()
                .allSatisfy(fault -> assertThat(fault.toString()).doesNotContain("hunter2"));
    }

    /** Each level doubles the work: 2^60 of it, were there no bound. */
    @Test
    void aBodyThatMakesASchemaExplodeIsGivenUp() throws Exception {
        BodySchema schema = schema(
                """
                {"properties":{"c":{"anyOf":[{"$ref":"#"},{"allOf":[{"$ref":"#"}]}]},"n":{"type":"null"}},"unevaluatedProperties":false}
                """);
        String deep = "{\"c\":".repeat(60) + "{\"n\":1}" + "}".repeat(60);
        assertThat(schema.check(json(deep), 1_000_000)).isNull();
        assertThat(schema.check(json("{\"c\":{\"c\":{\"n\":null}}}"), 1_000_000))
                .isEmpty();
    }

    /** As deep as a document may allow, on a stack as loops and workers have it, by a schema with many levels for each of it. */
    @Test
    void theDeepestBodyFitsOnTheStack() throws Exception {
        BodySchema schema = schema(
                """
                {"allOf":[{"if":true,"then":{"anyOf":[{"not":{"not":{"properties":{"c":{"$ref":"#"}},"additionalProperties":false}}}]}}]}
                """);
        JsonNode deep = json("{\"c\":".repeat(199) + "{}" + "}".repeat(199));
        CompletableFuture<List<Fault>> found = new CompletableFuture<>();
        Thread thread = new Thread(null, () -> found.complete(schema.check(deep, STEPS)), "small", 1024 * 1024);
        thread.start();
        thread.join(10_000);
        assertThat(found.getNow(null)).isEmpty();
    }

    @Test
    void aPatternThatBacktrackingWouldNeverEndMatchesInLinearTime() throws Exception {
        BodySchema schema = schema("{\"pattern\":\"^(a+)+$\"}");
        assertThat(schema.check(json('"' + "a".repeat(50_000) + "!\""), STEPS)).isNotEmpty();
    }

    @Test
    void aLongTextAgainstALargePatternCostsSteps() throws Exception {
        BodySchema schema = schema("{\"pattern\":\"(a?){500}b\"}");
        assertThat(schema.check(json('"' + "a".repeat(1_000_000) + '"'), STEPS)).isNull();
    }

    /** Texts whose hash codes are all the same. */
    @Test
    void collidingTextsDoNotMakeUniqueItemsSlow() throws Exception {
        BodySchema schema = schema("{\"uniqueItems\":true}");
        String items = IntStream.range(0, 1 << 15)
                .mapToObj(i ->
                        Integer.toBinaryString(i | 1 << 15).replace("0", "Aa").replace("1", "BB"))
                .collect(Collectors.joining("\",\"", "[\"", "\"]"));
        assertThat(schema.check(json(items), STEPS)).isEmpty();
    }

    /** Whatever the body is, an answer comes. */
    @Test
    void noBodyMakesASchemaFail() throws Exception {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        BodySchema schema = schema(
                """
                {"anyOf":[{"type":"array","prefixItems":[{"type":"number","multipleOf":0.01}],"items":{"$ref":"#"},"uniqueItems":true},
                 {"type":"object","properties":{"m0":{"$ref":"#"},"m1":{"enum":[1,null,[]]}},"unevaluatedProperties":{"$ref":"#"}},
                 {"type":"string","pattern":"^.?$"},{"type":["number","null","boolean"]}],"not":{"contains":{"const":{}}}}
                """);
        int good = 0;
        for (int run = 0; run < 2_000; run++) {
            String text = RandomJson.text(random);
            List<Fault> faults = Objects.requireNonNull(schema.check(json(text), STEPS), "seed " + seed + ": " + text);
            good += faults.isEmpty() ? 1 : 0;
        }
        assertThat(good).as("seed %d", seed).isBetween(100, 1_999);
    }
}
