package io.weir.node.control.session;

import io.weir.node.decide.session.SessionKey;
import io.weir.protocol.cluster.SessionMessage.Session;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The assignments this node has seen, so that a request of a known session asks nobody. Thread-safe. */
final class SessionCache {
    private final int capacity;
    private final ConcurrentHashMap<SessionKey, Entry> entries = new ConcurrentHashMap<>();

    SessionCache(int capacity) {
        this.capacity = capacity;
    }

    /** The cached endpoint, counted as used now; null when unknown or idle for too long. */
    @Nullable
    String use(SessionKey key, long nowNanos) {
        Entry entry = entries.get(key);
        if (entry == null) {
            return null;
        }
        if (entry.isIdle(nowNanos)) {
            entries.remove(key, entry);
            return null;
        }
        entry.usedNanos = nowNanos;
        return entry.endpoint;
    }

    void put(SessionKey key, String endpoint, long idleNanos, long nowNanos) {
        if (entries.size() >= capacity && !entries.containsKey(key)) {
            dropAny();
        }
        entries.put(key, new Entry(endpoint, idleNanos, nowNanos));
    }

    /** Assignments used since the last call, by partition; forgets those idle for too long. */
    Map<Integer, List<Session>> usedSinceLastCall(long nowNanos) {
        Map<Integer, List<Session>> used = new HashMap<>();
        for (Map.Entry<SessionKey, Entry> entry : entries.entrySet()) {
            Entry value = entry.getValue();
            if (value.isIdle(nowNanos)) {
                entries.remove(entry.getKey(), value);
            } else if (value.usedNanos - value.toldNanos > 0) {
                value.toldNanos = value.usedNanos;
                used.computeIfAbsent(entry.getKey().partition(), p -> new ArrayList<>())
                        .add(value.session(entry.getKey()));
            }
        }
        return used;
    }

    /** Everything cached of one partition. */
    List<Session> ofPartition(int partition, long nowNanos) {
        List<Session> found = new ArrayList<>();
        for (Map.Entry<SessionKey, Entry> entry : entries.entrySet()) {
            if (entry.getKey().partition() == partition && !entry.getValue().isIdle(nowNanos)) {
                found.add(entry.getValue().session(entry.getKey()));
            }
        }
        return found;
    }

    int size() {
        return entries.size();
    }

    /** The owner keeps the truth, so any victim will do: it only costs that session one question. */
    private void dropAny() {
        Iterator<SessionKey> victim = entries.keySet().iterator();
        if (victim.hasNext()) {
            victim.next();
            victim.remove();
        }
    }

    private static final class Entry {
        private final String endpoint;
        private final long idleNanos;
        private volatile long usedNanos;
        private volatile long toldNanos;

        Entry(String endpoint, long idleNanos, long nowNanos) {
            this.endpoint = endpoint;
            this.idleNanos = idleNanos;
            this.usedNanos = nowNanos;
            this.toldNanos = nowNanos;
        }

        boolean isIdle(long nowNanos) {
            return nowNanos - usedNanos > idleNanos;
        }

        Session session(SessionKey key) {
            return new Session(key.upstream(), key.key(), endpoint, TimeUnit.NANOSECONDS.toMillis(idleNanos));
        }
    }
}
