package io.weir.node.dataplane.tls;

import io.weir.node.state.Certificates;
import io.weir.node.state.Secrets;
import io.weir.node.state.TicketKeys;
import java.io.IOException;

/** What TLS of listeners is made of. Thread-safe. */
public final class TlsPorts {
    /** For documents without TLS. */
    public static final TlsPorts NONE = new TlsPorts(TlsEngine.best(), Certificates.NONE, TicketKeys.OWN, ref -> {
        throw new IOException("no files here");
    });

    private final TlsEngine engine;
    private final Certificates certificates;
    private final TicketKeys tickets;
    private final Secrets secrets;
    private final ChallengeCertificates challenges;

    /** @param secrets reads trust stores and lists of revoked certificates */
    public TlsPorts(TlsEngine engine, Certificates certificates, TicketKeys tickets, Secrets secrets) {
        this.engine = engine;
        this.certificates = certificates;
        this.tickets = tickets;
        this.secrets = secrets;
        this.challenges = new ChallengeCertificates(engine);
    }

    public TlsEngine engine() {
        return engine;
    }

    public Certificates certificates() {
        return certificates;
    }

    public Secrets secrets() {
        return secrets;
    }

    TicketKeys tickets() {
        return tickets;
    }

    ChallengeCertificates challenges() {
        return challenges;
    }
}
