package io.weir.node.decide.limit.sim;

import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/** Runs what is to happen in the order of true time, in nanoseconds from 0. */
final class Scheduler {
    private final PriorityQueue<Event> events = new PriorityQueue<>();
    private long now;
    private long seen;

    private static final class Event implements Comparable<Event> {
        final long order;
        final @Nullable SimNode node;
        final Runnable action;
        long at;

        Event(long at, long order, @Nullable SimNode node, Runnable action) {
            this.at = at;
            this.order = order;
            this.node = node;
            this.action = action;
        }

        @Override
        public int compareTo(Event other) {
            return at == other.at ? Long.compare(order, other.order) : Long.compare(at, other.at);
        }
    }

    long now() {
        return now;
    }

    void after(long delay, Runnable action) {
        events.add(new Event(now + delay, ++seen, null, action));
    }

    /** Does not happen if the node ends before; waits while it is paused. */
    void after(long delay, SimNode node, Runnable action) {
        events.add(new Event(now + delay, ++seen, node, action));
    }

    void runUntil(long end) {
        for (Event next = events.peek(); next != null && next.at <= end; next = events.peek()) {
            events.remove();
            now = next.at;
            if (next.node == null) {
                next.action.run();
            } else if (next.node.isPaused(now)) {
                next.at = next.node.pausedUntil();
                events.add(next);
            } else if (next.node.isAlive()) {
                next.action.run();
            }
        }
        now = end;
    }

    long count() {
        return seen;
    }
}
