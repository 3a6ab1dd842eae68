package io.weir.node.filter.cache;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** The body of an answer that is being stored, as far as it has come. Only on its exchange's loop. */
final class Filling {
    /** Larger ones lie outside of the heap, from where they are sent without being copied. */
    private static final int DIRECT = 16 * 1024;

    private final CacheStore store;
    private final List<byte[]> parts = new ArrayList<>(2);
    private long length;
    private boolean active;

    Filling(CacheStore store) {
        this.store = store;
    }

    /** False: it is too large. {@code told}: its length, or -1. */
    boolean begin(long told) {
        active = told <= store.policy().maxEntryBytes();
        return active;
    }

    boolean isActive() {
        return active;
    }

    /** False: it has become too large, or there is too much on its way at once; what was there is let go. */
    boolean add(byte[] data) {
        if (!active) {
            return true;
        }
        if (length + data.length > store.policy().maxEntryBytes() || !store.reserve(data.length)) {
            end();
            return false;
        }
        parts.add(data);
        length += data.length;
        return true;
    }

    /** All of it, in one piece. */
    ByteBuffer body() {
        ByteBuffer body = length > DIRECT ? ByteBuffer.allocateDirect((int) length) : ByteBuffer.allocate((int) length);
        parts.forEach(body::put);
        return body.flip();
    }

    void end() {
        store.release(length);
        length = 0;
        active = false;
        parts.clear();
    }
}
