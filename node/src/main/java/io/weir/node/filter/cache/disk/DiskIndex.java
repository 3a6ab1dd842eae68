package io.weir.node.filter.cache.disk;

import java.util.Arrays;

/**
 * Where in the log the latest record of each key is, by the key's hash: open addressing in arrays of longs, some 32 bytes an
 * entry. In parts, each with a lock that is held for some tens of instructions; only what is not in memory is looked up here.
 */
public final class DiskIndex {
    /** Nothing is there. */
    public static final long NONE = -1;

    private static final int PARTS = 64;

    private final Part[] parts = new Part[PARTS];

    public DiskIndex() {
        Arrays.setAll(parts, any -> new Part());
    }

    private Part part(long hash) {
        return parts[(int) (hash >>> 58)];
    }

    public long get(long hash) {
        return part(hash).get(hash);
    }

    public void put(long hash, long place) {
        part(hash).put(hash, place);
    }

    /** Whether there was anything. */
    public boolean remove(long hash) {
        return part(hash).remove(hash);
    }

    /** Drops what lies before; a segment that is gone need not be looked for entry by entry at once. */
    public void dropBelow(long place) {
        for (Part part : parts) {
            part.dropBelow(place);
        }
    }

    public void clear() {
        for (Part part : parts) {
            part.clear();
        }
    }

    public long count() {
        long count = 0;
        for (Part part : parts) {
            count += part.count();
        }
        return count;
    }

    private static final class Part {
        private static final int FIRST = 64;
        private long[] hashes = new long[FIRST];
        private long[] places = filled(FIRST);
        private int count;

        private static long[] filled(int size) {
            long[] places = new long[size];
            Arrays.fill(places, NONE);
            return places;
        }

        private int find(long hash) {
            int at = start(hash);
            while (places[at] != NONE && hashes[at] != hash) {
                at = at + 1 & hashes.length - 1;
            }
            return at;
        }

        private int start(long hash) {
            return (int) (hash ^ hash >>> 32) & hashes.length - 1;
        }

        synchronized long get(long hash) {
            return places[find(hash)];
        }

        synchronized void put(long hash, long place) {
            int at = find(hash);
            if (places[at] == NONE) {
                count++;
            }
            hashes[at] = hash;
            places[at] = place;
            if (count > hashes.length / 2) {
                rebuild(hashes.length * 2, Long.MIN_VALUE);
            }
        }

        /** What was put behind it because its place was taken moves up. */
        synchronized boolean remove(long hash) {
            int hole = find(hash);
            if (places[hole] == NONE) {
                return false;
            }
            count--;
            places[hole] = NONE;
            int at = hole + 1 & hashes.length - 1;
            while (places[at] != NONE) {
                long moved = hashes[at];
                long place = places[at];
                places[at] = NONE;
                int to = find(moved);
                hashes[to] = moved;
                places[to] = place;
                at = at + 1 & hashes.length - 1;
            }
            return true;
        }

        private void rebuild(int size, long least) {
            long[] oldHashes = hashes;
            long[] oldPlaces = places;
            hashes = new long[size];
            places = filled(size);
            count = 0;
            for (int i = 0; i < oldHashes.length; i++) {
                if (oldPlaces[i] != NONE && oldPlaces[i] >= least) {
                    int at = find(oldHashes[i]);
                    hashes[at] = oldHashes[i];
                    places[at] = oldPlaces[i];
                    count++;
                }
            }
        }

        synchronized void dropBelow(long place) {
            rebuild(hashes.length, place);
        }

        synchronized void clear() {
            hashes = new long[FIRST];
            places = filled(FIRST);
            count = 0;
        }

        synchronized int count() {
            return count;
        }
    }
}
