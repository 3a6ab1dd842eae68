package io.weir.node.decide.tls;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Set;

/**
 * What a client says first (RFC 8446 §4.1.2, RFC 5246 §7.4.1.2), as far as a certificate is chosen by it. The engine reads
 * the same bytes again and is the one that checks them. Immutable.
 *
 * @param serverName lower case; empty when there is none (RFC 6066 §3)
 * @param protocols what ALPN offers (RFC 7301); empty when it offers nothing
 * @param tls13 the client speaks TLS 1.3
 * @param keys kinds of keys whose signatures, and suites where they matter, the client knows
 */
public record ClientHello(String serverName, Set<String> protocols, boolean tls13, Set<KeyType> keys) {
    /** Nothing is known of the client: it takes what it is given. */
    public static final ClientHello UNKNOWN = new ClientHello("", Set.of(), true, Set.of());

    public ClientHello {
        protocols = Set.copyOf(protocols);
        keys = Set.copyOf(keys);
    }

    static String name(byte[] bytes, int start, int end) {
        return new String(bytes, start, end - start, StandardCharsets.US_ASCII).toLowerCase(Locale.ROOT);
    }
}
