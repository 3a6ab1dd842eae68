package io.weir.node.telemetry;

import kamon.tag.TagSet;

/** Clients' connections of one loop. */
final class ConnectionTally implements Tally {
    private static final int OPENED = 0;
    private static final int CLOSED = 1;

    private final Counts counts = new Counts(2);

    void opened() {
        counts.add(OPENED, 1);
    }

    void closed() {
        counts.add(CLOSED, 1);
    }

    @Override
    public void feed(Instruments instruments) {
        // Closed ones first: one that opens and closes in between must not be seen closed only.
        long closed = counts.take(CLOSED);
        long opened = counts.take(OPENED);
        instruments.counter(Metric.CONNECTIONS_OPENED, TagSet.Empty()).increment(opened);
        instruments
                .gauge(Metric.CONNECTIONS, TagSet.Empty())
                .increment((double) opened)
                .decrement((double) closed);
    }
}
