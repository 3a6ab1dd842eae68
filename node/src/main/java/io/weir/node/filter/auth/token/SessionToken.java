package io.weir.node.filter.auth.token;

import io.weir.node.decide.auth.TokenVerdict;
import java.util.Map;

/** A login, as a browser's cookie has it. Thread-safe. */
public final class SessionToken extends VerifiedToken {
    private final String id;
    private final long started;
    private final long seen;

    /**
     * @param started when the login was, Unix seconds
     * @param seen when the session was seen last, as the cookie says
     */
    SessionToken(byte[] hash, String id, long started, long seen, long end, Map<String, Object> claims) {
        super(hash, claims, new TokenVerdict.Good(Long.MIN_VALUE, end));
        this.id = id;
        this.started = started;
        this.seen = seen;
    }

    /** Names the session, for its revocation. */
    public String id() {
        return id;
    }

    long started() {
        return started;
    }

    long seen() {
        return seen;
    }
}
