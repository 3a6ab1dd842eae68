package io.weir.node.telemetry;

import java.util.function.LongSupplier;
import kamon.metric.Counter;

/** A counter that somebody else keeps: what it rose by is added. Only one thread at a time. */
final class Rising {
    private final LongSupplier total;
    private long last;

    Rising(LongSupplier total) {
        this.total = total;
    }

    void feed(Counter counter) {
        long now = total.getAsLong();
        counter.increment(Math.max(0, now - last));
        last = now;
    }
}
