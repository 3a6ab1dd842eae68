package io.weir.node.dataplane.tcp;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandler;
import io.netty.handler.codec.DecoderException;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import io.weir.node.dataplane.exchange.AnnouncedPeer;
import io.weir.node.dataplane.exchange.ListenerGate;
import io.weir.node.dataplane.exchange.LoopTraffic;
import io.weir.node.dataplane.exchange.OpenConnection;
import io.weir.node.dataplane.loop.Arrived;
import io.weir.node.dataplane.loop.Loop;
import io.weir.node.dataplane.loop.Timed;
import io.weir.node.dataplane.tls.Alert;
import io.weir.node.dataplane.tls.TlsConnection;
import io.weir.node.state.ConnectionRefusal;
import io.weir.node.state.TcpEnd;
import io.weir.node.state.TcpMeter;
import io.weir.node.state.TcpPlan;
import io.weir.node.state.TlsHandshake;
import io.weir.node.state.UpstreamPlan;
import java.io.IOException;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A client's connection and the endpoint's that belongs to it: what one side sends goes to the other, as fast as that takes
 * it, and so do its end and its breaking off. Both are on one loop, and nothing here is used from any other.
 */
public final class TcpConnection implements OpenConnection {
    private static final Logger LOG = LoggerFactory.getLogger(TcpConnection.class);
    private static final long LINGER_NANOS = 2_000_000_000L;

    private final LoopTraffic traffic;
    private final Loop loop;
    private final ListenerGate gate;
    private final @Nullable TlsConnection tls;
    private final boolean proxied;
    private final TcpSide client = new TcpSide(this);
    private final Introduction introduction;
    private final TcpSummary summary;
    private final Timed clock = new Timed() {
        @Override
        protected void onDeadline(long nowNanos) {
            deadlinePassed(nowNanos);
        }
    };
    private Phase phase = Phase.START;
    private @Nullable TcpSide backend;
    private @Nullable TcpAttempts attempts;
    private @Nullable Relay relay;
    private @Nullable ByteBuf pending;
    private TcpMeter meter = TcpMeter.NONE;
    private long idleNanos;
    private boolean counted;

    private enum Phase {
        /** What the client says first decides where it goes. */
        START,
        CONNECT,
        FORWARD,
        CLOSE,
        DONE
    }

    /**
     * @param tls what the client speaks and what ends here; null: bytes are passed on as they come
     * @param proxied it is still to be told whose connection this is, by {@link AnnouncedPeer.Told}
     */
    public TcpConnection(LoopTraffic traffic, ListenerGate gate, @Nullable TlsConnection tls, boolean proxied) {
        this.traffic = traffic;
        this.loop = traffic.loop();
        this.gate = gate;
        this.tls = tls;
        this.proxied = proxied;
        this.introduction = new Introduction(this, client, tls);
        this.summary = new TcpSummary(gate.name());
    }

    /** What the client's channel ends with. */
    public ChannelHandler handler() {
        return client;
    }

    void onActive(TcpSide side) {
        if (side != client) {
            return;
        }
        traffic.opened(this);
        if (!(client.channel().remoteAddress() instanceof InetSocketAddress peer)) {
            finish(TcpEnd.CLIENT_RESET); // it was gone before anybody looked
            return;
        }
        summary.begin(peer.getAddress());
        counted = gate.enter();
        if (counted) {
            setDeadline(System.nanoTime() + gate.terms().headNanos());
            if (!proxied) {
                start();
            }
        } else {
            loop.recorder().connectionRefused(gate.name(), ConnectionRefusal.CONNECTIONS);
            gate.leave(); // on its way out, it takes nobody's place
            finish(TcpEnd.OVERLOADED);
        }
    }

    /** It is known whose connection this is. */
    void onTold() {
        if (phase == Phase.START && AnnouncedPeer.client(client.channel()) instanceof InetSocketAddress announced) {
            summary.isOf(announced.getAddress());
            start();
        }
    }

    private void start() {
        TcpPlan plan = loop.snapshots().current().tcp().get(gate.name());
        if (plan == null) {
            finish(TcpEnd.NO_UPSTREAM);
        } else {
            introduction.begin(plan);
        }
    }

    void onHandshake(TcpSide side, SslHandshakeCompletionEvent handshake) {
        if (side == client && phase == Phase.START) {
            introduction.onHandshake(handshake);
        }
    }

    /** What the client asks for by name. */
    void knows(String serverName) {
        summary.serverName = serverName;
    }

    /** @param alert said to the client first; null: there is nothing to say */
    void refuse(TcpEnd how, @Nullable Alert alert) {
        if (alert == null) {
            finish(how);
        } else if (phase == Phase.START) {
            summary.end = how;
            phase = Phase.CLOSE;
            setDeadline(System.nanoTime() + LINGER_NANOS);
            client.closeWith(Unpooled.wrappedBuffer(alert.bytes()));
        }
    }

    /** It is known where it goes. */
    void connect(UpstreamPlan upstream, String serverName) {
        if (phase != Phase.START) {
            return;
        }
        phase = Phase.CONNECT;
        knows(serverName);
        client.setReading(false);
        idleNanos = upstream.model().timeouts().idle().toNanos();
        meter = loop.recorder().tcpBegun(gate.name(), upstream.name());
        TcpAttempts begun = new TcpAttempts(
                this,
                traffic,
                upstream,
                summary.clientAddress(),
                BackendHeader.of(upstream, client.channel(), serverName));
        attempts = begun;
        summary.upstream = upstream;
        summary.attempts = begun;
        begun.next();
    }

    void onUnreachable(TcpEnd why) {
        finish(why);
    }

    void onReached(TcpSide side) {
        backend = side;
        phase = Phase.FORWARD;
        summary.connectedNanos = System.nanoTime();
        ByteBuf first = pending;
        pending = null;
        Relay begun = new Relay(this, client, side, summary, meter, idleNanos);
        relay = begun;
        begun.begin(first);
    }

    /** Bytes for which there is nobody yet, or any more. */
    void onBytes(TcpSide side, ByteBuf in) {
        if (side == client && (phase == Phase.START || phase == Phase.CONNECT)) {
            pending = pending == null ? in : Arrived.join(pending, in);
        } else {
            in.release();
        }
    }

    /** Before anybody is there to be told. A client may have said all by then, but with TLS it takes no answer any more. */
    void onInputEnded(TcpSide side, boolean inTls) {
        if (phase == Phase.START) {
            finish(TcpEnd.BAD_START);
        } else if (inTls && side == client) {
            finish(TcpEnd.CLIENT_RESET);
        }
    }

    void onFailure(TcpSide side, Throwable cause) {
        if (!(cause instanceof IOException || cause instanceof DecoderException)) {
            LOG.error("a connection failed and is closed", cause);
        }
        if (side == client || side == backend) {
            finish(brokenBy(side));
        } else {
            side.close();
        }
    }

    TcpEnd brokenBy(TcpSide side) {
        return side == client ? TcpEnd.CLIENT_RESET : TcpEnd.BACKEND_RESET;
    }

    void onGone(TcpSide side) {
        if (side == client || side == backend) { // else an attempt that came to nothing
            finish(brokenBy(side));
        }
    }

    private void deadlinePassed(long now) {
        TcpAttempts known = attempts;
        switch (phase) {
            case START -> {
                if (tls != null) {
                    tls.end(TlsHandshake.TIMEOUT);
                }
                finish(TcpEnd.BAD_START);
            }
            case CONNECT -> {
                if (known != null) {
                    known.late();
                }
            }
            case FORWARD -> {
                if (relay != null) {
                    relay.onStill(now);
                }
            }
            case CLOSE -> cut();
            case DONE -> {}
        }
    }

    void setDeadline(long nanos) {
        loop.timer().set(clock, nanos);
    }

    /** What is connected may go on until the node stops. */
    @Override
    public void drain() {
        if (phase == Phase.START) {
            finish(TcpEnd.STOPPED);
        }
    }

    @Override
    public void abort() {
        finish(TcpEnd.STOPPED);
        cut();
    }

    private void cut() {
        TcpSide known = backend;
        if (!client.isGone()) {
            client.reset();
        }
        if (known != null && !known.isGone()) {
            known.reset();
        }
    }

    /** Closes both sides. */
    void finish(TcpEnd how) {
        if (phase == Phase.CLOSE || phase == Phase.DONE) {
            return;
        }
        phase = Phase.CLOSE;
        summary.end = how;
        setDeadline(System.nanoTime() + LINGER_NANOS);
        if (relay != null) {
            relay.end();
        }
        if (pending != null) {
            pending.release();
            pending = null;
        }
        TcpAttempts opening = backend == null ? attempts : null;
        if (opening != null) {
            opening.release();
        }
        close(client, how);
        TcpSide known = backend;
        if (known != null) {
            close(known, how);
        }
        endIfGone();
    }

    /** In order only where nothing is missing. */
    private void close(TcpSide side, TcpEnd how) {
        boolean whole =
                switch (how) {
                    case CLOSED, BAD_START -> true;
                    case IDLE -> side.outputEnded(); // else it would take for an end what nobody has said
                    case STOPPED -> side.unsent() == 0;
                    case CLIENT_RESET, BACKEND_RESET, CONNECT_FAILED, OVERLOADED, NO_ENDPOINT, NO_UPSTREAM -> false;
                };
        if (side.isGone()) {
            return;
        }
        if (whole) {
            side.close();
        } else {
            side.reset();
        }
    }

    /** Where it is over and both sides are closed. */
    void endIfGone() {
        TcpSide known = backend;
        if (phase != Phase.CLOSE || !client.isGone() || known != null && !known.isGone()) {
            return;
        }
        phase = Phase.DONE;
        loop.timer().remove(clock);
        if (attempts != null) {
            attempts.release();
        }
        if (tls != null) {
            tls.end(TlsHandshake.GONE);
        }
        meter.closed();
        if (counted) {
            gate.leave();
            loop.recorder().tcpEnded(summary.ended());
        }
        traffic.closed(this);
    }
}
