package io.weir.protocol.http;

/** What may stand behind a chunked body (RFC 9110 §6.5.1): well-formed fields that neither frame, route nor authenticate. */
public final class TrailerLine {
    private static final byte[] AUTHORIZATION = Octets.ascii("authorization");
    private static final byte[] COOKIE = Octets.ascii("cookie");

    private TrailerLine() {}

    /** Whether {@code buffer[start, end)}, a line without its end, may be passed on. */
    public static boolean isAllowed(byte[] buffer, int start, int end) {
        int colon = start;
        while (colon < end && Octets.isToken(buffer[colon])) {
            colon++;
        }
        if (colon == start || colon == end || buffer[colon] != ':') {
            return false;
        }
        for (int i = colon + 1; i < end; i++) {
            if (!Octets.isValue(buffer[i])) {
                return false;
            }
        }
        int known = KnownField.of(buffer, start, colon);
        boolean credential =
                Octets.same(buffer, start, colon, AUTHORIZATION) || Octets.same(buffer, start, colon, COOKIE);
        return !credential && (known == KnownField.OTHER || known == KnownField.DATE);
    }
}
