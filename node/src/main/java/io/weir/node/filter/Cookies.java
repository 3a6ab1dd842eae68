package io.weir.node.filter;

import io.weir.node.decide.route.QueryBytes;
import io.weir.protocol.http.FieldName;
import io.weir.protocol.http.RequestHead;
import org.jspecify.annotations.Nullable;

/** Reads the request's {@code Cookie} fields (RFC 6265 §5.4). */
public final class Cookies {
    private static final FieldName COOKIE = FieldName.of("cookie");

    private Cookies() {}

    /** The first cookie of that name, or null. Allocates only when it is there. */
    public static @Nullable String value(RequestHead head, String name) {
        long range = range(head, name);
        return range < 0 ? null : head.text((int) (range >>> 32), (int) range);
    }

    /** The {@link QueryBytes#range} of its value in the head's buffer, without white space around it; -1: none. */
    public static long range(RequestHead head, String name) {
        return range(head, name, 0);
    }

    /** Whether there is more than one cookie of that name; what stands between quotes counts as well. */
    public static boolean isRepeated(RequestHead head, String name) {
        return range(head, name, 1) >= 0;
    }

    /** @param skip so many of that name before it */
    private static long range(RequestHead head, String name, int skip) {
        int left = skip;
        for (int field = head.indexOf(COOKIE, 0); field >= 0; field = head.indexOf(COOKIE, field + 1)) {
            int end = head.valueEnd(field);
            for (int start = head.valueStart(field); start < end; ) {
                int next = indexOf(head.buffer(), ';', start, end);
                int from = skipSpaces(head.buffer(), start, next);
                if (named(head.buffer(), from, next, name) && left-- == 0) {
                    return trimmed(head.buffer(), from + name.length() + 1, next);
                }
                start = next + 1;
            }
        }
        return -1;
    }

    private static long trimmed(byte[] buffer, int start, int end) {
        int from = skipSpaces(buffer, start, end);
        int to = end;
        while (to > from && (buffer[to - 1] == ' ' || buffer[to - 1] == '\t')) {
            to--;
        }
        return QueryBytes.range(from, to);
    }

    private static boolean named(byte[] buffer, int start, int end, String name) {
        int length = name.length();
        if (end - start <= length || buffer[start + length] != '=') {
            return false;
        }
        for (int i = 0; i < length; i++) {
            if (buffer[start + i] != name.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    private static int skipSpaces(byte[] buffer, int start, int end) {
        int i = start;
        while (i < end && (buffer[i] == ' ' || buffer[i] == '\t')) {
            i++;
        }
        return i;
    }

    private static int indexOf(byte[] buffer, char wanted, int start, int end) {
        int i = start;
        while (i < end && buffer[i] != wanted) {
            i++;
        }
        return i;
    }
}
