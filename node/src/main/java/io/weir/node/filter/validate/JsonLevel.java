package io.weir.node.filter.validate;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** An object or array that is being read. */
final class JsonLevel {
    private static final int LONGEST_POINTER = 200;

    private final @Nullable JsonLevel parent;
    private final boolean object;
    private final JsonNode node;
    private final Set<String> names;
    private String name = "";
    private int count;

    /** @param wanted whether a tree is made */
    JsonLevel(@Nullable JsonLevel parent, boolean object, boolean wanted) {
        this.parent = parent;
        this.object = object;
        this.names = object ? new HashSet<>() : Set.of();
        if (!wanted) {
            node = NullNode.instance;
        } else {
            node = object ? JsonNodeFactory.instance.objectNode() : JsonNodeFactory.instance.arrayNode();
        }
    }

    @Nullable
    JsonLevel parent() {
        return parent;
    }

    boolean isObject() {
        return object;
    }

    JsonNode node() {
        return node;
    }

    /** Members or items so far. */
    int count() {
        return count;
    }

    /** The next value is this member's; false: there was one of that name before. */
    boolean name(String next) {
        name = next;
        count++;
        return names.add(next);
    }

    void put(JsonNode value) {
        if (!object) {
            count++;
        }
        if (node instanceof ObjectNode members) {
            members.set(name, value);
        } else if (node instanceof ArrayNode items) {
            items.add(value);
        }
    }

    /**
     * JSON Pointer (RFC 6901) of the member or item of {@code level} that was read last, or is to be {@code next}; of the
     * whole text when there is none.
     */
    static String pointer(@Nullable JsonLevel level, boolean next) {
        StringBuilder pointer = new StringBuilder();
        for (JsonLevel at = level; at != null; at = at.parent) {
            int item = next && at == level ? at.count : at.count - 1;
            pointer.insert(0, "/" + (at.object ? escaped(at.name) : String.valueOf(item)));
        }
        return shortened(pointer.toString());
    }

    /** A reference token of RFC 6901 §3. */
    static String escaped(String token) {
        return token.replace("~", "~0").replace("/", "~1");
    }

    /** What comes from a request is not to make an answer long. */
    static String shortened(String pointer) {
        return pointer.length() <= LONGEST_POINTER ? pointer : pointer.substring(0, LONGEST_POINTER) + "...";
    }
}
