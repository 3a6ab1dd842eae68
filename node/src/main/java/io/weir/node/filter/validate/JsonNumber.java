package io.weir.node.filter.validate;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.IntNode;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * Numbers of JSON, exact (the library would count the longer ones in doubles). Bounded: arithmetic with {@code 1e999999999}, which is ten characters long, would go on for
 * minutes.
 */
public final class JsonNumber {
    static final String EXPECTED = "is a number of more than 100 characters, or beyond e999";
    private static final int LONGEST = 100;
    private static final int LONGEST_INT = 9;
    private static final int MOST_EXPONENT = 999;

    private JsonNumber() {}

    /** Null when it is out of bounds. {@code text} is a number by RFC 8259 §6. */
    public static @Nullable JsonNode of(String text) {
        int length = text.length();
        if (length > LONGEST) {
            return null;
        }
        boolean whole = true;
        for (int i = 0; i < length; i++) {
            char c = text.charAt(i);
            if (c == 'e' || c == 'E') {
                return scaled(text, i);
            }
            whole &= c != '.';
        }
        return whole && length <= LONGEST_INT
                ? IntNode.valueOf(Integer.parseInt(text))
                : DecimalNode.valueOf(new BigDecimal(text));
    }

    private static @Nullable JsonNode scaled(String text, int exponentAt) {
        int digits = exponentAt + 1;
        if (text.charAt(digits) == '+' || text.charAt(digits) == '-') {
            digits++;
        }
        while (digits < text.length() - 1 && text.charAt(digits) == '0') {
            digits++;
        }
        boolean near =
                text.length() - digits <= 3 && Integer.parseInt(text, digits, text.length(), 10) <= MOST_EXPONENT;
        return near ? DecimalNode.valueOf(new BigDecimal(text)) : null;
    }
}
