package io.weir.protocol.http;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The fields of one head as ranges of its buffer, with what they say about framing and the connection. Strict: RFC 9112
 * §5 and §6 without any of the leniency that smuggling lives on. Reused; one thread.
 */
public final class FieldTable {
    private static final int STRIDE = 5;
    private static final byte[] CHUNKED = Octets.ascii("chunked");
    private static final byte[] CLOSE = Octets.ascii("close");
    private static final byte[] KEEP_ALIVE = Octets.ascii("keep-alive");
    private static final int MOST_DIGITS = 18;

    private byte[] buffer = new byte[0];
    private int[] ranges = new int[STRIDE * 24];
    private int count;
    private long contentLength;
    private boolean chunked;
    private boolean close;
    private boolean keepAlive;
    private boolean namesMore;
    private boolean asksUpgrade;
    private int upgrade;
    int hosts;
    int host;
    int expect;
    private int end;

    void clear(byte[] newBuffer) {
        buffer = newBuffer;
        count = 0;
        contentLength = -1;
        chunked = false;
        close = false;
        keepAlive = false;
        namesMore = false;
        asksUpgrade = false;
        upgrade = -1;
        hosts = 0;
        host = -1;
        expect = -1;
        end = 0;
    }

    /** The buffer has grown: the ranges stay. */
    void moved(byte[] newBuffer) {
        buffer = newBuffer;
    }

    /** Takes the line {@code [start, end)} (without its end). Null when it is good. */
    @Nullable
    HeadFault add(int start, int end) {
        byte[] bytes = buffer;
        byte first = bytes[start];
        if (first == ' ' || first == '\t') {
            return HeadFault.FOLDED_LINE;
        }
        int colon = start;
        while (colon < end && Octets.isToken(bytes[colon])) {
            colon++;
        }
        if (colon == start || colon == end || bytes[colon] != ':') {
            return HeadFault.BAD_FIELD_NAME;
        }
        int from = colon + 1;
        while (from < end && isSpace(bytes[from])) {
            from++;
        }
        int to = end;
        while (to > from && isSpace(bytes[to - 1])) {
            to--;
        }
        for (int i = from; i < to; i++) {
            if (!Octets.isValue(bytes[i])) {
                return HeadFault.BAD_FIELD_VALUE;
            }
        }
        return keep(start, colon, from, to);
    }

    private static boolean isSpace(byte b) {
        return b == ' ' || b == '\t';
    }

    private @Nullable HeadFault keep(int nameStart, int nameEnd, int valueStart, int valueEnd) {
        int at = count * STRIDE;
        if (at == ranges.length) {
            ranges = Arrays.copyOf(ranges, at * 2);
        }
        int known = KnownField.of(buffer, nameStart, nameEnd);
        ranges[at] = nameStart;
        ranges[at + 1] = nameEnd;
        ranges[at + 2] = valueStart;
        ranges[at + 3] = valueEnd;
        ranges[at + 4] = known;
        count++;
        return known == KnownField.OTHER ? null : understand(known, valueStart, valueEnd);
    }

    private @Nullable HeadFault understand(int known, int start, int end) {
        return switch (known) {
            case KnownField.HOST -> {
                hosts++;
                host = count - 1;
                yield null;
            }
            case KnownField.EXPECT -> {
                expect = count - 1;
                yield null;
            }
            case KnownField.UPGRADE -> {
                upgrade = count - 1;
                yield null;
            }
            case KnownField.CONTENT_LENGTH -> length(start, end);
            case KnownField.TRANSFER_ENCODING -> coding(start, end);
            case KnownField.CONNECTION -> {
                connection(start, end);
                yield null;
            }
            default -> null;
        };
    }

    private @Nullable HeadFault length(int start, int end) {
        if (contentLength >= 0 || end == start || end - start > MOST_DIGITS) {
            return HeadFault.BAD_CONTENT_LENGTH;
        }
        long value = 0;
        for (int i = start; i < end; i++) {
            int digit = buffer[i] - '0';
            if (digit < 0 || digit > 9) {
                return HeadFault.BAD_CONTENT_LENGTH;
            }
            value = value * 10 + digit;
        }
        contentLength = value;
        return chunked ? HeadFault.LENGTH_AND_CODING : null;
    }

    private @Nullable HeadFault coding(int start, int end) {
        if (chunked) {
            return HeadFault.BAD_CODING;
        }
        if (!Octets.same(buffer, start, end, CHUNKED)) {
            boolean more = end - start > CHUNKED.length && Octets.same(buffer, end - CHUNKED.length, end, CHUNKED);
            return more && isSeparator(buffer[end - CHUNKED.length - 1])
                    ? HeadFault.UNKNOWN_CODING
                    : HeadFault.BAD_CODING;
        }
        chunked = true;
        return contentLength >= 0 ? HeadFault.LENGTH_AND_CODING : null;
    }

    private static boolean isSeparator(byte b) {
        return b == ',' || isSpace(b);
    }

    private void connection(int start, int end) {
        int from = start;
        while (from < end) {
            int to = from;
            while (to < end && !isSeparator(buffer[to])) {
                to++;
            }
            if (to > from) {
                option(from, to);
            }
            from = to + 1;
        }
    }

    private void option(int from, int to) {
        if (Octets.same(buffer, from, to, CLOSE)) {
            close = true;
        } else if (Octets.same(buffer, from, to, KEEP_ALIVE)) {
            keepAlive = true;
        } else {
            int known = KnownField.of(buffer, from, to);
            namesMore |= known == KnownField.OTHER;
            asksUpgrade |= known == KnownField.UPGRADE;
        }
    }

    public int count() {
        return count;
    }

    /** The head's last field line ended before this. */
    void endAt(int position) {
        end = position;
    }

    /** Behind the line end of the last field: the lines of all fields lie one after the other up to here. */
    public int end() {
        return end;
    }

    /** Where the field's line begins; for {@link #count} the same as {@link #end}. */
    public int lineStart(int field) {
        return field < count ? nameStart(field) : end;
    }

    public int nameStart(int field) {
        return ranges[field * STRIDE];
    }

    public int nameEnd(int field) {
        return ranges[field * STRIDE + 1];
    }

    public int valueStart(int field) {
        return ranges[field * STRIDE + 2];
    }

    public int valueEnd(int field) {
        return ranges[field * STRIDE + 3];
    }

    /** One of {@link KnownField}. */
    public int known(int field) {
        return ranges[field * STRIDE + 4];
    }

    /** The {@code Expect} field, or -1. */
    public int expectation() {
        return expect;
    }

    /** The last {@code Upgrade} field, or -1. */
    public int upgrade() {
        return upgrade;
    }

    /** {@code Connection: upgrade}: without it {@code Upgrade} says nothing (RFC 9110 §7.8). */
    public boolean asksUpgrade() {
        return asksUpgrade;
    }

    /** Whether the field's value is {@code lower} in any case. */
    public boolean valueIs(int field, byte[] lower) {
        return Octets.same(buffer, valueStart(field), valueEnd(field), lower);
    }

    /** -1 when there is none. */
    public long contentLength() {
        return contentLength;
    }

    public boolean chunked() {
        return chunked;
    }

    /** {@code Connection: close}. */
    public boolean close() {
        return close;
    }

    /** {@code Connection: keep-alive}. */
    public boolean keepAlive() {
        return keepAlive;
    }

    /** Whether a {@code Connection} field names this field as meant for the next hop only. */
    public boolean isNamedByConnection(int field) {
        if (!namesMore || known(field) != KnownField.OTHER) {
            return false;
        }
        for (int i = 0; i < count; i++) {
            if (known(i) == KnownField.CONNECTION && names(i, field)) {
                return true;
            }
        }
        return false;
    }

    private boolean names(int connection, int field) {
        int end = valueEnd(connection);
        int from = valueStart(connection);
        while (from < end) {
            int to = from;
            while (to < end && !isSeparator(buffer[to])) {
                to++;
            }
            if (to - from == nameEnd(field) - nameStart(field) && sameText(from, nameStart(field), to - from)) {
                return true;
            }
            from = to + 1;
        }
        return false;
    }

    private boolean sameText(int one, int other, int length) {
        for (int i = 0; i < length; i++) {
            if (Octets.lower(buffer[one + i]) != Octets.lower(buffer[other + i])) {
                return false;
            }
        }
        return true;
    }
}
