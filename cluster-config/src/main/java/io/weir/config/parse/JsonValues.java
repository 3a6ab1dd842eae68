package io.weir.config.parse;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamWriteFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Parts of a document that are JSON values of their own (a JSON Schema, say), however they are written. Words that YAML takes
 * for something that JSON has not ({@code yes}, {@code 0x10}, {@code 12:30}) are mistakes: quoted, they are texts.
 */
final class JsonValues {
    private static final Pattern NUMBER =
            Pattern.compile("-?(?:0|[1-9][0-9]{0,99})(?:\\.[0-9]{1,100})?(?:[eE][+-]?[0-9]{1,3})?");
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .enable(StreamWriteFeature.WRITE_BIGDECIMAL_AS_PLAIN)
            .build();

    private final Mistakes mistakes;

    private JsonValues(Mistakes mistakes) {
        this.mistakes = mistakes;
    }

    /** As JSON on one line, members in their order. */
    static String text(Tree tree, Path path, Mistakes mistakes) {
        try {
            return MAPPER.writeValueAsString(new JsonValues(mistakes).value(tree, path));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a tree of JSON can be written", e);
        }
    }

    /** What {@link #text} wrote, as maps, lists and values. */
    static Map<?, ?> object(String json) {
        try {
            return MAPPER.readValue(json, Map.class);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("what was written as JSON is JSON", e);
        }
    }

    /** What {@link #text} wrote, whatever it is. */
    static Object value(String json) {
        try {
            return MAPPER.readValue(json, Object.class);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("what was written as JSON is JSON", e);
        }
    }

    /** The texts in what {@link #text} wrote, names of members not among them. */
    static List<String> texts(String json) {
        List<String> texts = new ArrayList<>();
        try {
            texts(MAPPER.readTree(json), texts);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("what was written as JSON is JSON", e);
        }
        return texts;
    }

    private static void texts(JsonNode node, List<String> texts) {
        if (node.isTextual()) {
            texts.add(node.textValue());
        }
        node.forEach(child -> texts(child, texts));
    }

    /** A text as it is quoted in JSON. */
    static String quoted(String text) {
        return NODES.textNode(text).toString();
    }

    private JsonNode value(Tree tree, Path path) {
        if (tree instanceof Tree.Mapping mapping) {
            ObjectNode object = NODES.objectNode();
            mapping.entries().forEach((name, entry) -> object.set(name, value(entry.value(), path.field(name))));
            return object;
        }
        if (tree instanceof Tree.Sequence sequence) {
            ArrayNode array = NODES.arrayNode(sequence.items().size());
            for (Tree item : sequence.items()) {
                array.add(value(item, path.item(array.size())));
            }
            return array;
        }
        return value((Tree.Scalar) tree, path);
    }

    private JsonNode value(Tree.Scalar scalar, Path path) {
        return switch (scalar.form()) {
            case TEXT -> NODES.textNode(scalar.text());
            case NOTHING -> NODES.nullNode();
            case TRUTH -> truth(scalar, path);
            case NUMBER -> number(scalar, path);
        };
    }

    private JsonNode truth(Tree.Scalar scalar, Path path) {
        boolean yes = scalar.text().equals("true");
        if (!yes && !scalar.text().equals("false")) {
            mistakes.add(new Place(scalar.at(), path), "is " + scalar.kind(), "true or false; a text in quotes");
        }
        return NODES.booleanNode(yes);
    }

    private JsonNode number(Tree.Scalar scalar, Path path) {
        String text = scalar.text();
        if (!NUMBER.matcher(text).matches()) {
            mistakes.add(new Place(scalar.at(), path), "is " + scalar.kind(), "a number of JSON; a text in quotes");
            return NODES.numberNode(0);
        }
        boolean whole = text.chars().allMatch(c -> c == '-' || c >= '0' && c <= '9');
        return whole ? NODES.numberNode(new BigInteger(text)) : NODES.numberNode(new BigDecimal(text));
    }
}
