package io.weir.node.filter.auth;

import io.weir.protocol.http.Octets;

/** Reads {@code SCHEME SP+ credentials} (RFC 9110 §11.4). */
final class Schemes {
    private Schemes() {}

    /**
     * Where what follows the scheme begins in {@code buffer[start, end)}, or -1 when another scheme is there.
     *
     * @param lower the scheme in lower case
     */
    static int afterScheme(byte[] buffer, int start, int end, byte[] lower) {
        int after = start + lower.length;
        if (after > end || !Octets.same(buffer, start, after, lower) || after < end && buffer[after] != ' ') {
            return -1;
        }
        while (after < end && buffer[after] == ' ') {
            after++;
        }
        return after;
    }
}
