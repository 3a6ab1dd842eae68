package io.weir.node.decide.retry;

import io.weir.config.model.Retry;
import io.weir.protocol.grpc.GrpcCode;
import io.weir.protocol.http.Method;

/**
 * When an upstream's failed attempts may be tried again: its {@link Retry} settings, compiled so that asking allocates
 * nothing. Immutable.
 *
 * <p>What was never sent can always be tried again. What was sent may have been acted upon, so it is sent again only if
 * the method is idempotent (RFC 9110 §9.2.2); an answer with a status that counts as a failure is such a case, whatever
 * the status says. The {@link RetryBudget} is asked last, by the caller, so that a refusal for another reason takes no
 * place.
 */
public final class Retries {
    private static final int FIRST_STATUS = 400;
    private static final int LAST_STATUS = 599;

    private final int attempts;
    private final boolean onConnectFailure;
    private final boolean onReset;
    private final boolean onTimeout;
    private final boolean[] onCode = new boolean[GrpcCode.values().length];
    private final boolean[] onStatus = new boolean[LAST_STATUS - FIRST_STATUS + 1];

    public Retries(Retry settings) {
        attempts = settings.attempts();
        onConnectFailure = settings.on().contains(Retry.Condition.CONNECT_FAILURE);
        onReset = settings.on().contains(Retry.Condition.RESET);
        onTimeout = settings.on().contains(Retry.Condition.TIMEOUT);
        for (int status : settings.statuses()) {
            onStatus[status - FIRST_STATUS] = true;
        }
        for (GrpcCode code : settings.codes()) {
            onCode[code.number()] = true;
        }
    }

    /**
     * @param failed attempts of this exchange that have failed, this one among them; at least 1
     * @param sent whether this attempt wrote anything of the request to the endpoint
     * @param replayable whether the whole body can be sent (again): none of it was taken from the client, or all that
     *     was taken is kept
     * @param answerBegun whether anything of an answer was forwarded to the client
     */
    public RetryDecision afterFailure(
            Retry.Condition failure, Method method, int failed, boolean sent, boolean replayable, boolean answerBegun) {
        // A connection that was never open carried nothing, whatever else is said of the attempt.
        boolean acted = sent && failure != Retry.Condition.CONNECT_FAILURE;
        return decide(isRetried(failure), method, failed, acted, replayable, answerBegun);
    }

    /**
     * For an answer's head that has not been forwarded.
     *
     * @param failed attempts of this exchange that have failed, counting this one; at least 1
     * @param replayable as for {@link #afterFailure}
     */
    public RetryDecision afterStatus(int status, Method method, int failed, boolean replayable) {
        return decide(isRetried(status), method, failed, true, replayable, false);
    }

    /**
     * For a gRPC call that ended with this code before anything of an answer came. That calls of a service may be repeated is
     * what naming the code says: they are all POST.
     *
     * @param failed and {@code replayable}: as for {@link #afterStatus}
     */
    public RetryDecision afterCode(GrpcCode code, int failed, boolean replayable) {
        return decide(isRetried(code), Method.POST, failed, false, replayable, false);
    }

    /** Whether a call that ends with this code counts as a failure. */
    public boolean isRetried(GrpcCode code) {
        return onCode[code.number()];
    }

    /** Whether an answer with this status counts as a failure. */
    public boolean isRetried(int status) {
        return status >= FIRST_STATUS && status <= LAST_STATUS && onStatus[status - FIRST_STATUS];
    }

    private boolean isRetried(Retry.Condition failure) {
        return switch (failure) {
            case CONNECT_FAILURE -> onConnectFailure;
            case RESET -> onReset;
            case TIMEOUT -> onTimeout;
        };
    }

    private RetryDecision decide(
            boolean configured, Method method, int failed, boolean acted, boolean replayable, boolean answerBegun) {
        if (answerBegun) {
            return RetryDecision.ANSWER_BEGUN;
        } else if (!configured) {
            return RetryDecision.NOT_CONFIGURED;
        } else if (failed > attempts) {
            return RetryDecision.NO_ATTEMPTS_LEFT;
        } else if (acted && !method.isIdempotent()) {
            return RetryDecision.NOT_IDEMPOTENT;
        }
        return replayable ? RetryDecision.RETRY : RetryDecision.BODY_GONE;
    }
}
