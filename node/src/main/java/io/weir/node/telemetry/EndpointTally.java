package io.weir.node.telemetry;

import io.weir.node.state.ExchangeRecord;
import io.weir.node.state.TlsHandshake;
import kamon.tag.TagSet;

/** The exchanges whose last attempt went to one endpoint, on one loop. */
final class EndpointTally implements Tally {
    private static final String[] KINDS = {"full", "resumed", "failed"};
    private static final int FAILURES = StatusClass.COUNT;
    private static final int HANDSHAKES = FAILURES + 1;
    private static final int OPENED = HANDSHAKES + KINDS.length;
    private static final int CLOSED = OPENED + 1;
    private static final int LATENCY = CLOSED + 1;

    private final String upstream;
    private final String endpoint;
    private final Counts counts = new Counts(LATENCY + Latency.BUCKETS);

    EndpointTally(String upstream, String endpoint) {
        this.upstream = upstream;
        this.endpoint = endpoint;
    }

    void add(ExchangeRecord exchange) {
        if (exchange.problemType() != null) {
            counts.add(FAILURES, 1);
            return;
        }
        if (exchange.upstreamHeadNanos() != 0) {
            counts.add(StatusClass.of(exchange.status()), 1);
            counts.add(LATENCY + Latency.bucketOf(exchange.upstreamHeadNanos() - exchange.upstreamStartNanos()), 1);
        }
    }

    /** No connection came about. */
    void addFailure() {
        counts.add(FAILURES, 1);
    }

    void add(TlsHandshake how) {
        int kind = how == TlsHandshake.FULL ? 0 : how == TlsHandshake.RESUMED ? 1 : 2;
        counts.add(HANDSHAKES + kind, 1);
    }

    void connection(boolean opened) {
        counts.add(opened ? OPENED : CLOSED, 1);
    }

    @Override
    public void feed(Instruments instruments) {
        TagSet tags = TagSet.of("upstream", upstream).withTag("endpoint", endpoint);
        Feed.statuses(counts, 0, instruments, Metric.UPSTREAM_RESPONSES, tags);
        Feed.counter(counts, FAILURES, instruments, Metric.UPSTREAM_FAILURES, tags);
        for (int i = 0; i < KINDS.length; i++) {
            TagSet kind = tags.withTag("kind", KINDS[i]);
            Feed.counter(counts, HANDSHAKES + i, instruments, Metric.UPSTREAM_HANDSHAKES, kind);
        }
        // Closed ones first: one that opens and closes in between must not be seen closed only.
        long closed = counts.take(CLOSED);
        long opened = counts.take(OPENED);
        if (opened > 0 || closed > 0) {
            instruments
                    .gauge(Metric.UPSTREAM_CONNECTIONS, tags)
                    .increment((double) opened)
                    .decrement((double) closed);
        }
        Feed.latency(counts, LATENCY, instruments, Metric.UPSTREAM_LATENCY, tags);
    }
}
