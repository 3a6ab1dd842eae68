package io.weir.node.filter.auth.token;

import io.weir.node.decide.auth.TokenVerdict;
import java.util.Collections;
import java.util.Map;

/** A token that is good at the times that it says. Thread-safe. */
public class VerifiedToken extends TokenTable.Entry {
    private final Map<String, Object> claims;
    private final TokenVerdict.Good times;
    private volatile Seen seen = new Seen(new Object(), new Object(), 0);

    /** What somebody concluded from the token when revocations had a certain version. */
    private record Seen(Object by, Object conclusion, long version) {}

    VerifiedToken(byte[] hash, Map<String, Object> claims, TokenVerdict.Good times) {
        super(hash, times.untilSeconds());
        this.claims = Collections.unmodifiableMap(claims);
        this.times = times;
    }

    /** As JSON values; not to be modified. */
    public final Map<String, Object> claims() {
        return claims;
    }

    final boolean holdsAt(long nowSeconds) {
        return times.holdsAt(nowSeconds);
    }

    /** What {@code by} concluded while revocations had that version, or {@code orElse}. Allocates nothing. */
    public final Object concluded(Object by, long version, Object orElse) {
        Seen last = seen;
        return last.by == by && last.version == version ? last.conclusion : orElse;
    }

    public final void conclude(Object by, long version, Object conclusion) {
        seen = new Seen(by, conclusion, version);
    }
}
