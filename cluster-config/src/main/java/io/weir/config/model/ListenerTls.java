package io.weir.config.model;

import java.util.List;
import java.util.Optional;

/**
 * TLS on a listener.
 *
 * @param certificates names; at least one. A client is shown the one that covers the name it asks for
 * @param standard shown to clients that ask for no name, or for one that none covers; the first unless it is said
 * @param strictSni such clients are refused instead
 * @param protocols offered by ALPN, the best first
 * @param client whether clients show certificates
 */
public record ListenerTls(
        List<String> certificates,
        Optional<String> standard,
        boolean strictSni,
        TlsProfile profile,
        List<String> protocols,
        Optional<Client> client) {
    /** All protocols, as they are offered unless it is said. */
    public static final List<String> PROTOCOLS = List.of("h2", "http/1.1");

    public ListenerTls {
        certificates = List.copyOf(certificates);
        protocols = List.copyOf(protocols);
    }

    /** Whether a client must show a certificate. */
    public enum Mode {
        OPTIONAL,
        REQUIRED
    }

    /**
     * Certificates of clients.
     *
     * @param trust PEM: the authorities whose certificates are accepted
     * @param crl PEM: lists of what these authorities have revoked
     * @param forward the backend is told the certificate (RFC 9440)
     */
    public record Client(SecretRef trust, Mode mode, Optional<SecretRef> crl, boolean forward) {}
}
