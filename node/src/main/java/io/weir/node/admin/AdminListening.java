package io.weir.node.admin;

import io.weir.config.formation.NodeSettings;
import io.weir.config.model.HostPort;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import javax.net.ssl.SSLEngine;

/**
 * Where and how the admin API is served.
 *
 * @param address port 0: the system chooses
 * @param token the node's own
 * @param hosts names that clients call it by, beside its address
 * @param tls makes an engine for each connection; empty: plaintext
 * @param clients who is who by client certificate
 * @param certificateRequired who shows none is only told of the node's health
 */
public record AdminListening(
        HostPort address,
        AdminToken token,
        List<String> hosts,
        Optional<Supplier<SSLEngine>> tls,
        NodeSettings.AdminClients clients,
        boolean certificateRequired) {
    public AdminListening {
        hosts = List.copyOf(hosts);
    }

    /** Plaintext, as on the loopback. */
    public static AdminListening plain(HostPort address, AdminToken token) {
        return new AdminListening(
                address,
                token,
                List.of(),
                Optional.empty(),
                new NodeSettings.AdminClients(List.of(), List.of(), List.of()),
                false);
    }

    /** @param tls what {@code settings.tls()} asks for */
    public static AdminListening of(NodeSettings.Admin settings, AdminToken token, Optional<Supplier<SSLEngine>> tls) {
        AdminListening plain = plain(settings.address(), token);
        return new AdminListening(
                settings.address(),
                token,
                settings.hosts(),
                tls,
                settings.tls().map(NodeSettings.AdminTls::clients).orElse(plain.clients()),
                settings.tls().map(NodeSettings.AdminTls::required).orElse(false));
    }
}
