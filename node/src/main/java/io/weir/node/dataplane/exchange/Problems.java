package io.weir.node.dataplane.exchange;

import io.weir.node.dataplane.upstream.Failure;
import io.weir.protocol.http.HeadFault;
import io.weir.protocol.http.Problem;

/** The problems that the data plane itself answers; each has a row in {@code docs/errors.md}. */
final class Problems {
    static final Problem NO_ROUTE = Problem.of(404, "no-route", "No route matches the request");
    static final Problem METHOD_NOT_ALLOWED = Problem.of(405, "method-not-allowed", "The method is not allowed here");
    static final Problem HEAD_TIMEOUT = Problem.of(408, "request-timeout", "The request was not complete in time");
    static final Problem BAD_GRPC_TIMEOUT = Problem.of(400, "bad-request", "The request is malformed")
            .withDetail("grpc-timeout is no time: up to eight digits and a unit");
    static final Problem BODY_TOO_LARGE = Problem.of(413, "body-too-large", "The request body is too large");
    static final Problem BAD_BODY = Problem.of(400, "bad-request", "The request is malformed")
            .withDetail("The chunks of the body are malformed");
    static final Problem BAD_HANDSHAKE = Problem.of(400, "bad-request", "The request is malformed");
    static final Problem NO_WEBSOCKET =
            Problem.of(502, "websocket-unsupported", "The backend speaks HTTP/2 and takes no WebSockets over it");
    static final Problem WEBSOCKET_VERSION =
            Problem.of(426, "websocket-version", "Only version 13 of WebSocket is spoken here");
    static final Problem MISDIRECTED = Problem.of(
            421, "misdirected-request", "The connection's certificate does not cover the host that is asked for");
    static final Problem BAD_EXPECTATION =
            Problem.of(417, "expectation-failed", "Only the expectation 100-continue is known");
    static final Problem HTTP2_ONLY = Problem.of(505, "unsupported-version", "The version of HTTP is not supported")
            .withDetail("Only HTTP/2 is spoken here");
    static final Problem INTERNAL = Problem.of(500, "internal-error", "The gateway failed");
    static final Problem TOO_MANY_CONNECTIONS =
            Problem.of(503, "too-many-connections", "The listener has no room for another connection");
    static final Problem NO_ENDPOINT = Problem.of(503, "no-endpoint", "No backend can be used now");
    static final Problem UNDECIDED = Problem.of(503, "undecided", "The decision about the request took too long");
    static final Problem TOTAL_TIMEOUT = Problem.of(504, "timeout", "The exchange took too long");

    private static final Problem CONNECT_FAILED =
            Problem.of(502, "connect-failed", "The backend cannot be connected to");
    private static final Problem CONNECT_TIMEOUT =
            Problem.of(504, "connect-timeout", "The backend did not accept a connection in time");
    private static final Problem BACKEND_TLS_FAILED =
            Problem.of(502, "backend-tls-failed", "No trusted TLS connection to the backend came about");
    static final Problem OVERLOADED = Problem.of(503, "overloaded", "Too many requests wait for the backend already");
    private static final Problem REFUSED =
            Problem.of(503, "backend-refused", "The backend has refused the request without looking at it");
    private static final Problem TOO_LARGE =
            HeadFault.TOO_LARGE.problem().withDetail("The backend takes no head that is so large");
    private static final Problem CONNECTION_LOST =
            Problem.of(502, "connection-lost", "The backend closed the connection before it answered");
    private static final Problem BAD_ANSWER = Problem.of(502, "bad-answer", "The backend's answer is not HTTP");
    private static final Problem ANSWER_TIMEOUT =
            Problem.of(504, "answer-timeout", "The backend did not answer in time");

    private Problems() {}

    static Problem of(Failure failure) {
        return switch (failure) {
            case CONNECT -> CONNECT_FAILED;
            case CONNECT_TIMEOUT -> CONNECT_TIMEOUT;
            case TLS -> BACKEND_TLS_FAILED;
            case OVERLOADED -> OVERLOADED;
            case REFUSED -> REFUSED;
            case TOO_LARGE -> TOO_LARGE;
            case RESET -> CONNECTION_LOST;
            case MALFORMED -> BAD_ANSWER;
            case TIMEOUT -> ANSWER_TIMEOUT;
        };
    }
}
