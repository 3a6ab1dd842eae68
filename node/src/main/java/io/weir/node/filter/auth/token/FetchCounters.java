package io.weir.node.filter.auth.token;

import java.util.concurrent.atomic.LongAdder;

/** How often others were asked, and answered. Thread-safe. */
final class FetchCounters {
    private final LongAdder good = new LongAdder();
    private final LongAdder failed = new LongAdder();

    void count(boolean well) {
        (well ? good : failed).increment();
    }

    long good() {
        return good.sum();
    }

    long failed() {
        return failed.sum();
    }
}
