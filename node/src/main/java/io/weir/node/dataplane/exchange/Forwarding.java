package io.weir.node.dataplane.exchange;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.weir.config.model.UpstreamProtocol;
import io.weir.node.dataplane.body.BodyReader;
import io.weir.node.dataplane.exchange.ExchangeContext.Phase;
import io.weir.node.dataplane.loop.Chunks;
import io.weir.node.dataplane.loop.Loop;
import io.weir.node.dataplane.upstream.AnswerSink;
import io.weir.node.dataplane.upstream.ConnectionTaker;
import io.weir.node.dataplane.upstream.Failure;
import io.weir.node.dataplane.upstream.UpstreamStream;
import io.weir.node.state.EndpointPlan;
import io.weir.node.state.Snapshot;
import io.weir.node.state.UpstreamPlan;
import io.weir.protocol.grpc.GrpcCode;
import io.weir.protocol.http.Method;
import io.weir.protocol.http.ParsedResponse;
import io.weir.protocol.http.Problem;
import io.weir.protocol.http.WebSocketHandshake;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * An exchange's way to a backend and back: attempts at endpoints, the request streaming there, the answer streaming back.
 * Reused; only on its loop.
 */
final class Forwarding implements ConnectionTaker, AnswerSink {
    private static final long MOST_TRANSLATING_NANOS = 5_000_000_000L;

    private final Exchange exchange;
    private final LoopTraffic traffic;
    private final Loop loop;
    private final Replay replay = new Replay();
    private final RequestStream request = new RequestStream();
    private final Attempts attempts;
    private @Nullable UpstreamStream connection;
    private long ticket;
    private @Nullable TranslatedAnswer translated;
    private long endBefore;
    private boolean busy;
    private boolean bodySent;
    private @Nullable Tunnel tunnel;

    Forwarding(Exchange exchange, LoopTraffic traffic) {
        this.exchange = exchange;
        this.traffic = traffic;
        this.loop = traffic.loop();
        this.attempts = new Attempts(exchange, loop);
    }

    void clear() {
        replay.clear();
        attempts.clear();
        connection = null;
        endTranslation();
        tunnel = null;
        ticket++;
        endBefore = Long.MAX_VALUE;
    }

    void start() {
        UpstreamPlan target = exchange.target;
        if (target == null) {
            target = exchange.route().targets().pick((int) loop.random());
            exchange.target = target;
        }
        UpstreamLane entered = traffic.lane(target);
        attempts.begin(entered);
        endBefore = entered.totalNanos == 0 ? Long.MAX_VALUE : exchange.startNanos + entered.totalNanos;
        endBefore = Math.min(endBefore, exchange.call.deadline());
        Method method = exchange.retriedMethod();
        byte[] own = exchange.ownBody;
        ByteBuf collected = own == null ? exchange.collected() : Unpooled.wrappedBuffer(own);
        if (collected != null) {
            replay.keepWhole(collected);
        }
        // What HTTP/2 refuses has not been acted upon: then all can be sent again.
        boolean mayBeRefused = target.model().protocol() != UpstreamProtocol.HTTP_1_1;
        if (!exchange.bodyReader().ended() && !method.isIdempotent() && !mayBeRefused) {
            replay.giveUp();
        }
        attempt();
    }

    private UpstreamLane lane() {
        return attempts.lane();
    }

    private void attempt() {
        UpstreamLane entered = lane();
        EndpointPlan endpoint = attempts.next();
        if (endpoint == null) {
            leave();
            exchange.answerProblem(Problems.NO_ENDPOINT);
            return;
        }
        exchange.endpoint = endpoint;
        exchange.phase = Phase.CONNECT;
        busy = true;
        bodySent = false;
        loop.counters().begun(endpoint.status());
        ticket++;
        setDeadline(System.nanoTime() + entered.connectNanos);
        traffic.pools().acquire(entered.plan, endpoint, this, ticket);
    }

    private void setDeadline(long nanos) {
        exchange.client().setDeadline(Math.min(nanos, endBefore));
    }

    @Override
    public boolean wantsConnection(long asked) {
        return asked == ticket && exchange.phase == Phase.CONNECT;
    }

    @Override
    public void onNoConnection(Failure failure) {
        fail(failure);
    }

    @Override
    public void onConnection(UpstreamStream taken) {
        connection = taken;
        exchange.phase = Phase.FORWARD;
        long now = System.nanoTime();
        exchange.upstreamStartNanos = now;
        BodyReader body = exchange.bodyReader();
        taken.begin(sink(taken), exchange.retriedMethod() == Method.HEAD && !exchange.call.needsTrailers());
        if (exchange.webSocket && !taken.asksForTunnel(exchange.request)) {
            connection = null;
            giveUp(Problems.NO_WEBSOCKET);
            return;
        }
        beginBody(taken, body);
        RequestWriter.write(loop.headBytes(), exchange, request.isChunked(), taken.framesBodies());
        attempts.sent(taken.isUsed());
        taken.sendHead(loop.headBytes(), framing(body) == BodyReader.Framing.NONE);
        replay.sendAgain(request);
        if (body.ended()) {
            endBody(body);
        } else {
            setDeadline(now + exchange.client().terms().bodyNanos());
            exchange.sendContinue();
            exchange.client().resume();
        }
    }

    private AnswerSink sink(UpstreamStream taken) {
        if (exchange.translations.isEmpty()) {
            return this;
        }
        TranslatedAnswer begun = new TranslatedAnswer(exchange, this, taken, exchange.translations);
        translated = begun;
        return begun;
    }

    /** The backend has said everything, or needs to say no more, while the translated answer is yet to come. */
    void backendIsDone() {
        connection = null;
    }

    /** Nothing of the answer will be translated behind its head. */
    void withoutTranslation() {
        endTranslation();
    }

    /** Whether more of an answer is of use now. */
    boolean takesMore() {
        return exchange.client().isWritable() || exchange.isOfUse();
    }

    /** Translations have done what they can for now. {@code waits}: for work elsewhere. */
    void renewDeadline(boolean waits) {
        if (waits) {
            setDeadline(System.nanoTime() + MOST_TRANSLATING_NANOS);
        } else if (exchange.phase == Phase.RESPOND) {
            setDeadline(System.nanoTime() + patience(takesMore()));
        } else if (bodySent) {
            setDeadline(System.nanoTime() + lane().idleNanos);
        }
    }

    private long patience(boolean takesMore) {
        return takesMore ? lane().idleNanos : exchange.client().terms().bodyNanos();
    }

    private void endTranslation() {
        TranslatedAnswer ended = translated;
        translated = null;
        if (ended != null) {
            ended.close();
        }
    }

    private void beginBody(UpstreamStream taken, BodyReader body) {
        byte[] own = exchange.ownBody;
        request.begin(
                taken, framing(body), own == null ? exchange.request.fields().contentLength() : own.length);
    }

    private BodyReader.Framing framing(BodyReader body) {
        byte[] own = exchange.ownBody;
        if (own == null) {
            return body.framing();
        }
        return own.length == 0 ? BodyReader.Framing.NONE : BodyReader.Framing.LENGTH;
    }

    private void endBody(BodyReader body) {
        if (framing(body) != BodyReader.Framing.NONE) {
            request.part(Unpooled.EMPTY_BUFFER, true, exchange.ownBody == null ? body.trailers() : Chunks.NO_TRAILERS);
        }
        requestSent();
    }

    private void requestSent() {
        bodySent = true;
        if (exchange.phase == Phase.FORWARD) {
            setDeadline(System.nanoTime() + lane().responseNanos);
        }
    }

    /** More of the request's body has arrived, maybe nothing but its end. */
    void sendBody(ByteBuf in) {
        UpstreamStream taken = connection;
        BodyReader body = exchange.bodyReader();
        if (taken == null || bodySent || !taken.isWritable()) {
            return;
        }
        int start = in.readerIndex();
        body.read(in, null);
        if (body.bad() || body.data() > exchange.mostBody()) {
            rejectBody(body.bad());
            return;
        }
        int length = in.readerIndex() - start;
        boolean ended = body.ended();
        if (length > 0 || ended) {
            ByteBuf part = in.retainedSlice(start, length);
            replay.keep(part);
            request.part(part, ended, body.trailers());
        }
        if (ended) {
            requestSent();
        } else {
            setDeadline(System.nanoTime() + patienceForBody(taken));
        }
    }

    /** Whom the rest of the request waits for; beside an answer that has begun, bytes of either side will do. */
    private long patienceForBody(UpstreamStream taken) {
        boolean forClient = exchange.phase == Phase.FORWARD && taken.isWritable();
        return forClient ? exchange.client().terms().bodyNanos() : lane().idleNanos;
    }

    private void rejectBody(boolean malformed) {
        boolean begun = exchange.phase == Phase.RESPOND;
        abandon();
        if (begun) {
            exchange.client().abort();
        } else {
            exchange.answerProblem(malformed ? Problems.BAD_BODY : Problems.BODY_TOO_LARGE);
        }
    }

    @Override
    public void onUpstreamWritable() {
        if (exchange.phase == Phase.FORWARD && !bodySent) {
            setDeadline(System.nanoTime() + exchange.client().terms().bodyNanos());
        }
        exchange.client().resume();
    }

    @Override
    public void onInterim(ParsedResponse head) {
        if (!exchange.request.http10()) {
            exchange.client().sendInterim(head);
        }
    }

    @Override
    public boolean takesTunnel(ParsedResponse head) {
        return exchange.webSocket && WebSocketHandshake.isAccepted(exchange.request, head);
    }

    @Override
    public void onHead(
            ParsedResponse head, BodyReader.Framing framing, ByteBuf in, int start, int length, boolean ended) {
        exchange.upstreamHeadNanos = System.nanoTime();
        if (head.status() == 101) {
            beginTunnel(head, in, start, length);
            return;
        }
        if (translated == null) {
            exchange.call.answered(head);
        }
        if (attempts.repeats(head, endpoint(), isReplayable())) {
            if (!ended) {
                abandonConnection();
            }
            connection = null;
            endTranslation();
            attemptFailed();
            again();
            return;
        }
        WatchedAnswer watch = exchange.watched;
        if (watch != null && watch.head(head, framing, exchange)) {
            replaced(head.status(), ended);
            return;
        }
        if (endBefore != Long.MAX_VALUE && EventStream.is(head)) {
            endBefore = exchange.call.deadline();
        }
        exchange.phase = Phase.RESPOND;
        exchange.status = head.status();
        exchange.bytesOut = length;
        exchange.client().sendHead(head, framing, in, start, length, ended);
        if (watch != null) {
            watch.data(in, start, length, ended);
        }
        afterPart(ended);
    }

    /** Something that is stored goes to the client in place of this answer. */
    private void replaced(int status, boolean ended) {
        if (!ended) {
            abandonConnection();
        }
        connection = null;
        if (status >= 502 && status <= 504) {
            attemptFailed();
        } else {
            busy = false;
            loop.counters().succeeded(endpoint().status());
        }
        leave();
        exchange.replyServed();
    }

    /** From here on it is no load that retries are measured by, and the endpoint has done well. */
    private void beginTunnel(ParsedResponse head, ByteBuf in, int start, int length) {
        UpstreamStream taken = connection;
        if (taken == null) {
            throw new IllegalStateException("a tunnel without a backend");
        }
        endTranslation();
        leave();
        loop.counters().answered(endpoint().status());
        exchange.phase = Phase.TUNNEL;
        exchange.snapshot = Snapshot.EMPTY; // it may outlive many revisions
        exchange.status = head.status();
        exchange.client().sendHead(head, BodyReader.Framing.FRAMES, in, start, 0, false);
        Tunnel begun = new Tunnel(exchange, this, taken);
        tunnel = begun;
        begun.begin(in, start, length, traffic.draining());
    }

    Tunnel tunnel() {
        Tunnel known = tunnel;
        if (known == null) {
            throw new IllegalStateException("the exchange is no tunnel");
        }
        return known;
    }

    /** Both sides have ended, or the gateway ends it. {@code lingering}: the client may still be sending. */
    void endTunnel(boolean lingering) {
        closeTunnel();
        UpstreamStream taken = connection;
        connection = null;
        if (taken != null) {
            taken.endTunnel();
        }
        letGo();
        exchange.end(false, lingering);
    }

    private void closeTunnel() {
        Tunnel known = tunnel;
        if (known != null) {
            known.isOver();
            tunnel = null;
            loop.recorder().tunnelEnded(exchange.route(), System.nanoTime() - exchange.upstreamHeadNanos);
        }
    }

    @Override
    public void onBody(ByteBuf in, int start, int length, boolean ended) {
        if (exchange.phase == Phase.TUNNEL) {
            tunnel().fromBackend(in, start, length, ended);
            return;
        }
        exchange.bytesOut += length;
        exchange.client().sendPart(in, start, length, ended);
        WatchedAnswer watch = exchange.watched;
        if (watch != null) {
            watch.data(in, start, length, ended);
        }
        afterPart(ended);
    }

    @Override
    public void onTrailers(byte[] lines) {
        if (translated == null) {
            exchange.call.ended(lines);
        }
        exchange.client().sendTrailers(lines);
        WatchedAnswer watch = exchange.watched;
        if (watch != null) {
            watch.end();
        }
        afterPart(true);
    }

    private void afterPart(boolean ended) {
        UpstreamStream taken = connection;
        if (ended) {
            connection = null;
            answered();
        } else if (exchange.isForNobody()) {
            exchange.client().abort();
        } else if (taken != null) {
            boolean takesMore = takesMore();
            if (translated == null) {
                taken.setReading(takesMore);
            }
            setDeadline(System.nanoTime() + patience(takesMore));
        }
    }

    private void answered() {
        boolean unavailable = exchange.call.code() == GrpcCode.UNAVAILABLE;
        if (exchange.status >= 502 && exchange.status <= 504 || unavailable) {
            attemptFailed();
        } else {
            busy = false;
            loop.counters().succeeded(endpoint().status());
        }
        leave();
        exchange.end(exchange.keeps(), !exchange.bodyReader().ended());
    }

    void onClientWritable() {
        UpstreamStream taken = connection;
        TranslatedAnswer translation = translated;
        if (translation != null) {
            translation.goOn();
        } else if (taken != null) {
            taken.setReading(true);
            setDeadline(System.nanoTime() + lane().idleNanos);
        }
    }

    private EndpointPlan endpoint() {
        EndpointPlan known = exchange.endpoint;
        if (known == null) {
            throw new IllegalStateException("no endpoint yet");
        }
        return known;
    }

    @Override
    public void onFailure(Failure failure) {
        connection = null;
        endTranslation();
        if (exchange.call.deadline() <= System.nanoTime()) {
            onDeadline(); // the backend was told it, and was the first to notice
            return;
        }
        if (exchange.phase == Phase.TUNNEL) {
            tunnel().onBackendGone();
        } else if (exchange.phase == Phase.RESPOND) {
            attemptFailed();
            leave();
            exchange.cutOff(GrpcCode.UNAVAILABLE, "The backend ended the call before it was complete");
        } else {
            fail(failure);
        }
    }

    /** The attempt came to nothing before an answer began. */
    private void fail(Failure failure) {
        attempts.remember(failure);
        switch (failure) {
            case OVERLOADED, REFUSED, TOO_LARGE -> letGo(); // nothing is learnt about the endpoint
            case CONNECT, CONNECT_TIMEOUT, TLS, RESET, MALFORMED, TIMEOUT -> {}
        }
        attemptFailed();
        if (attempts.repeats(failure, isReplayable())) {
            again();
        } else {
            leave();
            exchange.answerProblem(Problems.of(failure));
        }
    }

    private boolean isReplayable() {
        return replay.isWhole() || exchange.bodyReader().data() == 0 && !attempts.isSent();
    }

    private void again() {
        exchange.retries++;
        exchange.phase = Phase.CONNECT;
        long delay = attempts.delayNanos();
        if (delay == 0) {
            attempt();
        } else {
            attemptAfter(delay);
        }
    }

    private void attemptAfter(long delay) {
        long waiting = ++ticket;
        setDeadline(System.nanoTime() + delay + lane().connectNanos);
        loop.events()
                .schedule(
                        () -> {
                            if (wantsConnection(waiting)) {
                                attempt();
                            }
                        },
                        delay,
                        TimeUnit.NANOSECONDS);
    }

    private void attemptFailed() {
        EndpointPlan endpoint = endpoint();
        attempts.failed(endpoint);
        if (busy) {
            busy = false;
            loop.counters().failed(endpoint, lane().mostFailuresInARow, loop.ejected());
        }
    }

    /** The endpoint has this exchange no longer, and nothing is said about how it went. */
    private void letGo() {
        if (busy) {
            busy = false;
            loop.counters().ended(endpoint().status());
        }
    }

    void onDeadline() {
        UpstreamStream taken = connection;
        if (exchange.phase == Phase.RESPOND) {
            abandon();
            boolean total = System.nanoTime() >= endBefore;
            exchange.cutOff(total ? GrpcCode.DEADLINE_EXCEEDED : GrpcCode.UNAVAILABLE, "The call took too long");
        } else if (System.nanoTime() >= endBefore) {
            giveUp(Problems.TOTAL_TIMEOUT);
        } else if (translated != null && (taken == null || translated.waits())) {
            giveUp(Problems.OVERLOADED);
        } else if (taken == null) {
            // Who still waits for a free connection learns nothing about the endpoint.
            boolean queued = traffic.pools().forget(endpoint(), this, ticket);
            ticket++;
            fail(queued ? Failure.OVERLOADED : Failure.CONNECT_TIMEOUT);
        } else if (!exchange.bodyReader().ended() && taken.isWritable()) {
            giveUp(Problems.HEAD_TIMEOUT);
        } else {
            abandonConnection();
            fail(Failure.TIMEOUT);
        }
    }

    private void giveUp(Problem problem) {
        abandon();
        exchange.answerProblem(problem);
    }

    private void abandonConnection() {
        UpstreamStream taken = connection;
        connection = null;
        endTranslation();
        if (taken != null) {
            taken.abandon();
        }
    }

    /** The client went away, or is sent away: nothing is learnt about the endpoint. */
    void abandon() {
        closeTunnel();
        abandonConnection();
        if (busy) {
            traffic.pools().forget(endpoint(), this, ticket);
            letGo();
        }
        ticket++;
        leave();
    }

    private void leave() {
        endTranslation();
        replay.clear();
        attempts.end();
    }
}
