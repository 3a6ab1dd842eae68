package io.weir.config.model;

import java.util.List;
import java.util.Optional;

/**
 * A data-plane socket.
 *
 * @param trusted networks (CIDR) whose {@code Forwarded}/{@code X-Forwarded-*} fields are believed
 * @param tls empty: plain text
 * @param tcp empty: the listener speaks HTTP
 * @param proxyProtocol each connection begins with a PROXY header, which only {@code trusted} peers may send
 */
public record Listener(
        String name,
        HostPort address,
        ListenerLimits limits,
        ListenerTimeouts timeouts,
        List<String> trusted,
        Optional<ListenerTls> tls,
        Optional<ListenerTcp> tcp,
        boolean proxyProtocol) {
    public Listener {
        trusted = List.copyOf(trusted);
    }
}
