package io.weir.node.filter.cache.memory;

import java.util.concurrent.atomic.AtomicIntegerFieldUpdater;

/** Counts those who hold something, the first of whom is its maker. When the last one leaves it is gone for good. */
public final class Holding {
    private Holding() {}

    /** False: it is gone. */
    public static <T> boolean take(AtomicIntegerFieldUpdater<T> holders, T of) {
        for (int count = holders.get(of); count > 0; count = holders.get(of)) {
            if (holders.compareAndSet(of, count, count + 1)) {
                return true;
            }
        }
        return false;
    }

    /** True: that was the last one, who clears up. */
    public static <T> boolean leave(AtomicIntegerFieldUpdater<T> holders, T of) {
        int left = holders.decrementAndGet(of);
        if (left < 0) {
            throw new IllegalStateException("let go more often than held");
        }
        return left == 0;
    }
}
