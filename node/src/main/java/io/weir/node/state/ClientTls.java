package io.weir.node.state;

import java.security.cert.X509Certificate;
import java.util.List;

/**
 * What is known of a client's TLS connection since its handshake. Immutable.
 *
 * @param protocol e.g. {@code TLSv1.3}
 * @param cipher the suite's name
 * @param serverName what the client asked for (SNI), lower case; empty when it asked for nothing
 * @param clientChain the client's verified certificate first, then its issuers as sent; empty when it showed none
 */
public record ClientTls(String protocol, String cipher, String serverName, List<X509Certificate> clientChain) {
    public ClientTls {
        clientChain = List.copyOf(clientChain);
    }
}
