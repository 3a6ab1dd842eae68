package io.weir.node.filter.validate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import com.fasterxml.jackson.databind.JsonNode;
import io.weir.config.model.Validation.JsonLimits;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Schemas from a seed: each is refused with a place, or holds any body against itself. */
final class SchemaFuzzTest {
    private static final String[] KEYWORDS = {
        "type",
        "enum",
        "const",
        "multipleOf",
        "maximum",
        "exclusiveMaximum",
        "minimum",
        "exclusiveMinimum",
        "maxLength",
        "minLength",
        "pattern",
        "maxItems",
        "minItems",
        "uniqueItems",
        "maxContains",
        "minContains",
        "maxProperties",
        "minProperties",
        "required",
        "dependentRequired",
        "items",
        "prefixItems",
        "contains",
        "additionalProperties",
        "properties",
        "patternProperties",
        "dependentSchemas",
        "propertyNames",
        "if",
        "then",
        "else",
        "allOf",
        "anyOf",
        "oneOf",
        "not",
        "unevaluatedItems",
        "unevaluatedProperties",
        "$ref",
        "$dynamicRef",
        "$anchor",
        "$dynamicAnchor",
        "$defs",
        "$id",
        "$schema",
        "format",
        "title",
        "default",
        "readOnly",
        "discriminator",
        "nullable",
        "unknown",
        "contentMediaType",
        "contentEncoding",
        "contentSchema",
        "$comment",
        "$vocabulary",
        "message",
        "deprecated"
    };
    private static final String[] TEXTS = {
        "string",
        "integer",
        "object",
        "array",
        "^a",
        "m0",
        "a",
        "#",
        "#/$defs/a",
        "#a",
        "(",
        "date",
        "",
        "#/allOf/0",
        "https://json-schema.org/draft/2020-12/schema",
        "base64",
        "application/json"
    };

    private final StringBuilder out = new StringBuilder();
    private Random random = new Random(0);

    private void schema(int depth) {
        if (depth == 0 || random.nextInt(8) == 0) {
            out.append(random.nextBoolean());
            return;
        }
        out.append('{');
        int at = random.nextInt(KEYWORDS.length);
        for (int i = 0, n = random.nextInt(4); i < n; i++) {
            out.append(i == 0 ? "" : ",");
            at = (at + 1 + random.nextInt(9)) % KEYWORDS.length;
            String keyword = KEYWORDS[at];
            out.append('"').append(keyword).append("\":");
            value(keyword, depth);
        }
        out.append('}');
    }

    /** Mostly what the keyword wants. */
    private void value(String keyword, int depth) {
        switch (random.nextInt(10) == 0 ? "" : keyword) {
            case "items",
                    "contains",
                    "additionalProperties",
                    "propertyNames",
                    "if",
                    "then",
                    "else",
                    "not",
                    "unevaluatedItems",
                    "unevaluatedProperties",
                    "contentSchema" -> schema(depth - 1);
            case "allOf", "anyOf", "oneOf", "prefixItems" -> {
                out.append('[');
                schema(depth - 1);
                out.append(',');
                schema(depth - 1);
                out.append(']');
            }
            case "properties", "patternProperties", "dependentSchemas", "$defs" -> {
                out.append("{\"a\":");
                schema(depth - 1);
                out.append(",\"m0\":");
                schema(depth - 1);
                out.append('}');
            }
            case "required", "enum" -> out.append("[\"a\",\"m1\"]");
            case "dependentRequired" -> out.append("{\"m0\":[\"m1\"]}");
            case "multipleOf", "maximum", "minimum", "exclusiveMaximum", "exclusiveMinimum" ->
                out.append(random.nextInt(9)).append(random.nextBoolean() ? ".5" : "e2");
            case "maxLength",
                    "minLength",
                    "maxItems",
                    "minItems",
                    "maxProperties",
                    "minProperties",
                    "maxContains",
                    "minContains" -> out.append(random.nextInt(4));
            case "uniqueItems", "readOnly", "deprecated" -> out.append(random.nextBoolean());
            case "const", "default" -> out.append(RandomJson.text(random));
            case "" -> out.append(RandomJson.text(random));
            default ->
                out.append('"').append(TEXTS[random.nextInt(TEXTS.length)]).append('"');
        }
    }

    @Test
    void everySchemaIsRefusedOrWorks() {
        long seed = new Random().nextLong();
        random = new Random(seed);
        int compiled = 0;
        for (int run = 0; run < 2_000; run++) {
            out.setLength(0);
            schema(4);
            String text = out.toString();
            JsonNode tree = JsonText.read(text.getBytes(StandardCharsets.UTF_8), JsonLimits.DEFAULT, true)
                    .tree();
            if (tree == null) {
                continue;
            }
            try {
                SchemaReview review = new SchemaReview(tree);
                review.schema("");
                review.end();
                BodySchema schema = SchemaCompiler.of(tree).root();
                compiled++;
                for (int i = 0; i < 3; i++) {
                    byte[] body = RandomJson.text(random).getBytes(StandardCharsets.UTF_8);
                    schema.check(
                            Objects.requireNonNull(JsonText.read(body, JsonLimits.DEFAULT, true)
                                    .tree()),
                            100_000);
                }
            } catch (SchemaException refused) {
                assertThat(refused.getMessage()).startsWith("#");
            } catch (RuntimeException | StackOverflowError e) {
                fail("seed " + seed + ": " + text, e);
            }
        }
        assertThat(compiled).as("seed %d", seed).isGreaterThan(300);
    }
}
