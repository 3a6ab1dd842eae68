package io.weir.config.model;

import java.time.Duration;

/**
 * Whether WebSockets may be opened, and for how long.
 *
 * @param allowed else they are answered 403, and {@code idle} and {@code lifetime} say nothing
 * @param idle without a byte in either direction
 * @param lifetime from the 101; {@link Duration#ZERO}: as long as the two like
 */
public record WebSocketPolicy(String name, boolean allowed, Duration idle, Duration lifetime) implements Policy {
    /** Where no policy says otherwise. */
    public static final Duration IDLE = Duration.ofMinutes(5);

    /** Refuses all. */
    public static WebSocketPolicy none(String name) {
        return new WebSocketPolicy(name, false, IDLE, Duration.ZERO);
    }
}
