package io.weir.protocol.http;

import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** A header field name, kept as lower-case bytes so that the request path compares without allocating. Immutable. */
public final class FieldName {
    private final String text;
    private final byte[] lower;

    private FieldName(String text) {
        this.text = text;
        this.lower = text.getBytes(StandardCharsets.ISO_8859_1);
    }

    /** Any case; the name is kept in lower case (field names are case-insensitive, RFC 9110 §5.1). */
    public static FieldName of(String name) {
        return new FieldName(name.toLowerCase(Locale.ROOT));
    }

    /** Whether {@code buffer[start, end)} spells this name in any case. */
    public boolean matches(byte[] buffer, int start, int end) {
        return Octets.same(buffer, start, end, lower);
    }

    /** Length in bytes. */
    public int length() {
        return lower.length;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof FieldName that && that.text.equals(text);
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
