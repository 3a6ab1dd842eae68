package io.weir.node.filter.auth.token;

import io.weir.node.decide.auth.TokenVerdict;
import java.util.Collections;
import java.util.Map;

/** A token whose signature and claims are good, at the times that it says. Thread-safe. */
public final class VerifiedToken extends TokenTable.Entry {
    private final Map<String, Object> claims;
    private final TokenVerdict.Good times;
    private final VerifyingKey key;
    /** Those among which the key was found last. */
    private volatile KeySet keys;

    private volatile Seen seen = new Seen(new Object(), new Object(), 0);

    /** What somebody concluded from the token when revocations had a certain version. */
    private record Seen(Object by, Object conclusion, long version) {}

    VerifiedToken(byte[] hash, Map<String, Object> claims, TokenVerdict.Good times, VerifyingKey key, KeySet keys) {
        super(hash, times.untilSeconds());
        this.claims = Collections.unmodifiableMap(claims);
        this.times = times;
        this.key = key;
        this.keys = keys;
    }

    /** As JSON values; not to be modified. */
    public Map<String, Object> claims() {
        return claims;
    }

    boolean holdsAt(long nowSeconds) {
        return times.holdsAt(nowSeconds);
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

    /** What {@code by} concluded while revocations had that version, or {@code orElse}. Allocates nothing. */
    public Object concluded(Object by, long version, Object orElse) {
        Seen last = seen;
        return last.by == by && last.version == version ? last.conclusion : orElse;
    }

    public void conclude(Object by, long version, Object conclusion) {
        seen = new Seen(by, conclusion, version);
    }
}
