package io.weir.node.decide.limit;

import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The cells of one limit, by the bytes of their keys: open addressing with linear probing. Loops look up without locks
 * and without allocation; one thread, the control side, adds and sweeps. What a loop does not see yet it takes for
 * unknown, and asks.
 */
public final class CellTable {
    private static final int SMALLEST = 64;

    private final NodeBook book;
    private final Limit limit;
    private final long seed;
    private volatile AtomicReferenceArray<@Nullable Cell> cells = new AtomicReferenceArray<>(SMALLEST);
    private int size;

    CellTable(Limit limit, NodeBook book) {
        this.limit = limit;
        this.book = book;
        this.seed = BucketKey.seed(limit);
    }

    public Limit limit() {
        return limit;
    }

    /** Any thread. Null when the node holds nothing of this key. */
    public @Nullable Cell find(byte[] bytes, int start, int end) {
        long hash = BucketKey.hash(seed, bytes, start, end);
        AtomicReferenceArray<@Nullable Cell> now = cells;
        int mask = now.length() - 1;
        for (int i = (int) hash & mask; ; i = (i + 1) & mask) {
            Cell cell = now.get(i);
            if (cell == null || cell.key.hash() == hash && cell.key.hasBytes(bytes, start, end)) {
                return cell;
            }
        }
    }

    /** Control side only; keeps {@code bytes}. */
    Cell add(byte[] bytes, long nowNanos) {
        BucketKey key = BucketKey.of(limit, bytes);
        Cell cell = new Cell(key, book.owner(key.partition()), book, nowNanos);
        if (2 * (size + 1) > cells.length()) {
            cells = copy(cells.length() * 2, any -> true);
        }
        put(cells, cell);
        size++;
        return cell;
    }

    /** Control side only. Closes and forgets those; returns how many. */
    int sweep(Predicate<Cell> idle) {
        int[] closed = {0};
        forEach(cell -> closed[0] += idle.test(cell) ? 1 : 0);
        if (closed[0] == 0) {
            return 0;
        }
        int length = SMALLEST;
        while (length < 4 * (size - closed[0])) {
            length *= 2;
        }
        AtomicReferenceArray<@Nullable Cell> before = cells;
        cells = copy(length, cell -> !idle.test(cell));
        for (int i = 0; i < before.length(); i++) {
            Cell cell = before.get(i);
            if (cell != null && idle.test(cell)) {
                cell.close();
            }
        }
        size -= closed[0];
        return closed[0];
    }

    int size() {
        return size;
    }

    private void forEach(Consumer<Cell> action) {
        AtomicReferenceArray<@Nullable Cell> now = cells;
        for (int i = 0; i < now.length(); i++) {
            Cell cell = now.get(i);
            if (cell != null) {
                action.accept(cell);
            }
        }
    }

    private AtomicReferenceArray<@Nullable Cell> copy(int length, Predicate<Cell> kept) {
        AtomicReferenceArray<@Nullable Cell> copy = new AtomicReferenceArray<>(length);
        forEach(cell -> {
            if (kept.test(cell)) {
                put(copy, cell);
            }
        });
        return copy;
    }

    private static void put(AtomicReferenceArray<@Nullable Cell> into, Cell cell) {
        int mask = into.length() - 1;
        int i = (int) cell.key.hash() & mask;
        while (into.get(i) != null) {
            i = (i + 1) & mask;
        }
        into.set(i, cell);
    }
}
