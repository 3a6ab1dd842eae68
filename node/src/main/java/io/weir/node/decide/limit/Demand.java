package io.weir.node.decide.limit;

/**
 * How much a node wants of one bucket lately, and what it has asked for. Of the control side only.
 *
 * <p>The demand is a count of arrivals that fades with a time constant of {@link #HORIZON_NANOS}: what a steady stream
 * needs for that long.
 */
final class Demand {
    static final long HORIZON_NANOS = 100_000_000;

    /** Requests that wait for an answer to an ask. */
    long waiting;

    /** An ask is out, sent at {@link #askedNanos}. */
    boolean asking;

    long askedNanos;
    /** Some ask was sent before. */
    boolean everAsked;
    /** The newest ask that the owner has answered, by its own sent time. */
    long answeredNanos;
    /** Of the newest lease that was installed. */
    long lastLease;
    /** The lease of which the owner has been told that it is over. */
    long toldOver;

    /** What was left of the current lease when it was last looked at. */
    private long seenLeft;

    private double faded;
    private long fadedNanos;
    private long arrivals;
    private long deniedSeen;

    Demand(long nowNanos) {
        fadedNanos = nowNanos;
        askedNanos = nowNanos;
        answeredNanos = nowNanos - 1;
    }

    void arrived(long count) {
        arrivals += count;
    }

    /** Requests have taken of the current lease down to {@code left}. */
    void spent(long left) {
        arrivals += Math.max(0, seenLeft - left);
        seenLeft = left;
    }

    void installed(Lease lease) {
        lastLease = lease.id;
        seenLeft = lease.tokens;
    }

    /** @param deniedEver a count that only rises */
    void denied(long deniedEver) {
        arrivals += deniedEver - deniedSeen;
        deniedSeen = deniedEver;
    }

    /** What arrives in {@link #HORIZON_NANOS}, estimated. */
    long expected(long nowNanos) {
        double passed = Math.max(0, nowNanos - fadedNanos);
        faded = faded * Math.exp(-passed / HORIZON_NANOS) + arrivals;
        fadedNanos = nowNanos;
        arrivals = 0;
        return (long) Math.ceil(faded);
    }
}
