package io.weir.protocol.admin;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;

/**
 * {@code GET /v1/cache/lookup}: what the node that is asked has stored for a URL.
 *
 * @param trusted it knows of all purges; else nothing stored is given
 */
public record StoredReport(boolean trusted, List<Answer> answers) {
    /**
     * A stored answer; several where they differ by fields of requests, or by what the policy's key has.
     *
     * @param age in seconds
     * @param ttl how long it is still fresh, in seconds; 0 or less: it is stale
     * @param bytes of its body
     */
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    public record Answer(
            String policy, String route, int status, long age, long ttl, long bytes, String etag, List<String> tags) {}
}
