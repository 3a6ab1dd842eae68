package io.weir.node.decide.proxy;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Addresses in figures, as strictly as a machine writes them: no names, no zones, no leading zeros in IPv4. */
final class Figures {
    private static final int GROUPS = 8;

    private Figures() {}

    /** From 0 to {@code most}, without leading zeros; -1: it is no such number. */
    static int number(String text, int most) {
        if (text.isEmpty() || text.length() > 5 || text.length() > 1 && text.charAt(0) == '0') {
            return -1;
        }
        int value = 0;
        for (int i = 0; i < text.length(); i++) {
            int digit = text.charAt(i) - '0';
            if (digit < 0 || digit > 9) {
                return -1;
            }
            value = value * 10 + digit;
        }
        return value <= most ? value : -1;
    }

    static byte @Nullable [] v4(String text) {
        String[] parts = text.split("\\.", -1);
        if (parts.length != 4) {
            return null;
        }
        byte[] address = new byte[4];
        for (int i = 0; i < 4; i++) {
            int part = number(parts[i], 255);
            if (part < 0) {
                return null;
            }
            address[i] = (byte) part;
        }
        return address;
    }

    /** RFC 4291 §2.2, all three forms. */
    static byte @Nullable [] v6(String text) {
        int gap = text.indexOf("::");
        if (gap < 0) {
            byte[] whole = groups(text);
            return whole != null && whole.length == 2 * GROUPS ? whole : null;
        }
        byte[] head = gap == 0 ? new byte[0] : groups(text.substring(0, gap));
        byte[] tail = gap + 2 == text.length() ? new byte[0] : groups(text.substring(gap + 2));
        if (head == null || tail == null || text.substring(0, gap).indexOf('.') >= 0) {
            return null;
        }
        if (head.length + tail.length >= 2 * GROUPS) {
            return null;
        }
        byte[] address = Arrays.copyOf(head, 2 * GROUPS);
        System.arraycopy(tail, 0, address, 2 * GROUPS - tail.length, tail.length);
        return address;
    }

    /** The last two groups may be written as an IPv4 address. */
    private static byte @Nullable [] groups(String text) {
        String[] parts = text.split(":", -1);
        byte[] bytes = new byte[2 * GROUPS];
        int count = 0;
        for (int i = 0; i < parts.length; i++) {
            byte[] part = i == parts.length - 1 && parts[i].indexOf('.') >= 0 ? v4(parts[i]) : group(parts[i]);
            if (part == null || count + part.length > bytes.length) {
                return null;
            }
            System.arraycopy(part, 0, bytes, count, part.length);
            count += part.length;
        }
        return Arrays.copyOf(bytes, count);
    }

    private static byte @Nullable [] group(String text) {
        if (text.isEmpty() || text.length() > 4) {
            return null;
        }
        int value = 0;
        for (int i = 0; i < text.length(); i++) {
            int digit = Character.digit(text.charAt(i), 16);
            if (digit < 0 || text.charAt(i) > 'f') {
                return null;
            }
            value = value << 4 | digit;
        }
        return new byte[] {(byte) (value >> 8), (byte) value};
    }
}
