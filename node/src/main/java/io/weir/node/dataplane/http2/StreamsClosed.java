package io.weir.node.dataplane.http2;

import io.netty.handler.codec.http2.Http2ConnectionAdapter;
import io.netty.handler.codec.http2.Http2Stream;

/** Tells streams and their connection how streams end. */
final class StreamsClosed extends Http2ConnectionAdapter {
    private final Http2ClientConnection connection;

    StreamsClosed(Http2ClientConnection connection) {
        this.connection = connection;
    }

    @Override
    public void onStreamActive(Http2Stream stream) {
        connection.streamOpened(stream.id());
    }

    @Override
    public void onStreamHalfClosed(Http2Stream stream) {
        ServedStream served = stream.getProperty(connection.key());
        if (served != null && !stream.state().localSideOpen()) {
            served.onAnswered();
        }
    }

    @Override
    public void onStreamClosed(Http2Stream stream) {
        ServedStream served = stream.getProperty(connection.key());
        if (served != null) {
            served.onClosed();
        }
        connection.streamClosed();
    }
}
