package io.weir.config.model;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What signatures of a consumer are verified with.
 *
 * @param id how requests name it ({@code keyid}, {@code username}); several keys of one consumer may have the same
 * @param algorithm the only one that it is for
 * @param material where a public key in PEM is found, or the secret for what is {@link SignatureAlgorithm#isShared shared}
 * @param notBefore it is good from then on
 * @param expires it is good until then
 * @param scopes what it allows, as far as rules ask for scopes
 */
public record SignatureKey(
        String id,
        SignatureAlgorithm algorithm,
        SecretRef material,
        Optional<Instant> notBefore,
        Optional<Instant> expires,
        List<String> scopes) {
    /** So many keys may have one id: an old one and a new one, and one for each algorithm in use. */
    public static final int MOST_OF_AN_ID = 4;

    public SignatureKey {
        scopes = List.copyOf(scopes);
    }

    /** One that is good for ever and allows nothing by itself. */
    public static SignatureKey of(String id, SignatureAlgorithm algorithm, SecretRef material) {
        return new SignatureKey(id, algorithm, material, Optional.empty(), Optional.empty(), List.of());
    }
}
