package io.weir.node.state;

/** One loop's own view of what is under way. Only on that loop. */
public interface LoopLoad {
    /** Exchanges of this loop under way at the endpoint. */
    int inFlight(EndpointStatus endpoint);
}
