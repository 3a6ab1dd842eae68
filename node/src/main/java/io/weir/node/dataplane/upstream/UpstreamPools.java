package io.weir.node.dataplane.upstream;

import io.weir.node.dataplane.loop.Loop;
import io.weir.node.state.EndpointPlan;
import io.weir.node.state.UpstreamPlan;
import java.util.Arrays;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** One loop's connections to all endpoints. Only on that loop. */
public final class UpstreamPools {
    private final Loop loop;
    private final Gates gates;
    private final HeadScratch scratch = new HeadScratch();
    private @Nullable EndpointPool[] bySlot = new EndpointPool[0];

    /** What all loops share: how many connections each endpoint has. Thread-safe. */
    public static final class Gates {
        private final ConcurrentHashMap<Integer, ConnectionGate> bySlot = new ConcurrentHashMap<>();

        ConnectionGate of(int slot) {
            return bySlot.computeIfAbsent(slot, any -> new ConnectionGate());
        }
    }

    public UpstreamPools(Loop loop, Gates gates) {
        this.loop = loop;
        this.gates = gates;
    }

    /** Hands a connection to {@code taker}, now or later, or says why there is none. */
    public void acquire(UpstreamPlan upstream, EndpointPlan endpoint, ConnectionTaker taker, long ticket) {
        pool(endpoint.status().slot()).acquire(upstream, endpoint, taker, ticket);
    }

    /** {@code taker} no longer waits for a connection to {@code endpoint}; whether it waited for a free one. */
    public boolean forget(EndpointPlan endpoint, ConnectionTaker taker, long ticket) {
        return pool(endpoint.status().slot()).forget(taker, ticket);
    }

    /**
     * Counts in a connection to {@code endpoint} that is in no pool, if it may have one more. {@link #closed} when it is
     * closed.
     */
    public boolean tryOpen(UpstreamPlan upstream, EndpointPlan endpoint) {
        return gates.of(endpoint.status().slot())
                .tryOpen(upstream.model().limits().connections());
    }

    /** What {@link #tryOpen} has counted in is gone. */
    public void closed(EndpointPlan endpoint) {
        gates.of(endpoint.status().slot()).closed();
    }

    /** Where it is told how TLS with {@code endpoint} goes. */
    public Handshakes handshakes(EndpointPlan endpoint) {
        return pool(endpoint.status().slot()).handshakes();
    }

    /** Closes the connections that carry nothing now. */
    public void closeIdle() {
        for (EndpointPool pool : bySlot) {
            if (pool != null) {
                pool.closeIdle();
            }
        }
    }

    /** Connections that are open or opening. */
    public int open() {
        int open = 0;
        for (EndpointPool pool : bySlot) {
            open += pool == null ? 0 : pool.open();
        }
        return open;
    }

    private EndpointPool pool(int slot) {
        if (slot >= bySlot.length) {
            bySlot = Arrays.copyOf(bySlot, Math.max(16, slot * 2));
        }
        EndpointPool pool = bySlot[slot];
        if (pool == null) {
            pool = new EndpointPool(loop, scratch, gates.of(slot));
            bySlot[slot] = pool;
        }
        return pool;
    }
}
