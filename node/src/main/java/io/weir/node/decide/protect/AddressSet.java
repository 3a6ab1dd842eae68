package io.weir.node.decide.protect;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.List;

/** Addresses in any of many networks. Immutable; a look-up allocates nothing. */
public final class AddressSet {
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle INTS = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);

    private final NetworkTrie v4;
    private final NetworkTrie v6;

    public AddressSet(List<Network> networks) {
        v4 = new NetworkTrie(networks.stream().filter(Network::v4).toList());
        v6 = new NetworkTrie(networks.stream().filter(one -> !one.v4()).toList());
    }

    /** @param address 4 or 16 bytes; an IPv4 address that is mapped into IPv6 counts as what it is */
    public boolean contains(byte[] address) {
        if (address.length == 4) {
            return v4.contains((long) (int) INTS.get(address, 0) << 32, 0);
        }
        long high = (long) LONGS.get(address, 0);
        long low = (long) LONGS.get(address, 8);
        return high == 0 && low >>> 32 == 0xffffL ? v4.contains(low << 32, 0) : v6.contains(high, low);
    }
}
