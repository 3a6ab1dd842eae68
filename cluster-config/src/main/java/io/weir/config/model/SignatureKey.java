package io.weir.config.model;

import java.time.Instant;
import java.util.Optional;

/**
 * What signatures of a consumer are verified with.
 *
 * @param id how requests name it ({@code keyid}, {@code username}); several keys of one consumer may have the same
 * @param algorithm the only one that it is for
 * @param material where a public key in PEM is found, or the secret for what is {@link SignatureAlgorithm#isShared shared}
 * @param notBefore it is good from then on
 * @param expires it is good until then
 */
public record SignatureKey(
        String id,
        SignatureAlgorithm algorithm,
        SecretRef material,
        Optional<Instant> notBefore,
        Optional<Instant> expires) {
    /** So many keys may have one id: an old one and a new one, and one for each algorithm in use. */
    public static final int MOST_OF_AN_ID = 4;
}
