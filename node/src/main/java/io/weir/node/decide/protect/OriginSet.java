package io.weir.node.decide.protect;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Origins by their bytes, as browsers send them (RFC 6454 §6.2: in lower case, so compared as they are): exact ones, and
 * patterns in which one label is open. Immutable; a look-up allocates nothing.
 */
public final class OriginSet {
    private static final String OPEN = "*.";
    private static final int LONGEST_LABEL = 63;

    private final byte[][] slots;
    private final Pattern[] patterns;

    /** {@code https://} and {@code .example.com:8443}. */
    private record Pattern(byte[] before, byte[] after) {
        boolean matches(byte[] buffer, int start, int end) {
            int from = start + before.length;
            int to = end - after.length;
            return to > from
                    && to - from <= LONGEST_LABEL
                    && Arrays.equals(buffer, start, from, before, 0, before.length)
                    && Arrays.equals(buffer, to, end, after, 0, after.length)
                    && isLabel(buffer, from, to);
        }

        private static boolean isLabel(byte[] buffer, int from, int to) {
            for (int i = from; i < to; i++) {
                byte b = buffer[i];
                if (!(b >= 'a' && b <= 'z' || b >= '0' && b <= '9' || b == '-' || b == '_')) {
                    return false;
                }
            }
            return true;
        }
    }

    private OriginSet(List<byte[]> exact, List<Pattern> patterns) {
        slots = new byte[Integer.highestOneBit(exact.size() + 1) * 4][];
        exact.forEach(this::put);
        this.patterns = patterns.toArray(Pattern[]::new);
    }

    /** @param origins {@code https://a.example.com}, {@code https://*.example.com} or {@code null}, in lower case */
    public static OriginSet of(List<String> origins) {
        List<byte[]> exact = new ArrayList<>();
        List<Pattern> patterns = new ArrayList<>();
        for (String origin : origins) {
            int open = origin.indexOf(OPEN);
            if (open < 0) {
                exact.add(ascii(origin));
            } else {
                patterns.add(new Pattern(ascii(origin.substring(0, open)), ascii(origin.substring(open + 1))));
            }
        }
        return new OriginSet(exact, patterns);
    }

    private static byte[] ascii(String text) {
        return text.getBytes(java.nio.charset.StandardCharsets.US_ASCII);
    }

    private void put(byte[] origin) {
        int slot = slot(origin, 0, origin.length);
        while (slots[slot] != null) {
            slot = (slot + 1) & (slots.length - 1);
        }
        slots[slot] = origin;
    }

    private int slot(byte[] buffer, int start, int end) {
        int hash = 0;
        for (int i = start; i < end; i++) {
            hash = hash * 31 + buffer[i];
        }
        return (hash ^ hash >>> 16) & (slots.length - 1);
    }

    /** Whether {@code buffer[start, end)} is one of them. */
    public boolean contains(byte[] buffer, int start, int end) {
        int slot = slot(buffer, start, end);
        while (slots[slot] != null) {
            if (Arrays.equals(buffer, start, end, slots[slot], 0, slots[slot].length)) {
                return true;
            }
            slot = (slot + 1) & (slots.length - 1);
        }
        for (Pattern pattern : patterns) {
            if (pattern.matches(buffer, start, end)) {
                return true;
            }
        }
        return false;
    }
}
