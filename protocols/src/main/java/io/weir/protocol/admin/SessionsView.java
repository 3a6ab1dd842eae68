package io.weir.protocol.admin;

import java.util.List;

/**
 * {@code GET /v1/sessions?upstream=}.
 *
 * @param count all assignments of the upstream
 * @param sessions a bounded part of them
 */
public record SessionsView(String upstream, long count, List<Session> sessions) {
    public record Session(String key, String endpoint) {}
}
