package io.weir.node.decide.cache;

import java.util.Locale;

/**
 * The one range that a request asks for (RFC 9110 §14.1.2). What is malformed, of another unit, or more than one range, is
 * answered with the whole.
 *
 * @param start first byte
 * @param end behind the last byte
 */
public record ByteRange(Kind kind, long start, long end) {
    private static final ByteRange WHOLE = new ByteRange(Kind.WHOLE, 0, 0);
    private static final ByteRange NOWHERE = new ByteRange(Kind.UNSATISFIABLE, 0, 0);
    private static final int MOST_DIGITS = 18;

    /** How it is answered. */
    public enum Kind {
        /** 200. */
        WHOLE,
        /** 206. */
        PART,
        /** 416. */
        UNSATISFIABLE
    }

    public static ByteRange parse(String text, long length) {
        String range = text.strip();
        int dash = range.indexOf('-');
        if (!range.toLowerCase(Locale.ROOT).startsWith("bytes=") || dash < 0 || range.indexOf(',') >= 0) {
            return WHOLE;
        }
        long first = number(range.substring(6, dash).strip());
        long last = number(range.substring(dash + 1).strip());
        if (first == -2 || last == -2 || first == -1 && last == -1) {
            return WHOLE;
        }
        return first == -1 ? suffix(last, length) : from(first, last, length);
    }

    private static ByteRange suffix(long count, long length) {
        return count == 0 || length == 0 ? NOWHERE : new ByteRange(Kind.PART, Math.max(0, length - count), length);
    }

    private static ByteRange from(long first, long last, long length) {
        if (last >= 0 && last < first) {
            return WHOLE;
        }
        long end = last == -1 ? length : Math.min(length, last + 1);
        return first >= length ? NOWHERE : new ByteRange(Kind.PART, first, end);
    }

    /** -1: empty; -2: none. */
    private static long number(String text) {
        if (text.isEmpty()) {
            return -1;
        }
        if (text.length() > MOST_DIGITS) {
            return -2;
        }
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) < '0' || text.charAt(i) > '9') {
                return -2;
            }
        }
        return Long.parseLong(text);
    }
}
