package io.weir.node.filter.cache;

import io.weir.node.state.Caches;
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
    /** Gave way while they were fresh. */
    final LongAdder evicted = new LongAdder();
    /** Gave way when they were stale. */
    final LongAdder expired = new LongAdder();

    final LongAdder replaced = new LongAdder();
    /** Dropped because of a request with an unsafe method, or of what the backend said. */
    final LongAdder invalidated = new LongAdder();
    /** Not stored as there was no room. */
    final LongAdder crowded = new LongAdder();

    final LongAdder purged = new LongAdder();

    Caches.Removed removed() {
        return new Caches.Removed(evicted.sum(), expired.sum(), replaced.sum(), invalidated.sum(), purged.sum());
    }

    final LongAdder peerHits = new LongAdder();
    final LongAdder peerMisses = new LongAdder();
    final LongAdder peerFailures = new LongAdder();
    final LongAdder peerServed = new LongAdder();
}
