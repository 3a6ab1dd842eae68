package io.weir.node.filter.cache;

import java.nio.ByteBuffer;

/** The body of an answer that is being stored, as far as it has come. Only on its exchange's loop. */
final class Filling {
    /** Larger ones lie outside of the heap, from where they are sent without being copied. */
    private static final int DIRECT = 16 * 1024;

    private final CacheStore store;
    private GrowingBody body = new GrowingBody(-1);
    private long reserved;
    private boolean active;

    Filling(CacheStore store) {
        this.store = store;
    }

    /** False: it is too large, or there is too much on its way at once. {@code told}: its length, or -1. */
    boolean begin(long told) {
        active = told <= store.policy().maxEntryBytes() && reserve(Math.max(0, told));
        body = new GrowingBody(told);
        return active;
    }

    private boolean reserve(long bytes) {
        boolean there = store.reserve(bytes);
        reserved += there ? bytes : 0;
        return there;
    }

    boolean isActive() {
        return active;
    }

    /** For those who read it while it comes: there is room for all of it where its length is known. */
    GrowingBody growing() {
        return body;
    }

    /** False: it has become too large, or there is too much on its way at once; what was there is let go. */
    boolean add(byte[] data) {
        if (!active) {
            return true;
        }
        long length = body.received() + data.length;
        if (length > store.policy().maxEntryBytes() || length > reserved && !reserve(length - reserved)) {
            end();
            return false;
        }
        body.add(data);
        return true;
    }

    /** All of it, in one piece. */
    ByteBuffer body() {
        int length = (int) body.received();
        ByteBuffer whole = length > DIRECT ? ByteBuffer.allocateDirect(length) : ByteBuffer.allocate(length);
        body.copyTo(whole);
        body.complete(whole.flip());
        return whole;
    }

    void end() {
        store.release(reserved);
        reserved = 0;
        active = false;
        body.end();
        body = new GrowingBody(-1);
    }
}
