package io.weir.config.model;

import java.time.Duration;

/**
 * How long a client may take.
 *
 * @param head from the first byte of a head to its last
 * @param idle a kept-alive connection without a request
 * @param body between two reads of a request body or two writes of an answer
 */
public record ListenerTimeouts(Duration head, Duration idle, Duration body) {
    public static final ListenerTimeouts DEFAULT =
            new ListenerTimeouts(Duration.ofSeconds(10), Duration.ofSeconds(75), Duration.ofSeconds(60));
}
