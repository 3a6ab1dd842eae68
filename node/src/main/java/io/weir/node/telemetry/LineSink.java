package io.weir.node.telemetry;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;

/** Where lines end up. Only the writer's thread. */
interface LineSink extends Closeable {
    /**
     * Writes all of {@code lines}, whole lines only. After an exception the position says what was not written, and the
     * next call starts anew.
     */
    void write(ByteBuffer lines) throws IOException;

    /** For messages. */
    String name();

    @Override
    void close() throws IOException;
}
