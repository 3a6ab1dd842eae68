package io.weir.node.filter;

import io.weir.node.state.EndpointPlan;
import io.weir.node.state.FilterContext;
import io.weir.node.state.LoopLoad;
import io.weir.node.state.UpstreamPlan;
import org.jspecify.annotations.Nullable;

/** Chooses the endpoint of an attempt. One a loop (see {@link EndpointPickers}), only on that loop; never waits. */
public interface EndpointPicker {
    /**
     * The endpoint of the exchange's session while it can be used, else the balancer's choice; null when no endpoint can
     * be used. Calls {@link FilterContext#setSessionCookie} when a cookie session begins or moves.
     *
     * @param excludedMask bit {@code i % 64} is set when endpoint {@code i} failed in this exchange. In an upstream of
     *     more than 64 endpoints each failure excludes all that share its bit
     * @param random uniformly drawn from all ints
     */
    @Nullable
    EndpointPlan pick(UpstreamPlan upstream, FilterContext exchange, LoopLoad load, long excludedMask, int random);

    /**
     * The same for a connection that carries no requests: the balancer's choice.
     *
     * @param client its address, 4 or 16 bytes
     */
    @Nullable
    EndpointPlan pickFor(UpstreamPlan upstream, byte[] client, LoopLoad load, long excludedMask, int random);
}
