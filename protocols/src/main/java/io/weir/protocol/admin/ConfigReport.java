package io.weir.protocol.admin;

import java.util.List;

/**
 * {@code PUT /v1/config}, when it was accepted.
 *
 * @param revision the new one; with {@code dryRun} the one that it would be
 * @param hash lower-case hex SHA-256 of the canonical document
 * @param changes one line each, e.g. {@code "route canary: changed"}
 * @param warnings one line each: what clients will stumble over, but what is no mistake of the document
 */
public record ConfigReport(long revision, String hash, boolean dryRun, List<String> changes, List<String> warnings) {
    public ConfigReport {
        warnings = List.copyOf(warnings);
        changes = List.copyOf(changes);
    }
}
