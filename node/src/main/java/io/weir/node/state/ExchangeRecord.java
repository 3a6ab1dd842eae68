package io.weir.node.state;

import io.weir.protocol.grpc.GrpcCode;
import io.weir.protocol.http.RequestHead;
import org.jspecify.annotations.Nullable;

/**
 * What is known of an exchange when it is over. Times are {@link System#nanoTime}; a step that was not reached is 0.
 * Valid only during {@link Recorder#exchangeEnded}.
 */
public interface ExchangeRecord {
    /** Null when not even a head could be read. */
    @Nullable
    RequestHead head();

    /** Null when none matched. */
    @Nullable
    RoutePlan route();

    /** The endpoint that was used last, or null. */
    @Nullable
    EndpointPlan endpoint();

    @Nullable
    ConsumerPlan consumer();

    /** What the client speaks: {@code http/1.0}, {@code http/1.1} or {@code h2}. */
    default String protocol() {
        return "http/1.1";
    }

    /** The client's TLS connection; null in plain text. */
    default @Nullable ClientTls tls() {
        return null;
    }

    /** The status answered; 0 when the client went away first. */
    int status();

    /** How a gRPC call ended; null for anything else, and for a call whose client went away first. */
    default @Nullable GrpcCode grpcCode() {
        return null;
    }

    /** Of a call that the client asked for in another way: {@code /package.Service/Method}; else null. */
    default @Nullable String callTarget() {
        return null;
    }

    /** Type of the gateway's own problem, e.g. {@code no-route}; null when the answer is the backend's. */
    @Nullable
    String problemType();

    /** What the cache did; null where the route has none. */
    default @Nullable String cache() {
        return null;
    }

    /** The operation of GraphQL, {@code query Orders}; null for anything else, and where it was refused. */
    default @Nullable String operation() {
        return null;
    }

    /** The request id as ASCII bytes: {@code requestId()[0, requestIdLength())}. */
    byte[] requestId();

    int requestIdLength();

    /** The head was complete. */
    long startNanos();

    /** The last attempt was written to the endpoint. */
    long upstreamStartNanos();

    /** The answer's head arrived from the endpoint. */
    long upstreamHeadNanos();

    long endNanos();

    /** Body bytes from the client. */
    long bytesIn();

    /** Body bytes to the client. */
    long bytesOut();

    /** Further attempts after the first. */
    int retries();
}
