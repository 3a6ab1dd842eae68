package io.weir.node.filter.grpc;

import io.weir.protocol.http.Problem;

/** What requests are refused with; each has a row in {@code docs/errors.md}. */
final class GrpcRefusals {
    static final Problem NO_PATH = Problem.of(404, "no-operation", "The API has no such path");
    static final Problem NO_METHOD = Problem.of(405, "method-not-allowed", "The method is not allowed here");
    static final Problem CLIENT_STREAM = Problem.of(501, "not-implemented", "The gateway cannot do that")
            .withDetail("The method takes a stream of messages, which is for gRPC alone");
    static final Problem WRONG_TYPE =
            Problem.of(415, "unsupported-media-type", "The request body is of a type that is not taken here");
    static final Problem ENCODED = WRONG_TYPE.withDetail("The body has a content coding");
    static final Problem NO_BODY_TAKEN = WRONG_TYPE.withDetail("The method takes no body");
    static final Problem BAD_PARAMETERS =
            Problem.of(400, "invalid-parameters", "Parameters of the request are not what is expected");
    static final Problem BAD_MESSAGE = Problem.of(400, "invalid-message", "The body is no message of the method");
    static final Problem NOT_BASE64 =
            Problem.of(400, "bad-request", "The request is malformed").withDetail("Its body is no Base64");
    static final Problem OVERLOADED = Problem.of(503, "overloaded", "Too many bodies are waiting to be read");

    private GrpcRefusals() {}
}
