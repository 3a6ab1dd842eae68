package io.weir.node.dataplane.exchange;

import io.weir.config.model.WebSocketPolicy;
import io.weir.node.dataplane.loop.Loop;
import io.weir.node.state.AnswerTranslation;
import io.weir.node.state.AnswerWatch;
import io.weir.node.state.EndpointPlan;
import io.weir.node.state.FilterContext;
import io.weir.node.state.Identity;
import io.weir.node.state.LiveAnswer;
import io.weir.node.state.RouteMatch;
import io.weir.node.state.RoutePlan;
import io.weir.node.state.ServedAnswer;
import io.weir.node.state.Snapshot;
import io.weir.node.state.UpstreamPlan;
import io.weir.protocol.grpc.GrpcWebForm;
import io.weir.protocol.http.FieldName;
import io.weir.protocol.http.FieldTable;
import io.weir.protocol.http.Method;
import io.weir.protocol.http.ParsedRequest;
import io.weir.protocol.http.Problem;
import io.weir.protocol.http.RequestHead;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What filters and recorders see of an exchange, and what they have said. Reused; only on its loop. */
abstract class ExchangeContext implements FilterContext {
    private static final int FIRST_BUFFER = 1024;
    private static final FieldName CONTENT_LENGTH = FieldName.of("content-length");

    /** Where an exchange is; the names of docs/architecture.md. */
    enum Phase {
        READ_HEAD,
        DECIDE,
        AWAIT,
        CONNECT,
        FORWARD,
        RESPOND,
        /** A WebSocket: bytes both ways. */
        TUNNEL,
        /** Answered; the rest of the request is read and thrown away. */
        DRAIN,
        DONE
    }

    /** What a filter answers when it is no problem. */
    record OwnAnswer(int status, String contentType, byte[] body) {}

    /** What is forwarded of a field in place of everything that was said before. */
    record OwnField(FieldName name, String value) {}

    final Loop loop;
    final ParsedRequest request = new ParsedRequest(FIRST_BUFFER);
    final RouteMatch match = new RouteMatch();
    final GrpcCall call = new GrpcCall();
    final RequestId requestId = new RequestId();
    final List<FieldName> droppedFields = new ArrayList<>(4);
    final List<byte[]> requestLines = new ArrayList<>(2);
    final List<String> droppedParameters = new ArrayList<>(0);
    final List<String> droppedCookies = new ArrayList<>(0);
    final List<OwnField> ownFields = new ArrayList<>(0);
    final RequestWriter.Wishes wishes =
            new RequestWriter.Wishes(droppedFields, requestLines, ownFields, droppedParameters, droppedCookies);
    Phase phase = Phase.DONE;
    Snapshot snapshot = Snapshot.EMPTY;

    @Nullable
    RoutePlan route;

    @Nullable
    RouteSheet sheet;

    @Nullable
    Problem denied;

    @Nullable
    OwnAnswer ownAnswer;

    @Nullable
    UpstreamPlan target;

    @Nullable
    EndpointPlan endpoint;

    @Nullable
    String problemType;

    /** What the endpoint is asked in place of the client's path and query. */
    @Nullable
    String ownTarget;

    /** With which method then. */
    String ownMethod = "";

    /** What the endpoint receives in place of the client's body. */
    byte @Nullable [] ownBody;

    /** The first is the client's neighbour. */
    final List<Supplier<AnswerTranslation>> translations = new ArrayList<>(0);

    @Nullable
    WatchedAnswer watched;

    @Nullable
    ServedAnswer served;

    @Nullable
    LiveAnswer live;

    @Nullable
    String cacheNote;

    @Nullable
    String operationNote;

    int status;
    long startNanos;
    long upstreamStartNanos;
    long upstreamHeadNanos;
    long bytesOut;
    int retries;
    boolean webSocket;
    long tunnelIdleNanos;
    long tunnelLifetimeNanos;
    private long mostBody;
    private @Nullable Identity identity;
    private @Nullable String stuckTo;
    private @Nullable String sessionCookie;
    private byte[] extra = new byte[256];
    private int extraLength;

    ExchangeContext(Loop loop) {
        this.loop = loop;
    }

    void clear() {
        snapshot = Snapshot.EMPTY;
        route = null;
        sheet = null;
        denied = null;
        ownAnswer = null;
        target = null;
        endpoint = null;
        problemType = null;
        ownTarget = null;
        ownMethod = "";
        ownBody = null;
        watched = null;
        dropServed();
        live = null;
        cacheNote = null;
        operationNote = null;
        status = 0;
        startNanos = 0;
        upstreamStartNanos = 0;
        upstreamHeadNanos = 0;
        bytesOut = 0;
        retries = 0;
        webSocket = false;
        tunnelIdleNanos = WebSocketPolicy.IDLE.toNanos();
        tunnelLifetimeNanos = 0;
        mostBody = Long.MAX_VALUE;
        identity = null;
        stuckTo = null;
        sessionCookie = null;
        extraLength = 0;
        droppedFields.clear();
        requestLines.clear();
        ownFields.clear();
        translations.clear();
        call.clear();
        droppedParameters.clear();
        droppedCookies.clear();
    }

    /** What filters said of the request that this one repeats. */
    void copyWishes(ExchangeContext first) {
        identity = first.identity;
        ownTarget = first.ownTarget;
        ownMethod = "GET"; // what is repeated is a GET, also for a HEAD
        droppedFields.addAll(first.droppedFields);
        requestLines.addAll(first.requestLines);
        ownFields.addAll(first.ownFields);
        droppedParameters.addAll(first.droppedParameters);
        droppedCookies.addAll(first.droppedCookies);
    }

    RouteSheet sheet() {
        RouteSheet known = sheet;
        if (known == null) {
            throw new IllegalStateException("no route yet");
        }
        return known;
    }

    byte[] extraLines() {
        return extra;
    }

    int extraLength() {
        return extraLength;
    }

    @Nullable
    String sessionCookie() {
        return sessionCookie;
    }

    @Override
    public RequestHead head() {
        return request;
    }

    @Override
    public RouteMatch match() {
        return match;
    }

    @Override
    public RoutePlan route() {
        RoutePlan known = route;
        if (known == null) {
            throw new IllegalStateException("no route yet");
        }
        return known;
    }

    @Override
    public Snapshot snapshot() {
        return snapshot;
    }

    @Override
    public long nowNanos() {
        return startNanos;
    }

    @Override
    public @Nullable Identity identity() {
        return identity;
    }

    @Override
    public void identify(Identity newIdentity) {
        identity = newIdentity;
    }

    @Override
    public void dropRequestField(FieldName name) {
        droppedFields.add(name);
        ownFields.removeIf(field -> field.name().equals(name));
    }

    @Override
    public void dropQueryParameter(String name) {
        droppedParameters.add(name);
    }

    @Override
    public void dropRequestCookie(String name) {
        droppedCookies.add(name);
    }

    @Override
    public void addResponseField(String name, String value) {
        byte[] line = (name + ": " + value).getBytes(StandardCharsets.ISO_8859_1);
        addResponseLine(line, 0, line.length);
    }

    @Override
    public void addResponseLine(byte[] buffer, int start, int end) {
        int length = end - start + 2;
        if (extra.length - extraLength < length) {
            extra = Arrays.copyOf(extra, Math.max(extra.length * 2, extraLength + length));
        }
        System.arraycopy(buffer, start, extra, extraLength, end - start);
        extraLength += length;
        extra[extraLength - 2] = '\r';
        extra[extraLength - 1] = '\n';
    }

    @Override
    public long bodyLength() {
        byte[] own = ownBody;
        if (own != null) {
            return own.length;
        }
        FieldTable fields = request.fields();
        return fields.chunked() ? -1 : Math.max(0, fields.contentLength());
    }

    @Override
    public void limitBody(long mostBytes) {
        mostBody = Math.min(mostBody, mostBytes);
    }

    /** What the client speaks. */
    abstract String protocol();

    /** Bytes that the body may have, as filters have it. */
    long mostBody() {
        return mostBody;
    }

    @Override
    public boolean isWebSocket() {
        return webSocket;
    }

    @Override
    public void boundTunnel(Duration idle, Duration lifetime) {
        tunnelIdleNanos = idle.toNanos();
        tunnelLifetimeNanos = lifetime.toNanos();
    }

    @Override
    public void setSessionCookie(String fieldValue) {
        sessionCookie = fieldValue;
    }

    @Override
    public void addRequestLines(byte[] lines) {
        requestLines.add(lines);
    }

    @Override
    public void setRequestField(FieldName name, String value) {
        dropForwardedField(name);
        ownFields.add(new OwnField(name, value));
    }

    @Override
    public @Nullable String requestField(FieldName name) {
        for (OwnField field : ownFields) {
            if (field.name().equals(name)) {
                return field.value();
            }
        }
        String added = AddedLines.find(requestLines, name);
        return added == null ? ForwardedTarget.field(this, name) : added;
    }

    @Override
    public @Nullable UpstreamPlan target() {
        return target;
    }

    @Override
    public void chooseTarget(UpstreamPlan upstream) {
        target = upstream;
    }

    @Override
    public @Nullable EndpointPlan propose(UpstreamPlan upstream) {
        return loop.picker().pick(upstream, this, loop.counters(), 0, (int) loop.random());
    }

    @Override
    public void stickTo(String endpointId) {
        stuckTo = endpointId;
    }

    @Override
    public @Nullable String stuckTo() {
        return stuckTo;
    }

    @Override
    public String forwardedMethod() {
        return ownTarget == null ? request.methodText() : ownMethod;
    }

    @Override
    public String forwardedPath() {
        return ForwardedTarget.path(this);
    }

    @Override
    public String forwardedQuery() {
        return ForwardedTarget.query(this);
    }

    @Override
    public void forwardAs(String method, String path, String query) {
        ownMethod = method;
        ownTarget = query.isEmpty() ? path : path + '?' + query;
    }

    @Override
    public void dropForwardedField(FieldName name) {
        dropRequestField(name);
        AddedLines.drop(requestLines, name);
    }

    /** By which it is decided whether the endpoint may be asked once more: of a transcoded call the client's. */
    Method retriedMethod() {
        return ownTarget == null || call.needsTrailers() ? request.method() : ForwardedTarget.method(ownMethod);
    }

    @Override
    public @Nullable Problem callInstead(String target) {
        ownMethod = "POST";
        ownTarget = target;
        return call.hide(request, startNanos);
    }

    @Override
    public void replaceBody(byte[] body) {
        ownBody = body;
        setRequestField(CONTENT_LENGTH, String.valueOf(body.length));
    }

    @Override
    public void translateAnswer(Supplier<AnswerTranslation> translation) {
        translations.add(translation);
    }

    @Override
    public boolean watchAnswer(AnswerWatch watch) {
        if (phase == Phase.DONE) {
            return false;
        }
        watched = new WatchedAnswer(watch);
        return true;
    }

    @Override
    public void serve(ServedAnswer answer) {
        dropServed();
        served = answer;
    }

    private void dropServed() {
        ServedAnswer known = served;
        served = null;
        if (known != null) {
            known.body().release();
        }
    }

    @Override
    public void serve(LiveAnswer answer) {
        live = answer;
    }

    @Override
    public void noteOperation(String operation) {
        operationNote = operation;
    }

    @Override
    public void noteCache(String outcome) {
        cacheNote = outcome;
    }

    @Override
    public @Nullable Problem beginWebCall(GrpcWebForm form) {
        return call.beginWeb(request, startNanos, form);
    }

    @Override
    public String requestId() {
        return new String(requestId.bytes(), 0, requestId.length(), StandardCharsets.ISO_8859_1);
    }

    @Override
    public void deny(Problem problem) {
        denied = problem;
    }

    @Override
    public void answer(int newStatus, String contentType, byte[] body) {
        ownAnswer = new OwnAnswer(newStatus, contentType, body);
    }

    @Override
    public Executor loop() {
        return loop.events();
    }
}
