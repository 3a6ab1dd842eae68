package io.weir.node.admin;

import io.weir.node.state.LimitAnswer;
import io.weir.node.state.Limiter;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;

/** Admits so many times. */
final class FakeGuessLimit implements Limiter {
    final AtomicInteger left = new AtomicInteger(1000);
    volatile long resetNanos = 60_000_000_000L;

    @Override
    public Admission admit(byte[] key, int start, int end, long nowNanos, LimitAnswer answer) {
        answer.set(0, resetNanos);
        return left.getAndDecrement() > 0 ? Admission.ADMITTED : Admission.DENIED;
    }

    @Override
    public void await(byte[] key, int start, int end, Executor loop, Waiter waiter) {
        throw new AssertionError("it never waits");
    }
}
