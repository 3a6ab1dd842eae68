package io.weir.protocol.admin;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import java.util.List;

/**
 * {@code GET /v1/audit}.
 *
 * @param entries the oldest first
 * @param next the id to go on after; empty: there is no more
 */
public record AuditReport(List<Entry> entries, String next) {
    /**
     * One thing that was done or tried.
     *
     * @param id time, node and number: rises on each node
     * @param at RFC 3339
     * @param node that was asked
     * @param who the caller's name; left out when nobody is known
     * @param problem the name of the answer's problem
     * @param before the live revision when it began
     * @param after and when it was answered
     * @param changes what changed, one line each
     * @param previous hash of the node's entry before this one
     * @param hash SHA-256 of this entry as it is in the file, up to its hash
     */
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    @JsonPropertyOrder({
        "id",
        "at",
        "node",
        "who",
        "role",
        "address",
        "method",
        "resource",
        "outcome",
        "problem",
        "before",
        "after",
        "changes",
        "previous",
        "hash"
    })
    public record Entry(
            String id,
            String at,
            String node,
            String who,
            String role,
            String address,
            String method,
            String resource,
            int outcome,
            String problem,
            long before,
            long after,
            List<String> changes,
            String previous,
            String hash) {
        public Entry {
            who = who == null ? "" : who;
            role = role == null ? "" : role;
            address = address == null ? "" : address;
            problem = problem == null ? "" : problem;
            previous = previous == null ? "" : previous;
            hash = hash == null ? "" : hash;
            changes = changes == null ? List.of() : List.copyOf(changes);
        }
    }
}
