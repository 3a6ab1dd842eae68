package io.weir.node.dataplane.tcp;

import io.netty.buffer.ByteBuf;
import io.weir.node.state.TcpEnd;
import io.weir.node.state.TcpMeter;
import org.jspecify.annotations.Nullable;

/**
 * Two sides of which each is given what the other sends: no faster than it takes it, with its end when the other has said
 * all. Only on its loop.
 */
final class Relay {
    private static final long LINGER_NANOS = 2_000_000_000L;

    private final TcpConnection connection;
    private final TcpSide client;
    private final TcpSide backend;
    private final TcpSummary summary;
    private final TcpMeter meter;
    private final long idleNanos;
    private @Nullable TcpSide last;
    private long unsentBefore = -1;

    Relay(
            TcpConnection connection,
            TcpSide client,
            TcpSide backend,
            TcpSummary summary,
            TcpMeter meter,
            long idleNanos) {
        this.connection = connection;
        this.client = client;
        this.backend = backend;
        this.summary = summary;
        this.meter = meter;
        this.idleNanos = idleNanos;
    }

    /** @param first what has come from the client so far; null: nothing */
    void begin(@Nullable ByteBuf first) {
        client.relayBy(this);
        backend.relayBy(this);
        connection.setDeadline(System.nanoTime() + idleNanos);
        if (first != null) {
            onBytes(client, first);
            backend.flush();
        }
        if (client.inputEnded()) {
            backend.endOutput();
        } else if (backend.isWritable()) {
            client.setReading(true);
        }
    }

    /** Nothing is passed on any more. */
    void end() {
        client.relayBy(null);
        backend.relayBy(null);
    }

    private TcpSide other(TcpSide side) {
        return side == client ? backend : client;
    }

    void onBytes(TcpSide from, ByteBuf in) {
        if (last != null) {
            in.release(); // there is nobody to take it
            return;
        }
        int count = in.readableBytes();
        if (from == client) {
            summary.bytesIn += count;
            meter.in(count);
        } else {
            summary.bytesOut += count;
            meter.out(count);
        }
        TcpSide to = other(from);
        to.write(in);
        if (!to.isWritable()) {
            from.setReading(false);
        }
    }

    void onReadComplete(TcpSide side) {
        if (last == null) {
            unsentBefore = -1;
            connection.setDeadline(System.nanoTime() + idleNanos);
            other(side).flush();
        }
    }

    void onWritability(TcpSide side) {
        TcpSide from = other(side);
        if (last == null && side.isWritable() && !from.inputEnded()) {
            from.setReading(true);
        }
    }

    /** One side has said all it had to say; the other may still. */
    void onInputEnded(TcpSide side) {
        if (last == null) {
            other(side).endOutput();
        } else if (side == last && side.outputEnded()) {
            connection.finish(TcpEnd.CLOSED);
        }
    }

    void onOutputEnded(TcpSide side) {
        if (side == last && !side.inputEnded()) {
            connection.setDeadline(System.nanoTime() + LINGER_NANOS);
        } else if (side == last || client.outputEnded() && backend.outputEnded()) {
            connection.finish(TcpEnd.CLOSED);
        }
    }

    /** TLS has no half: what would go to that side from now on is lost. The other is given what there is, and its end. */
    void onTlsEnded(TcpSide side) {
        if (last == null) {
            last = other(side);
            side.close();
            last.setReading(true);
            last.endOutput();
        } else {
            onInputEnded(side);
        }
    }

    void onGone(TcpSide side) {
        if (last == null) {
            connection.finish(connection.brokenBy(side));
        } else if (side == last) {
            connection.finish(side.outputEnded() ? TcpEnd.CLOSED : connection.brokenBy(side));
        }
    }

    /** Nothing has come for too long. A side that has not taken all yet may be taking it, which nobody hears of. */
    void onStill(long now) {
        if (last != null && last.outputEnded()) {
            connection.finish(TcpEnd.CLOSED);
            return;
        }
        long unsent = client.unsent() + backend.unsent();
        if (unsent == 0 || unsent == unsentBefore) {
            connection.finish(TcpEnd.IDLE);
        } else {
            unsentBefore = unsent;
            connection.setDeadline(now + idleNanos);
        }
    }
}
