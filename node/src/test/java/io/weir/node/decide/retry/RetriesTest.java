package io.weir.node.decide.retry;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.config.model.Retry;
import io.weir.config.model.Retry.Condition;
import io.weir.protocol.grpc.GrpcCode;
import io.weir.protocol.http.Method;
import java.util.EnumSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

final class RetriesTest {
    private static final Retries ALL =
            new Retries(new Retry(2, EnumSet.allOf(Condition.class), Set.of(503), Set.of(GrpcCode.UNAVAILABLE), 20));

    @ParameterizedTest(name = "{0} of {1}, attempt {2}, sent {3}, replayable {4}, answer {5}: {6}, as {7}")
    @CsvSource({
        "CONNECT_FAILURE, POST,  1, false, true,  false, RETRY,            nothing was sent",
        "CONNECT_FAILURE, OTHER, 1, false, true,  false, RETRY,            nothing was sent whatever the method is",
        "CONNECT_FAILURE, GET,   2, false, true,  false, RETRY,            the last of two further attempts",
        "CONNECT_FAILURE, GET,   3, false, true,  false, NO_ATTEMPTS_LEFT, two further attempts were made",
        "CONNECT_FAILURE, PUT,   2, false, false, false, BODY_GONE,        an earlier attempt took the body",
        "RESET,           POST,  1, false, true,  false, RETRY,            it closed before anything was sent",
        "RESET,           GET,   1, true,  true,  false, RETRY,            GET is idempotent",
        "RESET,           PUT,   1, true,  true,  false, RETRY,            PUT is idempotent and its body is kept",
        "RESET,           PUT,   1, true,  false, false, BODY_GONE,        a part of the body was streamed on",
        "RESET,           POST,  1, true,  true,  false, NOT_IDEMPOTENT,   it may have been acted upon",
        "RESET,           PATCH, 1, true,  true,  false, NOT_IDEMPOTENT,   it may have been acted upon",
        "RESET,           OTHER, 1, true,  true,  false, NOT_IDEMPOTENT,   nothing is known of the method",
        "RESET,           GET,   1, true,  true,  true,  ANSWER_BEGUN,     half an answer was forwarded",
        "RESET,           GET,   3, true,  true,  false, NO_ATTEMPTS_LEFT, two further attempts were made",
        "TIMEOUT,         GET,   1, true,  true,  false, RETRY,            GET is idempotent",
        "TIMEOUT,         POST,  1, true,  true,  false, NOT_IDEMPOTENT,   it may still be acted upon",
        "TIMEOUT,         POST,  1, false, true,  false, RETRY,            it waited for a connection only",
        "TIMEOUT,         GET,   1, true,  true,  true,  ANSWER_BEGUN,     half an answer was forwarded",
    })
    void aFailure(
            Condition failure,
            Method method,
            int failed,
            boolean sent,
            boolean replayable,
            boolean answerBegun,
            RetryDecision expected,
            String reason) {
        assertThat(ALL.afterFailure(failure, method, failed, sent, replayable, answerBegun))
                .as(reason)
                .isEqualTo(expected);
    }

    @ParameterizedTest(name = "{0} to {1}, attempt {2}, replayable {3}: {4}, as {5}")
    @CsvSource({
        "503, GET,  1, true,  RETRY,            503 is listed",
        "503, PUT,  1, false, BODY_GONE,        the body was streamed on",
        "503, POST, 1, true,  NOT_IDEMPOTENT,   the endpoint answered so it may have acted",
        "503, GET,  3, true,  NO_ATTEMPTS_LEFT, two further attempts were made",
        "502, GET,  1, true,  NOT_CONFIGURED,   502 is not listed",
        "200, GET,  1, true,  NOT_CONFIGURED,   no failure at all",
        "999, GET,  1, true,  NOT_CONFIGURED,   what a backend may send but nobody can list",
        "0,   GET,  1, true,  NOT_CONFIGURED,   no status",
    })
    void anAnswer(int status, Method method, int failed, boolean replayable, RetryDecision expected, String reason) {
        assertThat(ALL.afterStatus(status, method, failed, replayable))
                .as(reason)
                .isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "UNAVAILABLE, 1, true,  RETRY,            named",
        "UNAVAILABLE, 3, true,  NO_ATTEMPTS_LEFT, all attempts were made",
        "UNAVAILABLE, 1, false, BODY_GONE,        the messages cannot be sent again",
        "INTERNAL,    1, true,  NOT_CONFIGURED,   not named",
        "OK,          1, true,  NOT_CONFIGURED,   no failure at all",
    })
    void theEndOfACall(GrpcCode code, int failed, boolean replayable, RetryDecision expected, String reason) {
        assertThat(ALL.afterCode(code, failed, replayable)).as(reason).isEqualTo(expected);
    }

    @ParameterizedTest
    @EnumSource(Condition.class)
    void whatTheSettingsDoNotNameIsNotRetried(Condition failure) {
        Retries others = new Retries(new Retry(2, EnumSet.complementOf(EnumSet.of(failure)), Set.of(), Set.of(), 20));
        assertThat(others.afterFailure(failure, Method.GET, 1, false, true, false))
                .isEqualTo(RetryDecision.NOT_CONFIGURED);
    }

    @Test
    void noFurtherAttemptsMeanNoRetryEvenOfWhatIsSafe() {
        Retries none = new Retries(new Retry(0, Set.of(Condition.CONNECT_FAILURE), Set.of(), Set.of(), 20));
        assertThat(none.afterFailure(Condition.CONNECT_FAILURE, Method.GET, 1, false, true, false))
                .isEqualTo(RetryDecision.NO_ATTEMPTS_LEFT);
    }

    /** The law behind the table, over every combination. */
    @Test
    void whatMayHaveBeenActedUponIsNeverSentAgainUnlessIdempotent() {
        for (Condition failure : EnumSet.of(Condition.RESET, Condition.TIMEOUT)) {
            for (Method method : Method.values()) {
                for (boolean replayable : new boolean[] {false, true}) {
                    RetryDecision decision = ALL.afterFailure(failure, method, 1, true, replayable, false);
                    assertThat(decision.isRetry())
                            .as("%s of %s, replayable %s", failure, method, replayable)
                            .isEqualTo(method.isIdempotent() && replayable);
                }
            }
        }
    }
}
