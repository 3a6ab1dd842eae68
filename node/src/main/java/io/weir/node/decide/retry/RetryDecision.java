package io.weir.node.decide.retry;

/** Whether a failed attempt is tried again and, if it is not, the first reason against it. */
public enum RetryDecision {
    RETRY,
    /** Something of an answer has been forwarded: the client cannot be told to forget it. */
    ANSWER_BEGUN,
    /** The upstream's settings do not count this as a failure to be retried. */
    NOT_CONFIGURED,
    /** All further attempts were made. */
    NO_ATTEMPTS_LEFT,
    /** The endpoint may have acted on the request, and doing so twice is not the same as once. */
    NOT_IDEMPOTENT,
    /** A part of the body is gone: it was taken from the client and not kept. */
    BODY_GONE;

    public boolean isRetry() {
        return this == RETRY;
    }
}
