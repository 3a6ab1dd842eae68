package io.weir.node.state;

/**
 * Where a loop tells what it did: one recorder a loop, called only on that loop, allocates nothing and never blocks.
 * Telemetry makes metrics and the access log of it.
 */
public interface Recorder {
    /** Records nothing. */
    Recorder NONE = exchange -> {};

    /** At DONE, once for each exchange. {@code exchange} is reused afterwards: copy what is kept. */
    void exchangeEnded(ExchangeRecord exchange);

    /** A WebSocket has begun; its exchange ends when it does. */
    default void tunnelOpened(RoutePlan route) {}

    /** Bytes have gone through an open one. */
    default void tunnelMoved(RoutePlan route, long fromClient, long toClient) {}

    /** One is over after so long. */
    default void tunnelEnded(RoutePlan route, long nanos) {}

    default void connectionOpened() {}

    default void connectionClosed() {}

    /** A client's connection has turned out to speak HTTP/2, or such a one is closed. */
    default void http2Connection(boolean opened) {}

    /** A stream of one was opened, or is closed. */
    default void http2Stream(boolean opened) {}

    /** The listener did not take a connection on. */
    default void connectionRefused(String listener, ConnectionRefusal why) {}

    /** A client's TLS handshake at that listener is over. */
    default void handshakeEnded(String listener, TlsHandshake how) {}

    /** One to an endpoint is being opened, or closed. */
    default void upstreamConnection(EndpointPlan endpoint, boolean opened) {}

    /** One with an endpoint is over: full, resumed or failed. */
    default void backendHandshake(EndpointPlan endpoint, TlsHandshake how) {}

    /** A connection of a tcp listener is on its way to an upstream. */
    default TcpMeter tcpBegun(String listener, String upstream) {
        return TcpMeter.NONE;
    }

    /** A connection of a tcp listener is over, wherever it got. {@code record} is valid during the call only. */
    default void tcpEnded(TcpRecord record) {}

    /** Makes the recorders. */
    interface Factory {
        /** @param loop index of the event loop, from 0 */
        Recorder forLoop(int loop);
    }
}
