package io.weir.node.filter.validate;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.weir.config.model.Validation.JsonLimits;
import io.weir.node.decide.validate.Utf8;
import io.weir.protocol.http.Problem;
import io.weir.protocol.http.Problem.Fault;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads one JSON text (RFC 8259) within limits, in one pass; a tree is made only where somebody needs it. Strict, so that
 * nobody behind the gateway reads something else: UTF-8 alone and to the letter, no byte order mark, nothing after the
 * value, no name twice in an object. One use.
 */
public final class JsonText {
    /** Jackson's table of names is shared, and whoever sends names could fill it. */
    private static final JsonFactory FACTORY = JsonFactory.builder()
            .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
            .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(1_000)
                    .maxStringLength(Integer.MAX_VALUE)
                    .maxNameLength(Integer.MAX_VALUE)
                    .maxNumberLength(1_000)
                    .build())
            .build();

    private final JsonLimits limits;
    private final boolean wanted;
    private @Nullable JsonLevel level;
    private int depth;
    private @Nullable JsonNode root;
    private @Nullable Problem refused;

    private JsonText(JsonLimits limits, boolean wanted) {
        this.limits = limits;
        this.wanted = wanted;
    }

    /** Exactly one is there, if a tree was asked for; without one, {@code refused} is null for what is good. */
    public record Result(@Nullable JsonNode tree, @Nullable Problem refused) {}

    /** @param tree whether to make one */
    public static Result read(byte[] text, JsonLimits limits, boolean tree) {
        if (!isPlainUtf8(text)) {
            return new Result(null, Refusals.NOT_JSON.withDetail("It is not UTF-8 without a byte order mark"));
        }
        JsonText reading = new JsonText(limits, tree);
        try (JsonParser parser = FACTORY.createParser(text)) {
            reading.read(parser);
        } catch (JsonProcessingException e) {
            reading.refused = malformed(e.getLocation());
        } catch (IOException e) {
            reading.refused = Refusals.NOT_JSON;
        }
        return new Result(reading.refused == null ? reading.root : null, reading.refused);
    }

    /** Other encodings and marks, which the parser would guess from, have a NUL or no UTF-8 among their first bytes. */
    private static boolean isPlainUtf8(byte[] text) {
        for (int i = 0; i < Math.min(4, text.length); i++) {
            if (text[i] == 0) {
                return false;
            }
        }
        boolean marked = text.length >= 3 && text[0] == (byte) 0xef && text[1] == (byte) 0xbb && text[2] == (byte) 0xbf;
        return !marked && Utf8.isValid(text);
    }

    /** The parser's message quotes the text. */
    private static Problem malformed(@Nullable JsonLocation at) {
        return at == null
                ? Refusals.NOT_JSON
                : Refusals.NOT_JSON.withDetail("Line " + at.getLineNr() + ", column " + at.getColumnNr());
    }

    private void read(JsonParser parser) throws IOException {
        boolean begun = false;
        for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
            if (begun && level == null) {
                refused = malformed(parser.currentTokenLocation());
            } else {
                take(parser, token);
            }
            if (refused != null) {
                return;
            }
            begun = true;
        }
        if (!begun) {
            refused = Refusals.NOT_JSON.withDetail("It is empty");
        }
    }

    private void take(JsonParser parser, JsonToken token) throws IOException {
        switch (token) {
            case START_OBJECT, START_ARRAY -> open(token == JsonToken.START_OBJECT);
            case END_OBJECT, END_ARRAY -> close();
            case FIELD_NAME -> name(parser.currentName());
            case VALUE_STRING -> {
                if (parser.getTextLength() > limits.string()) {
                    refuse("is longer than " + limits.string() + " characters");
                } else {
                    put(wanted ? TextNode.valueOf(parser.getText()) : NullNode.instance);
                }
            }
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> number(parser.getText());
            case VALUE_TRUE, VALUE_FALSE -> put(BooleanNode.valueOf(token == JsonToken.VALUE_TRUE));
            default -> put(NullNode.instance);
        }
    }

    private void number(String text) {
        JsonNode number = JsonNumber.of(text);
        if (number == null) {
            refuse(JsonNumber.EXPECTED);
        } else {
            put(number);
        }
    }

    private void open(boolean object) {
        if (depth == limits.depth()) {
            refuse("nests deeper than " + limits.depth() + " levels");
            return;
        }
        JsonLevel inner = new JsonLevel(level, object, wanted);
        put(inner.node());
        if (refused == null) {
            level = inner;
            depth++;
        }
    }

    private void close() {
        JsonLevel inner = level;
        if (inner != null) {
            level = inner.parent();
            depth--;
        }
    }

    private void name(String name) {
        JsonLevel object = level;
        if (object == null) {
            return;
        }
        if (name.length() > limits.name()) {
            refusal(object.parent(), false, "has a name longer than " + limits.name() + " characters");
        } else if (!object.name(name) && !limits.duplicates()) {
            refused = Refusals.NOT_JSON
                    .withDetail("A name is there twice")
                    .withErrors(List.of(Fault.at(JsonLevel.pointer(object, false), "is there twice")));
        } else if (object.count() > limits.members()) {
            refusal(object.parent(), false, "has more than " + limits.members() + " members");
        }
    }

    private void put(JsonNode value) {
        JsonLevel outer = level;
        if (outer == null) {
            root = value;
            return;
        }
        outer.put(value);
        if (!outer.isObject() && outer.count() > limits.items()) {
            refusal(outer.parent(), false, "has more than " + limits.items() + " items");
        }
    }

    private void refuse(String what) {
        refusal(level, true, what);
    }

    private void refusal(@Nullable JsonLevel at, boolean next, String what) {
        refused = Refusals.LIMITS.withErrors(List.of(Fault.at(JsonLevel.pointer(at, next), what)));
    }
}
