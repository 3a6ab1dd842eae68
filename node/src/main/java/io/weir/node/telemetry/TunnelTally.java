package io.weir.node.telemetry;

import kamon.tag.TagSet;

/** The WebSockets of one route on one loop. */
final class TunnelTally implements Tally {
    private static final int OPENED = 0;
    private static final int ENDED = 1;
    private static final int MILLIS = 2;
    private static final int IN = 3;
    private static final int OUT = 4;
    private static final int SIZE = 5;
    private static final long NANOS_PER_MILLI = 1_000_000;

    private final String route;
    private final Counts counts = new Counts(SIZE);

    TunnelTally(String route) {
        this.route = route;
    }

    void opened() {
        counts.add(OPENED, 1);
    }

    void moved(long fromClient, long toClient) {
        counts.add(IN, fromClient);
        counts.add(OUT, toClient);
    }

    void ended(long nanos) {
        counts.add(MILLIS, nanos / NANOS_PER_MILLI);
        counts.add(ENDED, 1);
    }

    @Override
    public void feed(Instruments instruments) {
        TagSet tags = TagSet.of("route", route);
        // Ended ones first: one that opens and ends in between must not be seen to end only.
        long ended = counts.take(ENDED);
        long opened = counts.take(OPENED);
        instruments.counter(Metric.TUNNELS_OPENED, tags).increment(opened);
        instruments.gauge(Metric.TUNNELS, tags).increment((double) opened).decrement((double) ended);
        Feed.counter(counts, MILLIS, instruments, Metric.TUNNEL_TIME, tags);
        Feed.counter(counts, IN, instruments, Metric.TUNNEL_IN, tags);
        Feed.counter(counts, OUT, instruments, Metric.TUNNEL_OUT, tags);
    }
}
