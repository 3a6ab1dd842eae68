package io.weir.config.model;

import java.util.List;

/** A named rule that routes and apis refer to. */
public sealed interface Policy {
    String name();

    /**
     * A token bucket for each key, exact over the cluster (design §3.1).
     *
     * @param ratePerSecond tokens per second, above 0
     * @param burst capacity in tokens, at least 1
     */
    record RateLimit(String name, RequestKey key, double ratePerSecond, long burst, WhenOwnerLost whenOwnerLost)
            implements Policy {}

    /** What is done about a key while its owner is missing. */
    enum WhenOwnerLost {
        SHARE,
        DENY,
        ADMIT
    }

    /** Identifies the consumer; without a valid credential 401. */
    record Authenticate(String name, List<Credential> anyOf) implements Policy {
        public Authenticate {
            anyOf = List.copyOf(anyOf);
        }
    }

    /** Where a credential is looked for. */
    sealed interface Credential {
        record ApiKeyHeader(String field) implements Credential {}

        record ApiKeyQuery(String parameter) implements Credential {}
    }

    /** Only consumers in one of the groups; others get 403. */
    record Authorize(String name, List<String> groups) implements Policy {
        public Authorize {
            groups = List.copyOf(groups);
        }
    }

    /** Edits the fields of request and answer. */
    record Headers(String name, FieldEdits request, FieldEdits response) implements Policy {}
}
