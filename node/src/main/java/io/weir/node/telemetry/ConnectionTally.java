package io.weir.node.telemetry;

import kamon.tag.TagSet;

/** What clients open and close on one loop: connections, streams. */
final class ConnectionTally implements Tally {
    private static final int OPENED = 0;
    private static final int CLOSED = 1;

    private final Counts counts = new Counts(2);
    private final Metric total;
    private final Metric open;

    /**
     * @param total counts those that were opened
     * @param open shows those that are open
     */
    ConnectionTally(Metric total, Metric open) {
        this.total = total;
        this.open = open;
    }

    void changed(boolean opened) {
        if (opened) {
            opened();
        } else {
            closed();
        }
    }

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
        instruments.counter(total, TagSet.Empty()).increment(opened);
        instruments.gauge(open, TagSet.Empty()).increment((double) opened).decrement((double) closed);
    }
}
