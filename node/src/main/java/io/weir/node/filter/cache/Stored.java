package io.weir.node.filter.cache;

import io.weir.node.decide.cache.CacheControl;
import io.weir.node.decide.cache.Reuse;
import io.weir.node.state.StoredBody;
import org.jspecify.annotations.Nullable;

/**
 * An answer that is, or is to be, in store. Immutable but for what it has been held against; shared by all loops.
 *
 * @see StoredHead
 */
final class Stored implements Held {
    private static final long NANOS = 1_000_000_000L;

    private final @Nullable Entry entry;
    private final String key;
    private final String route;
    private final Place place;
    private final StoredHead head;
    private final StoredBody body;
    private final byte[] headBytes;
    private final long lifetime;
    private final long initialAge;
    private final long arrivedNanos;
    private final long checked;

    /**
     * One that is to be stored.
     *
     * @param lifetime in seconds, as {@code initialAge}
     * @param arrivedNanos {@link System#nanoTime} of the answer or its latest confirmation
     * @param checked up to this number it has been held against the log of purges
     */
    Stored(
            String route,
            Place place,
            StoredHead head,
            StoredBody body,
            long lifetime,
            long initialAge,
            long arrivedNanos,
            long checked) {
        this.entry = null;
        this.key = "";
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

    /** One that has been found: in memory, or, without {@code entry}, on disk. */
    Stored(
            @Nullable Entry entry,
            StoredBody body,
            String key,
            String route,
            Place place,
            StoredHead head,
            byte[] headBytes,
            long lifetime,
            long initialAge,
            long arrivedNanos,
            long checked) {
        this.entry = entry;
        this.key = key;
        this.route = route;
        this.place = place;
        this.head = head;
        this.body = body;
        this.headBytes = headBytes;
        this.lifetime = lifetime;
        this.initialAge = initialAge;
        this.arrivedNanos = arrivedNanos;
        this.checked = checked;
    }

    /** Where it is in store; null: it is not. */
    @Nullable
    Entry entry() {
        return entry;
    }

    /** Under which it lies in store; empty: it does not. */
    String key() {
        return key;
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

    /** Only read while it is held. */
    StoredBody body() {
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

    long initialAge() {
        return initialAge;
    }

    long arrivedNanos() {
        return arrivedNanos;
    }

    /** Up to this number it has been held against the log of purges: of which an entry has the lower half. */
    long checked() {
        Entry known = entry;
        return known == null ? checked : known.checked & 0xFFFFFFFFL;
    }

    /** It has been held against the log up to this number. */
    void check(long number) {
        Entry known = entry;
        if (known != null) {
            known.checked = (int) number;
        }
    }
}
