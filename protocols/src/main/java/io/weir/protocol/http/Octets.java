package io.weir.protocol.http;

import java.nio.charset.StandardCharsets;

/** Which bytes may stand where (RFC 9110 §5.6.2, RFC 3986 §3.3): one table look-up each. */
public final class Octets {
    private static final byte TOKEN = 1;
    private static final byte VALUE = 2;
    private static final byte PATH = 4;
    private static final byte QUERY = 8;
    private static final byte HOST = 16;
    private static final byte UNRESERVED = 32;

    private static final byte[] CLASS = new byte[256];
    private static final byte[] HEX = new byte[256];

    static {
        for (int c = 0; c < 256; c++) {
            boolean alphanumeric = c >= '0' && c <= '9' || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z';
            boolean unreserved = alphanumeric || in(c, "-._~");
            boolean visible = c > 0x20 && c < 0x7f;
            byte kind = 0;
            kind |= alphanumeric || in(c, "!#$%&'*+-.^_`|~") ? TOKEN : 0;
            kind |= visible || c == ' ' || c == '\t' || c >= 0x80 ? VALUE : 0;
            kind |= unreserved || in(c, "!$&'()*+,;=:@/%|[]{}") ? PATH : 0;
            kind |= visible && c != '#' ? QUERY : 0;
            kind |= unreserved || in(c, "!$&'()*+,;=") ? HOST : 0;
            kind |= unreserved ? UNRESERVED : 0;
            CLASS[c] = kind;
            HEX[c] = (byte) Character.digit(c < 128 ? c : 'z', 16);
        }
    }

    private Octets() {}

    private static boolean in(int c, String set) {
        return set.indexOf(c) >= 0;
    }

    /** RFC 9110 §5.6.2. */
    public static boolean isToken(byte b) {
        return (CLASS[b & 0xff] & TOKEN) != 0;
    }

    static boolean isValue(byte b) {
        return (CLASS[b & 0xff] & VALUE) != 0;
    }

    static boolean isPath(byte b) {
        return (CLASS[b & 0xff] & PATH) != 0;
    }

    static boolean isQuery(byte b) {
        return (CLASS[b & 0xff] & QUERY) != 0;
    }

    static boolean isHost(byte b) {
        return (CLASS[b & 0xff] & HOST) != 0;
    }

    static boolean isUnreserved(int c) {
        return (CLASS[c & 0xff] & UNRESERVED) != 0;
    }

    /** 0 to 15, or -1. */
    public static int hex(byte b) {
        return HEX[b & 0xff];
    }

    /** Whether {@code buffer[start, end)} is {@code lower} in any case. */
    public static boolean same(byte[] buffer, int start, int end, byte[] lower) {
        if (end - start != lower.length) {
            return false;
        }
        for (int i = 0; i < lower.length; i++) {
            if (lower(buffer[start + i]) != lower[i]) {
                return false;
            }
        }
        return true;
    }

    public static byte lower(byte b) {
        return b >= 'A' && b <= 'Z' ? (byte) (b + 32) : b;
    }

    public static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
