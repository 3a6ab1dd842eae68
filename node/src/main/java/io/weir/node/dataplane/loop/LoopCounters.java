package io.weir.node.dataplane.loop;

import io.weir.node.state.EndpointPlan;
import io.weir.node.state.EndpointStatus;
import io.weir.node.state.LoopLoad;
import io.weir.node.state.Observations.EndpointObservation;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** What one loop has under way at each endpoint, and how its exchanges there went. One loop only. */
public final class LoopCounters implements LoopLoad {
    private @Nullable EndpointStatus[] endpoints = new EndpointStatus[0];
    private int[] inFlight = new int[0];
    private long[] successes = new long[0];
    private long[] failures = new long[0];
    private int[] run = new int[0];

    @Override
    public int inFlight(EndpointStatus endpoint) {
        int slot = endpoint.slot();
        return slot < inFlight.length ? inFlight[slot] : 0;
    }

    public void begun(EndpointStatus endpoint) {
        int slot = endpoint.slot();
        if (slot >= inFlight.length) {
            grow(slot);
        }
        endpoints[slot] = endpoint;
        inFlight[slot]++;
    }

    /** Ended without a word about the endpoint: the client went away. */
    public void ended(EndpointStatus endpoint) {
        inFlight[endpoint.slot()]--;
    }

    /** It has done well, and what it does goes on: a tunnel. */
    public void answered(EndpointStatus endpoint) {
        int slot = endpoint.slot();
        successes[slot]++;
        run[slot] = 0;
    }

    public void succeeded(EndpointStatus endpoint) {
        ended(endpoint);
        proved(endpoint);
    }

    /** It does what it is for, and what has begun there goes on. */
    public void proved(EndpointStatus endpoint) {
        int slot = endpoint.slot();
        successes[slot]++;
        run[slot] = 0;
    }

    /** Tells {@code ejected} each time that so many failed in a row as its upstream bears. */
    public void failed(EndpointPlan endpoint, int mostInARow, Consumer<EndpointStatus> ejected) {
        int slot = endpoint.status().slot();
        inFlight[slot]--;
        failures[slot]++;
        run[slot]++;
        if (mostInARow > 0 && run[slot] % mostInARow == 0) {
            ejected.accept(endpoint.status());
        }
    }

    private void grow(int slot) {
        int size = Math.max(16, Integer.highestOneBit(slot + 1) * 2);
        endpoints = Arrays.copyOf(endpoints, size);
        inFlight = Arrays.copyOf(inFlight, size);
        successes = Arrays.copyOf(successes, size);
        failures = Arrays.copyOf(failures, size);
        run = Arrays.copyOf(run, size);
    }

    /** Adds what is known of each endpoint and begins to count successes and failures anew. */
    public void collect(List<EndpointObservation> sink) {
        for (int slot = 0; slot < endpoints.length; slot++) {
            EndpointStatus endpoint = endpoints[slot];
            if (endpoint != null) {
                sink.add(new EndpointObservation(endpoint, inFlight[slot], successes[slot], failures[slot], run[slot]));
                successes[slot] = 0;
                failures[slot] = 0;
            }
        }
    }
}
