package io.weir.node.filter.cache;

import java.util.concurrent.atomic.LongAdder;

/** What a cache has done on this node. */
final class Figures {
    final LongAdder hits = new LongAdder();
    final LongAdder stale = new LongAdder();
    final LongAdder misses = new LongAdder();
    final LongAdder revalidated = new LongAdder();
    final LongAdder coalesced = new LongAdder();
    final LongAdder passed = new LongAdder();
    final LongAdder stored = new LongAdder();
    final LongAdder evicted = new LongAdder();
    final LongAdder purged = new LongAdder();
}
