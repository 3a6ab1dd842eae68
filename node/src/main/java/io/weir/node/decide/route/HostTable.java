package io.weir.node.decide.route;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Hosts by their bytes: exact ones and wildcards, each in a hash table. The hash runs from the end of the name to its
 * start, so the hashes of all its suffixes come up on the way: one pass finds the exact host and the longest wildcard.
 * Each entry knows the next less specific one. Immutable.
 */
final class HostTable {
    static final String ANY = "";

    private static final String WILDCARD = "*.";

    private final @Nullable Entry[] exact;
    private final @Nullable Entry[] wildcards;
    private final boolean hasWildcards;
    private final @Nullable Entry any;

    /** The routes of one host pattern. */
    static final class Entry {
        private final byte[] name;
        private final PathTree paths;
        private @Nullable Entry next;

        Entry(String name, PathTree paths) {
            this.name = name.getBytes(StandardCharsets.ISO_8859_1);
            this.paths = paths;
        }

        PathTree paths() {
            return paths;
        }

        /** The next less specific pattern that matches whatever this one matches, or null. */
        @Nullable
        Entry next() {
            return next;
        }

        private int hash() {
            int hash = 0;
            for (int i = name.length - 1; i >= 0; i--) {
                hash = hash * 31 + name[i];
            }
            return hash;
        }
    }

    private HostTable(Map<String, PathTree> byHost) {
        int size = Integer.highestOneBit(byHost.size() + 1) * 4;
        exact = new Entry[size];
        wildcards = new Entry[size];
        PathTree everywhere = byHost.get(ANY);
        any = everywhere == null ? null : new Entry(ANY, everywhere);
        boolean wild = false;
        for (Map.Entry<String, PathTree> host : byHost.entrySet()) {
            String name = host.getKey();
            if (name.startsWith(WILDCARD)) {
                put(wildcards, new Entry(name.substring(WILDCARD.length()), host.getValue()));
                wild = true;
            } else if (!name.equals(ANY)) {
                put(exact, new Entry(name, host.getValue()));
            }
        }
        hasWildcards = wild;
    }

    /** @param byHost by exact name, {@code *.suffix} or {@link #ANY}, in lower case */
    static HostTable of(Map<String, PathTree> byHost) {
        HostTable table = new HostTable(byHost);
        table.link(table.exact);
        table.link(table.wildcards);
        return table;
    }

    private void link(@Nullable Entry[] entries) {
        for (Entry entry : entries) {
            if (entry != null) {
                entry.next = wildcard(entry.name, 0, entry.name.length);
            }
        }
    }

    /** The most specific pattern for {@code buffer[start, end)}, or null. */
    @Nullable
    Entry first(byte[] buffer, int start, int end) {
        int hash = 0;
        Entry best = any;
        for (int i = end - 1; i >= start; i--) {
            if (buffer[i] == '.' && hasWildcards && i > start) {
                Entry found = get(wildcards, hash, buffer, i + 1, end);
                best = found == null ? best : found;
            }
            hash = hash * 31 + buffer[i];
        }
        Entry found = get(exact, hash, buffer, start, end);
        return found == null ? best : found;
    }

    /** The longest wildcard for {@code buffer[start, end)}, else what holds for any host. */
    private @Nullable Entry wildcard(byte[] buffer, int start, int end) {
        int hash = 0;
        Entry best = any;
        for (int i = end - 1; i > start; i--) {
            if (buffer[i] == '.') {
                Entry found = get(wildcards, hash, buffer, i + 1, end);
                best = found == null ? best : found;
            }
            hash = hash * 31 + buffer[i];
        }
        return best;
    }

    private static void put(@Nullable Entry[] table, Entry entry) {
        int slot = slot(entry.hash(), table.length);
        while (table[slot] != null) {
            slot = (slot + 1) & (table.length - 1);
        }
        table[slot] = entry;
    }

    private static @Nullable Entry get(@Nullable Entry[] table, int hash, byte[] buffer, int start, int end) {
        int slot = slot(hash, table.length);
        Entry entry = table[slot];
        while (entry != null) {
            if (Arrays.equals(entry.name, 0, entry.name.length, buffer, start, end)) {
                return entry;
            }
            slot = (slot + 1) & (table.length - 1);
            entry = table[slot];
        }
        return null;
    }

    private static int slot(int hash, int length) {
        return Bytes.spread(hash) & (length - 1);
    }
}
