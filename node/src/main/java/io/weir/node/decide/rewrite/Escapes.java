package io.weir.node.decide.rewrite;

import io.weir.node.decide.auth.FieldTexts;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Spells values for where they land. Texts are bytes, a character each (ISO-8859-1); what is text elsewhere is UTF-8 here. */
public final class Escapes {
    private static final String HEX = "0123456789ABCDEF";

    private Escapes() {}

    /** The UTF-8 bytes of a text, a character each. */
    public static String bytes(String text) {
        return isAscii(text) ? text : new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
    }

    /** The opposite of {@link #bytes}; what is no UTF-8 becomes U+FFFD. */
    public static String text(String bytes) {
        return isAscii(bytes) ? bytes : new String(bytes.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
    }

    private static boolean isAscii(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) > 0x7f) {
                return false;
            }
        }
        return true;
    }

    /** All but what is unreserved (RFC 3986 §2.3) percent-encoded: one value within a segment of a path, or a query. */
    public static void percent(StringBuilder out, String bytes) {
        for (int i = 0; i < bytes.length(); i++) {
            char c = bytes.charAt(i);
            if (isUnreserved(c)) {
                out.append(c);
            } else {
                out.append('%').append(HEX.charAt(c >> 4 & 15)).append(HEX.charAt(c & 15));
            }
        }
    }

    private static boolean isUnreserved(char c) {
        return c >= 'a' && c <= 'z'
                || c >= 'A' && c <= 'Z'
                || c >= '0' && c <= '9'
                || c == '-'
                || c == '.'
                || c == '_'
                || c == '~';
    }

    /**
     * A value within a field: visible ASCII with spaces and tabs as it is; with anything that is not ASCII all of it spelled
     * as backends are told names ({@link FieldTexts}). Null: it has a control character, and cannot stand there.
     */
    public static @Nullable String field(String bytes) {
        boolean plain = true;
        for (int i = 0; i < bytes.length(); i++) {
            char c = bytes.charAt(i);
            if (c < ' ' && c != '\t' || c == 0x7f) {
                return null;
            }
            plain &= c < 0x7f;
        }
        return plain ? bytes : FieldTexts.value(text(bytes));
    }

    /** Percent-decoded; what is no escape stays. {@code plus}: a plus is a space, as in queries. */
    public static String decoded(String raw, boolean plus) {
        if (raw.indexOf('%') < 0 && (!plus || raw.indexOf('+') < 0)) {
            return raw;
        }
        StringBuilder out = new StringBuilder(raw.length());
        for (int i = 0; i < raw.length(); i++) {
            char c = raw.charAt(i);
            int value = c == '%' ? escaped(raw, i) : -1;
            if (value >= 0) {
                out.append((char) value);
                i += 2;
            } else {
                out.append(plus && c == '+' ? ' ' : c);
            }
        }
        return out.toString();
    }

    private static int escaped(String raw, int at) {
        int high = at + 2 < raw.length() ? digit(raw.charAt(at + 1)) : -1;
        int low = high < 0 ? -1 : digit(raw.charAt(at + 2));
        return low < 0 ? -1 : high << 4 | low;
    }

    private static int digit(char c) {
        return c < 0x80 ? Character.digit(c, 16) : -1;
    }

    /**
     * Whether a path that was put together leads where its text says: no dot segment, also none between encoded slashes or
     * before parameters, no NUL, no empty segment but a last one that its template ends with.
     */
    public static boolean isSound(String path) {
        int slash = 0;
        while (slash >= 0) {
            int next = path.indexOf('/', slash + 1);
            String segment = next < 0 ? path.substring(slash + 1) : path.substring(slash + 1, next);
            if (segment.isEmpty() && next >= 0 || segment.equals(".") || segment.contains("%00") || climbs(segment)) {
                return false;
            }
            slash = next;
        }
        return true;
    }

    /** As the gateway refuses it from clients: servers that decode before they resolve would leave the path. */
    private static boolean climbs(String segment) {
        int part = 0;
        while (part >= 0) {
            int slash = segment.indexOf("%2F", part);
            int back = segment.indexOf("%5C", part);
            int end = slash < 0 ? back : back < 0 ? slash : Math.min(slash, back);
            String one = end < 0 ? segment.substring(part) : segment.substring(part, end);
            if (one.equals("..") || one.startsWith("..;") || one.startsWith("..%3B")) {
                return true;
            }
            part = end < 0 ? -1 : end + 3;
        }
        return false;
    }
}
