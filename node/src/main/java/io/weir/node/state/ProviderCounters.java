package io.weir.node.state;

/** How often this node asked identity providers, since it started. Thread-safe. */
public interface ProviderCounters {
    /** Sets of keys that were fetched, from servers and files. */
    long keysFetched();

    /** Fetches of keys that failed. */
    long fetchesFailed();

    /** Introspections that were answered. */
    long introspected();

    /** Introspections that were not answered, or not in an understandable way. */
    long introspectionsFailed();
}
