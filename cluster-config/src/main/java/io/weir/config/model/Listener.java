package io.weir.config.model;

import java.util.List;

/**
 * A data-plane socket.
 *
 * @param trusted networks (CIDR) whose {@code Forwarded}/{@code X-Forwarded-*} fields are believed
 */
public record Listener(
        String name, HostPort address, ListenerLimits limits, ListenerTimeouts timeouts, List<String> trusted) {
    public Listener {
        trusted = List.copyOf(trusted);
    }
}
