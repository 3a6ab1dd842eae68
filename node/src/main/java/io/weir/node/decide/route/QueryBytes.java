package io.weir.node.decide.route;

/** Reads a raw query ({@code a=1&b=2}) in place. Names and values are compared decoded: {@code %41} is {@code A}. */
public final class QueryBytes {
    private QueryBytes() {}

    /** A range in one value: the start in the upper half, the end in the lower. */
    public static long range(int start, int end) {
        return (long) start << 32 | end;
    }

    /** The {@link #range} of the raw value of the first parameter called {@code name}; empty without "="; -1: none. */
    public static long find(byte[] buffer, int start, int end, byte[] name) {
        int from = start;
        while (from < end) {
            int equals = -1;
            int to = from;
            while (to < end && buffer[to] != '&') {
                if (buffer[to] == '=' && equals < 0) {
                    equals = to;
                }
                to++;
            }
            int nameEnd = equals < 0 ? to : equals;
            if (nameEnd > from && equalsDecoded(buffer, from, nameEnd, name)) {
                return range(equals < 0 ? to : equals + 1, to);
            }
            from = to + 1;
        }
        return -1;
    }

    /** Whether there is more than one parameter called {@code name}. */
    public static boolean isRepeated(byte[] buffer, int start, int end, byte[] name) {
        long first = find(buffer, start, end, name);
        return first >= 0 && find(buffer, (int) first, end, name) >= 0;
    }

    /** Whether {@code buffer[start, end)} decodes to {@code expected}. */
    public static boolean equalsDecoded(byte[] buffer, int start, int end, byte[] expected) {
        int at = start;
        for (byte wanted : expected) {
            if (at >= end || decoded(buffer, at, end) != (wanted & 0xff)) {
                return false;
            }
            at += width(buffer, at, end);
        }
        return at == end;
    }

    /** Writes the decoded range to {@code into}; answers its length, or -1 when there is no room. */
    public static int decode(byte[] buffer, int start, int end, byte[] into) {
        int length = 0;
        for (int at = start; at < end; at += width(buffer, at, end)) {
            if (length == into.length) {
                return -1;
            }
            into[length++] = (byte) decoded(buffer, at, end);
        }
        return length;
    }

    private static int width(byte[] buffer, int at, int end) {
        return escaped(buffer, at, end) ? 3 : 1;
    }

    private static int decoded(byte[] buffer, int at, int end) {
        if (escaped(buffer, at, end)) {
            return hex(buffer[at + 1]) << 4 | hex(buffer[at + 2]);
        }
        return buffer[at] == '+' ? ' ' : buffer[at] & 0xff;
    }

    private static boolean escaped(byte[] buffer, int at, int end) {
        return buffer[at] == '%' && at + 2 < end && hex(buffer[at + 1]) >= 0 && hex(buffer[at + 2]) >= 0;
    }

    private static int hex(byte b) {
        return Character.digit((char) (b & 0xff), 16);
    }
}
