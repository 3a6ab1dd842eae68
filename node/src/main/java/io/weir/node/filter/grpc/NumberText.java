package io.weir.node.filter.grpc;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.math.BigInteger;
import org.jspecify.annotations.Nullable;

/** Numbers as JSON and parameters have them. Bounded: what {@code 1e999999999} is would take minutes to write down. */
final class NumberText {
    private static final int LONGEST = 100;
    private static final int LONGEST_EXPONENT = 4;

    private NumberText() {}

    /** A number, or a text that is one; null for everything else. */
    static @Nullable BigDecimal of(JsonNode json) {
        if (json.isNumber()) {
            return json.decimalValue();
        }
        return json.isTextual() ? of(json.textValue()) : null;
    }

    /** By the grammar of JSON (RFC 8259 §6). */
    static @Nullable BigDecimal of(String text) {
        return text.length() <= LONGEST && isNumber(text) ? new BigDecimal(text) : null;
    }

    private static boolean isNumber(String text) {
        int at = text.startsWith("-") ? 1 : 0;
        int whole = digits(text, at);
        if (whole == at || whole > at + 1 && text.charAt(at) == '0') {
            return false;
        }
        at = whole;
        if (at < text.length() && text.charAt(at) == '.') {
            int fraction = digits(text, at + 1);
            if (fraction == at + 1) {
                return false;
            }
            at = fraction;
        }
        if (at < text.length() && (text.charAt(at) | 0x20) == 'e') {
            at++;
            at += at < text.length() && (text.charAt(at) == '+' || text.charAt(at) == '-') ? 1 : 0;
            int exponent = digits(text, at);
            if (exponent == at || exponent - at >= LONGEST_EXPONENT) {
                return false;
            }
            at = exponent;
        }
        return at == text.length();
    }

    private static int digits(String text, int from) {
        int at = from;
        while (at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9') {
            at++;
        }
        return at;
    }

    /** Null when it has a fraction or is out of the bounds. */
    static @Nullable BigInteger whole(@Nullable BigDecimal number, BigInteger least, BigInteger most) {
        if (number == null || number.stripTrailingZeros().scale() > 0) {
            return null;
        }
        BigInteger whole = number.toBigInteger();
        return whole.compareTo(least) >= 0 && whole.compareTo(most) <= 0 ? whole : null;
    }
}
