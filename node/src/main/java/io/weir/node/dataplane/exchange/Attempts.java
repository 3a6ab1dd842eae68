package io.weir.node.dataplane.exchange;

import io.weir.config.model.Retry;
import io.weir.node.dataplane.loop.Loop;
import io.weir.node.dataplane.upstream.Failure;
import io.weir.node.decide.retry.Retries;
import io.weir.node.state.EndpointPlan;
import io.weir.node.state.UpstreamPlan;
import io.weir.protocol.grpc.GrpcCode;
import io.weir.protocol.http.ParsedResponse;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Which endpoints one exchange has tried, and whether and when it tries another. Sends nothing itself. Reused; only on its
 * loop.
 */
final class Attempts {
    private static final long FIRST_BACKOFF_NANOS = 25_000_000L;
    private static final long LONGEST_BACKOFF_NANOS = 250_000_000L;

    private final Exchange exchange;
    private final Loop loop;
    private @Nullable UpstreamLane lane;
    private @Nullable EndpointPlan next;
    private @Nullable Failure lastFailure;
    private long excluded;
    private long toldNanos;
    private int failures;
    private boolean onBudget;
    private boolean sent;
    private boolean reused;

    Attempts(Exchange exchange, Loop loop) {
        this.exchange = exchange;
        this.loop = loop;
    }

    void clear() {
        lane = null;
        next = null;
        lastFailure = null;
        excluded = 0;
        toldNanos = 0;
        failures = 0;
        onBudget = false;
        sent = false;
        reused = false;
    }

    void begin(UpstreamLane entered) {
        lane = entered;
        entered.active++;
    }

    UpstreamLane lane() {
        UpstreamLane known = lane;
        if (known == null) {
            throw new IllegalStateException("the exchange is not forwarded");
        }
        return known;
    }

    /** The endpoint of the next attempt; null: there is none. */
    @Nullable
    EndpointPlan next() {
        EndpointPlan known = next;
        next = null;
        sent = false;
        reused = false;
        return known == null ? pick(lane().plan) : known;
    }

    /**
     * One that has not failed in this exchange. Where there is no other, a connection that had died unnoticed, or was just
     * being ended, is no reason against its endpoint.
     */
    private @Nullable EndpointPlan pick(UpstreamPlan plan) {
        EndpointPlan endpoint = loop.picker().pick(plan, exchange, loop.counters(), excluded, (int) loop.random());
        boolean innocent = lastFailure == Failure.RESET && reused || lastFailure == Failure.REFUSED;
        if (endpoint == null && innocent) {
            return loop.picker().pick(plan, exchange, loop.counters(), 0, (int) loop.random());
        }
        return endpoint;
    }

    /** This attempt has written something, on a connection that may have been {@code used} before. */
    void sent(boolean used) {
        sent = true;
        reused = used;
    }

    boolean isSent() {
        return sent;
    }

    void failed(EndpointPlan endpoint) {
        failures++;
        excluded |= bit(endpoint);
    }

    /** Whether there is another attempt after this one came to nothing. */
    boolean repeats(Failure failure, boolean replayable) {
        Retry.Condition condition = condition(failure);
        boolean wanted = retries()
                .afterFailure(condition, exchange.retriedMethod(), failures, sent, replayable, false)
                .isRetry();
        // What was never sent, or met a connection that had died unnoticed, adds nothing to the load.
        boolean free = condition == Retry.Condition.CONNECT_FAILURE || condition == Retry.Condition.RESET && reused;
        return failure != Failure.MALFORMED
                && failure != Failure.TOO_LARGE
                && wanted
                && (free || takesBudget())
                && findsAnother();
    }

    void remember(Failure failure) {
        lastFailure = failure;
    }

    /** Whether there is another attempt instead of this answer, whose head has come. */
    boolean repeats(ParsedResponse head, EndpointPlan endpoint, boolean replayable) {
        int status = head.status();
        GrpcCode code = exchange.call.told();
        boolean wanted;
        if (retries().isRetried(status)) {
            wanted = retries()
                    .afterStatus(status, exchange.retriedMethod(), failures + 1, replayable)
                    .isRetry();
        } else if (code != null && retries().isRetried(code)) {
            wanted = mayComeAgain(head)
                    && retries().afterCode(code, failures + 1, replayable).isRetry();
        } else {
            return false;
        }
        excluded |= bit(endpoint);
        return wanted && takesBudget() && findsAnother();
    }

    /** A backend may say when it wants to see a call again, or that it does not; nobody waits for longer than an answer. */
    private boolean mayComeAgain(ParsedResponse head) {
        long millis = GrpcCall.pushbackMillis(head);
        toldNanos = TimeUnit.MILLISECONDS.toNanos(Math.max(0, millis));
        return millis >= 0 && toldNanos <= lane().responseNanos;
    }

    private Retries retries() {
        return lane().retries;
    }

    /** Without another endpoint there is nothing to wait for, and a backend's answer is better than none. */
    private boolean findsAnother() {
        next = pick(lane().plan);
        return next != null;
    }

    private Retry.Condition condition(Failure failure) {
        return switch (failure) {
            // With TLS 1.3 an endpoint refuses a client's certificate when the request is on its way already.
            case TLS -> sent ? Retry.Condition.RESET : Retry.Condition.CONNECT_FAILURE;
            case CONNECT, CONNECT_TIMEOUT, OVERLOADED, REFUSED, TOO_LARGE -> Retry.Condition.CONNECT_FAILURE;
            case RESET, MALFORMED -> Retry.Condition.RESET;
            case TIMEOUT -> Retry.Condition.TIMEOUT;
        };
    }

    private boolean takesBudget() {
        UpstreamLane entered = lane();
        giveBudgetBack();
        onBudget = entered.budget.acquire(entered.plan.model().retry().budgetPercent(), entered.active);
        return onBudget;
    }

    private void giveBudgetBack() {
        if (onBudget) {
            onBudget = false;
            lane().budget.release();
        }
    }

    /** Until the next attempt: nothing the first time, later a while that grows and is never the same. */
    long delayNanos() {
        long told = toldNanos;
        toldNanos = 0;
        return told > 0 ? told : exchange.retries == 1 ? 0 : backoff();
    }

    private long backoff() {
        long most = Math.min(LONGEST_BACKOFF_NANOS, FIRST_BACKOFF_NANOS << (exchange.retries - 2));
        return most / 2 + (loop.random() >>> 1) % (most / 2);
    }

    @SuppressWarnings("ReferenceEquality") // one object for each endpoint of a revision
    private long bit(EndpointPlan endpoint) {
        EndpointPlan[] all = lane().plan.endpoints();
        int index = 0;
        while (all[index] != endpoint) {
            index++;
        }
        return 1L << index;
    }

    /** The upstream has this exchange no longer. */
    void end() {
        giveBudgetBack();
        UpstreamLane entered = lane;
        lane = null;
        if (entered != null) {
            entered.active--;
        }
    }
}
