package io.weir.node.dataplane.upstream;

/** Why an attempt at an endpoint came to nothing. */
public enum Failure {
    /** The connection was refused, or the endpoint has no address. Nothing was sent. */
    CONNECT,
    /** No connection in time. Nothing was sent. */
    CONNECT_TIMEOUT,
    /** The endpoint answered, but no TLS that can be trusted came about, or it refused this side's. */
    TLS,
    /** All connections are busy and too many wait already. Nothing was sent. */
    OVERLOADED,
    /** The endpoint has said that it has not done anything with the request, and will not. */
    REFUSED,
    /** The head is larger than the endpoint takes: nothing is wrong with that. Nothing was sent. */
    TOO_LARGE,
    /** The connection broke, or the endpoint ended the exchange, before the answer was complete. */
    RESET,
    /** What came is not HTTP. */
    MALFORMED,
    /** No answer in time. */
    TIMEOUT
}
