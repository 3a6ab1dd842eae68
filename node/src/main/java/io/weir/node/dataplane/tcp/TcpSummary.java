package io.weir.node.dataplane.tcp;

import io.weir.node.state.EndpointPlan;
import io.weir.node.state.TcpEnd;
import io.weir.node.state.TcpRecord;
import io.weir.node.state.UpstreamPlan;
import java.net.InetAddress;
import org.jspecify.annotations.Nullable;

/** What is recorded of a connection when it is over. */
final class TcpSummary implements TcpRecord {
    private final String listener;
    private byte[] clientAddress = {};
    private long startNanos;
    private long endNanos;

    @Nullable
    UpstreamPlan upstream;

    @Nullable
    TcpAttempts attempts;

    String serverName = "";
    TcpEnd end = TcpEnd.CLOSED;
    long connectedNanos;
    long bytesIn;
    long bytesOut;

    TcpSummary(String listener) {
        this.listener = listener;
    }

    void begin(InetAddress client) {
        isOf(client);
        startNanos = System.nanoTime();
    }

    void isOf(InetAddress client) {
        clientAddress = client.getAddress();
    }

    TcpSummary ended() {
        endNanos = System.nanoTime();
        return this;
    }

    @Override
    public String listener() {
        return listener;
    }

    @Override
    public byte[] clientAddress() {
        return clientAddress;
    }

    @Override
    public String serverName() {
        return serverName;
    }

    @Override
    public @Nullable UpstreamPlan upstream() {
        return upstream;
    }

    @Override
    public @Nullable EndpointPlan endpoint() {
        TcpAttempts known = attempts;
        return known == null ? null : known.endpoint();
    }

    @Override
    public TcpEnd end() {
        return end;
    }

    @Override
    public long startNanos() {
        return startNanos;
    }

    @Override
    public long connectedNanos() {
        return connectedNanos;
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
        return bytesOut;
    }

    @Override
    public int retries() {
        TcpAttempts known = attempts;
        return known == null ? 0 : known.further();
    }
}
