package io.weir.node.filter.cache;

import io.weir.node.decide.cache.CacheControl;
import io.weir.node.decide.cache.Reuse;
import java.nio.ByteBuffer;

/**
 * An answer in store. Immutable but for {@link #checked}; shared by all loops.
 *
 * @see StoredHead
 */
final class Stored implements Held {
    private static final long NANOS = 1_000_000_000L;
    private static final int OVERHEAD = 320;

    private final String route;
    private final Place place;
    private final StoredHead head;
    private final ByteBuffer body;
    private final byte[] headBytes;
    private final long lifetime;
    private final long initialAge;
    private final long arrivedNanos;

    /** Under which it lies in store; set before it does. */
    String key = "";

    /** Up to this number it has been held against the log of purges. */
    volatile long checked;

    /**
     * @param lifetime in seconds, as {@code initialAge}
     * @param arrivedNanos {@link System#nanoTime} of the answer or its latest confirmation
     */
    Stored(
            String route,
            Place place,
            StoredHead head,
            ByteBuffer body,
            long lifetime,
            long initialAge,
            long arrivedNanos,
            long checked) {
        this.route = route;
        this.place = place;
        this.head = head;
        this.body = body;
        this.headBytes = head.bytes();
        this.lifetime = lifetime;
        this.initialAge = initialAge;
        this.arrivedNanos = arrivedNanos;
        this.checked = checked;
    }

    String route() {
        return route;
    }

    Place place() {
        return place;
    }

    StoredHead head() {
        return head;
    }

    /** The whole head, ready to be sent. */
    byte[] headBytes() {
        return headBytes;
    }

    ByteBuffer body() {
        return body;
    }

    CacheControl control() {
        return head.control();
    }

    long age(long nowNanos) {
        return initialAge + Math.max(0, nowNanos - arrivedNanos) / NANOS;
    }

    Reuse.Stored at(long nowNanos) {
        return new Reuse.Stored(head.control(), age(nowNanos), lifetime);
    }

    long lifetime() {
        return lifetime;
    }

    /** Bytes, with what the objects take. */
    @Override
    public int weight() {
        long bytes = OVERHEAD
                + 2L * headBytes.length
                + body.remaining()
                + 2L * place.target().length();
        return (int) Math.min(Integer.MAX_VALUE, bytes);
    }
}
