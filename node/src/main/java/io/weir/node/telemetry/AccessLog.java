package io.weir.node.telemetry;

import io.weir.config.formation.NodeSettings;
import io.weir.node.state.ExchangeRecord;
import io.weir.node.state.TcpRecord;
import org.jspecify.annotations.Nullable;

/** The access log of one node: loops format lines into rings, one thread writes them. Nothing of it when it is off. */
final class AccessLog {
    private static final long CLOSE_MILLIS = 2_000;

    private final @Nullable LineWriter writer;

    private AccessLog(@Nullable LineWriter writer) {
        this.writer = writer;
    }

    /** Starts the writer; the file is opened with the first line, and again when that fails. */
    static AccessLog start(NodeSettings.AccessLog settings) {
        if (settings.to() instanceof NodeSettings.Target.File file) {
            return to(new RotatingFile(file.path(), settings.rotateBytes(), settings.keep()));
        }
        return settings.to() instanceof NodeSettings.Target.Stdout ? to(new StandardOutput()) : new AccessLog(null);
    }

    static AccessLog to(LineSink sink) {
        LineWriter writer = new LineWriter(sink);
        writer.start();
        return new AccessLog(writer);
    }

    /** What one loop logs with, or null when the log is off. */
    @Nullable
    ForLoop forLoop() {
        return writer == null ? null : new ForLoop(writer.newRing());
    }

    /** Lines lost since the start. */
    long dropped() {
        return writer == null ? 0 : writer.dropped();
    }

    /** Writes what loops have logged; waits at most 2 s. */
    void close() {
        if (writer != null) {
            writer.close(CLOSE_MILLIS);
        }
    }

    /** One loop's end of the log; only on that loop. */
    static final class ForLoop {
        private final AccessLine line = new AccessLine();
        private final TcpLine tcpLine = new TcpLine(new JsonLine());
        private final LineRing ring;

        private ForLoop(LineRing ring) {
            this.ring = ring;
        }

        void log(ExchangeRecord exchange) {
            JsonLine json = line.of(exchange, System.currentTimeMillis());
            ring.offer(json.bytes(), json.length());
        }

        void log(TcpRecord record) {
            JsonLine json = tcpLine.of(record, System.currentTimeMillis());
            ring.offer(json.bytes(), json.length());
        }
    }
}
