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
 * @param protocols spoken in plain text; over TLS those of {@code tls}
 */
public record Listener(
        String name,
        HostPort address,
        ListenerLimits limits,
        ListenerTimeouts timeouts,
        List<String> trusted,
        Optional<ListenerTls> tls,
        Optional<ListenerTcp> tcp,
        boolean proxyProtocol,
        List<String> protocols) {
    /** What can be spoken in plain text; {@code h2c} by prior knowledge (RFC 9113 §3.3). */
    public static final List<String> PROTOCOLS = List.of("http/1.1", "h2c");

    /** What is spoken in plain text unless it is said. */
    public static final List<String> USUAL_PROTOCOLS = List.of("http/1.1");

    public Listener {
        trusted = List.copyOf(trusted);
        protocols = List.copyOf(protocols);
    }
}
