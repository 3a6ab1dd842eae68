package io.weir.node.state;

/** What this node has done for limits, counted since it started. Thread-safe, cheap to read. */
public interface LimitCounters {
    /** Asks sent to owners. */
    long asks();

    /** Leases received. */
    long grants();

    /** Tokens of those leases. */
    long tokensGranted();

    /** Owners' answers that nothing more was to be had for a while. */
    long refusals();

    /** Owners' answers that came too late, twice, or from an owner that is outdated. */
    long grantsIgnored();

    /** Requests that this node denied. */
    long denials();

    /** Requests admitted from standing shares. */
    long admittedByShare();

    /** Not a count but a state: partitions whose owner is missing now, so that shares are awake. */
    long sharesAwake();

    /** Not a count but a state: partitions that this node owns. */
    long partitionsOwned();
}
