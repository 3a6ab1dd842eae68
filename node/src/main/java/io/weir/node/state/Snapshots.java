package io.weir.node.state;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/** The current snapshot: written by the control plane on activation, read once per exchange. Thread-safe. */
public final class Snapshots {
    private final List<Consumer<Snapshot>> listeners = new CopyOnWriteArrayList<>();
    private volatile Snapshot current = Snapshot.EMPTY;

    public Snapshot current() {
        return current;
    }

    /** {@code listener} is called with the current snapshot now and with each later one, on the activating thread. */
    public void onActivate(Consumer<Snapshot> listener) {
        listeners.add(listener);
        listener.accept(current);
    }

    public void activate(Snapshot next) {
        current = next;
        listeners.forEach(listener -> listener.accept(next));
    }
}
