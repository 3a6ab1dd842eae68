package io.weir.config.model;

import java.time.Duration;

/**
 * @param connect until the connection is open
 * @param response from the request's last byte to the answer's head
 * @param idle between two bytes of an answer, and how long an unused connection is kept
 * @param total the whole exchange, retries included; zero means none
 */
public record UpstreamTimeouts(Duration connect, Duration response, Duration idle, Duration total) {
    public static final UpstreamTimeouts DEFAULT =
            new UpstreamTimeouts(Duration.ofSeconds(1), Duration.ofSeconds(15), Duration.ofSeconds(60), Duration.ZERO);
}
