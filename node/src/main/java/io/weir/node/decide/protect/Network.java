package io.weir.node.decide.protect;

import java.util.Optional;

/**
 * A network of addresses. IPv4 stands in the upper 32 bits of {@code high}; an IPv4 address mapped into IPv6 (RFC 4291
 * §2.5.5.2) is an IPv4 address. The bits behind the prefix are zero.
 *
 * @param bits length of the prefix: 0 to 32, or to 128
 */
public record Network(boolean v4, long high, long low, int bits) {
    private static final int MAPPED_BITS = 96;
    private static final long MAPPED = 0xffffL;

    public Network {
        high &= highMask(bits);
        low &= lowMask(bits);
    }

    static long highMask(int bits) {
        return bits == 0 ? 0 : bits >= 64 ? -1L : -1L << (64 - bits);
    }

    static long lowMask(int bits) {
        return bits <= 64 ? 0 : -1L << (128 - bits);
    }

    /** {@code 10.0.0.0/8}, {@code ::1}; empty for anything else, also for a prefix that cuts through the mapped range. */
    public static Optional<Network> parse(String text) {
        int slash = text.indexOf('/');
        String address = slash < 0 ? text : text.substring(0, slash);
        boolean v4 = address.indexOf(':') < 0;
        int most = v4 ? 32 : 128;
        int bits = slash < 0 ? most : number(text, slash + 1, text.length(), most);
        if (bits < 0) {
            return Optional.empty();
        }
        if (v4) {
            long value = Digits4.parse(address);
            return value < 0 ? Optional.empty() : Optional.of(new Network(true, value << 32, 0, bits));
        }
        return Groups6.parse(address).flatMap(groups -> ofV6(groups.high(), groups.low(), bits));
    }

    private static Optional<Network> ofV6(long high, long low, int bits) {
        if (high != 0 || low >>> 32 != MAPPED) {
            return Optional.of(new Network(false, high, low, bits));
        }
        return bits < MAPPED_BITS ? Optional.empty() : Optional.of(new Network(true, low << 32, 0, bits - MAPPED_BITS));
    }

    /** A decimal number without leading zeros, at most {@code most}; -1 for anything else. */
    static int number(String text, int start, int end, int most) {
        int length = end - start;
        if (length < 1 || length > 3 || length > 1 && text.charAt(start) == '0') {
            return -1;
        }
        int value = 0;
        for (int i = start; i < end; i++) {
            int digit = text.charAt(i) - '0';
            if (digit < 0 || digit > 9) {
                return -1;
            }
            value = value * 10 + digit;
        }
        return value <= most ? value : -1;
    }
}
