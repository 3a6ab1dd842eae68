package io.weir.node.state;

import java.time.Instant;
import java.util.List;

/** What a node has counted of who calls the versions of apis. Thread-safe. */
public interface VersionCallers {
    /** Since when it has counted. */
    Instant since();

    /** A bounded number of them, those that called last first. May take a millisecond. */
    List<Caller> callers();

    /** Where the name of a caller comes from. */
    enum Kind {
        CONSUMER,
        /** Nobody was known: the network of the client's address. */
        NETWORK,
        /** All that there was no room for. */
        OTHER
    }

    /**
     * @param version {@code api/version}
     * @param hour requests of the last hour
     * @param day of the last 24 hours
     * @param total since the node began to count
     * @param seen when there was one last, to some seconds
     */
    record Caller(String version, Kind kind, String name, long hour, long day, long total, Instant seen) {}
}
