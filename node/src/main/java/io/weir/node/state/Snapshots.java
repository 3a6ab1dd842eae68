package io.weir.node.state;

/** The current snapshot: written by the control plane on activation, read once per exchange. Thread-safe. */
public final class Snapshots {
    private volatile Snapshot current = Snapshot.EMPTY;

    public Snapshot current() {
        return current;
    }

    public void activate(Snapshot next) {
        current = next;
    }
}
