package io.weir.node.state;

import io.weir.node.state.Revocations.Kind;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/** How the admin API revokes. Thread-safe, never blocks. */
public interface RevocationDesk {
    /**
     * Completes when every member has it in force, or after a second with those that have. The same kind and value again
     * renews it.
     *
     * @param expires when it may be forgotten; empty: never
     * @param by who revokes
     */
    CompletionStage<Spread> revoke(Kind kind, String value, Optional<Instant> expires, String by);

    /** Takes a revocation back. */
    CompletionStage<Spread> restore(String id);

    Optional<Revocation> find(String id);

    /** The id that a revocation of this has or would have. */
    String idOf(Kind kind, String value);

    /**
     * In the order of ids.
     *
     * @param after the id to go on after; empty: from the first
     */
    List<Revocation> list(Optional<Kind> kind, String after, int most);

    /** All there are. */
    int count();

    /** Whether this node has everything that a majority of the members has. */
    boolean caughtUp();

    /** @param by who revoked it */
    record Revocation(String id, Kind kind, String value, Instant at, Optional<Instant> expires, String by) {}
}
