package io.weir.config.model;

import java.util.Optional;

/**
 * How an endpoint is chosen.
 *
 * @param key what is hashed; present exactly for {@link Kind#HASH}
 */
public record Balance(Kind kind, Optional<RequestKey> key) {
    public static final Balance ROUND_ROBIN = new Balance(Kind.ROUND_ROBIN, Optional.empty());

    /** {@code round-robin} (smooth weighted), {@code weighted-random}, {@code least-request}, {@code hash} (rendezvous). */
    public enum Kind {
        ROUND_ROBIN,
        WEIGHTED_RANDOM,
        LEAST_REQUEST,
        HASH
    }
}
