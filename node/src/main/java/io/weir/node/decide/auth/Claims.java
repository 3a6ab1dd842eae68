package io.weir.node.decide.auth;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads what a token says (RFC 7519 §4), as JSON values: strings, numbers, truths, lists and maps. */
public final class Claims {
    private static final double LATEST = 1e15;

    private Claims() {}

    /** The claim of that name; {@code realm_access.roles} also leads into nested ones. Null when it is not there. */
    public static @Nullable Object at(Map<String, Object> claims, String name) {
        Object value = claims.get(name);
        int dot = name.indexOf('.');
        if (value != null || dot < 0) {
            return value;
        }
        return claims.get(name.substring(0, dot)) instanceof Map<?, ?> nested
                ? at(asClaims(nested), name.substring(dot + 1))
                : null;
    }

    @SuppressWarnings("unchecked") // What is read from JSON has only names for keys.
    private static Map<String, Object> asClaims(Map<?, ?> nested) {
        return (Map<String, Object>) nested;
    }

    /** The claim as one text; empty when it is not there, or is no single value. */
    public static String text(Map<String, Object> claims, String name) {
        Object value = at(claims, name);
        return value instanceof String text
                ? text
                : value instanceof Number || value instanceof Boolean ? value.toString() : "";
    }

    /** The words of a claim: of a list, or of one text between spaces (RFC 8693 §4.2); others are left out. */
    public static List<String> words(Map<String, Object> claims, String name) {
        Object value = at(claims, name);
        List<String> words = new ArrayList<>();
        if (value instanceof String text) {
            for (String word : text.split(" ")) {
                addWord(words, word);
            }
        } else if (value instanceof List<?> list) {
            for (Object item : list) {
                addWord(words, item);
            }
        }
        return words;
    }

    private static void addWord(List<String> words, @Nullable Object item) {
        if (item instanceof String word && !word.isEmpty()) {
            words.add(word);
        }
    }

    /** Whether the claim is {@code expected}, or a list in which that is. */
    public static boolean has(Map<String, Object> claims, String name, String expected) {
        return at(claims, name) instanceof List<?> list
                ? list.contains(expected)
                : text(claims, name).equals(expected);
    }

    /** Whole seconds since 1970, bounded so that sums do not overflow; empty text, lists and the like are no time. */
    static @Nullable Long seconds(@Nullable Object value) {
        if (!(value instanceof Number number)) {
            return null;
        }
        double seconds = number.doubleValue();
        return Double.isNaN(seconds) ? null : (long) Math.floor(Math.max(-LATEST, Math.min(LATEST, seconds)));
    }
}
