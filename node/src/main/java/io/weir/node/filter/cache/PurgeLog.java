package io.weir.node.filter.cache;

import io.weir.node.state.Purge;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * The latest purges of one cache, numbered. What was asked for before a purge must not be stored after it: entries carry the
 * number up to which they have been held against the log. Nodes number purges differently; what comes from another node comes
 * with the names of those that it has outlived there. Thread-safe; readers take no lock.
 */
final class PurgeLog {
    static final int KEPT = 1024;

    /** So many names are told at most, the latest: who misses one takes the answer for an old one. */
    private static final int TOLD = 256;

    /** No node that was cut off for so long is still a member. */
    private static final long SPREAD_NANOS = 15 * 60 * 1_000_000_000L;

    private volatile State state = new State(0, List.of());

    private record Entry(String id, Purge purge, long atNanos) {}

    private record State(long last, List<Entry> latest) {}

    /** Those that are still known, oldest first: all, where they are as many as {@link #last}. */
    List<Purge> known() {
        return state.latest.stream().map(Entry::purge).toList();
    }

    /** The number of the latest purge. */
    long last() {
        return state.last;
    }

    /** @param id by which other nodes know it; empty: they do not */
    synchronized void add(String id, Purge purge) {
        State before = state;
        List<Entry> latest = new ArrayList<>(before.latest);
        latest.add(new Entry(id, purge, System.nanoTime()));
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
            if (entry.place().isMeant(now.latest.get(i).purge)) {
                return true;
            }
        }
        return false;
    }

    /** The names of purges up to number {@code checked} that are about what lies there, with dots between. */
    String outlived(Place place, long checked) {
        State now = state;
        StringBuilder names = new StringBuilder();
        int told = 0;
        int last = now.latest.size() - 1 - (int) Math.min(now.latest.size(), now.last - checked);
        for (int i = last; i >= 0 && told < TOLD; i--) {
            Entry entry = now.latest.get(i);
            if (!entry.id.isEmpty() && place.isMeant(entry.purge)) {
                names.append(told++ == 0 ? "" : ".").append(entry.id);
            }
        }
        return names.toString();
    }

    /** Whether one is about what lies there, and not among those. */
    boolean lacks(Place place, Set<String> outlived) {
        State now = state;
        for (Entry entry : now.latest) {
            boolean recent = System.nanoTime() - entry.atNanos < SPREAD_NANOS;
            if (recent && !outlived.contains(entry.id) && place.isMeant(entry.purge)) {
                return true;
            }
        }
        return false;
    }
}
