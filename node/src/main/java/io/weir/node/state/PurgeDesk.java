package io.weir.node.state;

import java.util.List;
import java.util.concurrent.CompletionStage;

/** How the admin API purges. Thread-safe, never blocks. */
public interface PurgeDesk {
    /** Completes when no member gives what is meant any more, or after a second with those that do not. */
    CompletionStage<Purged> purge(Purge purge);

    /** Purges that are kept for members that were away. */
    int count();

    /** Whether this node knows all purges that a majority of the members has: else its caches are not used. */
    boolean caughtUp();

    /** The caches of this node. */
    List<Caches.Figures> figures();

    /** See {@link Caches#find}. */
    List<Caches.Found> find(String url, int most);

    /** How far a purge has come. */
    record Purged(String id, Spread spread) {}
}
