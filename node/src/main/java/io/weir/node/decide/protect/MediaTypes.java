package io.weir.node.decide.protect;

import io.weir.protocol.http.Octets;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Media types that a body may have: {@code application/json}, {@code text/*}, {@code application/*+json}. Immutable; a
 * look-up allocates nothing.
 */
public final class MediaTypes {
    private static final byte[] NOTHING = {};

    private final Entry[] entries;

    /**
     * @param start what the type begins with: all of it, unless it is open
     * @param end what it ends with: {@code +json}
     */
    private record Entry(byte[] start, byte[] end, boolean open) {
        static Entry of(String type) {
            int star = type.indexOf('*');
            return star < 0
                    ? new Entry(ascii(type), NOTHING, false)
                    : new Entry(ascii(type.substring(0, star)), ascii(type.substring(star + 1)), true);
        }

        private static byte[] ascii(String text) {
            return text.getBytes(StandardCharsets.US_ASCII);
        }

        boolean matches(byte[] buffer, int from, int to) {
            int rest = to - from - start.length - end.length;
            return (open ? rest > 0 : rest == 0)
                    && Octets.same(buffer, from, from + start.length, start)
                    && Octets.same(buffer, to - end.length, to, end);
        }
    }

    /** @param types in lower case */
    public MediaTypes(List<String> types) {
        entries = types.stream().map(Entry::of).toArray(Entry[]::new);
    }

    /** Whether the field value {@code [start, end)} is one of them, whatever its parameters; never what is no media type. */
    public boolean contains(byte[] buffer, int start, int end) {
        int typeEnd = typeEnd(buffer, start, end);
        if (typeEnd < 0) {
            return false;
        }
        for (Entry entry : entries) {
            if (entry.matches(buffer, start, typeEnd)) {
                return true;
            }
        }
        return false;
    }

    /** Behind type and subtype (RFC 9110 §8.3.1); -1 if there are not just these before the end or a semicolon. */
    private static int typeEnd(byte[] buffer, int start, int end) {
        int slash = tokenEnd(buffer, start, end);
        if (slash == start || slash == end || buffer[slash] != '/') {
            return -1;
        }
        int typeEnd = tokenEnd(buffer, slash + 1, end);
        int next = typeEnd;
        while (next < end && (buffer[next] == ' ' || buffer[next] == '\t')) {
            next++;
        }
        return typeEnd > slash + 1 && (next == end || buffer[next] == ';') ? typeEnd : -1;
    }

    private static int tokenEnd(byte[] buffer, int start, int end) {
        int i = start;
        while (i < end && Octets.isToken(buffer[i])) {
            i++;
        }
        return i;
    }
}
