package io.weir.protocol.http;

import java.util.Arrays;

/** Reads a method's token; methods are case-sensitive (RFC 9110 §9.1). */
final class MethodToken {
    private static final Method[] KNOWN = {
        Method.GET,
        Method.POST,
        Method.HEAD,
        Method.PUT,
        Method.DELETE,
        Method.PATCH,
        Method.OPTIONS,
        Method.TRACE,
        Method.CONNECT
    };
    private static final byte[][] TOKENS = new byte[KNOWN.length][];

    static {
        for (int i = 0; i < KNOWN.length; i++) {
            TOKENS[i] = Octets.ascii(KNOWN[i].name());
        }
    }

    private MethodToken() {}

    static Method read(byte[] buffer, int start, int end) {
        for (int i = 0; i < TOKENS.length; i++) {
            if (Arrays.equals(buffer, start, end, TOKENS[i], 0, TOKENS[i].length)) {
                return KNOWN[i];
            }
        }
        return Method.OTHER;
    }
}
