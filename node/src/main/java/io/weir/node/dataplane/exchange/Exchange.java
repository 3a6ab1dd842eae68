package io.weir.node.dataplane.exchange;

import io.netty.buffer.ByteBuf;
import io.weir.config.model.Action;
import io.weir.node.dataplane.body.BodyReader;
import io.weir.node.dataplane.loop.HeadBytes;
import io.weir.node.dataplane.tls.TlsConnection;
import io.weir.node.state.AnswerWatch;
import io.weir.node.state.ClientTls;
import io.weir.node.state.Filter;
import io.weir.node.state.FilterContext;
import io.weir.node.state.LiveAnswer;
import io.weir.node.state.PeerAnswer;
import io.weir.node.state.PeerPlan;
import io.weir.node.state.RoutePlan;
import io.weir.node.state.ServedAnswer;
import io.weir.protocol.grpc.GrpcCode;
import io.weir.protocol.http.FieldTable;
import io.weir.protocol.http.Method;
import io.weir.protocol.http.Problem;
import io.weir.protocol.http.RequestParser;
import java.time.Duration;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One request and its answer: the state machine of design §2. This class reads the head, decides, and answers what the
 * gateway answers itself; {@link Forwarding} does the rest with a backend. Reused; only on its loop.
 */
public final class Exchange extends ExchangeContext {
    /** See docs/errors.md. */
    public static final Problem TOO_MANY_CONNECTIONS = Problems.TOO_MANY_CONNECTIONS;

    /** To HTTP/1.1 where only HTTP/2 is spoken. */
    public static final Problem HTTP2_ONLY = Problems.HTTP2_ONLY;

    private static final Logger LOG = LoggerFactory.getLogger(Exchange.class);
    private static final int HEAD_PART = 2048;
    private static final long AWAIT_NANOS = 5_000_000_000L;
    private static final long MOST_DRAINED = 64 * 1024;
    private static final byte[] NOTHING = {};

    private final LoopTraffic traffic;
    private final RequestParser parser;
    private final Forwarding forwarding;
    private final BodyReader body = new BodyReader();
    private final BodyCollector collector = new BodyCollector();
    private final ExchangeSummary summary = new ExchangeSummary(this);
    private final Serving serving = new Serving(this);
    private @Nullable ClientStream client;
    private int nextFilter;
    private boolean expectsContinue;
    private boolean keeps;
    private boolean decided;
    private boolean awaited;
    private boolean background;

    Exchange(LoopTraffic traffic) {
        super(traffic.loop());
        this.traffic = traffic;
        this.parser = new RequestParser(request);
        this.forwarding = new Forwarding(this, traffic);
    }

    void begin(ClientStream newClient) {
        client = newClient;
        parser.clear();
        clear();
        forwarding.clear();
        serving.clear();
        background = false;
        expectsContinue = false;
        keeps = false;
        decided = false;
        awaited = false;
        nextFilter = 0;
        phase = Phase.READ_HEAD;
    }

    ClientStream client() {
        ClientStream known = client;
        if (known == null) {
            throw new IllegalStateException("the exchange has not begun");
        }
        return known;
    }

    /** What follows the request's body. */
    public BodyReader bodyReader() {
        return body;
    }

    /** Bytes of the request have arrived: takes what it can use now. */
    public void onBytes(ByteBuf in) {
        switch (phase) {
            case READ_HEAD -> readHead(in);
            case FORWARD, RESPOND -> forwarding.sendBody(in);
            case TUNNEL -> forwarding.tunnel().fromClient(in);
            case DRAIN -> drain(in);
            case AWAIT -> collect(in);
            case DECIDE, CONNECT, DONE -> {}
        }
    }

    private void readHead(ByteBuf in) {
        ListenerGate.Terms terms = client().terms();
        while (in.isReadable()) {
            int count = Math.min(in.readableBytes(), HEAD_PART);
            parser.reserve(count);
            in.readBytes(parser.buffer(), parser.limit(), count);
            parser.added(count);
            RequestParser.Progress progress = parser.parse(terms.headBytes(), terms.fields());
            if (progress == RequestParser.Progress.BAD) {
                refuse(parser.fault().problem());
                return;
            }
            if (progress == RequestParser.Progress.DONE) {
                in.readerIndex(in.readerIndex() - (parser.limit() - parser.end()));
                decideSafely(terms);
                return;
            }
        }
    }

    /** Answers what cannot be understood, or not be taken on, and closes. */
    public void refuse(Problem problem) {
        startNanos = System.nanoTime();
        requestId.make(loop);
        request.from(client().peer().address(), client().terms().name());
        keeps = false;
        answerProblem(problem);
    }

    private void decideSafely(ListenerGate.Terms terms) {
        try {
            decide(terms);
        } catch (RuntimeException e) {
            failed(e);
        }
    }

    private void failed(RuntimeException e) {
        LOG.error("an exchange failed", e);
        if (phase == Phase.DECIDE || phase == Phase.AWAIT) {
            answerProblem(Problems.INTERNAL);
        } else {
            WatchedAnswer watch = watched;
            if (watch != null) {
                watch.over();
            }
            client().abort();
        }
    }

    private void decide(ListenerGate.Terms terms) {
        phase = Phase.DECIDE;
        startNanos = System.nanoTime();
        decided = true;
        snapshot = loop.snapshots().current();
        requestId.take(request, loop);
        Acceptance.identifyClient(request, client().peer(), terms);
        FieldTable fields = request.fields();
        client().beginBody(body, fields, droppedFields);
        keeps = request.keepsConnection();
        if (terms.own() != null) {
            serveOwn(terms.own());
            return;
        }
        byte[] proof = traffic.challenges().to(request);
        if (proof != null) {
            reply(200, ChallengeAnswers.CONTENT_TYPE, proof);
            return;
        }
        tellClientCertificate();
        Problem problem = client().framesBodies() ? call.begin(request, startNanos) : null;
        problem = problem == null ? Acceptance.problem(request, terms, client().tls()) : problem;
        boolean expects = fields.expectation() >= 0 && !request.http10() && !body.ended();
        expectsContinue = expects && !Problems.BAD_EXPECTATION.equals(problem);
        RoutePlan plan = problem == null ? snapshot.routing().match(request, match) : null;
        if (plan == null) {
            answerProblem(problem == null ? Acceptance.noRoute(match, this) : problem);
            return;
        }
        route = plan;
        sheet = traffic.sheet(plan);
        Problem handshake = fields.upgrade() < 0 ? null : Acceptance.shakeHands(this, plan);
        if (handshake == null) {
            runFilters();
        } else {
            answerProblem(handshake);
        }
    }

    /** What comes this way is no client's traffic, and goes nowhere else. */
    private void serveOwn(RoutePlan own) {
        background = true;
        route = own;
        request.from(client().peer().address(), client().terms().name());
        runFilters();
    }

    boolean isOwnTraffic() {
        return background;
    }

    /** Bytes that the body may have, by the listener and the route. */
    @Override
    long mostBody() {
        long listeners = client().terms().bodyBytes();
        return listeners == 0 ? super.mostBody() : Math.min(listeners, super.mostBody());
    }

    @Override
    String protocol() {
        return request.http10() ? "http/1.0" : client().protocol();
    }

    @Override
    public long bodyLength() {
        if (ownBody != null) {
            return super.bodyLength();
        }
        long told = request.fields().contentLength();
        return told < 0 && body.framing() == BodyReader.Framing.FRAMES && !body.ended() ? -1 : super.bodyLength();
    }

    private void tellClientCertificate() {
        TlsConnection tls = client().tls();
        if (tls != null && tls.requestLines().length > 0) {
            addRequestLines(tls.requestLines());
        }
    }

    @Override
    public @Nullable ClientTls tls() {
        TlsConnection tls = client().tls();
        return tls == null ? null : tls.client();
    }

    @Override
    public boolean isSecure() {
        Peer peer = client().peer();
        return peer.secure() || peer.trusted() && ForwardedChain.saysHttps(request);
    }

    private void runFilters() {
        Filter[] filters = route().filters();
        while (nextFilter < filters.length) {
            phase = Phase.DECIDE;
            Filter.Outcome outcome = filters[nextFilter++].onRequest(this);
            if (outcome == Filter.Outcome.ANSWERED) {
                answerDenied();
                return;
            }
            if (outcome == Filter.Outcome.WAIT) {
                phase = Phase.AWAIT;
                awaited = true;
                awaitOthersOrBody();
                return;
            }
        }
        act();
    }

    private void awaitOthersOrBody() {
        if (collector.isActive()) {
            client().setDeadline(System.nanoTime() + client().terms().bodyNanos());
            sendContinue();
            client().resume();
        } else {
            client().setDeadline(System.nanoTime() + AWAIT_NANOS);
        }
    }

    @Override
    public Filter.Outcome collectBody(int mostBytes, Runnable then) {
        byte[] known = body();
        if (known == null && body.ended()) {
            collector.nothing();
            return Filter.Outcome.CONTINUE;
        }
        if (ownBody != null && known != null && known.length <= mostBytes) {
            return Filter.Outcome.CONTINUE; // a client's body is bounded by more than a filter's
        }
        long most = Math.min(mostBytes, mostBody());
        if (known == null ? request.fields().contentLength() > most : known.length > most) {
            deny(Problems.BODY_TOO_LARGE);
            return Filter.Outcome.ANSWERED;
        }
        if (known != null) {
            return Filter.Outcome.CONTINUE;
        }
        collector.begin((int) most, then);
        if (phase == Phase.AWAIT) {
            loop.events().execute(() -> {
                if (phase == Phase.AWAIT && collector.isActive()) {
                    awaitOthersOrBody();
                }
            });
        }
        return Filter.Outcome.WAIT;
    }

    @Override
    public byte @Nullable [] body() {
        byte[] own = ownBody;
        return own == null ? collector.body() : own;
    }

    /** What {@link #collectBody} brought, as it came; null when it was not asked for or there is none. */
    @Nullable
    ByteBuf collected() {
        return collector.wire();
    }

    private void collect(ByteBuf in) {
        if (!collector.isActive()) {
            return;
        }
        switch (collector.read(in, body, client().allocator())) {
            case MORE ->
                client().setDeadline(System.nanoTime() + client().terms().bodyNanos());
            case TOO_LARGE -> answerProblem(Problems.BODY_TOO_LARGE);
            case MALFORMED -> answerProblem(Problems.BAD_BODY);
            case WHOLE -> {
                client().setDeadline(System.nanoTime() + AWAIT_NANOS);
                goOn(collector.finish());
            }
        }
    }

    private void goOn(Runnable then) {
        try {
            then.run();
        } catch (RuntimeException e) {
            failed(e);
        }
    }

    @Override
    public void resume(Filter.Outcome outcome) {
        if (phase != Phase.AWAIT) {
            return;
        }
        if (outcome == Filter.Outcome.WAIT) {
            awaitOthersOrBody();
            return;
        }
        awaited = false;
        try {
            phase = Phase.DECIDE;
            if (outcome == Filter.Outcome.ANSWERED) {
                answerDenied();
            } else {
                runFilters();
            }
        } catch (RuntimeException e) {
            failed(e);
        }
    }

    /** Sends what was told to {@code serve}. */
    void replyServed() {
        ServedAnswer answer = served;
        LiveAnswer arriving = live;
        phase = Phase.RESPOND;
        if (arriving != null) {
            serving.start(arriving);
        } else if (answer != null) {
            served = null; // it is let go by the serving
            serving.start(answer);
        } else {
            throw new IllegalStateException("nothing is served");
        }
    }

    private void answerDenied() {
        if (served != null || live != null) {
            replyServed();
            return;
        }
        OwnAnswer own = ownAnswer;
        if (own != null && call.isActive() && own.status() >= 400) {
            replyToCall(own.status(), Reasons.of(own.status()));
            return;
        }
        if (own != null) {
            reply(own.status(), own.contentType(), own.body());
            return;
        }
        Problem problem = denied;
        answerProblem(problem == null ? Problems.INTERNAL : problem);
    }

    private void act() {
        Action action = route().action();
        if (action instanceof Action.Respond fixed && fixed.status() >= 400 && call.isActive()) {
            replyToCall(fixed.status(), Reasons.of(fixed.status()));
        } else if (action instanceof Action.Respond fixed) {
            reply(fixed.status(), fixed.contentType(), sheet().fixedBody);
        } else if (action instanceof Action.Redirect redirect) {
            addResponseField("Location", location(redirect.location()));
            reply(redirect.status(), "", NOTHING);
        } else {
            forwarding.start();
        }
    }

    private String location(String template) {
        return template.replace("{path}", request.text(request.pathStart(), request.pathEnd()))
                .replace("{query}", request.text(request.queryStart(), request.queryEnd()));
    }

    void answerProblem(Problem problem) {
        WatchedAnswer watch = watched;
        if (watch != null && problem.status() >= 500 && watch.problem(problem.status(), this)) {
            replyServed();
            return;
        }
        problemType = problem.type();
        if (call.isActive()) {
            String detail = problem.detail().isEmpty() ? "" : ": " + problem.detail();
            replyToCall(problem.status(), problem.title() + detail);
            return;
        }
        reply(problem.status(), ProblemBody.CONTENT_TYPE, ProblemBody.of(problem, requestId));
    }

    private void replyToCall(int wouldBe, String message) {
        byte[] content = call.answer(this, wouldBe, message);
        reply(200, call.contentType(), content);
    }

    /** Ends an answer that has begun and cannot be completed. */
    void cutOff(GrpcCode code, String message) {
        WatchedAnswer watch = watched;
        if (watch != null) {
            watch.over(); // what is cut off is of use to nobody
        }
        if (call.isAnswering() && client().isWritable()) {
            call.end(client(), code, message);
            end(false, !body.ended());
        } else {
            client().abort();
        }
    }

    private void reply(int newStatus, String contentType, byte[] content) {
        boolean unread = decided && !body.ended();
        boolean drained = unread && !expectsContinue && body.left() <= MOST_DRAINED;
        keeps &= !unread || drained;
        status = newStatus;
        HeadBytes out = loop.headBytes();
        AnswerWriter.writeOwn(out, newStatus, contentType, content.length, sheet, this, loop);
        boolean bodiless = request.method() == Method.HEAD || newStatus == 204 || newStatus == 304;
        int length = bodiless ? 0 : content.length;
        client().sendOwn(out, content, length);
        bytesOut = length;
        if (drained && keeps) {
            record();
            phase = Phase.DRAIN;
            client().setDeadline(System.nanoTime() + client().terms().bodyNanos());
            client().resume();
        } else {
            end(keeps, unread || !decided);
        }
    }

    /** The answer is given; what is left of the request is read and thrown away. */
    private void drain(ByteBuf in) {
        body.read(in, null);
        if (body.bad()) {
            phase = Phase.DONE;
            client().endUnread();
            recycle();
        } else if (body.ended()) {
            phase = Phase.DONE;
            client().exchangeEnded(true);
            recycle();
        }
    }

    /** The answer is complete. {@code lingering}: the client may still be sending. */
    void end(boolean keepsConnection, boolean lingering) {
        record();
        phase = Phase.DONE;
        if (lingering) {
            client().endUnread();
        } else {
            client().exchangeEnded(keepsConnection);
        }
        recycle();
    }

    /** A filter that still waits may call back: then this object is left to it. */
    private void recycle() {
        collector.clear();
        if (!awaited) {
            traffic.recycle(this);
        }
    }

    private void record() {
        WatchedAnswer watch = watched;
        if (watch != null) {
            watch.over();
        }
        if (background) {
            return;
        }
        summary.endNanos = System.nanoTime();
        summary.headComplete = decided;
        summary.bytesIn = decided ? body.data() : 0;
        loop.recorder().exchangeEnded(summary);
    }

    /** Lets the client send a body that it holds back until it is told to. */
    void sendContinue() {
        if (expectsContinue) {
            expectsContinue = false;
            client().sendContinue();
        }
    }

    /** The time that the client was asked to watch for has come. */
    public void onDeadline() {
        switch (phase) {
            case READ_HEAD -> {
                if (parser.isUntouched()) {
                    client().abort();
                } else {
                    refuse(Problems.HEAD_TIMEOUT);
                }
            }
            case AWAIT -> answerProblem(collector.isActive() ? Problems.HEAD_TIMEOUT : Problems.UNDECIDED);
            case CONNECT, FORWARD, RESPOND -> {
                if (serving.isActive()) {
                    client().abort();
                } else {
                    forwarding.onDeadline();
                }
            }
            case TUNNEL -> forwarding.tunnel().onDeadline();
            case DECIDE, DRAIN, DONE -> client().abort();
        }
    }

    /** The client takes more of the answer again. */
    public void onClientWritable() {
        if (serving.isActive()) {
            serving.goOn();
        } else if (phase == Phase.RESPOND) {
            forwarding.onClientWritable();
        } else if (phase == Phase.TUNNEL) {
            forwarding.tunnel().onClientWritable();
        }
    }

    /** The node is being drained: what would go on for ever is told to end. */
    public void onDrain() {
        if (phase == Phase.TUNNEL) {
            forwarding.tunnel().leave();
        }
    }

    /** The client's connection is closed, or it has reset the exchange. */
    public void onClientGone() {
        Phase at = phase;
        if ((at == Phase.FORWARD || at == Phase.RESPOND) && isOfUse() && body.ended()) {
            client = new AbsentClient(this, client());
            forwarding.onClientWritable();
            return;
        }
        serving.clear();
        forwarding.abandon();
        phase = Phase.DONE;
        if (decided && at != Phase.DRAIN) {
            record();
        }
        recycle();
    }

    /** Whether the answer is wanted by others than the client. */
    boolean isOfUse() {
        WatchedAnswer watch = watched;
        return watch != null && watch.wantsRest();
    }

    /** Neither a client nor a watch wants what still comes. */
    boolean isForNobody() {
        return client() instanceof AbsentClient && !isOfUse();
    }

    @Override
    public void repeat(AnswerWatch watch, Consumer<FilterContext> prepare) {
        Exchange again = traffic.begin(new AbsentClient(client()));
        ((AbsentClient) again.client()).serve(again);
        again.beginAgain(this, watch, prepare);
    }

    @Override
    public void askPeer(PeerPlan peer, byte[] question, Duration patience, PeerAnswer answer) {
        PeerCall call = new PeerCall(traffic, peer, question, patience.toNanos(), answer);
        loop.events().execute(call::begin);
    }

    private void beginAgain(Exchange first, AnswerWatch watch, Consumer<FilterContext> prepare) {
        background = true;
        watched = new WatchedAnswer(watch);
        byte[] head = RepeatedHead.of(first.request);
        parser.reserve(head.length);
        System.arraycopy(head, 0, parser.buffer(), parser.limit(), head.length);
        parser.added(head.length);
        boolean read = parser.parse(Integer.MAX_VALUE, Integer.MAX_VALUE) == RequestParser.Progress.DONE;
        startNanos = System.nanoTime();
        decided = true;
        snapshot = first.snapshot;
        request.from(first.request.clientAddress(), first.request.listener());
        requestId.make(loop);
        RoutePlan plan = read ? snapshot.routing().match(request, match) : null;
        if (plan == null) {
            phase = Phase.DECIDE;
            answerProblem(Problems.INTERNAL);
            return;
        }
        route = plan;
        sheet = traffic.sheet(plan);
        copyWishes(first);
        client().beginBody(body, request.fields(), droppedFields);
        prepare.accept(this);
        nextFilter = first.nextFilter;
        try {
            runFilters();
        } catch (RuntimeException e) {
            failed(e);
        }
    }

    /** Before an answer's head: what becomes of the connection. */
    public void settle(boolean bodyDelimited) {
        keeps &= bodyDelimited && body.ended() && !traffic.draining();
    }

    /** Where no client is, an answer that is cut off ends the exchange. */
    void onAbsentClientCut() {
        if (phase != Phase.DONE) {
            forwarding.abandon();
            phase = Phase.DONE;
            record();
            recycle();
        }
    }

    /** Whether the client speaks HTTP/1.0. */
    public boolean isHttp10() {
        return request.http10();
    }

    /** The loop's scratch space for a head. */
    public HeadBytes headBytes() {
        return loop.headBytes();
    }

    boolean keeps() {
        return keeps;
    }

    AnswerWriter.Persistence persistence() {
        if (phase == Phase.TUNNEL) {
            return AnswerWriter.Persistence.UPGRADE;
        }
        if (!keeps || traffic.draining()) {
            return AnswerWriter.Persistence.CLOSE;
        }
        return request.http10() ? AnswerWriter.Persistence.KEEP_ALIVE : AnswerWriter.Persistence.USUAL;
    }
}
