package io.weir.node.telemetry;

import io.weir.node.state.EndpointPlan;
import io.weir.node.state.EndpointStatuses;
import io.weir.node.state.TcpEnd;
import io.weir.node.state.TcpRecord;
import io.weir.node.state.UpstreamPlan;
import io.weir.node.testkit.TestUpstream;

/** A connection from the listener {@code raw} to the upstream {@code orders}, 5 ms long, 1 ms of it until it was open. */
record SampleTcp(TcpEnd end, int retries) implements TcpRecord {
    private static final UpstreamPlan UPSTREAM = TestUpstream.weights(1).plan();
    private static final EndpointPlan ENDPOINT =
            SampleExchange.endpoint(new EndpointStatuses(), "orders", "10.0.0.1:80");

    @Override
    public String listener() {
        return "raw";
    }

    @Override
    public byte[] clientAddress() {
        return new byte[] {(byte) 192, 0, 2, 7};
    }

    @Override
    public String serverName() {
        return end == TcpEnd.CLOSED ? "db.example.com" : "";
    }

    @Override
    public UpstreamPlan upstream() {
        return UPSTREAM;
    }

    @Override
    public EndpointPlan endpoint() {
        return ENDPOINT;
    }

    @Override
    public long startNanos() {
        return 1_000_000;
    }

    @Override
    public long connectedNanos() {
        return end == TcpEnd.CLOSED ? 2_000_000 : 0;
    }

    @Override
    public long endNanos() {
        return 6_000_000;
    }

    @Override
    public long bytesIn() {
        return 10;
    }

    @Override
    public long bytesOut() {
        return 20;
    }
}
