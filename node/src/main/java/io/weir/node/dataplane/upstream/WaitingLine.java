package io.weir.node.dataplane.upstream;

import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/**
 * Who waits, on one loop, for room on a connection to one endpoint, in order. A line without any connection of its own loop
 * starves: the others have them all, and no exchange that ends here will make room. Only on its loop.
 */
final class WaitingLine {
    private final ConnectionGate gate;
    private final ArrayDeque<EndpointPool.Wait> waiting = new ArrayDeque<>();
    private boolean starving;

    WaitingLine(ConnectionGate gate) {
        this.gate = gate;
    }

    /**
     * False: too many wait.
     *
     * @param most on all loops
     * @param alone whether its loop has no connection
     */
    boolean join(EndpointPool.Wait wait, int most, boolean alone) {
        if (!gate.tryWait(most)) {
            return false;
        }
        waiting.add(wait);
        starve(alone);
        gate.makeRoom();
        return true;
    }

    boolean isEmpty() {
        return waiting.isEmpty();
    }

    /** The first that still wants a connection; null when nobody does. */
    EndpointPool.@Nullable Wait next() {
        EndpointPool.Wait next = waiting.pollFirst();
        while (next != null) {
            gate.waitEnded();
            if (next.isWanted()) {
                return next;
            }
            next = waiting.pollFirst();
        }
        starve(false);
        return null;
    }

    boolean forget(EndpointPool.Wait wait) {
        boolean waited = waiting.removeFirstOccurrence(wait);
        if (waited) {
            gate.waitEnded();
            starve(starving && !waiting.isEmpty());
        }
        return waited;
    }

    /** Its loop has a connection, or will have. */
    void isServed() {
        starve(false);
    }

    /** A connection of its loop is gone; {@code alone}: the last one. */
    void lost(boolean alone) {
        starve(starving || alone && !waiting.isEmpty());
    }

    private void starve(boolean now) {
        if (starving != now) {
            starving = now;
            gate.starves(now);
        }
    }

    /** Whether one on another loop starves, to which something should be given. */
    boolean othersStarve() {
        return !starving && gate.someStarve();
    }
}
