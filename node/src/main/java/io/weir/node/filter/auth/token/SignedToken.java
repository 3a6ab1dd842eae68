package io.weir.node.filter.auth.token;

import io.weir.node.decide.auth.TokenVerdict;
import java.util.Map;

/** A token that is good because a key of its issuer signed it. Thread-safe. */
final class SignedToken extends VerifiedToken {
    private final VerifyingKey key;
    /** Those among which the key was found last. */
    private volatile KeySet keys;

    SignedToken(byte[] hash, Map<String, Object> claims, TokenVerdict.Good times, VerifyingKey key, KeySet keys) {
        super(hash, claims, times);
        this.key = key;
        this.keys = keys;
    }

    /** Whether its key is still one of the issuer's. */
    boolean isSignedBy(KeySet current) {
        if (keys.equals(current)) {
            return true;
        }
        boolean known = current.contains(key);
        if (known) {
            keys = current;
        }
        return known;
    }
}
