package io.weir.node.dataplane.loop;

import org.jspecify.annotations.Nullable;

/**
 * Deadlines of one loop: a hashed wheel (Varghese and Lauck, 1987) whose entries are moved lazily. A deadline that moves
 * later, as nearly all do, is only written down; its entry is put where it belongs when its old turn comes. Deadlines pass
 * at most two ticks late. One loop only.
 */
public final class LoopTimer {
    /** 16.8 ms. */
    static final int TICK_SHIFT = 24;

    private static final int SLOTS = 1024;

    private final Timed[] heads = new Timed[SLOTS];
    private long current;

    public LoopTimer(long nowNanos) {
        current = nowNanos >> TICK_SHIFT;
        for (int i = 0; i < SLOTS; i++) {
            heads[i] = new Head();
        }
    }

    private static final class Head extends Timed {
        Head() {
            next = this;
            before = this;
        }

        @Override
        protected void onDeadline(long nowNanos) {
            throw new IllegalStateException("the head of a list has no deadline");
        }
    }

    /** Nanoseconds between two calls of {@link #advance} that lose nothing of the precision. */
    public static long tickNanos() {
        return 1L << TICK_SHIFT;
    }

    /** @param deadline on the clock that {@link #advance} is given */
    public void set(Timed timed, long deadline) {
        timed.deadline = deadline;
        long tick = turn(deadline);
        if (timed.tick < 0) {
            link(timed, tick);
        } else if (tick < timed.tick) {
            unlink(timed);
            link(timed, tick);
        }
    }

    /** The deadline no longer holds; another is expected soon. */
    public void clear(Timed timed) {
        timed.deadline = Timed.NEVER;
    }

    /** Lets go of it altogether. */
    public void remove(Timed timed) {
        timed.deadline = Timed.NEVER;
        if (timed.tick >= 0) {
            unlink(timed);
        }
    }

    private long turn(long deadline) {
        long tick = (deadline >> TICK_SHIFT) + 1;
        return Math.max(current + 1, Math.min(tick, current + SLOTS - 1));
    }

    private void link(Timed timed, long tick) {
        Timed head = heads[(int) (tick & (SLOTS - 1))];
        Timed last = known(head.before);
        timed.tick = tick;
        timed.next = head;
        timed.before = last;
        last.next = timed;
        head.before = timed;
    }

    private static void unlink(Timed timed) {
        known(timed.before).next = timed.next;
        known(timed.next).before = timed.before;
        timed.tick = -1;
        timed.next = null;
        timed.before = null;
    }

    private static Timed known(@Nullable Timed linked) {
        if (linked == null) {
            throw new IllegalStateException("not linked");
        }
        return linked;
    }

    /** Calls all whose deadline has passed. */
    public void advance(long nowNanos) {
        long target = nowNanos >> TICK_SHIFT;
        while (current < target) {
            current++;
            expire(heads[(int) (current & (SLOTS - 1))], nowNanos);
        }
    }

    private void expire(Timed head, long nowNanos) {
        Timed timed = known(head.next);
        while (timed != head) {
            unlink(timed);
            if (timed.deadline <= nowNanos) {
                timed.deadline = Timed.NEVER;
                timed.onDeadline(nowNanos);
            } else if (timed.deadline != Timed.NEVER) {
                link(timed, turn(timed.deadline));
            }
            timed = known(head.next);
        }
    }
}
