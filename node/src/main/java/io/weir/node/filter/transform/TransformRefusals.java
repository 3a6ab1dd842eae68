package io.weir.node.filter.transform;

import io.weir.node.filter.transform.format.BodyFault;
import io.weir.protocol.http.Problem;

/** The problems of conversions; each has a row in {@code docs/errors.md}. */
final class TransformRefusals {
    static final Problem WRONG_TYPE =
            Problem.of(415, "unsupported-media-type", "The request body is of a type that is not taken here");
    static final Problem ENCODED = WRONG_TYPE.withDetail("The body has a content coding");
    static final Problem NOT_ACCEPTABLE =
            Problem.of(406, "not-acceptable", "No media type that is wanted can be answered");
    static final Problem OVERLOADED = Problem.of(503, "overloaded", "Too many bodies are waiting to be converted");
    static final Problem TOO_LARGE =
            Problem.of(502, "answer-too-large", "The backend's answer is too large to be converted");
    static final Problem BAD_ANSWER = Problem.of(502, "bad-answer", "The backend's answer cannot be converted");

    private TransformRefusals() {}

    /** Of what a backend said. */
    static Problem ofAnswer(BodyFault fault) {
        return BAD_ANSWER.withDetail(fault.problem().detail());
    }
}
