package io.weir.config.model;

import java.time.Duration;

/** Session persistence: a signed cookie that names the endpoint, or a learned key owned by the session partitions. */
public sealed interface Sticky {
    /** @param name cookie name */
    record Cookie(String name) implements Sticky {}

    /** @param idle an assignment unused for so long is forgotten */
    record Learned(RequestKey key, Duration idle) implements Sticky {}
}
