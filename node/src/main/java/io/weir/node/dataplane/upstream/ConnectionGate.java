package io.weir.node.dataplane.upstream;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The connections of one node to one endpoint whose number is limited: the one thing that loops share about an endpoint.
 * Touched when a connection opens or closes, not when it is used again. Thread-safe.
 */
final class ConnectionGate {
    private final AtomicInteger open = new AtomicInteger();
    private final AtomicInteger waiting = new AtomicInteger();
    private final AtomicInteger starving = new AtomicInteger();
    private final List<EndpointPool> pools = new CopyOnWriteArrayList<>();

    void join(EndpointPool pool) {
        pools.add(pool);
    }

    /** @param most 0: unbounded */
    boolean tryOpen(int most) {
        if (most == 0) {
            open.incrementAndGet();
            return true;
        }
        int now = open.get();
        while (now < most) {
            if (open.compareAndSet(now, now + 1)) {
                return true;
            }
            now = open.get();
        }
        return false;
    }

    void closed() {
        open.decrementAndGet();
        if (waiting.get() > 0) {
            pools.forEach(EndpointPool::serveSoon);
        }
    }

    boolean tryWait(int most) {
        if (waiting.incrementAndGet() <= most) {
            return true;
        }
        waiting.decrementAndGet();
        return false;
    }

    /** After {@link #tryWait}: connections that are idle on any loop, and those closed meanwhile, count again. */
    void makeRoom() {
        pools.forEach(EndpointPool::makeRoomSoon);
    }

    void waitEnded() {
        waiting.decrementAndGet();
    }

    boolean someWait() {
        return waiting.get() > 0;
    }

    /** Whether a loop waits that has no connection at all. */
    boolean someStarve() {
        return starving.get() > 0;
    }

    void starves(boolean begins) {
        starving.addAndGet(begins ? 1 : -1);
    }
}
