package io.weir.node.filter.auth;

import io.weir.node.decide.route.QueryBytes;
import io.weir.protocol.http.FieldName;
import io.weir.protocol.http.Octets;
import io.weir.protocol.http.RequestHead;

/** Reads {@code SCHEME SP+ credentials} (RFC 9110 §11.4); tabs are taken for spaces, as lenient backends do. */
final class Schemes {
    private Schemes() {}

    /**
     * The {@link QueryBytes#range} of what follows the scheme in the first field {@code name} that has it; -1: none has.
     *
     * @param lower the scheme in lower case; empty: all of the first field
     */
    static long find(RequestHead head, FieldName name, byte[] lower) {
        for (int field = head.indexOf(name, 0); field >= 0; field = head.indexOf(name, field + 1)) {
            int start = head.valueStart(field);
            int end = head.valueEnd(field);
            int after = lower.length == 0 ? start : afterScheme(head.buffer(), start, end, lower);
            if (after >= 0) {
                return QueryBytes.range(after, end);
            }
        }
        return -1;
    }

    /** Whether the head has more than one field {@code name}. */
    static boolean isRepeated(RequestHead head, FieldName name) {
        int first = head.indexOf(name, 0);
        return first >= 0 && head.indexOf(name, first + 1) >= 0;
    }

    private static int afterScheme(byte[] buffer, int start, int end, byte[] lower) {
        int after = start + lower.length;
        if (after > end || !Octets.same(buffer, start, after, lower) || after < end && !isSpace(buffer[after])) {
            return -1;
        }
        while (after < end && isSpace(buffer[after])) {
            after++;
        }
        return after;
    }

    private static boolean isSpace(byte b) {
        return b == ' ' || b == '\t';
    }
}
