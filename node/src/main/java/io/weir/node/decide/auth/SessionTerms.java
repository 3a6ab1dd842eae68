package io.weir.node.decide.auth;

/**
 * How long a login is good for. Pure; Unix seconds.
 *
 * @param lifetimeSeconds since the login
 * @param idleSeconds since the session was seen last, as its cookie says
 */
public record SessionTerms(long lifetimeSeconds, long idleSeconds) {
    /** The session is over then. */
    public long end(long started, long seen) {
        return Math.min(started + lifetimeSeconds, seen + idleSeconds);
    }

    /** Whether the cookie should say again when the session was seen: not with each request, and soon enough. */
    public boolean isRenewalDue(long started, long seen, long now) {
        return now - seen >= idleSeconds / 4 && end(started, seen) < started + lifetimeSeconds;
    }
}
