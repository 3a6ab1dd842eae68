package io.weir.node.decide.session;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The assignments of one session partition: compare-and-set, idle timeout, bounded size.
 *
 * <p>The first proposal for a key wins and everybody is told the winner, so all nodes follow the same one. An
 * assignment moves only when a proposer names the very endpoint that it has as lost; a second proposer that lost the
 * same endpoint then finds another one and follows it. Least recently used assignments go first when the table is full.
 *
 * <p>Methods are synchronized because the admin API reads a table from another thread; the owner is never contended.
 */
public final class SessionTable {
    private final int capacity;
    private final LinkedHashMap<SessionKey, Assignment> byUse = new LinkedHashMap<>(16, 0.75f, true);

    /** @param capacity most assignments kept, at least 1 */
    public SessionTable(int capacity) {
        this.capacity = capacity;
    }

    /**
     * The endpoint that holds after this proposal.
     *
     * @param lost the endpoint that the proposer cannot use any more, or null
     * @param idleNanos how long the assignment lives without use
     */
    public synchronized Held propose(
            SessionKey key, String proposed, @Nullable String lost, long idleNanos, long nowNanos) {
        Assignment current = live(key, nowNanos);
        if (current != null && !current.endpoint.equals(lost)) {
            return new Held(current.endpoint, current.use(idleNanos, nowNanos));
        }
        put(key, proposed, idleNanos, nowNanos);
        return new Held(proposed, true);
    }

    /**
     * A node says that it used this assignment: refreshed, or adopted when the table does not know the key (a new owner
     * learns from what nodes have cached).
     */
    public synchronized Held refresh(SessionKey key, String endpoint, long idleNanos, long nowNanos) {
        return propose(key, endpoint, null, idleNanos, nowNanos);
    }

    /** Forgets what has been idle for too long. */
    public synchronized void expire(long nowNanos) {
        byUse.values().removeIf(assignment -> assignment.isIdle(nowNanos));
    }

    public synchronized int size() {
        return byUse.size();
    }

    /** How many assignments the upstream has. */
    public synchronized int count(String upstream) {
        int count = 0;
        for (SessionKey key : byUse.keySet()) {
            if (key.upstream().equals(upstream)) {
                count++;
            }
        }
        return count;
    }

    /** At most {@code most} assignments of the upstream, most recently used last. */
    public synchronized List<Map.Entry<String, String>> list(String upstream, int most) {
        List<Map.Entry<String, String>> found = new ArrayList<>();
        for (Map.Entry<SessionKey, Assignment> entry : byUse.entrySet()) {
            if (found.size() < most && entry.getKey().upstream().equals(upstream)) {
                found.add(Map.entry(entry.getKey().key(), entry.getValue().endpoint));
            }
        }
        return found;
    }

    private @Nullable Assignment live(SessionKey key, long nowNanos) {
        Assignment current = byUse.get(key);
        if (current != null && current.isIdle(nowNanos)) {
            byUse.remove(key);
            return null;
        }
        return current;
    }

    private void put(SessionKey key, String endpoint, long idleNanos, long nowNanos) {
        byUse.put(key, new Assignment(endpoint, idleNanos, nowNanos));
        if (byUse.size() > capacity) {
            Iterator<SessionKey> eldest = byUse.keySet().iterator();
            eldest.next();
            eldest.remove();
        }
    }

    /**
     * What holds for a key.
     *
     * @param news the other nodes have to be told: it is new, or another one than before, or a quarter of its idle time has
     *     passed since they were told
     */
    public record Held(String endpoint, boolean news) {}

    private static final class Assignment {
        private final String endpoint;
        private long idleNanos;
        private long usedNanos;
        private long toldNanos;

        Assignment(String endpoint, long idleNanos, long nowNanos) {
            this.endpoint = endpoint;
            this.idleNanos = idleNanos;
            this.usedNanos = nowNanos;
            this.toldNanos = nowNanos;
        }

        /** Whether the other nodes have to be told that it is still in use. */
        boolean use(long newIdleNanos, long nowNanos) {
            idleNanos = newIdleNanos;
            usedNanos = nowNanos;
            boolean news = nowNanos - toldNanos > newIdleNanos / 4;
            if (news) {
                toldNanos = nowNanos;
            }
            return news;
        }

        boolean isIdle(long nowNanos) {
            return nowNanos - usedNanos > idleNanos;
        }
    }
}
