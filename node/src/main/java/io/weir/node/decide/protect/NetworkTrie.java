package io.weir.node.decide.protect;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * Whether a number of up to 128 bits begins with one of many prefixes. A trie of six bits a step, each node two bit sets
 * (which of its 64 ways are covered, which go on) and the place of its first child: a child is found by counting bits
 * (Poptrie: Asai and Ohara, SIGCOMM 2015). Where only one prefix is left, the node is that prefix instead of a path of
 * nodes, so there are about as many nodes as prefixes. Immutable; a look-up allocates nothing.
 */
final class NetworkTrie {
    private static final int STRIDE = 6;

    /** For each node its covered ways and those that go on; both zero: the node is one prefix. */
    private long[] ways = new long[16];

    /** For each node its first child, or which prefix it is. */
    private int[] places = new int[8];

    private int nodes;
    private final long[] prefixes;
    private final int[] bits;

    NetworkTrie(List<Network> networks) {
        Network[] sorted = withoutCovered(networks);
        prefixes = new long[sorted.length * 2];
        bits = new int[sorted.length];
        for (int i = 0; i < sorted.length; i++) {
            prefixes[i * 2] = sorted[i].high();
            prefixes[i * 2 + 1] = sorted[i].low();
            bits[i] = sorted[i].bits();
        }
        if (sorted.length > 0) {
            nodes = 1;
            fill(0, 0, sorted.length, 0);
        }
        ways = Arrays.copyOf(ways, nodes * 2);
        places = Arrays.copyOf(places, nodes);
    }

    /** In order; what lies in another network is left out. */
    private static Network[] withoutCovered(List<Network> networks) {
        Network[] sorted = networks.toArray(Network[]::new);
        Arrays.sort(
                sorted,
                Comparator.comparing(Network::high, Long::compareUnsigned)
                        .thenComparing(Network::low, Long::compareUnsigned)
                        .thenComparingInt(Network::bits));
        int count = 0;
        for (Network network : sorted) {
            if (count == 0 || !covers(sorted[count - 1], network)) {
                sorted[count++] = network;
            }
        }
        return Arrays.copyOf(sorted, count);
    }

    private static boolean covers(Network wide, Network narrow) {
        return ((wide.high() ^ narrow.high()) & Network.highMask(wide.bits())) == 0
                && ((wide.low() ^ narrow.low()) & Network.lowMask(wide.bits())) == 0;
    }

    /** Node {@code node}, whose first {@code offset} bits lead here, from the prefixes {@code [from, to)}. */
    private void fill(int node, int from, int to, int offset) {
        if (to - from == 1) {
            places[node] = from;
            return;
        }
        long covered = 0;
        long more = 0;
        for (int i = from; i < to; i++) {
            int slot = slot(prefixes[i * 2], prefixes[i * 2 + 1], offset);
            int open = offset + STRIDE - bits[i];
            if (open >= 0) {
                covered |= (open >= STRIDE ? -1L : (1L << (1 << open)) - 1) << slot;
            } else {
                more |= 1L << slot;
            }
        }
        int first = nodes;
        nodes += Long.bitCount(more);
        reserve();
        ways[node * 2] = covered;
        ways[node * 2 + 1] = more;
        places[node] = first;
        fillChildren(first, from, to, offset);
    }

    private void fillChildren(int firstChild, int from, int to, int offset) {
        int child = firstChild;
        int start = from;
        while (start < to) {
            int slot = slot(prefixes[start * 2], prefixes[start * 2 + 1], offset);
            int end = start + 1;
            while (end < to && slot(prefixes[end * 2], prefixes[end * 2 + 1], offset) == slot) {
                end++;
            }
            if (bits[start] > offset + STRIDE) {
                fill(child++, start, end, offset + STRIDE);
            }
            start = end;
        }
    }

    private void reserve() {
        if (places.length < nodes) {
            int room = Math.max(nodes, places.length * 2);
            places = Arrays.copyOf(places, room);
            ways = Arrays.copyOf(ways, room * 2);
        }
    }

    /** The six bits behind the first {@code offset}; zeros follow the last. */
    private static int slot(long high, long low, int offset) {
        long window = offset == 0 ? high : offset < 64 ? high << offset | low >>> (64 - offset) : low << (offset - 64);
        return (int) (window >>> (64 - STRIDE));
    }

    boolean contains(long high, long low) {
        if (nodes == 0) {
            return false;
        }
        int node = 0;
        for (int offset = 0; ; offset += STRIDE) {
            long covered = ways[node * 2];
            long more = ways[node * 2 + 1];
            if ((covered | more) == 0) {
                return isIn(places[node], high, low);
            }
            long way = 1L << slot(high, low, offset);
            if ((covered & way) != 0) {
                return true;
            }
            if ((more & way) == 0) {
                return false;
            }
            node = places[node] + Long.bitCount(more & way - 1);
        }
    }

    private boolean isIn(int prefix, long high, long low) {
        return ((prefixes[prefix * 2] ^ high) & Network.highMask(bits[prefix])) == 0
                && ((prefixes[prefix * 2 + 1] ^ low) & Network.lowMask(bits[prefix])) == 0;
    }

    /** How many nodes there are: for those who look after its size. */
    int nodes() {
        return nodes;
    }
}
