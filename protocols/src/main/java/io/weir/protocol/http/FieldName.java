package io.weir.protocol.http;

import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** A header field name, kept as lower-case bytes so that the request path compares without allocating. Immutable. */
public final class FieldName {
    private final String text;
    private final byte[] lower;
    private final boolean loose;

    private FieldName(String text, boolean loose) {
        this.text = text;
        this.loose = loose;
        this.lower = text.getBytes(StandardCharsets.ISO_8859_1);
    }

    /** Any case; the name is kept in lower case (field names are case-insensitive, RFC 9110 §5.1). */
    public static FieldName of(String name) {
        return new FieldName(name.toLowerCase(Locale.ROOT), false);
    }

    /** Matches with {@code _} in place of any {@code -}, too: what reads fields as variables (CGI) takes them for the same. */
    public static FieldName loose(String name) {
        return new FieldName(name.toLowerCase(Locale.ROOT), true);
    }

    /** Whether {@code buffer[start, end)} spells this name in any case. */
    public boolean matches(byte[] buffer, int start, int end) {
        return Octets.same(buffer, start, end, lower) || loose && matchesLoosely(buffer, start, end);
    }

    private boolean matchesLoosely(byte[] buffer, int start, int end) {
        if (end - start != lower.length) {
            return false;
        }
        for (int i = 0; i < lower.length; i++) {
            if (loosely(buffer[start + i]) != loosely(lower[i])) {
                return false;
            }
        }
        return true;
    }

    private static byte loosely(byte b) {
        return b == '_' ? (byte) '-' : Octets.lower(b);
    }

    /** Length in bytes. */
    public int length() {
        return lower.length;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof FieldName that && that.text.equals(text) && that.loose == loose;
    }

    @Override
    public int hashCode() {
        return text.hashCode();
    }

    /** The name in lower case. */
    @Override
    public String toString() {
        return text;
    }
}
