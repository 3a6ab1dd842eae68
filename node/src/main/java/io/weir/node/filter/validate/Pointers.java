package io.weir.node.filter.validate;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** JSON Pointers (RFC 6901) and the references that carry them. */
final class Pointers {
    private Pointers() {}

    static String child(String pointer, String name) {
        return pointer + "/" + JsonLevel.escaped(name);
    }

    static String child(String pointer, int item) {
        return pointer + "/" + item;
    }

    /** What a reference within its document points to ({@code #/a/b}); null when it is no such reference. */
    static @Nullable String of(String reference) {
        if (!reference.equals("#") && !reference.startsWith("#/")) {
            return null;
        }
        try {
            return URLDecoder.decode(reference.substring(1).replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException badEscape) {
            return null;
        }
    }

    /** Null when there is nothing. */
    static @Nullable JsonNode find(JsonNode root, String pointer) {
        JsonNode found = root.at(JsonPointer.compile(pointer));
        return found.isMissingNode() ? null : found;
    }
}
