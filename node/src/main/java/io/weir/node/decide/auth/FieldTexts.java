package io.weir.node.decide.auth;

import java.nio.charset.StandardCharsets;
import java.util.Collection;

/**
 * Spells values from outside (a token's subject, a claim) so that they fit into a field and mean one value there: control
 * characters, {@code %} and what is not ASCII are percent-encoded as UTF-8.
 */
public final class FieldTexts {
    private static final String HEX = "0123456789ABCDEF";

    private FieldTexts() {}

    public static String value(String text) {
        return encoded(text, '%');
    }

    /** Values with commas between them; a comma within one is encoded, so that it cannot make two. */
    public static String list(Collection<String> values) {
        StringBuilder list = new StringBuilder();
        for (String value : values) {
            list.append(list.isEmpty() ? "" : ", ").append(encoded(value, ','));
        }
        return list.toString();
    }

    private static String encoded(String text, char special) {
        if (text.chars().allMatch(c -> isPlain(c, special))) {
            return text;
        }
        StringBuilder out = new StringBuilder();
        for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
            if (isPlain(b, special)) {
                out.append((char) b);
            } else {
                out.append('%').append(HEX.charAt(b >> 4 & 15)).append(HEX.charAt(b & 15));
            }
        }
        return out.toString();
    }

    private static boolean isPlain(int c, char special) {
        return c >= 0x20 && c < 0x7f && c != '%' && c != special;
    }
}
