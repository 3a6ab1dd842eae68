package io.weir.node.filter.cache;

import io.weir.node.filter.cache.disk.Alive;
import io.weir.node.filter.cache.disk.DiskIndex;
import io.weir.node.filter.cache.disk.DiskLog;
import io.weir.node.state.Purge;
import io.weir.node.state.StoredBody;
import io.weir.protocol.http.FieldName;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the records of a cache's log mean. An answer that lies before a purge in the log is held against that; one that lies
 * behind it was held against it before it was written. One thread writes; any number read.
 */
final class DiskContent {
    private static final Logger LOG = LoggerFactory.getLogger(DiskContent.class);
    private static final int ANSWER = 1;
    private static final int DROPPED = 2;
    private static final int PURGE = 3;
    private static final int SIGNPOST = 4;
    private static final int MOST_PURGES = 1024;
    private static final int MOST_ENTRIES = 1_000_000;
    private static final int LONGEST_TAGS = 8 << 10;
    private static final long AHEAD_MILLIS = 5_000;

    private final DiskLog log;
    private final DiskIndex index = new DiskIndex();
    private final List<Marker> before = new ArrayList<>();
    private final Alive.Mark mark;
    private long firstOfThisLife;

    /** A purge of an earlier life of the node. */
    private record Marker(long place, Purge purge) {}

    /** @param spoilt what was there is not as it was written */
    record Answer(@Nullable Held held, boolean spoilt) {
        private static final Answer NOTHING = new Answer(null, false);
        private static final Answer SPOILT = new Answer(null, true);
    }

    private DiskContent(DiskLog log, Alive.Mark mark) {
        this.log = log;
        this.mark = mark;
    }

    /** With what is there, if that can be believed by now; {@link #settle} has the last word. */
    static DiskContent open(DiskLog log, Alive alive, long nowMillis) throws IOException {
        DiskContent content = new DiskContent(log, alive.read());
        if (!content.mark.isRecent(nowMillis) || !content.isReadable()) {
            alive.withdraw();
            content.index.clear();
            content.before.clear();
            log.dropAll();
        }
        content.firstOfThisLife = log.beginSegment();
        return content;
    }

    /**
     * The node knows what the members know. Drops what an earlier life has left if they may have forgotten a purge, or if there were
     * others that may know of one and are not there any more.
     */
    void settle(Alive alive, long nowMillis, boolean alone) throws IOException {
        if (mark.isRecent(nowMillis) && (mark.alone() || !alone)) {
            return;
        }
        alive.withdraw();
        index.dropBelow(firstOfThisLife);
        log.dropBelow(firstOfThisLife);
    }

    private boolean isReadable() {
        try {
            return log.read(this::found);
        } catch (IOException | IllegalArgumentException e) {
            LOG.warn("what a cache has on disk cannot be read, and is dropped", e);
            return false;
        }
    }

    private void found(int kind, byte[] meta, long place) throws IOException {
        DataInputStream in = new DataInputStream(new ByteArrayInputStream(meta));
        switch (kind) {
            case ANSWER, SIGNPOST -> index.put(Slot.hash(in.readUTF()), place);
            case DROPPED -> index.remove(Slot.hash(in.readUTF()));
            case PURGE -> before.add(new Marker(place, new Purge(Purge.Kind.valueOf(in.readUTF()), in.readUTF())));
            default -> throw new IOException("a record of the unknown kind " + kind);
        }
    }

    boolean has(long hash) {
        return index.get(hash) != DiskIndex.NONE;
    }

    long count() {
        return index.count();
    }

    long bytes() {
        return log.bytes();
    }

    private static byte[] meta(String... texts) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(bytes);
        for (String text : texts) {
            out.writeUTF(text);
        }
        return bytes.toByteArray();
    }

    void write(String key, Stored stored, int checked) throws IOException {
        String tags = String.join(" ", stored.place().tags());
        if (tags.length() > LONGEST_TAGS) {
            drop(key);
            return;
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(bytes);
        out.writeUTF(key);
        out.writeUTF(stored.route());
        out.writeInt(checked);
        out.writeLong(System.currentTimeMillis() - (System.nanoTime() - stored.arrivedNanos()) / 1_000_000);
        out.writeLong(stored.lifetime());
        out.writeLong(stored.initialAge());
        out.writeLong(stored.head().nowSeconds());
        out.writeUTF(tags);
        out.writeInt(stored.headBytes().length);
        List<ByteBuffer> parts = new ArrayList<>();
        parts.add(ByteBuffer.wrap(stored.headBytes()));
        StoredBody body = stored.body();
        for (long at = 0; at < body.length(); ) {
            ByteBuffer part = body.from(at, Integer.MAX_VALUE);
            at += part.remaining();
            parts.add(part);
        }
        append(key, ANSWER, bytes.toByteArray(), parts.toArray(ByteBuffer[]::new));
    }

    void write(String key, Variants variants) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(bytes);
        out.writeUTF(key);
        out.writeLong(variants.generation());
        out.writeInt(variants.names().size());
        for (FieldName field : variants.names()) {
            out.writeUTF(field.toString());
        }
        append(key, SIGNPOST, bytes.toByteArray());
    }

    private void append(String key, int kind, byte[] meta, ByteBuffer... body) throws IOException {
        long oldest = log.oldestPlace();
        index.put(Slot.hash(key), log.append(kind, meta, body));
        if (index.count() > MOST_ENTRIES) {
            log.dropOldest();
        }
        if (log.oldestPlace() != oldest) {
            index.dropBelow(log.oldestPlace());
        }
    }

    void drop(String key) throws IOException {
        if (index.remove(Slot.hash(key))) {
            log.append(DROPPED, meta(key));
        }
    }

    void purge(Purge purge) throws IOException {
        if (purge.kind() == Purge.Kind.ALL) {
            index.clear();
            log.dropOlder();
        } else {
            log.append(PURGE, meta(purge.kind().name(), purge.value()));
        }
    }

    Answer read(String key, long nowMillis) throws IOException {
        long place = index.get(Slot.hash(key));
        if (place == DiskIndex.NONE) {
            return Answer.NOTHING;
        }
        DiskLog.Found found = log.read(place);
        if (found == null) {
            index.remove(Slot.hash(key));
            return log.has(place) ? Answer.SPOILT : Answer.NOTHING;
        }
        DataInputStream in = new DataInputStream(new ByteArrayInputStream(found.meta()));
        if (!in.readUTF().equals(key)) {
            return Answer.NOTHING;
        }
        Held held = found.kind() == SIGNPOST ? variants(in) : stored(in, key, found.body(), place, nowMillis);
        return new Answer(held, false);
    }

    private static Variants variants(DataInputStream in) throws IOException {
        long generation = in.readLong();
        FieldName[] names = new FieldName[in.readInt()];
        for (int i = 0; i < names.length; i++) {
            names[i] = FieldName.of(in.readUTF());
        }
        return new Variants(generation, List.of(names));
    }

    private @Nullable Stored stored(DataInputStream in, String key, byte[] bytes, long place, long nowMillis)
            throws IOException {
        String route = in.readUTF();
        int checked = in.readInt();
        long ago = nowMillis - in.readLong();
        long lifetime = in.readLong();
        long initialAge = in.readLong();
        long nowSeconds = in.readLong();
        String tags = in.readUTF();
        int headLength = in.readInt();
        Place where = Place.of(key, tags.isEmpty() ? List.of() : List.of(tags.split(" ", -1)));
        boolean earlier = place < firstOfThisLife;
        if (ago < -AHEAD_MILLIS || earlier && isPurged(where, place)) {
            return null;
        }
        byte[] head = Arrays.copyOf(bytes, headLength);
        StoredBody body = StoredBody.of(ByteBuffer.wrap(bytes, headLength, bytes.length - headLength));
        long arrived = System.nanoTime() - Math.max(0, ago) * 1_000_000;
        return new Stored(
                null,
                body,
                key,
                route,
                where,
                EntryBytes.head(head, nowSeconds),
                head,
                lifetime,
                initialAge,
                arrived,
                earlier ? 0 : checked & 0xFFFFFFFFL);
    }

    /** Also where it can no longer be told. */
    private boolean isPurged(Place where, long place) {
        int later = 0;
        for (Marker marker : before) {
            if (marker.place > place) {
                later++;
                if (later > MOST_PURGES || where.isMeant(marker.purge)) {
                    return true;
                }
            }
        }
        return false;
    }
}
