package io.weir.node.state;

import java.util.List;
import java.util.function.Consumer;

/**
 * The keys of TLS session tickets (RFC 5077 §4), the same on all nodes, so that a client resumes on any of them.
 * Thread-safe, never blocks.
 */
public interface TicketKeys {
    /** No keys that are shared: each node has its own. */
    TicketKeys OWN = listener -> {};

    /** {@code listener} is given the keys now, if there are any, and again whenever they are rotated, on any thread. */
    void onKeys(Consumer<List<TicketKey>> listener);

    /**
     * @param name 16 bytes that name the key in a ticket
     * @param hmac 16 bytes
     * @param aes 16 bytes
     * @param issuing new tickets are made with it: exactly one key of a list. The others only open old tickets
     */
    record TicketKey(byte[] name, byte[] hmac, byte[] aes, boolean issuing) {
        @Override
        public String toString() {
            return "a ticket key";
        }
    }
}
