package io.weir.config.parse;

import io.weir.config.model.Policy;
import io.weir.config.model.RequestKey;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Reads {@code rate-limit} of a policy. */
final class RateLimitReader {
    private static final String RATE = "a rate such as 100/s, 10/m or 5000/h";
    private static final String PLAN = "a mapping such as { name: gold, rate: 1000/s }";
    private static final double FASTEST = 1e9;
    private static final long MOST_BURST = 1_000_000_000;

    private RateLimitReader() {}

    static Policy read(String name, Fields fields) {
        RequestKey key =
                fields.required("key", Terms::requestKey, Terms.KEY, new RequestKey(RequestKey.Kind.ROUTE, ""));
        Policy.Quota quota = quota(fields);
        Policy.WhenOwnerLost lost = fields.value("when-owner-lost", RateLimitReader::whenLost, "share, deny or admit")
                .orElse(Policy.WhenOwnerLost.SHARE);
        Map<String, Policy.Quota> plans = plans(fields);
        fields.later("window", "calendar", "algorithm", "cost").end();
        return new Policy.RateLimit(name, key, quota.ratePerSecond(), quota.burst(), lost, plans);
    }

    private static Policy.Quota quota(Fields fields) {
        double rate = fields.required("rate", RateLimitReader::rate, RATE, 1.0);
        long burst = fields.value("burst", RateLimitReader::burst, "a whole number from 1 to " + MOST_BURST)
                .orElse(defaultBurst(rate));
        return new Policy.Quota(rate, burst);
    }

    private static Map<String, Policy.Quota> plans(Fields fields) {
        Map<String, Policy.Quota> plans = new LinkedHashMap<>();
        fields.items("plans", PLAN, (item, at) -> {
            Fields plan = Fields.of(fields.reading(), item, at, PLAN);
            String name = plan.required("name", Terms::name, "a plan of consumers", "");
            if (plans.put(name, quota(plan)) != null) {
                plan.mistake("name", "is there twice", "each plan once");
            }
            plan.end();
            return name;
        });
        return plans;
    }

    /** What a bucket holds when the document does not say: the tokens of one second, at least one. */
    static long defaultBurst(double ratePerSecond) {
        return Math.max(1, (long) Math.ceil(ratePerSecond));
    }

    private static Optional<Double> rate(String text) {
        return Terms.rate(text, FASTEST);
    }

    private static Optional<Long> burst(String text) {
        return Terms.integer(text, 1, (int) MOST_BURST).map(Integer::longValue);
    }

    private static Optional<Policy.WhenOwnerLost> whenLost(String text) {
        return Terms.oneOf(Policy.WhenOwnerLost.values(), UpstreamShape::word, text);
    }
}
