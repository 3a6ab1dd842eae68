package io.weir.node.state;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/** The tokens of the admin API, the same on all nodes. Thread-safe, never blocks. */
public interface AdminTokens {
    /**
     * Makes a token. Completes when every member knows it, or after a second.
     *
     * @param by who makes it
     */
    CompletionStage<Issued> create(String name, AdminRole role, Optional<Instant> expires, String by);

    /** From the moment that a node is in {@link Spread#applied} it refuses the token. */
    CompletionStage<Spread> revoke(String id);

    /** The token that this secret is, if it is valid at {@code now}; in a time that tells nothing about the secret. */
    Optional<Token> find(String secret, Instant now);

    /** All there are, expired ones too until they are forgotten. */
    List<Token> list();

    /** Whether this node has everything that a majority of the members has. */
    boolean caughtUp();

    /**
     * @param name for people, the history and the audit log
     * @param by who made it
     * @param lastUsed to some minutes; empty: never
     */
    record Token(
            String id,
            String name,
            AdminRole role,
            Instant created,
            Optional<Instant> expires,
            String by,
            Optional<Instant> lastUsed) {}

    /** @param secret told once and never again */
    record Issued(Token token, String secret, Spread spread) {
        @Override
        public String toString() {
            return "Issued[" + token + "]";
        }
    }
}
