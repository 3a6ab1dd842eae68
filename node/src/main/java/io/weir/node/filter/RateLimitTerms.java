package io.weir.node.filter;

import io.weir.config.model.Policy;
import io.weir.node.state.ConsumerPlan;
import io.weir.node.state.Limiter;
import io.weir.node.state.Limiters;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** A limit and what is said about it: one for everybody, others for consumers with certain plans. Immutable. */
final class RateLimitTerms {
    final Limiter limiter;

    /** A whole field line but its end: what the limit is. */
    final byte[] policyLine;

    /** The beginning of the line that says what is left. */
    final byte[] lineStart;

    private final String[] plans;
    private final RateLimitTerms[] ofPlans;

    RateLimitTerms(Policy.RateLimit policy, Limiters limiters) {
        limiter = limiters.of(policy);
        long window = Math.max(1, (long) Math.ceil(policy.burst() / policy.ratePerSecond()));
        policyLine = ascii("RateLimit-Policy: \"" + policy.name() + "\";q=" + policy.burst() + ";w=" + window);
        lineStart = ascii("RateLimit: \"" + policy.name() + "\";r=");
        plans = policy.plans().keySet().toArray(String[]::new);
        ofPlans = policy.plans().keySet().stream()
                .map(plan -> new RateLimitTerms(policy.ofPlan(plan), limiters))
                .toArray(RateLimitTerms[]::new);
    }

    /** @param consumer null: nobody is identified */
    RateLimitTerms of(@Nullable ConsumerPlan consumer) {
        if (consumer != null) {
            for (int i = 0; i < plans.length; i++) {
                if (plans[i].equals(consumer.plan())) {
                    return ofPlans[i];
                }
            }
        }
        return this;
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
