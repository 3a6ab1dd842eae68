package io.weir.config.model;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Somebody who calls, known by credentials.
 *
 * @param plan what the consumer has subscribed to, a word that backends are told
 * @param certificates what its client certificates are known by: names, distinguished names, fingerprints
 * @param signatureKeys what its signed requests are verified with
 */
public record Consumer(
        String name,
        List<String> groups,
        Optional<String> plan,
        List<ApiKey> apiKeys,
        Optional<Basic> basic,
        List<TokenSubject> tokens,
        List<String> certificates,
        List<SignatureKey> signatureKeys) {
    public Consumer {
        groups = List.copyOf(groups);
        apiKeys = List.copyOf(apiKeys);
        tokens = List.copyOf(tokens);
        certificates = List.copyOf(certificates);
        signatureKeys = List.copyOf(signatureKeys);
    }

    /** With API keys only. */
    public static Consumer of(String name, List<String> groups, List<ApiKey> apiKeys) {
        return new Consumer(name, groups, Optional.empty(), apiKeys, Optional.empty(), List.of(), List.of(), List.of());
    }

    /**
     * @param sha256 lower-case hex of the key's SHA-256; the key itself is never stored
     * @param name what people call it
     * @param notBefore it is good from then on
     * @param expires it is good until then
     * @param scopes what it allows, as far as rules ask for scopes
     */
    public record ApiKey(
            String sha256,
            Optional<String> name,
            Optional<Instant> notBefore,
            Optional<Instant> expires,
            List<String> scopes) {
        public ApiKey {
            scopes = List.copyOf(scopes);
        }

        /** A key that is good for ever. */
        public static ApiKey of(String sha256) {
            return new ApiKey(sha256, Optional.empty(), Optional.empty(), Optional.empty(), List.of());
        }
    }

    /** What an issuer's tokens call the consumer, in the claim that the policy takes for it. */
    public record TokenSubject(String issuer, String subject) {}

    /**
     * A user name and a password.
     *
     * @param password a bcrypt, argon2id or PBKDF2 hash as text; the password itself is never stored
     */
    public record Basic(String username, String password) {}
}
