package io.weir.node.filter.grpc;

import io.weir.protocol.http.Problem.Fault;

/** What a client sent is no value of the field where it stands. Expected, so it carries no stack trace. */
final class Mismatch extends Exception {
    private static final long serialVersionUID = 1L;

    private final transient Fault fault;

    Mismatch(At at, String expected) {
        super(expected, null, false, false);
        fault = at.fault(expected);
    }

    Fault fault() {
        return fault;
    }
}
