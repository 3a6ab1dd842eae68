package io.weir.protocol.admin;

import java.util.List;

/**
 * {@code PUT /v1/config}, when it was accepted.
 *
 * @param revision the new one; with {@code dryRun} the one that it would be
 * @param hash lower-case hex SHA-256 of the canonical document
 * @param changes one line each, e.g. {@code "route canary: changed"}
 */
public record ConfigReport(long revision, String hash, boolean dryRun, List<String> changes) {
    public ConfigReport {
        changes = List.copyOf(changes);
    }
}
