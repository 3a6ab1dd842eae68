package io.weir.protocol.admin;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;

/**
 * {@code GET /v1/revocations}.
 *
 * @param count all there are
 * @param revocations some of them, in the order of their ids
 */
public record RevocationsReport(int count, List<Revocation> revocations) {
    /**
     * Times as RFC 3339.
     *
     * @param kind {@code api-key}, {@code consumer}, {@code token} or {@code session}
     * @param expires when it is forgotten; empty: never
     * @param by who revoked it
     */
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    public record Revocation(String id, String kind, String value, String at, String expires, String by) {}

    /**
     * How far a revocation, or taking one back, has come.
     *
     * @param applied the nodes on which it holds
     * @param missing the members that did not say so within a second
     * @param at when that was known
     */
    public record Applied(String id, List<String> applied, List<String> missing, String at) {}
}
