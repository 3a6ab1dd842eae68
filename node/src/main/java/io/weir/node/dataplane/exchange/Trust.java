package io.weir.node.dataplane.exchange;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;

/** The networks whose word about a client's address counts. Immutable. */
public final class Trust {
    static final Trust NOBODY = new Trust(List.of());

    private final byte[][] networks;
    private final int[] bits;

    /** @param cidrs {@code 10.0.0.0/8}, {@code ::1}: valid, as the document's validation has seen */
    Trust(List<String> cidrs) {
        networks = new byte[cidrs.size()][];
        bits = new int[cidrs.size()];
        for (int i = 0; i < networks.length; i++) {
            String cidr = cidrs.get(i);
            int slash = cidr.indexOf('/');
            networks[i] = literal(slash < 0 ? cidr : cidr.substring(0, slash));
            bits[i] = slash < 0 ? networks[i].length * 8 : Integer.parseInt(cidr.substring(slash + 1));
        }
    }

    /** The bytes of an address in figures. */
    private static byte[] literal(String address) {
        try {
            return InetAddress.getByName(address).getAddress();
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException("not an address in figures: " + address, e);
        }
    }

    boolean trusts(byte[] address) {
        for (int i = 0; i < networks.length; i++) {
            if (covers(networks[i], bits[i], address)) {
                return true;
            }
        }
        return false;
    }

    private static boolean covers(byte[] network, int bits, byte[] address) {
        if (network.length != address.length) {
            return false;
        }
        int whole = bits / 8;
        for (int i = 0; i < whole; i++) {
            if (network[i] != address[i]) {
                return false;
            }
        }
        int rest = bits % 8;
        int mask = 0xff00 >> rest & 0xff;
        return rest == 0 || ((network[whole] ^ address[whole]) & mask) == 0;
    }
}
