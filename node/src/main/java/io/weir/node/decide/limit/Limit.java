package io.weir.node.decide.limit;

import io.weir.config.model.Policy;
import io.weir.config.model.Policy.WhenOwnerLost;

/**
 * The numbers of one rate limit. They are part of a bucket's name: a revision that changes them begins new buckets, one
 * that does not change them goes on with the old.
 *
 * @param ratePerSecond tokens per second, above 0
 * @param burst capacity in tokens, at least 1
 */
public record Limit(String name, double ratePerSecond, long burst, WhenOwnerLost whenOwnerLost) {
    public static Limit of(Policy.RateLimit policy) {
        return new Limit(policy.name(), policy.ratePerSecond(), policy.burst(), policy.whenOwnerLost());
    }

    /** How long an empty bucket takes to fill; at most 73 years. */
    public long fillNanos() {
        return (long) Math.min(Long.MAX_VALUE / 4.0, Math.ceil(burst * 1e9 / ratePerSecond));
    }

    /** Nodes may have woken shares of it. */
    boolean shared() {
        return whenOwnerLost != WhenOwnerLost.DENY;
    }
}
