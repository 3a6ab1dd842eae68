package io.weir.node.decide.route;

import java.util.Arrays;

/** Compares ranges of a buffer. */
final class Bytes {
    private Bytes() {}

    static boolean equal(byte[] buffer, int start, int end, byte[] expected) {
        return Arrays.equals(buffer, start, end, expected, 0, expected.length);
    }

    static int lower(byte b) {
        return b >= 'A' && b <= 'Z' ? b + 32 : b;
    }

    /** Index of {@code wanted} in {@code [start, end)}, or {@code end}. */
    static int indexOf(byte[] buffer, char wanted, int start, int end) {
        int i = start;
        while (i < end && buffer[i] != wanted) {
            i++;
        }
        return i;
    }

    static int skipSpaces(byte[] buffer, int start, int end) {
        int i = start;
        while (i < end && (buffer[i] == ' ' || buffer[i] == '\t')) {
            i++;
        }
        return i;
    }

    static int trimEnd(byte[] buffer, int start, int end) {
        int i = end;
        while (i > start && (buffer[i - 1] == ' ' || buffer[i - 1] == '\t')) {
            i--;
        }
        return i;
    }

    /** Names that are counted up have hashes side by side, which would fill a table in long runs (Knuth, TAOCP 6.4). */
    static int spread(int hash) {
        int spread = hash * 0x9e3779b9;
        return spread ^ spread >>> 16;
    }
}
