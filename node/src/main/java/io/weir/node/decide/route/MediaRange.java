package io.weir.node.decide.route;

import io.weir.protocol.http.Octets;
import java.nio.charset.StandardCharsets;

/**
 * The version that a media range names: {@code application/vnd.acme.v1+json} or {@code application/json;version=v1}.
 * Preferences ({@code q}) do not matter for it.
 */
final class MediaRange {
    static final int NO_VERSION = -1;
    static final int OTHER_VERSION = -2;

    private static final byte[] VENDOR = "vnd.".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] VERSION = "version".getBytes(StandardCharsets.US_ASCII);

    private MediaRange() {}

    /** Index of the version in {@code names}, or one of the constants. */
    static int version(byte[] buffer, int start, int end, byte[][] names) {
        int typeEnd = Bytes.indexOf(buffer, ';', start, end);
        for (int at = typeEnd + 1; at < end; ) {
            int next = Bytes.indexOf(buffer, ';', at, end);
            int equals = Bytes.indexOf(buffer, '=', at, next);
            int from = Bytes.skipSpaces(buffer, at, equals);
            if (equals < next && Octets.same(buffer, from, equals, VERSION)) {
                return ofParameter(buffer, equals + 1, Bytes.trimEnd(buffer, equals + 1, next), names);
            }
            at = next + 1;
        }
        return ofSubtype(buffer, start, Bytes.trimEnd(buffer, start, typeEnd), names);
    }

    private static int ofParameter(byte[] buffer, int start, int end, byte[][] names) {
        boolean quoted = end - start >= 2 && buffer[start] == '"' && buffer[end - 1] == '"';
        return quoted ? indexOf(buffer, start + 1, end - 1, names) : indexOf(buffer, start, end, names);
    }

    /** What stands after the last dot of {@code vnd.acme.v1+json} is a version if we have it or if it looks like one. */
    private static int ofSubtype(byte[] buffer, int start, int end, byte[][] names) {
        int subtype = Bytes.indexOf(buffer, '/', start, end) + 1;
        if (subtype + VENDOR.length > end || !Octets.same(buffer, subtype, subtype + VENDOR.length, VENDOR)) {
            return NO_VERSION;
        }
        int plus = Bytes.indexOf(buffer, '+', subtype, end);
        int dot = plus;
        while (dot > subtype && buffer[dot - 1] != '.') {
            dot--;
        }
        if (dot == subtype + VENDOR.length) {
            return NO_VERSION; // vnd.acme: that is the vendor
        }
        int known = indexOf(buffer, dot, plus, names);
        return known >= 0 || looksLikeVersion(buffer, dot, plus) ? known : NO_VERSION;
    }

    /** v1, v2-beta, 3 */
    private static boolean looksLikeVersion(byte[] buffer, int start, int end) {
        int digit = start < end && Bytes.lower(buffer[start]) == 'v' ? start + 1 : start;
        return digit < end && buffer[digit] >= '0' && buffer[digit] <= '9';
    }

    private static int indexOf(byte[] buffer, int start, int end, byte[][] names) {
        for (int i = 0; i < names.length; i++) {
            if (Bytes.equal(buffer, start, end, names[i])) {
                return i;
            }
        }
        return OTHER_VERSION;
    }
}
