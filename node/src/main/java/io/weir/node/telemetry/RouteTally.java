package io.weir.node.telemetry;

import io.weir.node.state.ExchangeRecord;
import kamon.tag.TagSet;

/** The exchanges of one route on one loop. */
final class RouteTally implements Tally {
    private static final int SWITCHED = 101;
    private static final int BYTES_IN = StatusClass.COUNT;
    private static final int BYTES_OUT = BYTES_IN + 1;
    private static final int RETRIES = BYTES_OUT + 1;
    private static final int LATENCY = RETRIES + 1;

    private final String route;
    private final Counts counts = new Counts(LATENCY + Latency.BUCKETS);

    RouteTally(String route) {
        this.route = route;
    }

    void add(ExchangeRecord exchange) {
        counts.add(StatusClass.of(exchange.status()), 1);
        counts.add(BYTES_IN, exchange.bytesIn());
        counts.add(BYTES_OUT, exchange.bytesOut());
        counts.add(RETRIES, exchange.retries());
        if (exchange.startNanos() != 0) {
            // A WebSocket's exchange took until it began; how long it lasts is another thing.
            long answered = exchange.status() == SWITCHED ? exchange.upstreamHeadNanos() : exchange.endNanos();
            counts.add(LATENCY + Latency.bucketOf(answered - exchange.startNanos()), 1);
        }
    }

    @Override
    public void feed(Instruments instruments) {
        TagSet tags = TagSet.of("route", route);
        Feed.statuses(counts, 0, instruments, Metric.REQUESTS, tags);
        Feed.counter(counts, BYTES_IN, instruments, Metric.REQUEST_BODY, tags);
        Feed.counter(counts, BYTES_OUT, instruments, Metric.RESPONSE_BODY, tags);
        Feed.counter(counts, RETRIES, instruments, Metric.RETRIES, tags);
        Feed.latency(counts, LATENCY, instruments, Metric.REQUEST_DURATION, tags);
    }
}
