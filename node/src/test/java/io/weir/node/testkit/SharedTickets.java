package io.weir.node.testkit;

import io.weir.node.state.TicketKeys;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Keys of tickets that several gateways have together, and that a test rotates. Thread-safe. */
public final class SharedTickets implements TicketKeys {
    private final List<Consumer<List<TicketKey>>> listeners = new ArrayList<>();
    private List<TicketKey> keys = List.of();

    /** A key of random bytes. */
    public static TicketKey key(boolean issuing) {
        return new TicketKey(random(), random(), random(), issuing);
    }

    private static byte[] random() {
        byte[] bytes = new byte[16];
        TestCa.RANDOM.nextBytes(bytes);
        return bytes;
    }

    /** Gives everybody these. */
    public synchronized SharedTickets rotate(TicketKey... newKeys) {
        keys = List.of(newKeys);
        listeners.forEach(listener -> listener.accept(keys));
        return this;
    }

    @Override
    public synchronized void onKeys(Consumer<List<TicketKey>> listener) {
        listeners.add(listener);
        if (!keys.isEmpty()) {
            listener.accept(keys);
        }
    }
}
