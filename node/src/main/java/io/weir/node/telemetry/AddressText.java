package io.weir.node.telemetry;

/** Addresses as text: IPv4 with points, IPv6 as RFC 5952 has it. Makes no objects. */
final class AddressText {
    private static final int GROUPS = 8;

    private AddressText() {}

    /** @param address 4 or 16 bytes */
    static void write(byte[] address, JsonLine line) {
        line.put('"');
        if (address.length == 4) {
            writeV4(address, line);
        } else {
            writeV6(address, line);
        }
        line.put('"');
    }

    private static void writeV4(byte[] address, JsonLine line) {
        for (int i = 0; i < address.length; i++) {
            if (i > 0) {
                line.put('.');
            }
            line.number(address[i] & 0xff);
        }
    }

    private static void writeV6(byte[] address, JsonLine line) {
        int gap = longestGap(address);
        int gapLength = gap < 0 ? 0 : zerosFrom(address, gap);
        for (int i = 0; i < GROUPS; i++) {
            if (i == gap) {
                line.put(':');
                line.put(':');
                i += gapLength - 1;
                continue;
            }
            if (i > 0 && i != gap + gapLength) {
                line.put(':');
            }
            writeGroup(group(address, i), line);
        }
    }

    /** Where the first of the longest runs of at least two zero groups begins, or -1. */
    private static int longestGap(byte[] address) {
        int longest = 1;
        int at = -1;
        for (int i = 0; i < GROUPS; i++) {
            int zeros = zerosFrom(address, i);
            if (zeros > longest) {
                longest = zeros;
                at = i;
            }
        }
        return at;
    }

    private static int zerosFrom(byte[] address, int first) {
        int i = first;
        while (i < GROUPS && group(address, i) == 0) {
            i++;
        }
        return i - first;
    }

    private static int group(byte[] address, int index) {
        return (address[2 * index] & 0xff) << 8 | address[2 * index + 1] & 0xff;
    }

    private static void writeGroup(int group, JsonLine line) {
        for (int shift = group > 0xfff ? 12 : group > 0xff ? 8 : group > 0xf ? 4 : 0; shift >= 0; shift -= 4) {
            line.hex(group >> shift);
        }
    }
}
