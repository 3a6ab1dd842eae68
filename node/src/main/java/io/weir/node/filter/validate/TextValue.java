package io.weir.node.filter.validate;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What texts of parameters and forms stand for: that depends on the types that their schema allows. */
final class TextValue {
    private TextValue() {}

    /** What the text may stand for, the most likely first; never empty. */
    static List<JsonNode> candidates(String text, Set<String> types) {
        List<JsonNode> found = new ArrayList<>(2);
        JsonNode number = types.contains("number") || types.contains("integer") ? number(text) : null;
        if (number != null) {
            found.add(number);
        }
        if (types.contains("boolean") && (text.equals("true") || text.equals("false"))) {
            found.add(BooleanNode.valueOf(text.equals("true")));
        }
        if (types.contains("null") && text.isEmpty()) {
            found.add(NullNode.instance);
        }
        if (types.contains("string") || found.isEmpty()) {
            found.add(TextNode.valueOf(text));
        }
        return found;
    }

    /** A number by RFC 8259 §6, within bounds; null when it is none. */
    private static @Nullable JsonNode number(String text) {
        int at = text.startsWith("-") ? 1 : 0;
        int whole = digits(text, at);
        if (whole == at || whole > at + 1 && text.charAt(at) == '0') {
            return null;
        }
        at = whole;
        if (at < text.length() && text.charAt(at) == '.') {
            int end = digits(text, at + 1);
            if (end == at + 1) {
                return null;
            }
            at = end;
        }
        if (at < text.length() && (text.charAt(at) == 'e' || text.charAt(at) == 'E')) {
            int sign = at + 1 < text.length() && (text.charAt(at + 1) == '+' || text.charAt(at + 1) == '-') ? 1 : 0;
            int end = digits(text, at + 1 + sign);
            if (end == at + 1 + sign) {
                return null;
            }
            at = end;
        }
        return at == text.length() ? JsonNumber.of(text) : null;
    }

    private static int digits(String text, int from) {
        int at = from;
        while (at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9') {
            at++;
        }
        return at;
    }
}
