package io.weir.node.filter.cache;

import io.weir.node.state.Purge;
import java.util.ArrayList;
import java.util.List;

/**
 * The latest purges of one cache, numbered. What was asked for before a purge must not be stored after it: entries carry the
 * number up to which they have been held against the log. Thread-safe; readers take no lock.
 */
final class PurgeLog {
    private static final int KEPT = 1024;

    private volatile State state = new State(0, List.of());

    private record State(long last, List<Purge> latest) {}

    /** The number of the latest purge. */
    long last() {
        return state.last;
    }

    synchronized void add(Purge purge) {
        State before = state;
        List<Purge> latest = new ArrayList<>(before.latest);
        latest.add(purge);
        int surplus = Math.max(0, latest.size() - KEPT);
        state = new State(before.last + 1, List.copyOf(latest.subList(surplus, latest.size())));
    }

    /** Whether one after number {@code checked} is about the entry; also where that can no longer be told. */
    boolean hits(Stored entry, long checked) {
        State now = state;
        long missing = now.last - checked;
        if (missing > now.latest.size()) {
            return true;
        }
        for (int i = now.latest.size() - (int) missing; i < now.latest.size(); i++) {
            if (entry.place().isMeant(now.latest.get(i))) {
                return true;
            }
        }
        return false;
    }
}
