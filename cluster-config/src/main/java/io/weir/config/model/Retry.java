package io.weir.config.model;

import io.weir.protocol.grpc.GrpcCode;
import java.util.Set;

/**
 * Second chances for one exchange.
 *
 * @param attempts further attempts after the first; 0 to 10
 * @param statuses answers that count as failures, e.g. 503
 * @param codes ends of gRPC calls that count as failures, where nothing of an answer came before; whatever the call does
 * @param budgetPercent retries may be at most so many percent of active requests (never fewer than 3 at once)
 */
public record Retry(int attempts, Set<Condition> on, Set<Integer> statuses, Set<GrpcCode> codes, int budgetPercent) {
    /** Two further attempts, on other endpoints, when the connection could not be opened or broke before the answer. */
    public static final Retry DEFAULT =
            new Retry(2, Set.of(Condition.CONNECT_FAILURE, Condition.RESET), Set.of(), Set.of(), 20);

    public enum Condition {
        CONNECT_FAILURE,
        RESET,
        TIMEOUT
    }

    public Retry {
        on = Set.copyOf(on);
        statuses = Set.copyOf(statuses);
        codes = Set.copyOf(codes);
    }
}
