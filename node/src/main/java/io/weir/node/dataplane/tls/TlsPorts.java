package io.weir.node.dataplane.tls;

import io.weir.node.state.Certificates;
import io.weir.node.state.Secrets;
import io.weir.node.state.TicketKeys;
import java.io.IOException;

/**
 * What TLS of listeners is made of.
 *
 * @param secrets reads trust stores and lists of revoked certificates
 */
public record TlsPorts(TlsEngine engine, Certificates certificates, TicketKeys tickets, Secrets secrets) {
    /** For documents without TLS. */
    public static final TlsPorts NONE = new TlsPorts(TlsEngine.best(), Certificates.NONE, TicketKeys.OWN, ref -> {
        throw new IOException("no files here");
    });
}
