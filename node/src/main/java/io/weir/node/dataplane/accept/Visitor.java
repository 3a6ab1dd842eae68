package io.weir.node.dataplane.accept;

import io.weir.node.decide.protect.Pace;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** What is known of an address while it has connections, or has opened some too lately to be forgotten. Thread-safe. */
final class Visitor {
    private static final int RETIRED = -1;

    final Long key;
    private final AtomicInteger open = new AtomicInteger();
    private final AtomicLong fullAt;
    private final AtomicBoolean queued = new AtomicBoolean();

    /** What became of an attempt to come in. */
    enum Entry {
        IN,
        FULL,
        /** It is forgotten: ask the table for a new one. */
        RETIRED
    }

    Visitor(Long key, long now) {
        this.key = key;
        this.fullAt = new AtomicLong(now);
    }

    /** One more connection, if there are fewer than {@code most}. */
    Entry enter(int most) {
        int before = open.get();
        while (before >= 0 && before < most) {
            if (open.compareAndSet(before, before + 1)) {
                return Entry.IN;
            }
            before = open.get();
        }
        return before < 0 ? Entry.RETIRED : Entry.FULL;
    }

    /** One connection less; true when that was the last. */
    boolean leave() {
        return open.decrementAndGet() == 0;
    }

    boolean isOpen() {
        return open.get() > 0;
    }

    /** Whether it may open another one now; then that is noted. */
    boolean keeps(Pace pace, long now) {
        long before = fullAt.get();
        while (pace.admits(before, now)) {
            if (fullAt.compareAndSet(before, pace.after(before, now))) {
                return true;
            }
            before = fullAt.get();
        }
        return false;
    }

    /** If nothing has to be remembered: from then on nobody can enter. */
    boolean retire(long now) {
        return fullAt.get() - now <= 0 && open.compareAndSet(0, RETIRED);
    }

    /** False when it is in the queue of those that may be forgotten already. */
    boolean queue() {
        return queued.compareAndSet(false, true);
    }

    void unqueue() {
        queued.set(false);
    }
}
