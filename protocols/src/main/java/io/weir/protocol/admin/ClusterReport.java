package io.weir.protocol.admin;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * {@code GET /v1/cluster}: as the node that was asked sees it.
 *
 * @param leader name of the leading member; empty while there is none
 * @param revisionAgreed every member is known to have the same revision live
 * @param healthAgreed every member is known to have come to the same verdicts
 */
public record ClusterReport(String leader, boolean revisionAgreed, boolean healthAgreed, List<Member> members) {
    public ClusterReport {
        members = List.copyOf(members);
    }

    /**
     * @param status {@code joining}, {@code up}, {@code leaving}, {@code exiting}, {@code down}
     * @param revision of the document that is live there; absent when it did not answer
     * @param healthView sixteen hex digits over its verdicts; absent when it has not told them
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Member(
            String name,
            String address,
            String status,
            boolean reachable,
            boolean self,
            boolean leader,
            @Nullable Long revision,
            @Nullable String healthView) {}
}
