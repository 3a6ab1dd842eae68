package io.weir.node.filter.transform.format;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ContainerNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.weir.node.filter.validate.JsonNumber;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/** Makes a tree of what a reader finds, within bounds, whatever the format. One use. */
final class TreeBuilder {
    /** Each is some 30 bytes in memory, and may be one byte in the body. */
    static final int MOST_VALUES = 1_000_000;

    private final int depth;
    private final Deque<ContainerNode<?>> open = new ArrayDeque<>();
    private final Deque<String> names = new ArrayDeque<>();
    private @Nullable JsonNode root;
    private int values;

    /** @param depth containers within one another */
    TreeBuilder(int depth) {
        this.depth = depth;
    }

    void object() throws BodyFault {
        container(JsonNodeFactory.instance.objectNode());
    }

    void array() throws BodyFault {
        container(JsonNodeFactory.instance.arrayNode());
    }

    private void container(ContainerNode<?> container) throws BodyFault {
        if (open.size() >= depth) {
            throw tooDeep(depth);
        }
        put(container);
        open.push(container);
    }

    /** Closes the innermost container. */
    void close() {
        open.pop();
    }

    /** Whether {@link #name} or a value is expected. */
    boolean inObject() {
        return open.peek() instanceof ObjectNode;
    }

    /** Of the member whose value comes next. */
    void name(String name) throws BodyFault {
        if (!(open.peek() instanceof ObjectNode object)) {
            throw BodyFault.malformed("A name is outside of an object");
        }
        if (object.has(name)) {
            throw BodyFault.malformed("A name is there twice in one object");
        }
        names.push(wellFormed(name));
    }

    void text(String text) throws BodyFault {
        put(TextNode.valueOf(wellFormed(text)));
    }

    /** @param text a number by RFC 8259 §6 */
    void number(String text) throws BodyFault {
        put(numberOf(text));
    }

    static JsonNode numberOf(String text) throws BodyFault {
        JsonNode number = JsonNumber.of(text);
        if (number == null) {
            throw BodyFault.malformed("A number has more than 100 characters, or is beyond e999");
        }
        return number;
    }

    void put(JsonNode value) throws BodyFault {
        if (++values > MOST_VALUES) {
            throw tooMany();
        }
        ContainerNode<?> outer = open.peek();
        if (outer instanceof ObjectNode object) {
            object.set(names.pop(), value);
        } else if (outer instanceof ArrayNode array) {
            array.add(value);
        } else if (root != null) {
            throw BodyFault.malformed("Something follows after its end");
        } else {
            root = value;
        }
    }

    static BodyFault tooMany() {
        return BodyFault.malformed("It has more than " + MOST_VALUES + " values");
    }

    static BodyFault tooDeep(int depth) {
        return BodyFault.malformed("It nests deeper than " + depth + " levels");
    }

    /** What is half a character has no way into UTF-8. */
    static String wellFormed(String text) throws BodyFault {
        for (int i = 0; i < text.length(); i++) {
            if (Character.isSurrogate(text.charAt(i))) {
                boolean pair = i + 1 < text.length() && Character.isSurrogatePair(text.charAt(i), text.charAt(i + 1));
                if (!pair) {
                    throw BodyFault.malformed("A text has half a character, a lone surrogate");
                }
                i++;
            }
        }
        return text;
    }

    /** The whole. */
    JsonNode tree() throws BodyFault {
        if (!open.isEmpty()) {
            throw BodyFault.malformed("It ends too early");
        }
        JsonNode whole = root;
        if (whole == null) {
            throw BodyFault.malformed("It is empty");
        }
        return whole;
    }

    void nothing() throws BodyFault {
        put(NullNode.instance);
    }
}
