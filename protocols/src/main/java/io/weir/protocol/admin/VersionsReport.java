package io.weir.protocol.admin;

import java.util.List;

/**
 * Who calls which version of an api, over all nodes.
 *
 * @param nodes whose counts these are
 * @param missing names of the members that did not answer in time; what they last told is counted
 */
public record VersionsReport(
        String api, long revision, List<Node> nodes, List<String> missing, List<Version> versions) {
    /**
     * @param since since when it has counted; counts begin anew with each start of a node
     * @param member false: it has left, and this is what it told last
     */
    public record Node(String name, String since, boolean member) {}

    /**
     * @param adapts the version that it is made of; empty: it is one of its own
     * @param deprecated a date, or empty
     * @param sunset a date, or empty
     * @param requests of the last hour, of the last 24 hours, since the nodes began to count
     * @param lastSeen the time of the last one, to some seconds; empty: none is known
     */
    public record Version(
            String name,
            boolean byDefault,
            String adapts,
            String deprecated,
            String sunset,
            Requests requests,
            String lastSeen,
            List<Caller> callers) {}

    public record Requests(long hour, long day, long total) {}

    /**
     * Who called it; those that called last first.
     *
     * @param kind {@code consumer}, {@code network} (where nobody is known) or {@code other} (all that there was no room for)
     * @param name of the consumer, or the network
     * @param nodes names of those that were called
     */
    public record Caller(String kind, String name, Requests requests, String lastSeen, List<String> nodes) {}
}
