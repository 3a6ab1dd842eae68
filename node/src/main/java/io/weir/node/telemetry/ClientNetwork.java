package io.weir.node.telemetry;

/**
 * The network that an address belongs to, as coarse as providers give them out: {@code /24} of IPv4, {@code /48} of IPv6. It
 * says where callers are to be looked for, and keeps no person's address.
 */
final class ClientNetwork {
    private static final int V4 = 4;
    private static final int V4_BYTES = 3;
    private static final int V6_BYTES = 6;
    private static final long V6 = 1L << 56;

    private ClientNetwork() {}

    /** A number for it; allocates nothing. */
    static long of(byte[] address) {
        long network = address.length == V4 ? 0 : V6;
        int count = address.length == V4 ? V4_BYTES : V6_BYTES;
        long bytes = 0;
        for (int i = 0; i < count && i < address.length; i++) {
            bytes = bytes << 8 | address[i] & 0xff;
        }
        return network | bytes;
    }

    /** As it is written: {@code 10.0.0.0/24}, {@code 2001:db8:1::/48}. */
    static String text(long network) {
        if ((network & V6) == 0) {
            return (network >> 16 & 0xff) + "." + (network >> 8 & 0xff) + "." + (network & 0xff) + ".0/24";
        }
        return Long.toHexString(network >> 32 & 0xffff)
                + ":" + Long.toHexString(network >> 16 & 0xffff)
                + ":" + Long.toHexString(network & 0xffff) + "::/48";
    }
}
