package io.weir.node.filter.transform.format;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.weir.node.filter.validate.JsonNumber;
import org.jspecify.annotations.Nullable;

/**
 * What a text stands for in formats that know texts alone. A number only where it is written as JSON would write it, and in so few
 * digits that a double, which is what most read it into, keeps them: {@code 007} and {@code 1e5} are texts.
 */
final class Inference {
    private static final int MOST_DIGITS = 15;

    private Inference() {}

    static JsonNode value(String text) {
        JsonNode other = other(text);
        return other == null ? TextNode.valueOf(text) : other;
    }

    /** Null: it is nothing but a text. */
    static @Nullable JsonNode other(String text) {
        if (text.equals("true") || text.equals("false")) {
            return BooleanNode.valueOf(text.equals("true"));
        }
        return isNumber(text) ? JsonNumber.of(text) : null;
    }

    private static boolean isNumber(String text) {
        int start = text.startsWith("-") ? 1 : 0;
        int digits = 0;
        int point = -1;
        for (int i = start; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c >= '0' && c <= '9') {
                digits++;
            } else if (c == '.' && point < 0 && i > start) {
                point = i;
            } else {
                return false;
            }
        }
        boolean good = digits > 0 && digits <= MOST_DIGITS && point != text.length() - 1;
        boolean padded = good && text.charAt(start) == '0' && text.length() > start + 1 && point != start + 1;
        return good && !padded && !text.equals("-0");
    }
}
