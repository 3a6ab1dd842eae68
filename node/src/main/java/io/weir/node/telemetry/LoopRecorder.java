package io.weir.node.telemetry;

import io.weir.node.state.ConnectionRefusal;
import io.weir.node.state.EndpointPlan;
import io.weir.node.state.ExchangeRecord;
import io.weir.node.state.Recorder;
import io.weir.node.state.RoutePlan;
import io.weir.node.state.TcpMeter;
import io.weir.node.state.TcpRecord;
import io.weir.node.state.TlsHandshake;

/** The recorder of one loop: adds to its counters. */
record LoopRecorder(LoopTallies tallies) implements Recorder {
    @Override
    public void exchangeEnded(ExchangeRecord exchange) {
        tallies.add(exchange);
    }

    @Override
    public void tunnelOpened(RoutePlan route) {
        tallies.tunnels(route).opened();
    }

    @Override
    public void tunnelMoved(RoutePlan route, long fromClient, long toClient) {
        tallies.tunnels(route).moved(fromClient, toClient);
    }

    @Override
    public void tunnelEnded(RoutePlan route, long nanos) {
        tallies.tunnels(route).ended(nanos);
    }

    @Override
    public void connectionOpened() {
        tallies.connections.opened();
    }

    @Override
    public void connectionRefused(String listener, ConnectionRefusal why) {
        tallies.refusals(listener).add(why);
    }

    @Override
    public void handshakeEnded(String listener, TlsHandshake how) {
        tallies.handshakes(listener).add(how);
    }

    @Override
    public void http2Connection(boolean opened) {
        tallies.http2Connections.changed(opened);
    }

    @Override
    public void http2Stream(boolean opened) {
        tallies.http2Streams.changed(opened);
    }

    @Override
    public void connectionClosed() {
        tallies.connections.closed();
    }

    @Override
    public void upstreamConnection(EndpointPlan endpoint, boolean opened) {
        tallies.addConnection(endpoint, opened);
    }

    @Override
    public void backendHandshake(EndpointPlan endpoint, TlsHandshake how) {
        tallies.add(endpoint, how);
    }

    @Override
    public TcpMeter tcpBegun(String listener, String upstream) {
        return tallies.tcpBegun(listener, upstream);
    }

    @Override
    public void tcpEnded(TcpRecord record) {
        tallies.add(record);
    }
}
