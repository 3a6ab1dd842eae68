package io.weir.node.filter.auth;

import io.weir.config.model.Consumer;
import io.weir.config.model.SignatureAlgorithm;
import io.weir.config.model.SignatureKey;
import io.weir.node.filter.auth.signature.VerificationKey;
import io.weir.node.state.Identity;
import io.weir.node.state.Revocations;
import io.weir.node.state.Secrets;
import io.weir.node.state.Stager.StagingException;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The keys of all consumers that one policy accepts, by their ids. They are read when a revision is staged. Immutable,
 * thread-safe.
 */
final class SignatureKeys {
    private final Map<String, List<Key>> byId = new HashMap<>();
    private final List<Key> all = new ArrayList<>();
    private final Revocations revocations;

    /** @param known who has it */
    private record Key(String id, VerificationKey key, long notBefore, long expires, Authenticator.Result known) {
        boolean isTimely(long nowMillis) {
            return nowMillis >= notBefore && nowMillis < expires;
        }
    }

    /**
     * Blocks on the disk.
     *
     * @param method what identities are said to be shown by
     * @throws StagingException when a key cannot be used
     */
    SignatureKeys(AuthenticatorParts parts, Set<SignatureAlgorithm> accepted, String method) {
        Consumers consumers = parts.consumers();
        revocations = parts.ports().revocations();
        for (Consumer consumer : consumers.all()) {
            Identity owner = consumers.named(consumer.name(), method);
            for (SignatureKey key : consumer.signatureKeys()) {
                if (accepted.contains(key.algorithm())) {
                    add(
                            key,
                            read(consumer, key, parts.ports().secrets()),
                            new Authenticator.Result.Known(owner.allowing(key.scopes())));
                }
            }
        }
    }

    private static VerificationKey read(Consumer consumer, SignatureKey key, Secrets secrets) {
        try {
            return VerificationKey.read(key, secrets);
        } catch (IOException e) {
            throw new StagingException("consumer " + consumer.name() + ": the signature key " + key.id() + " ("
                    + key.material() + ") cannot be used: " + e.getMessage());
        }
    }

    private void add(SignatureKey key, VerificationKey verified, Authenticator.Result known) {
        Key added = new Key(
                key.id(),
                verified,
                millis(key.notBefore(), Long.MIN_VALUE),
                millis(key.expires(), Long.MAX_VALUE),
                known);
        byId.computeIfAbsent(key.id(), id -> new ArrayList<>(1)).add(added);
        all.add(added);
    }

    private static long millis(Optional<Instant> time, long otherwise) {
        return time.map(Instant::toEpochMilli).orElse(otherwise);
    }

    /** Whether there is a key of that id. */
    boolean knows(String id) {
        return byId.containsKey(id);
    }

    /**
     * Keys that may have signed with {@code algorithm} (empty: any). For an id that nobody has another one's keys are
     * taken, always the same, so that the answer takes as long; what they verify counts for nothing.
     */
    Candidates candidates(String id, String algorithm) {
        List<Key> keys = byId.get(id);
        List<Key> taken = keys == null ? decoy(id) : keys;
        Predicate<Key> suits =
                key -> algorithm.isEmpty() || key.key().algorithm().word().equals(algorithm);
        return new Candidates(taken.stream().filter(suits).toList(), keys != null, revocations);
    }

    private List<Key> decoy(String id) {
        return all.isEmpty() ? List.of() : List.of(all.get(Math.floorMod(id.hashCode(), all.size())));
    }

    /** Some keys, of which one may have made a signature. */
    static final class Candidates {
        private final List<Key> keys;
        private final boolean real;
        private final Revocations revocations;

        private Candidates(List<Key> keys, boolean real, Revocations revocations) {
            this.keys = keys;
            this.real = real;
            this.revocations = revocations;
        }

        /** Not worth another thread. */
        boolean isQuick() {
            return keys.stream().allMatch(key -> key.key().isQuick());
        }

        /** Who signed; wrong when the key is not good now; null: nobody who is known. All are tried, whichever it is. */
        Authenticator.@Nullable Result verify(byte[] base, byte[] signature, long nowMillis) {
            Authenticator.Result found = null;
            for (Key key : keys) {
                if (key.key().verify(base, signature) && real) {
                    found = isGood(key, nowMillis) ? key.known() : found == null ? Authenticator.Result.WRONG : found;
                }
            }
            return found;
        }

        private boolean isGood(Key key, long nowMillis) {
            return key.isTimely(nowMillis) && !revocations.isRevoked(Revocations.Kind.SIGNATURE_KEY, key.id());
        }
    }
}
