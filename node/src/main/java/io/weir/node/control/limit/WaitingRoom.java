package io.weir.node.control.limit;

import io.weir.config.model.Policy.WhenOwnerLost;
import io.weir.node.decide.limit.Cell;
import io.weir.node.decide.limit.CellTable;
import io.weir.node.decide.limit.NodeBook;
import io.weir.node.state.LimitAnswer;
import io.weir.node.state.Limiter.Admission;
import io.weir.node.state.Limiter.Waiter;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;

/**
 * Requests that wait for a first lease, in the order of their coming. Each is decided exactly once: when its cell has a
 * token, when it is known that there is none, or when it has waited for a second. Only {@link #enter} may be called by
 * any thread, all else by the desk.
 */
final class WaitingRoom {
    private static final long LONGEST_WAIT_NANOS = 1_000_000_000;
    private static final long LOOK_AGAIN_NANOS = 1_000_000_000;

    private final NodeBook book;
    private final ConcurrentLinkedQueue<Newcomer> newcomers = new ConcurrentLinkedQueue<>();
    private final Map<Cell, ArrayDeque<Waiting>> waiting = new HashMap<>();
    private final IdentityHashMap<Executor, List<Runnable>> decided = new IdentityHashMap<>();

    private record Newcomer(CellTable table, byte[] key, Waiting waiting) {}

    private record Waiting(Executor loop, Waiter waiter, long sinceNanos) {}

    WaitingRoom(NodeBook book) {
        this.book = book;
    }

    /** Keeps {@code key}. */
    void enter(CellTable table, byte[] key, Executor loop, Waiter waiter, long nowNanos) {
        newcomers.add(new Newcomer(table, key, new Waiting(loop, waiter, nowNanos)));
    }

    void admitNewcomers(long nowNanos) {
        for (Newcomer one = newcomers.poll(); one != null; one = newcomers.poll()) {
            Cell cell = book.cell(one.table(), one.key(), nowNanos);
            if (cell == null) {
                tell(one.waiting(), Admission.DENIED, 0, LOOK_AGAIN_NANOS);
                continue;
            }
            ArrayDeque<Waiting> queue = waiting.computeIfAbsent(cell, unknown -> new ArrayDeque<>());
            queue.add(one.waiting());
            book.await(cell, 1);
            decide(cell, nowNanos);
        }
    }

    /** As far as the cell knows; the others go on waiting, and the owner is asked again. */
    void decide(Cell cell, long nowNanos) {
        ArrayDeque<Waiting> queue = waiting.get(cell);
        if (queue == null) {
            return;
        }
        while (!queue.isEmpty()) {
            long admission = cell.admit(nowNanos);
            if (admission == Cell.WAIT && nowNanos - queue.element().sinceNanos() < LONGEST_WAIT_NANOS) {
                book.await(cell, 0);
                return;
            }
            book.answered(cell, 1);
            decide(cell, queue.remove(), admission);
        }
        waiting.remove(cell);
    }

    private void decide(Cell cell, Waiting one, long admission) {
        boolean admitAnyway = admission == Cell.WAIT && cell.key().limit().whenOwnerLost() == WhenOwnerLost.ADMIT;
        if (admission >= 0 || admitAnyway) {
            long left = Math.max(0, admission);
            tell(
                    one,
                    Admission.ADMITTED,
                    left,
                    ClusterLimiter.fillNanos(cell.key().limit(), left));
        } else {
            tell(one, Admission.DENIED, 0, admission == Cell.WAIT ? LOOK_AGAIN_NANOS : Cell.resetNanos(admission));
        }
    }

    /** Owners may be missing by now, and some may have waited for too long. */
    void lookAgain(long nowNanos) {
        for (Cell cell : List.copyOf(waiting.keySet())) {
            decide(cell, nowNanos);
        }
    }

    private void tell(Waiting one, Admission admission, long remaining, long resetNanos) {
        LimitAnswer answer = new LimitAnswer();
        answer.set(remaining, resetNanos);
        decided.computeIfAbsent(one.loop(), loop -> new ArrayList<>())
                .add(() -> one.waiter().decided(admission, answer));
    }

    /** What has been decided goes back as one task for each loop. */
    void deliver() {
        decided.forEach((loop, answers) -> {
            try {
                loop.execute(() -> answers.forEach(Runnable::run));
            } catch (RejectedExecutionException e) {
                // The loop has ended, and its exchanges with it.
                answers.clear();
            }
        });
        decided.clear();
    }
}
