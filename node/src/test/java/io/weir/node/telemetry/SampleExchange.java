package io.weir.node.telemetry;

import io.weir.config.model.Action;
import io.weir.config.model.FieldEdits;
import io.weir.node.state.ConsumerPlan;
import io.weir.node.state.EndpointPlan;
import io.weir.node.state.EndpointStatuses;
import io.weir.node.state.ExchangeRecord;
import io.weir.node.state.Filter;
import io.weir.node.state.RoutePlan;
import io.weir.node.state.WeightedTargets;
import io.weir.protocol.grpc.GrpcCode;
import io.weir.protocol.http.RequestHead;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** An exchange that took 2 ms, 1.5 of which were the endpoint's; what a test does not care about stays as it is. */
final class SampleExchange implements ExchangeRecord {
    private static final long MICRO = 1000;

    @Nullable
    RequestHead head = SampleHead.get("/orders/7");

    @Nullable
    RoutePlan route;

    @Nullable
    EndpointPlan endpoint;

    @Nullable
    ConsumerPlan consumer;

    @Nullable
    String problemType;

    @Nullable
    GrpcCode grpcCode;

    @Nullable
    String callTarget;

    private @Nullable String operation;

    byte[] requestId = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);
    int status = 200;
    long startNanos = 5_000_000_000L;
    long endNanos = startNanos + 2000 * MICRO;
    int retries;

    static RoutePlan route(int id, String name) {
        return route(id, name, null, null);
    }

    /** Of a version of an api. */
    static RoutePlan version(int id, String api, String version) {
        return route(id, api + "/" + version, api, version);
    }

    private static RoutePlan route(int id, String name, @Nullable String api, @Nullable String version) {
        return new RoutePlan(
                id,
                name,
                new Filter[0],
                new Action.Respond(200, "", "text/plain"),
                WeightedTargets.NONE,
                Optional.empty(),
                FieldEdits.NONE,
                FieldEdits.NONE,
                Map.of(),
                new byte[0],
                List.of(),
                api,
                version);
    }

    static EndpointPlan endpoint(EndpointStatuses statuses, String upstream, String id) {
        return new EndpointPlan(upstream, id, InetSocketAddress.createUnresolved("h", 1), 1, statuses.of(upstream, id));
    }

    SampleExchange on(@Nullable RoutePlan plan) {
        route = plan;
        return this;
    }

    SampleExchange of(ConsumerPlan whose) {
        consumer = whose;
        return this;
    }

    SampleExchange at(@Nullable EndpointPlan plan) {
        endpoint = plan;
        return this;
    }

    SampleExchange answered(int with, @Nullable String problem) {
        status = with;
        problemType = problem;
        return this;
    }

    @Override
    public @Nullable RequestHead head() {
        return head;
    }

    @Override
    public @Nullable RoutePlan route() {
        return route;
    }

    @Override
    public @Nullable EndpointPlan endpoint() {
        return endpoint;
    }

    @Override
    public @Nullable ConsumerPlan consumer() {
        return consumer;
    }

    @Override
    public int status() {
        return status;
    }

    SampleExchange ended(GrpcCode with) {
        grpcCode = with;
        return this;
    }

    SampleExchange calling(String target) {
        callTarget = target;
        return this;
    }

    SampleExchange asking(String what) {
        operation = what;
        return this;
    }

    @Override
    public @Nullable String operation() {
        return operation;
    }

    @Override
    public @Nullable String callTarget() {
        return callTarget;
    }

    @Override
    public @Nullable GrpcCode grpcCode() {
        return grpcCode;
    }

    @Override
    public @Nullable String problemType() {
        return problemType;
    }

    @Override
    public byte[] requestId() {
        return requestId;
    }

    @Override
    public int requestIdLength() {
        return requestId.length;
    }

    @Override
    public long startNanos() {
        return startNanos;
    }

    @Override
    public long upstreamStartNanos() {
        return endpoint == null ? 0 : startNanos + 300 * MICRO;
    }

    @Override
    public long upstreamHeadNanos() {
        return endpoint == null || problemType != null ? 0 : startNanos + 1800 * MICRO;
    }

    @Override
    public long endNanos() {
        return endNanos;
    }

    @Override
    public long bytesIn() {
        return 10;
    }

    @Override
    public long bytesOut() {
        return 297;
    }

    @Override
    public int retries() {
        return retries;
    }
}
