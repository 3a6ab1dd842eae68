package io.weir.node.state;

import io.weir.protocol.grpc.GrpcWebForm;
import io.weir.protocol.http.FieldName;
import io.weir.protocol.http.Problem;
import io.weir.protocol.http.RequestHead;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What a filter sees of an exchange. Only on the exchange's event loop. */
public interface FilterContext {
    RequestHead head();

    RouteMatch match();

    RoutePlan route();

    Snapshot snapshot();

    /** Monotonic, nanoseconds, read once when the head was complete. */
    long nowNanos();

    /** Who the request is from, or null while nobody is identified. */
    @Nullable
    Identity identity();

    /** The identified consumer, or null. */
    default @Nullable ConsumerPlan consumer() {
        Identity known = identity();
        return known == null ? null : known.consumer();
    }

    void identify(Identity identity);

    /** The client's TLS connection, or null when it is a plain one. */
    default @Nullable ClientTls tls() {
        return null;
    }

    /** Whether the client came over TLS: to this gateway or, if a trusted proxy says so, to that. */
    default boolean isSecure() {
        return tls() != null;
    }

    /** The field will not be forwarded (a credential, say). */
    void dropRequestField(FieldName name);

    /** The query parameter will not be forwarded (a credential, say). */
    void dropQueryParameter(String name);

    /** All cookies of that name will not be forwarded (a session of the gateway's own, say); the others will. */
    default void dropRequestCookie(String name) {
        throw new UnsupportedOperationException();
    }

    /** Appends a field to the answer, whoever makes it. */
    void addResponseField(String name, String value);

    /**
     * Appends a whole field line ({@code Name: value}, without line end) to the answer. Copies the range; the exchange
     * writes it as it is, without allocating where it can.
     */
    default void addResponseLine(byte[] buffer, int start, int end) {
        int colon = start;
        while (buffer[colon] != ':') {
            colon++;
        }
        addResponseField(
                new String(buffer, start, colon - start, StandardCharsets.ISO_8859_1),
                new String(buffer, colon + 2, end - colon - 2, StandardCharsets.ISO_8859_1));
    }

    /** The session cookie of the answer ({@code Set-Cookie}); a later call replaces the earlier one (a retry). */
    default void setSessionCookie(String fieldValue) {
        addResponseField("Set-Cookie", fieldValue);
    }

    /**
     * Appends ready field lines ({@code Name: value\r\n}, any number) to the forwarded request. The array is shared and
     * is not to be modified.
     */
    default void addRequestLines(byte[] lines) {
        throw new UnsupportedOperationException();
    }

    /**
     * The field is forwarded with this value in place of whatever the client or a filter before said of it.
     *
     * @param value ISO-8859-1, without line ends
     */
    default void setRequestField(FieldName name, String value) {
        throw new UnsupportedOperationException();
    }

    /**
     * What is going to be forwarded of the field as far as is said by now, lines that were added included: several values
     * with a comma between; null when there is none. Allocates.
     */
    default @Nullable String requestField(FieldName name) {
        return head().field(name);
    }

    /** The upstream chosen by {@link #chooseTarget}, or null: then the exchange draws one from the route's targets. */
    default @Nullable UpstreamPlan target() {
        return null;
    }

    /** Fixes the upstream of this exchange. */
    default void chooseTarget(UpstreamPlan upstream) {
        throw new UnsupportedOperationException();
    }

    /** The endpoint that the balancer would take now, without any session; null when none can be used. */
    default @Nullable EndpointPlan propose(UpstreamPlan upstream) {
        throw new UnsupportedOperationException();
    }

    /** The exchange belongs to a session with this endpoint: it is taken while it can be used. */
    default void stickTo(String endpointId) {
        throw new UnsupportedOperationException();
    }

    /** What {@link #stickTo} said, or null. */
    default @Nullable String stuckTo() {
        return null;
    }

    /**
     * Length of the request's body as its head says it, or of what a filter put in its place; 0: there is none; -1: it comes
     * in chunks.
     */
    default long bodyLength() {
        throw new UnsupportedOperationException();
    }

    /** Whether it is the beginning of a WebSocket: a good handshake on a route that forwards. */
    default boolean isWebSocket() {
        return false;
    }

    /** How long the WebSocket may be without a byte, and be there at all ({@link Duration#ZERO}: as long as it likes). */
    default void boundTunnel(Duration idle, Duration lifetime) {
        throw new UnsupportedOperationException();
    }

    /** The request's body may have so many bytes at most, whatever else bounds it: with more the exchange ends, 413. */
    default void limitBody(long mostBytes) {
        throw new UnsupportedOperationException();
    }

    /**
     * Asks for the whole request body, of {@code mostBytes} at most; a larger one is answered 413. The answer says how to go
     * on: {@link Filter.Outcome#CONTINUE}, {@link #body} has it now; {@link Filter.Outcome#ANSWERED}, it is too large;
     * {@link Filter.Outcome#WAIT}, {@code then} is run on the exchange's loop when {@link #body} has it, never within this
     * call, and not at all when the exchange ends before. The body is forwarded unchanged afterwards, unless it is replaced:
     * then the replacement is what the next filter gets.
     */
    default Filter.Outcome collectBody(int mostBytes, Runnable then) {
        throw new UnsupportedOperationException();
    }

    /**
     * The body's data, or null until {@link #collectBody} has brought it; after {@link #replaceBody} what that was told. Not
     * to be modified.
     */
    default byte @Nullable [] body() {
        return null;
    }

    /** The method with which the endpoint would be asked now. */
    default String forwardedMethod() {
        throw new UnsupportedOperationException();
    }

    /** The path that the endpoint would be asked for now, in the normal form; after the route's own rewrite. Allocates. */
    default String forwardedPath() {
        throw new UnsupportedOperationException();
    }

    /** The raw query that the endpoint would receive now, without the question mark; empty when there is none. Allocates. */
    default String forwardedQuery() {
        throw new UnsupportedOperationException();
    }

    /**
     * The endpoint is asked this in place of what it would be asked now; retries go by this method. Routing is over: what
     * is asked is not matched again.
     *
     * @param method a HEAD has to stay one, and nothing else becomes one: its answer has no body
     * @param path begins with a slash, in the normal form (RFC 3986 §6.2.2)
     * @param query raw, without the question mark; may be empty
     */
    default void forwardAs(String method, String path, String query) {
        throw new UnsupportedOperationException();
    }

    /** The endpoint will not receive the field: neither the client's nor what filters have added so far. */
    default void dropForwardedField(FieldName name) {
        throw new UnsupportedOperationException();
    }

    /**
     * The endpoint is asked {@code POST target} in place of what the client asked; its query is not sent.
     *
     * @param target begins with a slash
     * @return what is wrong with the time that the client gives the call ({@code grpc-timeout}), which holds for it
     */
    default @Nullable Problem callInstead(String target) {
        throw new UnsupportedOperationException();
    }

    /**
     * The endpoint receives this body in place of the client's, of which all has been read ({@link #collectBody}), with its
     * length. Whoever says so has to say what else of the head no longer fits ({@link #setRequestField}). A later call replaces
     * what an earlier one said.
     *
     * @param body not to be modified afterwards
     */
    default void replaceBody(byte[] body) {
        throw new UnsupportedOperationException();
    }

    /**
     * The endpoint's answer is translated; for each attempt one is made, on the exchange's loop. With several, what was said
     * first is nearest to the client: the backend's answer goes through the last one first. A WebSocket is not translated.
     */
    default void translateAnswer(Supplier<AnswerTranslation> translation) {
        throw new UnsupportedOperationException();
    }

    /** The answer is watched on its way. False: the exchange is over, and the watch will be told of nothing. */
    default boolean watchAnswer(AnswerWatch watch) {
        throw new UnsupportedOperationException();
    }

    /** In place of {@link #deny}, or while a watch is asked: ends the exchange with this answer. */
    default void serve(ServedAnswer answer) {
        throw new UnsupportedOperationException();
    }

    /** As {@link #serve(ServedAnswer)}, with an answer that may still be arriving. */
    default void serve(LiveAnswer answer) {
        throw new UnsupportedOperationException();
    }

    /**
     * Makes the same request (a GET without a body) once more beside this one, for nobody but the watch; the filters behind the one
     * that says so see it.
     *
     * @param prepare told of the new exchange before it is forwarded
     */
    default void repeat(AnswerWatch watch, Consumer<FilterContext> prepare) {
        throw new UnsupportedOperationException();
    }

    /**
     * Asks another node's cache beside this exchange, and also when this one is over. Told on the loop, never in this call.
     *
     * @param request a whole head of a GET
     * @param patience until the answer's head
     */
    default void askPeer(PeerPlan peer, byte[] request, Duration patience, PeerAnswer answer) {
        throw new UnsupportedOperationException();
    }

    /** What the cache did, as the access log shows it. */
    default void noteCache(String outcome) {
        throw new UnsupportedOperationException();
    }

    /** Which operation of GraphQL it is, as metrics and the access log show it: {@code query Orders}. */
    default void noteOperation(String operation) {
        throw new UnsupportedOperationException();
    }

    /**
     * The exchange is a call of gRPC that came as gRPC-Web: what the gateway itself has to say is said that way. Answers
     * what is wrong with the request, or null.
     */
    default @Nullable Problem beginWebCall(GrpcWebForm form) {
        throw new UnsupportedOperationException();
    }

    /** By which logs, backends and clients know the exchange. */
    default String requestId() {
        throw new UnsupportedOperationException();
    }

    /** Ends the exchange with a problem. */
    void deny(Problem problem);

    /**
     * Ends the exchange with an answer that is no problem (a redirect, say), in place of {@link #deny}; its fields are
     * those that {@link #addResponseField} was told.
     *
     * @param body not to be modified afterwards; may be empty
     */
    default void answer(int status, String contentType, byte[] body) {
        throw new UnsupportedOperationException();
    }

    /** Where a waiting filter's completion must run: the exchange's event loop. */
    Executor loop();

    /**
     * Ends a WAIT: goes on with the next filter ({@link Filter.Outcome#CONTINUE}) or, after {@link #deny} or {@link
     * #answer}, ends ({@link Filter.Outcome#ANSWERED}), or waits on ({@link Filter.Outcome#WAIT}). Does nothing when the exchange has ended meanwhile.
     */
    void resume(Filter.Outcome outcome);
}
