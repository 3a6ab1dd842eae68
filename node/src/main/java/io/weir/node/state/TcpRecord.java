package io.weir.node.state;

import org.jspecify.annotations.Nullable;

/**
 * What is known of a connection of a tcp listener when it is over. Times are {@link System#nanoTime}; a step that was not
 * reached is 0. Valid only during {@link Recorder#tcpEnded}.
 */
public interface TcpRecord {
    String listener();

    /** 4 or 16 bytes: the client's address, by a PROXY header if there was one. */
    byte[] clientAddress();

    /** What the client asked for by SNI; empty when it did not, or nobody looked. */
    String serverName();

    /** Null when none was chosen. */
    @Nullable
    UpstreamPlan upstream();

    /** Of the last attempt; null when there was none. */
    @Nullable
    EndpointPlan endpoint();

    TcpEnd end();

    /** It was accepted. */
    long startNanos();

    /** The endpoint was reached. */
    long connectedNanos();

    long endNanos();

    /** From the client. */
    long bytesIn();

    /** To the client. */
    long bytesOut();

    /** Further attempts after the first. */
    int retries();
}
