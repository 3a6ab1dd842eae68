package io.weir.node.telemetry;

import io.weir.node.state.ExchangeRecord;
import io.weir.protocol.grpc.GrpcCode;
import kamon.tag.TagSet;

/** The gRPC calls of one method on one loop. */
final class CallTally implements Tally {
    private static final GrpcCode[] CODES = GrpcCode.values();

    private final String service;
    private final String method;
    private final Counts counts = new Counts(CODES.length + Latency.BUCKETS);

    /** @param path {@code package.Service/Method}; what has another form has no service */
    CallTally(String path) {
        int slash = path.indexOf('/');
        service = slash < 0 ? "" : path.substring(0, slash);
        method = path.substring(slash + 1);
    }

    void add(GrpcCode code, ExchangeRecord exchange) {
        counts.add(code.number(), 1);
        counts.add(CODES.length + Latency.bucketOf(exchange.endNanos() - exchange.startNanos()), 1);
    }

    @Override
    public void feed(Instruments instruments) {
        TagSet tags = TagSet.of("service", service).withTag("method", method);
        for (GrpcCode code : CODES) {
            Feed.counter(counts, code.number(), instruments, Metric.GRPC_CALLS, tags.withTag("code", code.name()));
        }
        Feed.latency(counts, CODES.length, instruments, Metric.GRPC_DURATION, tags);
    }
}
