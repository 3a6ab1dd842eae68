package io.weir.node.control.limit;

import io.weir.node.decide.limit.Cell;
import io.weir.node.decide.limit.CellTable;
import io.weir.node.decide.limit.Limit;
import io.weir.node.state.LimitAnswer;
import io.weir.node.state.Limiter;
import java.util.Arrays;
import java.util.concurrent.Executor;

/** One limit on this node. Admitting takes a look-up and a compare-and-set; only {@link #await} reaches the desk. */
final class ClusterLimiter implements Limiter {
    private final CellTable table;
    private final WaitingRoom room;
    private final Runnable callDesk;

    ClusterLimiter(CellTable table, WaitingRoom room, Runnable callDesk) {
        this.table = table;
        this.room = room;
        this.callDesk = callDesk;
    }

    @Override
    public Admission admit(byte[] key, int start, int end, long nowNanos, LimitAnswer answer) {
        Cell cell = table.find(key, start, end);
        if (cell == null) {
            return Admission.WAIT;
        }
        // The time of this very moment: a process that was paused must find its leases ended.
        long admission = cell.admit(System.nanoTime());
        if (admission >= 0) {
            answer.set(admission, fillNanos(table.limit(), admission));
            return Admission.ADMITTED;
        }
        if (admission == Cell.WAIT) {
            return Admission.WAIT;
        }
        answer.set(0, Cell.resetNanos(admission));
        return Admission.DENIED;
    }

    @Override
    public void await(byte[] key, int start, int end, Executor loop, Waiter waiter) {
        room.enter(table, Arrays.copyOfRange(key, start, end), loop, waiter, System.nanoTime());
        callDesk.run();
    }

    /** Until a bucket is full of which so much is surely left. */
    static long fillNanos(Limit limit, long left) {
        return (long) ((limit.burst() - left) * 1e9 / limit.ratePerSecond());
    }
}
