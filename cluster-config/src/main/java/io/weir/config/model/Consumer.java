package io.weir.config.model;

import java.util.List;

/** Somebody who calls, known by credentials. */
public record Consumer(String name, List<String> groups, List<ApiKey> apiKeys) {
    public Consumer {
        groups = List.copyOf(groups);
        apiKeys = List.copyOf(apiKeys);
    }

    /** @param sha256 lower-case hex of the key's SHA-256; the key itself is never stored */
    public record ApiKey(String sha256) {}
}
