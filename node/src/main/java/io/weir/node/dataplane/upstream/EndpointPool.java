package io.weir.node.dataplane.upstream;

import io.netty.handler.ssl.SslContext;
import io.weir.config.model.UpstreamLimits;
import io.weir.node.dataplane.loop.Loop;
import io.weir.node.dataplane.tls.EndpointTls;
import io.weir.node.dataplane.tls.TlsFailure;
import io.weir.node.state.EndpointPlan;
import io.weir.node.state.UpstreamPlan;
import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/** One loop's connections to one endpoint. The one used last is used first, so that those not needed grow old. */
final class EndpointPool {
    private static final long CLOSING_NANOS = 2_000_000_000L;

    private final Loop loop;
    private final HeadScratch scratch;
    private final ConnectionGate gate;
    private final ArrayDeque<UpstreamConnection> idle = new ArrayDeque<>();
    private final ArrayDeque<Wait> waiting = new ArrayDeque<>();
    private final Handshakes handshakes;
    private @Nullable InetSocketAddress address;
    private int open;
    private int mostConnections;
    private int mostWaiting;
    private int connectMillis;
    private long idleNanos;
    private @Nullable UpstreamPlan plan;
    private @Nullable EndpointPlan endpoint;
    private @Nullable EndpointTls tls;
    private @Nullable SslContext madeWith;

    /** One request for a connection. */
    record Wait(ConnectionTaker taker, long ticket) {
        boolean isWanted() {
            return taker.wantsConnection(ticket);
        }

        void fail(Failure failure) {
            if (isWanted()) {
                taker.onNoConnection(failure);
            }
        }
    }

    EndpointPool(Loop loop, HeadScratch scratch, ConnectionGate gate) {
        this.loop = loop;
        this.scratch = scratch;
        this.gate = gate;
        this.handshakes = new Handshakes(loop.recorder());
        gate.join(this);
    }

    /** Hands a connection to {@code taker}, now or later. */
    @SuppressWarnings("ReferenceEquality") // one object for each upstream of a revision
    void acquire(UpstreamPlan upstream, EndpointPlan target, ConnectionTaker taker, long ticket) {
        if (plan != upstream) {
            follow(upstream, target);
        }
        followTls();
        UpstreamConnection connection = takeIdle();
        if (connection != null) {
            taker.onConnection(connection);
        } else if (gate.tryOpen(mostConnections)) {
            connect(new Wait(taker, ticket));
        } else if (gate.tryWait(mostWaiting)) {
            waiting.add(new Wait(taker, ticket));
            gate.makeRoom();
        } else {
            taker.onNoConnection(Failure.OVERLOADED);
        }
    }

    /** A new revision may say something else, also where the endpoint is. */
    private void follow(UpstreamPlan upstream, EndpointPlan target) {
        plan = upstream;
        endpoint = target;
        UpstreamLimits limits = upstream.model().limits();
        mostConnections = limits.connections();
        mostWaiting = limits.pending();
        connectMillis = (int) Math.min(upstream.model().timeouts().connect().toMillis(), Integer.MAX_VALUE);
        idleNanos = upstream.model().timeouts().idle().toNanos();
        tls = (EndpointTls) target.tls();
        if (!target.address().equals(address)) {
            address = target.address();
            closeIdle();
        }
    }

    /** What was agreed under another trust, or as somebody else, is not used again. */
    @SuppressWarnings("ReferenceEquality") // another object is another trust
    private void followTls() {
        SslContext now = tls == null ? null : tls.current();
        if (now != madeWith) {
            madeWith = now;
            closeIdle();
        }
    }

    void closeIdle() {
        UpstreamConnection old = takeIdle();
        while (old != null) {
            old.close();
            old = takeIdle();
        }
    }

    private @Nullable UpstreamConnection takeIdle() {
        UpstreamConnection connection = idle.pollLast();
        while (connection != null && !connection.isOpen()) {
            connection = idle.pollLast();
        }
        if (connection != null) {
            loop.timer().clear(connection.idle());
        }
        return connection;
    }

    private void connect(Wait wait) {
        InetSocketAddress target = address;
        EndpointTls secured = tls;
        SslContext context = madeWith;
        if (target == null || target.isUnresolved()) {
            gate.closed();
            wait.fail(Failure.CONNECT);
        } else if (secured != null && context == null) {
            gate.closed();
            handshakes.failed(endpoint(), "the certificate that is to be shown to it is not there");
            wait.fail(Failure.TLS);
        } else {
            open++;
            Opening.begin(
                    this, loop, target, connectMillis, new UpstreamConnection(this, scratch, secured, context), wait);
        }
    }

    void opened(UpstreamConnection connection, Wait wait) {
        if (wait.isWanted()) {
            wait.taker.onConnection(connection);
        } else {
            release(connection);
        }
    }

    void secured(UpstreamConnection connection, boolean resumed, Wait wait) {
        handshakes.succeeded(endpoint(), resumed);
        opened(connection, wait);
    }

    void tlsFailed(Throwable cause) {
        handshakes.failed(endpoint(), TlsFailure.reason(cause));
    }

    private EndpointPlan endpoint() {
        EndpointPlan known = endpoint;
        if (known == null) {
            throw new IllegalStateException("nobody has asked for a connection yet");
        }
        return known;
    }

    /** The connection has done its exchange and can do another. */
    @SuppressWarnings("ReferenceEquality") // as in followTls
    void release(UpstreamConnection connection) {
        followTls();
        if (connection.madeWith() != madeWith) {
            connection.close();
            return;
        }
        Wait next = nextWaiting();
        if (next != null) {
            next.taker.onConnection(connection);
        } else if (gate.someWait()) {
            connection.close(); // another loop waits for the right to open one
        } else {
            idle.addLast(connection);
            loop.timer().set(connection.idle(), System.nanoTime() + idleNanos);
        }
    }

    private @Nullable Wait nextWaiting() {
        Wait next = waiting.pollFirst();
        while (next != null) {
            gate.waitEnded();
            if (next.isWanted()) {
                return next;
            }
            next = waiting.pollFirst();
        }
        return null;
    }

    /** It does nothing more but send what is left: bounded. */
    void closesSoon(UpstreamConnection connection) {
        loop.timer().set(connection.idle(), System.nanoTime() + CLOSING_NANOS);
    }

    void closed(UpstreamConnection connection) {
        loop.timer().remove(connection.idle());
        idle.removeFirstOccurrence(connection);
        open--;
        gate.closed();
    }

    /** Connections that are open or opening. */
    int open() {
        return open;
    }

    /** {@code taker} has given up; whether it waited for others to let go of a connection. */
    boolean forget(ConnectionTaker taker, long ticket) {
        boolean waited = waiting.removeFirstOccurrence(new Wait(taker, ticket));
        if (waited) {
            gate.waitEnded();
        }
        return waited;
    }

    /** Any thread. */
    void serveSoon() {
        loop.events().execute(this::serve);
    }

    /** Somebody waits: a connection that carries nothing here is worth more there. Any thread. */
    void makeRoomSoon() {
        loop.events().execute(() -> {
            UpstreamConnection oldest = gate.someWait() ? idle.pollFirst() : null;
            if (oldest != null) {
                oldest.close();
            }
            serve();
        });
    }

    private void serve() {
        while (!waiting.isEmpty() && gate.tryOpen(mostConnections)) {
            Wait next = nextWaiting();
            if (next == null) {
                gate.closed();
            } else {
                connect(next);
            }
        }
    }
}
