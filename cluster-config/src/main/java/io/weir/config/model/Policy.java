package io.weir.config.model;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** A named rule that routes and apis refer to. */
public sealed interface Policy
        permits Policy.RateLimit,
                Policy.Authenticate,
                Policy.Authorize,
                Policy.Headers,
                Protection,
                HttpsPolicy,
                BrowserPolicy,
                GrpcPolicy,
                Validation,
                WebSocketPolicy,
                RewritePolicy,
                CachePolicy,
                Transform,
                GraphqlPolicy,
                CodingPolicy {
    String name();

    /**
     * A token bucket for each key, exact over the cluster (design §3.1).
     *
     * @param ratePerSecond tokens per second, above 0
     * @param burst capacity in tokens, at least 1
     * @param plans for consumers with that plan instead
     */
    record RateLimit(
            String name,
            RequestKey key,
            double ratePerSecond,
            long burst,
            WhenOwnerLost whenOwnerLost,
            Map<String, Quota> plans)
            implements Policy {
        public RateLimit {
            plans = Collections.unmodifiableMap(new LinkedHashMap<>(plans));
        }

        /** The same for everybody. */
        public RateLimit(String name, RequestKey key, double ratePerSecond, long burst, WhenOwnerLost whenOwnerLost) {
            this(name, key, ratePerSecond, burst, whenOwnerLost, Map.of());
        }

        /** The limit of those with one of {@link #plans}: {@code name/plan}, a name that no policy of a document has. */
        public RateLimit ofPlan(String plan) {
            Quota quota = plans.get(plan);
            if (quota == null) {
                throw new IllegalArgumentException(name + " has no limit for the plan " + plan);
            }
            return new RateLimit(name + '/' + plan, key, quota.ratePerSecond(), quota.burst(), whenOwnerLost);
        }
    }

    /** @see RateLimit */
    record Quota(double ratePerSecond, long burst) {}

    /** What is done about a key while its owner is missing. */
    enum WhenOwnerLost {
        SHARE,
        DENY,
        ADMIT
    }

    /**
     * Finds out who a request is from; without the credentials that are asked for 401.
     *
     * @param forwardCredentials backends receive the credentials, too
     * @param forward further fields that tell backends who calls, by name
     * @param guessing empty: guessing is not slowed
     */
    record Authenticate(
            String name,
            Requirement requirement,
            boolean forwardCredentials,
            Map<String, IdentityTemplate> forward,
            Optional<Guessing> guessing)
            implements Policy {
        public Authenticate {
            forward = Collections.unmodifiableMap(new LinkedHashMap<>(forward));
        }

        /** With the defaults. */
        public static Authenticate of(String name, Requirement requirement) {
            return new Authenticate(name, requirement, false, Map.of(), Optional.of(Guessing.DEFAULT));
        }
    }

    /** Only whom and what the rule allows; others get 403. */
    record Authorize(String name, AccessRule rule) implements Policy {}

    /** Edits the fields of request and answer. */
    record Headers(String name, FieldEdits request, FieldEdits response) implements Policy {}
}
