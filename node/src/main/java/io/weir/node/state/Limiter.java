package io.weir.node.state;

import java.util.concurrent.Executor;

/** The limit of one rate-limit policy, all keys: the data plane's side of the {@code LeaseDesk} port. Thread-safe. */
public interface Limiter {
    /**
     * Takes one token of the bucket of {@code key[start, end)} if this node holds a lease (or a share) for it: a
     * compare-and-set, no message. Fills {@code answer} for ADMITTED and DENIED. WAIT: the node holds nothing and does
     * not know that nothing is to be had; call {@link #await}.
     */
    Admission admit(byte[] key, int start, int end, long nowNanos, LimitAnswer answer);

    /** Asks the owner; {@code waiter} is called exactly once, on {@code loop}, within a bounded time. Copies the key. */
    void await(byte[] key, int start, int end, Executor loop, Waiter waiter);

    enum Admission {
        ADMITTED,
        DENIED,
        WAIT
    }

    /** Receives what became of a waiting request. */
    interface Waiter {
        void decided(Admission admission, LimitAnswer answer);
    }
}
