package io.weir.node.telemetry;

import io.weir.node.state.ExchangeRecord;
import kamon.tag.TagSet;

/** The exchanges of one consumer on one loop. */
final class ConsumerTally implements Tally {
    private static final int BYTES_IN = StatusClass.COUNT;
    private static final int BYTES_OUT = BYTES_IN + 1;

    private final String consumer;
    private final Counts counts = new Counts(BYTES_OUT + 1);

    ConsumerTally(String consumer) {
        this.consumer = consumer;
    }

    void add(ExchangeRecord exchange) {
        counts.add(StatusClass.of(exchange.status()), 1);
        counts.add(BYTES_IN, exchange.bytesIn());
        counts.add(BYTES_OUT, exchange.bytesOut());
    }

    @Override
    public void feed(Instruments instruments) {
        TagSet tags = TagSet.of("consumer", consumer);
        Feed.statuses(counts, 0, instruments, Metric.CONSUMER_REQUESTS, tags);
        Feed.counter(counts, BYTES_IN, instruments, Metric.CONSUMER_REQUEST_BODY, tags);
        Feed.counter(counts, BYTES_OUT, instruments, Metric.CONSUMER_RESPONSE_BODY, tags);
    }
}
