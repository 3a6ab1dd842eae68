package io.weir.protocol.http;

/** What may stand behind a chunked body (RFC 9110 §6.5.1): well-formed fields that neither frame nor route. */
public final class TrailerLine {
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
        return known == KnownField.OTHER || known == KnownField.DATE;
    }
}
