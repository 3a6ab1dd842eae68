package io.weir.node.state;

/**
 * What was revoked before its time, the same on all nodes. Thread-safe, never blocks; a look-up allocates nothing. While
 * {@link #version} stays, no answer changes from false to true: caches of verified credentials remember the version and
 * look again only when it has moved.
 */
public interface Revocations {
    /** Nothing is revoked. */
    Revocations NONE = new Revocations() {
        @Override
        public boolean isRevoked(Kind kind, String value) {
            return false;
        }

        @Override
        public long version() {
            return 0;
        }
    };

    /** What can be revoked, and what names it. */
    enum Kind {
        /** An API key: lower-case hex of its SHA-256. */
        API_KEY,
        /** A key of signed requests, and all others of the same id: that id. */
        SIGNATURE_KEY,
        /** A consumer, with all its credentials: its name. */
        CONSUMER,
        /** A token: its id ({@code jti}). */
        TOKEN,
        /** A browser's login: its session id. */
        SESSION
    }

    boolean isRevoked(Kind kind, String value);

    /** Rises with each revocation that becomes known here. */
    long version();
}
