package io.weir.node.decide.cache;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The parts that a request asks for (RFC 9110 §14.1.2, §14.2). What is malformed, of another unit, or asks for too many parts, is
 * answered with the whole. Parts that overlap, or are so near to each other that what stands between parts would be longer, are one.
 *
 * @param parts in the order in which they are asked for; one or more with {@link Kind#PARTS}
 */
public record ByteRanges(Kind kind, List<Part> parts) {
    /** More at once serve nobody but who wants to make work. */
    static final int MOST = 32;

    /** About what a part of a {@code multipart/byteranges} costs. */
    private static final int NEAR = 80;

    private static final String UNIT = "bytes=";
    private static final int MOST_DIGITS = 18;
    private static final long EMPTY = -1;
    private static final long BAD = -2;
    private static final ByteRanges WHOLE = new ByteRanges(Kind.WHOLE, List.of());
    private static final ByteRanges NOWHERE = new ByteRanges(Kind.UNSATISFIABLE, List.of());

    public ByteRanges {
        parts = List.copyOf(parts);
    }

    /** How it is answered. */
    public enum Kind {
        /** 200. */
        WHOLE,
        /** 206. */
        PARTS,
        /** 416. */
        UNSATISFIABLE
    }

    /**
     * @param start first byte
     * @param end behind the last byte
     */
    public record Part(long start, long end) {
        public long length() {
            return end - start;
        }

        boolean isNear(Part other) {
            return start <= other.end + NEAR && other.start <= end + NEAR;
        }

        boolean isEmpty() {
            return start >= end;
        }
    }

    /** Whether it is of the one unit that is known here. */
    public static boolean isKnown(String text) {
        return text.strip().toLowerCase(Locale.ROOT).startsWith(UNIT);
    }

    /** @param length of the whole */
    public static ByteRanges parse(String text, long length) {
        if (!isKnown(text)) {
            return WHOLE;
        }
        List<Part> parts = new ArrayList<>();
        String[] specs = text.strip().substring(UNIT.length()).split(",", MOST + 2);
        int asked = 0;
        for (String spec : specs) {
            if (spec.isBlank()) {
                continue;
            }
            Part part = part(spec.strip(), length);
            if (part == null || ++asked > MOST) {
                return WHOLE;
            }
            if (!part.isEmpty()) {
                join(parts, part);
            }
        }
        return asked == 0 ? WHOLE : parts.isEmpty() ? NOWHERE : new ByteRanges(Kind.PARTS, parts);
    }

    /** Takes the place of the first that it is near to, with all that it is near to. */
    private static void join(List<Part> parts, Part added) {
        Part all = added;
        int place = parts.size();
        for (int i = 0; i < parts.size(); i++) {
            Part other = parts.get(i);
            if (all.isNear(other)) {
                all = new Part(Math.min(all.start, other.start), Math.max(all.end, other.end));
                place = Math.min(place, i);
                parts.remove(i);
                i = -1; // what has grown may be near to what was left out before
            }
        }
        parts.add(Math.min(place, parts.size()), all);
    }

    /** Null: malformed; empty: behind the end. */
    private static @Nullable Part part(String spec, long length) {
        int dash = spec.indexOf('-');
        if (dash < 0) {
            return null;
        }
        long first = number(spec.substring(0, dash).strip());
        long last = number(spec.substring(dash + 1).strip());
        if (first == BAD || last == BAD || first == EMPTY && last == EMPTY || first >= 0 && last >= 0 && last < first) {
            return null;
        }
        if (first == EMPTY) {
            return new Part(Math.max(0, length - last), length);
        }
        return new Part(first, last == EMPTY ? length : Math.min(length, last + 1));
    }

    private static long number(String text) {
        if (text.isEmpty()) {
            return EMPTY;
        }
        if (text.length() > MOST_DIGITS) {
            return BAD;
        }
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) < '0' || text.charAt(i) > '9') {
                return BAD;
            }
        }
        return Long.parseLong(text);
    }
}
