package io.weir.node.decide.protect;

import java.util.Optional;

/** IPv6 addresses in figures (RFC 4291 §2.2), without a zone; {@code high} has the first 64 bits. */
record Groups6(long high, long low) {
    private static final int GROUPS = 8;

    static Optional<Groups6> parse(String text) {
        int gap = text.indexOf("::");
        if (gap >= 0 && text.indexOf("::", gap + 1) >= 0) {
            return Optional.empty();
        }
        int[] groups = new int[GROUPS];
        if (gap < 0) {
            return read(text, groups, 0) == GROUPS ? Optional.of(of(groups)) : Optional.empty();
        }
        String tail = text.substring(gap + 2);
        int before = gap == 0 ? 0 : read(text.substring(0, gap), groups, 0);
        int[] behind = new int[GROUPS];
        int after = tail.isEmpty() ? 0 : read(tail, behind, 0);
        boolean dotted = gap > 0 && text.substring(0, gap).indexOf('.') >= 0;
        if (before < 0 || after < 0 || dotted || before + after >= GROUPS) {
            return Optional.empty();
        }
        System.arraycopy(behind, 0, groups, GROUPS - after, after);
        return Optional.of(of(groups));
    }

    /** Reads groups divided by colons, the last two of which may be an IPv4 address; how many there were, or -1. */
    private static int read(String text, int[] groups, int from) {
        int count = from;
        int start = 0;
        while (start <= text.length()) {
            int colon = text.indexOf(':', start);
            int end = colon < 0 ? text.length() : colon;
            if (colon < 0 && text.indexOf('.', start) >= 0) {
                long v4 = Digits4.parse(text.substring(start));
                if (v4 < 0 || count > GROUPS - 2) {
                    return -1;
                }
                groups[count] = (int) (v4 >>> 16);
                groups[count + 1] = (int) (v4 & 0xffff);
                return count + 2;
            }
            int group = hex(text, start, end);
            if (group < 0 || count == GROUPS) {
                return -1;
            }
            groups[count++] = group;
            start = end + 1;
        }
        return count;
    }

    private static int hex(String text, int start, int end) {
        if (end - start < 1 || end - start > 4) {
            return -1;
        }
        int value = 0;
        for (int i = start; i < end; i++) {
            char c = text.charAt(i);
            int digit = c < 128 ? Character.digit(c, 16) : -1;
            if (digit < 0) {
                return -1;
            }
            value = value << 4 | digit;
        }
        return value;
    }

    private static Groups6 of(int[] groups) {
        long high = 0;
        long low = 0;
        for (int i = 0; i < 4; i++) {
            high = high << 16 | groups[i];
            low = low << 16 | groups[i + 4];
        }
        return new Groups6(high, low);
    }
}
