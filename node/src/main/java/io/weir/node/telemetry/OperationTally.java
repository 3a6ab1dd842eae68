package io.weir.node.telemetry;

import io.weir.node.state.ExchangeRecord;
import kamon.tag.TagSet;

/** The requests for one operation of GraphQL on one loop. */
final class OperationTally implements Tally {
    private final String kind;
    private final String operation;
    private final Counts counts = new Counts(StatusClass.COUNT + Latency.BUCKETS);

    /** @param name {@code query Orders}; what has another form has no kind */
    OperationTally(String name) {
        int space = name.indexOf(' ');
        kind = space < 0 ? "" : name.substring(0, space);
        operation = name.substring(space + 1);
    }

    void add(ExchangeRecord exchange) {
        counts.add(StatusClass.of(exchange.status()), 1);
        counts.add(StatusClass.COUNT + Latency.bucketOf(exchange.endNanos() - exchange.startNanos()), 1);
    }

    @Override
    public void feed(Instruments instruments) {
        TagSet tags = TagSet.of("kind", kind).withTag("operation", operation);
        Feed.statuses(counts, 0, instruments, Metric.GRAPHQL_REQUESTS, tags);
        Feed.latency(counts, StatusClass.COUNT, instruments, Metric.GRAPHQL_DURATION, tags);
    }
}
