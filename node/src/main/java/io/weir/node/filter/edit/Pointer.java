package io.weir.node.filter.edit;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;

/** A JSON Pointer (RFC 6901), compiled. Immutable. */
final class Pointer {
    private static final int LONGEST_INDEX = 9;

    private final String[] tokens;

    private Pointer(String[] tokens) {
        this.tokens = tokens;
    }

    /** Of a text that is one. */
    static Pointer of(String text) {
        if (text.isEmpty()) {
            return new Pointer(new String[0]);
        }
        String[] tokens = text.substring(1).split("/", -1);
        for (int i = 0; i < tokens.length; i++) {
            tokens[i] = tokens[i].replace("~1", "/").replace("~0", "~");
        }
        return new Pointer(tokens);
    }

    /** It is the whole. */
    boolean isRoot() {
        return tokens.length == 0;
    }

    /** The name, or the place in an array, of what it points to. */
    String last() {
        return tokens[tokens.length - 1];
    }

    /** Null when there is no such thing. */
    @Nullable
    JsonNode find(JsonNode root) {
        return find(root, tokens.length);
    }

    /** What holds the thing that it points to; null when that is not there. */
    @Nullable
    JsonNode holder(JsonNode root) {
        return find(root, tokens.length - 1);
    }

    private @Nullable JsonNode find(JsonNode root, int depth) {
        JsonNode at = root;
        for (int i = 0; i < depth && at != null; i++) {
            at = child(at, tokens[i]);
        }
        return at;
    }

    static @Nullable JsonNode child(JsonNode of, String token) {
        if (of instanceof ObjectNode object) {
            return object.get(token);
        }
        int index = of instanceof ArrayNode array ? index(token, array.size()) : -1;
        return index < 0 ? null : of.get(index);
    }

    /** Below {@code end}, or -1: digits without leading zeros (RFC 6901 §4). */
    static int index(String token, int end) {
        if (token.isEmpty() || token.length() > LONGEST_INDEX || token.length() > 1 && token.charAt(0) == '0') {
            return -1;
        }
        int index = 0;
        for (int i = 0; i < token.length(); i++) {
            char c = token.charAt(i);
            if (c < '0' || c > '9') {
                return -1;
            }
            index = index * 10 + c - '0';
        }
        return index < end ? index : -1;
    }
}
