package io.weir.node.telemetry;

import io.weir.protocol.http.Digits;
import java.nio.charset.StandardCharsets;

/**
 * One JSON object as ASCII bytes, written field after field into an array that is used again. Makes no objects. Values
 * are cut, so that the whole always fits.
 */
final class JsonLine {
    /** So much is kept of one long value, the path. */
    static final int MOST_LONG = 2_048;

    /** So much is kept of each other value. */
    static final int MOST_SHORT = 256;

    /** The longest form of a byte: a backslash, the letter u, four hex digits. */
    private static final int ESCAPED = 6;

    /**
     * Texts other than the path: listener, TLS version and name, method, host, route, upstream, endpoint, consumer, problem,
     * request id.
     */
    private static final int SHORT_TEXTS = 11;

    /** Names, numbers, punctuation. */
    private static final int REST = 1_024;

    private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);

    /** Which bytes stand for themselves. */
    private static final boolean[] PLAIN = plain();

    private final byte[] bytes = new byte[(MOST_LONG + SHORT_TEXTS * MOST_SHORT) * ESCAPED + REST];
    private int length;

    byte[] bytes() {
        return bytes;
    }

    int length() {
        return length;
    }

    void begin() {
        length = 0;
        put('{');
    }

    /** Ends the object and the line. */
    void end() {
        put('}');
        put('\n');
    }

    /** @param name with quotes and colon, after the first field with a comma before it */
    void name(byte[] name) {
        System.arraycopy(name, 0, bytes, length, name.length);
        length += name.length;
    }

    void text(String value) {
        byte[] to = bytes;
        int at = length;
        to[at++] = '"';
        for (int i = 0, n = Math.min(value.length(), MOST_SHORT); i < n; i++) {
            char c = value.charAt(i);
            if (c < PLAIN.length && PLAIN[c]) {
                to[at++] = (byte) c;
            } else {
                at = escape(c, at);
            }
        }
        to[at++] = '"';
        length = at;
    }

    /** At most {@code most} bytes as ISO-8859-1. */
    void text(byte[] from, int start, int end, int most) {
        byte[] to = bytes;
        int at = length;
        to[at++] = '"';
        for (int i = start, n = Math.min(end, start + most); i < n; i++) {
            int c = from[i] & 0xff;
            if (PLAIN[c]) {
                to[at++] = (byte) c;
            } else {
                at = escape(c, at);
            }
        }
        to[at++] = '"';
        length = at;
    }

    void number(long value) {
        if (value < 0) {
            put('-');
            number(-value);
            return;
        }
        length = Digits.write(bytes, length, value);
    }

    /** As it is: text of our own that needs no escape. */
    void raw(byte[] from) {
        name(from);
    }

    void put(char ascii) {
        bytes[length++] = (byte) ascii;
    }

    void hex(int digit) {
        bytes[length++] = HEX[digit & 0xf];
    }

    private int escape(int c, int from) {
        int at = from;
        bytes[at++] = '\\';
        if (c == '"' || c == '\\') {
            bytes[at++] = (byte) c;
            return at;
        }
        bytes[at++] = 'u';
        for (int shift = 12; shift >= 0; shift -= 4) {
            bytes[at++] = HEX[c >> shift & 0xf];
        }
        return at;
    }

    private static boolean[] plain() {
        boolean[] plain = new boolean[256];
        for (int c = 0x20; c < 0x7f; c++) {
            plain[c] = c != '"' && c != '\\';
        }
        return plain;
    }
}
