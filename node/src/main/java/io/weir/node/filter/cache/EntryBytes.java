package io.weir.node.filter.cache;

import io.weir.protocol.http.ParsedResponse;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An answer as bytes: 36 of numbers, then key, tags and head, then its body where that is not elsewhere. What an answer means is
 * read from its head again when it is found.
 */
final class EntryBytes {
    private static final int MOST_TEXT = 0xFFFF;
    private static final int ROUTE = 2;
    private static final int KEY = 4;
    private static final int TAGS = 6;
    private static final int HEAD = 8;
    private static final int BODY = 12;
    private static final int LIFETIME = 16;
    private static final int INITIAL_AGE = 20;
    private static final int NOW_SECONDS = 24;
    private static final int ARRIVED = 28;
    private static final int FIXED = 36;

    private final Stored stored;
    private final int route;
    private final byte[] key;
    private final byte[] tags;

    private EntryBytes(Stored stored, int route, byte[] key, byte[] tags) {
        this.stored = stored;
        this.route = route;
        this.key = key;
        this.tags = tags;
    }

    /** Null: there is no room in it for a name so long, or what is read again would not mean the same. */
    static @Nullable EntryBytes of(String key, Stored stored, Routes routes) {
        byte[] keyBytes = key.getBytes(StandardCharsets.ISO_8859_1);
        byte[] tags = String.join(" ", stored.place().tags()).getBytes(StandardCharsets.ISO_8859_1);
        int route = routes.number(stored.route());
        boolean fits = keyBytes.length <= MOST_TEXT && tags.length <= MOST_TEXT && route >= 0;
        return fits && isReadable(stored) ? new EntryBytes(stored, route, keyBytes, tags) : null;
    }

    /** Directives can take out the very fields that say how an answer is to be treated. */
    private static boolean isReadable(Stored stored) {
        StoredHead head = stored.head();
        if (head.control().noCacheFields().isEmpty()
                && head.control().privateFields().isEmpty()) {
            return true;
        }
        StoredHead again = head(stored.headBytes(), head.nowSeconds());
        return again.control().equals(head.control())
                && again.date() == head.date()
                && again.times().expires() == head.times().expires()
                && again.times().lastModified() == head.times().lastModified()
                && again.etag().equals(head.etag())
                && again.targeted() == head.targeted();
    }

    /** Without the body. */
    int length() {
        return FIXED + key.length + tags.length + stored.headBytes().length;
    }

    void write(ByteBuffer to, int at, int bodyLength) {
        byte[] head = stored.headBytes();
        to.putShort(at, (short) 0);
        to.putShort(at + ROUTE, (short) route);
        to.putShort(at + KEY, (short) key.length);
        to.putShort(at + TAGS, (short) tags.length);
        to.putInt(at + HEAD, head.length);
        to.putInt(at + BODY, bodyLength);
        to.putInt(at + LIFETIME, (int) Math.min(Integer.MAX_VALUE, stored.lifetime()));
        to.putInt(at + INITIAL_AGE, (int) Math.min(Integer.MAX_VALUE, stored.initialAge()));
        to.putInt(at + NOW_SECONDS, (int) stored.head().nowSeconds());
        to.putLong(at + ARRIVED, stored.arrivedNanos());
        to.put(at + FIXED, key);
        to.put(at + FIXED + key.length, tags);
        to.put(at + FIXED + key.length + tags.length, head);
    }

    static Stored read(Entry entry, Routes routes) {
        ByteBuffer from = entry.slab();
        int at = entry.at();
        int keyLength = from.getShort(at + KEY) & MOST_TEXT;
        int tagsLength = from.getShort(at + TAGS) & MOST_TEXT;
        String key = text(from, at + FIXED, keyLength);
        String tags = text(from, at + FIXED + keyLength, tagsLength);
        byte[] head = new byte[from.getInt(at + HEAD)];
        from.get(at + FIXED + keyLength + tagsLength, head);
        return new Stored(
                entry,
                entry.body(),
                key,
                routes.name(from.getShort(at + ROUTE) & MOST_TEXT),
                Place.of(key, tags.isEmpty() ? List.of() : List.of(tags.split(" ", -1))),
                head(head, from.getInt(at + NOW_SECONDS) & 0xFFFFFFFFL),
                head,
                from.getInt(at + LIFETIME),
                from.getInt(at + INITIAL_AGE),
                from.getLong(at + ARRIVED),
                0);
    }

    static StoredHead head(byte[] bytes, long nowSeconds) {
        ParsedResponse parsed = new ParsedResponse();
        if (parsed.parse(bytes, bytes.length) <= 0) {
            throw new IllegalStateException("what was stored is no head: " + parsed.fault());
        }
        return StoredHead.of(parsed, nowSeconds);
    }

    private static String text(ByteBuffer from, int at, int length) {
        byte[] bytes = new byte[length];
        from.get(at, bytes);
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }

    static boolean isAt(ByteBuffer from, int at, String key) {
        if ((from.getShort(at + KEY) & MOST_TEXT) != key.length()) {
            return false;
        }
        for (int i = 0; i < key.length(); i++) {
            if ((from.get(at + FIXED + i) & 0xFF) != key.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    static int bodyStart(ByteBuffer from, int at) {
        return at
                + FIXED
                + (from.getShort(at + KEY) & MOST_TEXT)
                + (from.getShort(at + TAGS) & MOST_TEXT)
                + from.getInt(at + HEAD);
    }

    /** Whether it is stale at that time. */
    static boolean isStale(ByteBuffer from, int at, long nowNanos) {
        long age = from.getInt(at + INITIAL_AGE) + Math.max(0, nowNanos - from.getLong(at + ARRIVED)) / 1_000_000_000L;
        return age >= from.getInt(at + LIFETIME);
    }
}
