package io.weir.node.telemetry;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The thread that writes what is in the rings. It looks 20 times a second, and when a ring becomes half full. While the
 * sink fails, lines are dropped and counted, and it is tried again every second.
 */
final class LineWriter implements Runnable {
    private static final Logger LOG = LoggerFactory.getLogger(LineWriter.class);
    private static final long LOOK_NANOS = 50_000_000;
    private static final long RETRY_NANOS = 1_000_000_000;
    private static final int CHUNK_BYTES = 64 * 1024;
    private static final int RING_BYTES = 512 * 1024;

    private final List<LineRing> rings = new CopyOnWriteArrayList<>();
    private final ByteBuffer chunk = ByteBuffer.allocateDirect(CHUNK_BYTES);
    private final LineSink sink;
    private final Thread thread = new Thread(this, "weir-access-log");
    private volatile boolean closing;
    private volatile long lost;
    private boolean failing;
    private long retryAt;

    LineWriter(LineSink sink) {
        this.sink = sink;
        thread.setDaemon(true);
    }

    void start() {
        thread.start();
    }

    /** A ring for one more loop. */
    LineRing newRing() {
        LineRing ring = new LineRing(RING_BYTES, () -> LockSupport.unpark(thread));
        rings.add(ring);
        return ring;
    }

    /** Lines lost since the start, in full rings and by a failing sink. */
    long dropped() {
        return lost + rings.stream().mapToLong(LineRing::dropped).sum();
    }

    /** Writes what is there and ends; waits for that at most {@code millis}. */
    void close(long millis) {
        closing = true;
        LockSupport.unpark(thread);
        try {
            thread.join(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void run() {
        while (!closing) {
            writeAll();
            LockSupport.parkNanos(this, LOOK_NANOS);
        }
        writeAll();
        try {
            sink.close();
        } catch (IOException e) {
            LOG.warn("access log: closing {} failed: {}", sink.name(), reason(e));
        }
    }

    private void writeAll() {
        for (LineRing ring : rings) {
            boolean more;
            do {
                chunk.clear();
                ring.drainTo(chunk);
                // A chunk that is mostly full means that more may be waiting.
                more = chunk.position() > CHUNK_BYTES / 2;
                chunk.flip();
                if (chunk.hasRemaining()) {
                    write();
                }
            } while (more);
        }
    }

    private void write() {
        if (failing && System.nanoTime() - retryAt < 0) {
            lose();
            return;
        }
        try {
            sink.write(chunk);
            if (failing) {
                failing = false;
                LOG.info("access log: {} is written again; {} lines were lost so far", sink.name(), dropped());
            }
        } catch (IOException e) {
            failed(e);
        }
    }

    private void failed(IOException e) {
        if (!failing) {
            LOG.error(
                    "access log: {} cannot be written: {}. Lines are dropped (weir_access_log_dropped_total) until it can",
                    sink.name(),
                    reason(e));
        }
        failing = true;
        retryAt = System.nanoTime() + RETRY_NANOS;
        lose();
    }

    private void lose() {
        long lines = 0;
        while (chunk.hasRemaining()) {
            lines += chunk.get() == '\n' ? 1 : 0;
        }
        addLost(lines);
    }

    @SuppressWarnings("NonAtomicVolatileUpdate") // only this thread writes
    private void addLost(long lines) {
        lost += lines;
    }

    private static String reason(IOException e) {
        return e.getClass().getSimpleName() + ": " + e.getMessage();
    }
}
