package io.weir.node.state;

/**
 * What the cluster thinks of one endpoint (the {@code Verdicts} port). Written by the control plane, read by every loop.
 * Lives in {@link EndpointStatuses}, so it survives a change of the document. Thread-safe.
 */
public final class EndpointStatus {
    private final String upstream;
    private final String endpoint;
    private final int slot;
    private volatile boolean usable = true;
    private volatile boolean draining;
    private volatile int remoteInFlight;

    EndpointStatus(String upstream, String endpoint, int slot) {
        this.upstream = upstream;
        this.endpoint = endpoint;
        this.slot = slot;
    }

    public String upstream() {
        return upstream;
    }

    public String endpoint() {
        return endpoint;
    }

    /** Dense, node-local, never reused while the process lives: index into per-loop arrays. */
    public int slot() {
        return slot;
    }

    /** Healthy and not ejected, by the cluster's verdict. */
    public boolean usable() {
        return usable;
    }

    /** Takes no new sessions or requests; what is in flight ends. */
    public boolean draining() {
        return draining;
    }

    /** Exchanges under way from all other nodes, as last gossiped. */
    public int remoteInFlight() {
        return remoteInFlight;
    }

    public void setUsable(boolean value) {
        usable = value;
    }

    public void setDraining(boolean value) {
        draining = value;
    }

    public void setRemoteInFlight(int value) {
        remoteInFlight = value;
    }
}
