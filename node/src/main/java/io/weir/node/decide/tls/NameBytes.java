package io.weir.node.decide.tls;

import java.util.Arrays;
import java.util.List;

/** A set of byte strings that is asked without allocating. Open addressing, at most half full. Immutable. */
final class NameBytes {
    private final byte[][] slots;

    NameBytes(List<byte[]> names) {
        slots = new byte[Integer.highestOneBit(Math.max(1, names.size()) * 2) * 2][];
        for (byte[] name : names) {
            int slot = hash(name, 0, name.length) & slots.length - 1;
            while (slots[slot] != null) {
                slot = slot + 1 & slots.length - 1;
            }
            slots[slot] = name;
        }
        empty = names.isEmpty();
    }

    private final boolean empty;

    boolean isEmpty() {
        return empty;
    }

    boolean contains(byte[] buffer, int start, int end) {
        int slot = hash(buffer, start, end) & slots.length - 1;
        while (slots[slot] != null) {
            byte[] name = slots[slot];
            if (Arrays.equals(name, 0, name.length, buffer, start, end)) {
                return true;
            }
            slot = slot + 1 & slots.length - 1;
        }
        return false;
    }

    private static int hash(byte[] buffer, int start, int end) {
        int hash = 0;
        for (int i = start; i < end; i++) {
            hash = hash * 31 + buffer[i];
        }
        return hash ^ hash >>> 16;
    }
}
