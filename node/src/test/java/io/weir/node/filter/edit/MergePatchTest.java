package io.weir.node.filter.edit;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** RFC 7396: its appendix, and a plain reading of its pseudocode over maps. */
final class MergePatchTest {
    @ParameterizedTest(name = "{0} with {1}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
        {"a":"b"}         | {"a":"c"}           | {"a":"c"}
        {"a":"b"}         | {"b":"c"}           | {"a":"b","b":"c"}
        {"a":"b"}         | {"a":null}          | {}
        {"a":"b","b":"c"} | {"a":null}          | {"b":"c"}
        {"a":["b"]}       | {"a":"c"}           | {"a":"c"}
        {"a":"c"}         | {"a":["b"]}         | {"a":["b"]}
        {"a":{"b":"c"}}   | {"a":{"b":"d","c":null}} | {"a":{"b":"d"}}
        {"a":[{"b":"c"}]} | {"a":[1]}           | {"a":[1]}
        ["a","b"]         | ["c","d"]           | ["c","d"]
        {"a":"b"}         | ["c"]               | ["c"]
        {"a":"foo"}       | null                | null
        {"a":"foo"}       | "bar"               | "bar"
        {"e":null}        | {"a":1}             | {"e":null,"a":1}
        [1,2]             | {"a":"b","c":null}  | {"a":"b"}
        {}                | {"a":{"bb":{"ccc":null}}} | {"a":{"bb":{}}}
        """)
    void isMerged(String body, String patch, String expected) {
        assertThat(new MergePatch(Trees.of(patch)).edit(Trees.of(body))).isEqualTo(Trees.of(expected));
    }

    @Test
    void isMergedAsTheRfcsPseudocodeDoes() {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        for (int i = 0; i < 3_000; i++) {
            String body = value(random, 3);
            String patch = value(random, 3);
            JsonNode merged = new MergePatch(Trees.of(patch)).edit(Trees.of(body));
            String expected = String.valueOf(model(plain(Trees.of(body)), plain(Trees.of(patch))));
            assertThat(String.valueOf(plain(merged)))
                    .as("seed %s: %s with %s", seed, body, patch)
                    .isEqualTo(expected);
        }
    }

    @SuppressWarnings("unchecked") // Maps are made below, with names alone for keys.
    private static @Nullable Object model(@Nullable Object target, @Nullable Object patch) {
        if (!(patch instanceof Map<?, ?> changes)) {
            return patch;
        }
        Map<String, @Nullable Object> result =
                target instanceof Map<?, ?> map ? new TreeMap<>((Map<String, @Nullable Object>) map) : new TreeMap<>();
        changes.forEach((name, value) -> {
            if (value == null) {
                result.remove(String.valueOf(name));
            } else {
                result.put(String.valueOf(name), model(result.get(String.valueOf(name)), value));
            }
        });
        return result;
    }

    private static @Nullable Object plain(JsonNode node) {
        if (node instanceof ObjectNode object) {
            Map<String, @Nullable Object> map = new TreeMap<>();
            object.properties().forEach(entry -> map.put(entry.getKey(), plain(entry.getValue())));
            return map;
        }
        return node instanceof ArrayNode || !node.isNull() ? node.toString() : null;
    }

    private static String value(Random random, int depth) {
        return switch (random.nextInt(depth > 0 ? 7 : 4)) {
            case 0 -> "null";
            case 1 -> "1";
            case 2 -> "\"x\"";
            case 3 -> "[null,{\"a\":null}]";
            default -> object(random, depth - 1);
        };
    }

    private static String object(Random random, int depth) {
        StringBuilder object = new StringBuilder("{");
        for (char name = 'a'; name < 'e'; name++) {
            if (random.nextBoolean()) {
                object.append(object.length() == 1 ? "" : ",")
                        .append("\"" + name + "\":")
                        .append(value(random, depth));
            }
        }
        return object.append("}").toString();
    }
}
