package io.weir.node.decide.limit;

import java.util.concurrent.atomic.LongAdder;

/** What a {@link NodeBook} has done, ever. Thread-safe. */
public final class NodeCounts {
    final LongAdder asks = new LongAdder();
    final LongAdder grants = new LongAdder();
    final LongAdder tokens = new LongAdder();
    final LongAdder refusals = new LongAdder();
    final LongAdder ignored = new LongAdder();
    final LongAdder denied = new LongAdder();
    final LongAdder byShare = new LongAdder();

    /** Asks sent to owners. */
    public long asks() {
        return asks.sum();
    }

    /** Leases installed. */
    public long grants() {
        return grants.sum();
    }

    /** Tokens of those leases. */
    public long tokens() {
        return tokens.sum();
    }

    /** Answers that said that nothing more is to be had for a while. */
    public long refusals() {
        return refusals.sum();
    }

    /** Answers that came too late, twice or from an outdated owner. */
    public long ignored() {
        return ignored.sum();
    }

    /** Requests denied on this node. */
    public long denied() {
        return denied.sum();
    }

    /** Requests admitted from standing shares. */
    public long byShare() {
        return byShare.sum();
    }
}
