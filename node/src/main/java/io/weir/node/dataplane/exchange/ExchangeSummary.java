package io.weir.node.dataplane.exchange;

import io.weir.node.state.ClientTls;
import io.weir.node.state.ConsumerPlan;
import io.weir.node.state.EndpointPlan;
import io.weir.node.state.ExchangeRecord;
import io.weir.node.state.RoutePlan;
import io.weir.protocol.grpc.GrpcCode;
import io.weir.protocol.http.RequestHead;
import org.jspecify.annotations.Nullable;

/** An exchange as a recorder sees it when it is over. */
final class ExchangeSummary implements ExchangeRecord {
    private final ExchangeContext exchange;
    boolean headComplete;
    long bytesIn;
    long endNanos;

    ExchangeSummary(ExchangeContext exchange) {
        this.exchange = exchange;
    }

    @Override
    public @Nullable RequestHead head() {
        return headComplete ? exchange.request : null;
    }

    @Override
    public @Nullable RoutePlan route() {
        return exchange.route;
    }

    @Override
    public @Nullable EndpointPlan endpoint() {
        return exchange.endpoint;
    }

    @Override
    public @Nullable ConsumerPlan consumer() {
        return exchange.consumer();
    }

    @Override
    public String protocol() {
        return exchange.protocol();
    }

    @Override
    public @Nullable ClientTls tls() {
        return exchange.tls();
    }

    @Override
    public int status() {
        return exchange.status;
    }

    @Override
    public @Nullable GrpcCode grpcCode() {
        return exchange.call.code();
    }

    @Override
    public @Nullable String callTarget() {
        return exchange.ownTarget;
    }

    @Override
    public @Nullable String problemType() {
        return exchange.problemType;
    }

    @Override
    public @Nullable String cache() {
        return exchange.cacheNote;
    }

    @Override
    public @Nullable String operation() {
        return exchange.operationNote;
    }

    @Override
    public byte[] requestId() {
        return exchange.requestId.bytes();
    }

    @Override
    public int requestIdLength() {
        return exchange.requestId.length();
    }

    @Override
    public long startNanos() {
        return exchange.startNanos;
    }

    @Override
    public long upstreamStartNanos() {
        return exchange.upstreamStartNanos;
    }

    @Override
    public long upstreamHeadNanos() {
        return exchange.upstreamHeadNanos;
    }

    @Override
    public long endNanos() {
        return endNanos;
    }

    @Override
    public long bytesIn() {
        return bytesIn;
    }

    @Override
    public long bytesOut() {
        return exchange.bytesOut;
    }

    @Override
    public int retries() {
        return exchange.retries;
    }
}
