package io.weir.node.dataplane.upstream;

import io.netty.handler.ssl.SslContext;
import io.weir.config.model.UpstreamLimits;
import io.weir.config.model.UpstreamProtocol;
import io.weir.node.dataplane.loop.Loop;
import io.weir.node.dataplane.tls.EndpointTls;
import io.weir.node.dataplane.tls.TlsFailure;
import io.weir.node.state.EndpointPlan;
import io.weir.node.state.UpstreamPlan;
import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One loop's connections to one endpoint. Of those that carry one exchange at a time the one used last is used first, so
 * that those not needed grow old; see {@link SharedConnections} for the others.
 */
final class EndpointPool {
    private static final long CLOSING_NANOS = 2_000_000_000L;

    private final Loop loop;
    private final HeadScratch scratch;
    private final ConnectionGate gate;
    private final ArrayDeque<UpstreamConnection> idle = new ArrayDeque<>();
    private final SharedConnections shared = new SharedConnections();
    private final WaitingLine waiting;
    private final Handshakes handshakes;
    private @Nullable InetSocketAddress address;
    private UpstreamProtocol protocol = UpstreamProtocol.HTTP_1_1;
    private boolean sharing;
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
        this.waiting = new WaitingLine(gate);
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
        SharedConnection roomy = connection == null ? shared.withRoom() : null;
        if (connection != null) {
            taker.onConnection(connection);
        } else if (roomy != null) {
            taker.onConnection(roomy.take());
        } else {
            request(new Wait(taker, ticket));
        }
    }

    /** Nothing is there for it now. */
    private void request(Wait wait) {
        if (sharing && shared.willHaveRoom()) {
            shared.await(wait);
        } else if (!shared.isShut() && gate.tryOpen(mostConnections)) {
            connect(wait);
        } else if (!waiting.join(wait, mostWaiting, open == 0)) {
            wait.fail(Failure.OVERLOADED);
        }
    }

    private void requestAgain(List<Wait> waits) {
        for (Wait wait : waits) {
            SharedConnection roomy = shared.withRoom();
            if (!wait.isWanted()) {
                continue;
            }
            if (roomy != null) {
                wait.taker.onConnection(roomy.take());
            } else {
                request(wait);
            }
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
        if (!target.address().equals(address) || target.protocol() != protocol) {
            address = target.address();
            protocol = target.protocol();
            sharing = protocol != UpstreamProtocol.HTTP_1_1;
            replaceAll();
        }
    }

    /** What was agreed under another trust, or as somebody else, is not used again. */
    @SuppressWarnings("ReferenceEquality") // another object is another trust
    private void followTls() {
        SslContext now = tls == null ? null : tls.current();
        if (now != madeWith) {
            madeWith = now;
            replaceAll();
        }
    }

    private void replaceAll() {
        closeIdle();
        shared.retireAll();
    }

    void closeIdle() {
        UpstreamConnection old = takeIdle();
        while (old != null) {
            old.close();
            old = takeIdle();
        }
        shared.closeIdle();
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
        waiting.isServed();
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
        } else if (protocol != UpstreamProtocol.HTTP_1_1) {
            begun();
            shared.opening();
            shared.await(wait);
            new Negotiation(this, loop, scratch, protocol, secured, context, connectMillis)
                    .begin(target, connectMillis);
        } else {
            begun();
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
        secured(resumed);
        opened(connection, wait);
    }

    void secured(boolean resumed) {
        handshakes.succeeded(endpoint(), resumed);
    }

    /** The endpoint has chosen HTTP/1.1. */
    void opened(UpstreamConnection connection) {
        sharing = false;
        List<Wait> waits = shared.openingEnded();
        int first = 0;
        while (first < waits.size() && !waits.get(first).isWanted()) {
            first++;
        }
        if (first == waits.size()) {
            release(connection);
        } else {
            waits.get(first).taker.onConnection(connection);
            requestAgain(waits.subList(first + 1, waits.size()));
        }
    }

    void opened(SharedConnection connection) {
        sharing = true;
        List<Wait> waits = shared.openingEnded();
        shared.add(connection);
        requestAgain(waits);
        roomAgain(connection);
        if (waiting.othersStarve()) {
            connection.retire(); // after those that it has been given now
        }
    }

    /** A connection on which HTTP/2 may have been spoken did not come about. */
    void notOpened(Failure failure) {
        gone();
        shared.openingEnded().forEach(wait -> wait.fail(failure));
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
        Wait next = waiting.next();
        if (next != null) {
            next.taker.onConnection(connection);
        } else if (gate.someWait()) {
            connection.close(); // another loop waits for the right to open one
        } else {
            idle.addLast(connection);
            loop.timer().set(connection.idle(), System.nanoTime() + idleNanos);
        }
    }

    /** It may take another exchange, or nothing at all is on it now. */
    void roomAgain(SharedConnection connection) {
        while (connection.hasRoom()) {
            Wait next = waiting.next();
            if (next == null) {
                break;
            }
            next.taker.onConnection(connection.take());
        }
        if (connection.isIdle() && waiting.othersStarve()) {
            connection.retire();
        }
    }

    /** It takes no further exchange. */
    void retired(SharedConnection connection) {
        shared.remove(connection);
    }

    void closed(SharedConnection connection, @Nullable Throwable refusal) {
        shared.remove(connection);
        if (connection.isBroken() && refusal != null) {
            handshakes.broken(endpoint(), TlsFailure.brief(refusal));
        }
        if (connection.isSettled()) {
            gone();
        } else if (refusal != null && TlsFailure.isTls(refusal)) {
            tlsFailed(refusal);
            notOpened(Failure.TLS);
        } else {
            notOpened(connection.isLate() ? Failure.CONNECT_TIMEOUT : Failure.CONNECT);
        }
    }

    private void begun() {
        open++;
        loop.recorder().upstreamConnection(endpoint(), true);
    }

    private void gone() {
        open--;
        loop.recorder().upstreamConnection(endpoint(), false);
        waiting.lost(open == 0);
        gate.closed();
    }

    long idleNanos() {
        return idleNanos;
    }

    /** It does nothing more but send what is left: bounded. */
    void closesSoon(UpstreamConnection connection) {
        loop.timer().set(connection.idle(), System.nanoTime() + CLOSING_NANOS);
    }

    void closed(UpstreamConnection connection) {
        loop.timer().remove(connection.idle());
        idle.removeFirstOccurrence(connection);
        gone();
    }

    Handshakes handshakes() {
        return handshakes;
    }

    /** Connections that are open or opening. */
    int open() {
        return open;
    }

    /** {@code taker} has given up; whether it waited for others to let go of a connection. */
    boolean forget(ConnectionTaker taker, long ticket) {
        Wait wait = new Wait(taker, ticket);
        boolean waited = waiting.forget(wait);
        if (!waited) {
            shared.forget(wait);
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
            } else if (waiting.othersStarve()) {
                shared.retireOldest();
            }
            serve();
        });
    }

    private void serve() {
        while (!waiting.isEmpty() && !shared.isShut() && gate.tryOpen(mostConnections)) {
            Wait next = waiting.next();
            if (next == null) {
                gate.closed();
            } else {
                connect(next);
            }
        }
    }
}
