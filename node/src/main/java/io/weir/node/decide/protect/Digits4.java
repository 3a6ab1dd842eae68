package io.weir.node.decide.protect;

/** IPv4 addresses in figures: four decimal numbers, nothing else (RFC 3986 §3.2.2 {@code IPv4address}). */
final class Digits4 {
    private Digits4() {}

    /** The address as a number from 0 to 2^32 - 1; -1 for what is none. */
    static long parse(String text) {
        long value = 0;
        int start = 0;
        for (int part = 0; part < 4; part++) {
            int dot = text.indexOf('.', start);
            int end = part == 3 ? text.length() : dot;
            if (end < 0) {
                return -1;
            }
            int number = Network.number(text, start, end, 255);
            if (number < 0) {
                return -1;
            }
            value = value << 8 | number;
            start = end + 1;
        }
        return value;
    }
}
