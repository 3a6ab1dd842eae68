package io.weir.node.filter.validate;

import io.weir.protocol.http.Problem;

/** What requests are refused with; each has a row in {@code docs/errors.md}. */
final class Refusals {
    static final Problem NOT_JSON = Problem.of(400, "malformed-json", "The body is not JSON");
    static final Problem LIMITS = Problem.of(400, "json-limits", "The body exceeds what JSON may be here");
    static final Problem NO_BODY = Problem.of(400, "body-missing", "The request needs a body");
    static final Problem BAD_PARAMETERS =
            Problem.of(400, "invalid-parameters", "Parameters of the request are not what is expected");
    static final Problem BAD_BODY = Problem.of(422, "invalid-body", "The body is not what is expected");
    static final Problem TOO_COSTLY =
            Problem.of(422, "validation-too-costly", "To hold the body against its schema would take too long");
    static final Problem WRONG_TYPE =
            Problem.of(415, "unsupported-media-type", "The request body is of a type that is not taken here");
    static final Problem ENCODED = WRONG_TYPE.withDetail("The body has a content coding");
    static final Problem NO_BODY_TAKEN = WRONG_TYPE.withDetail("The operation takes no body");
    static final Problem NO_PATH = Problem.of(404, "no-operation", "The API has no such path");
    static final Problem NO_METHOD = Problem.of(405, "method-not-allowed", "The method is not allowed here");
    static final Problem OVERLOADED = Problem.of(503, "overloaded", "Too many bodies are waiting to be checked");

    private Refusals() {}
}
