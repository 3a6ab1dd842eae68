package io.weir.node.dataplane.tls;

import io.weir.config.model.Listener;
import io.weir.config.model.ListenerTls;
import io.weir.node.decide.tls.CertificateTable;
import io.weir.node.decide.tls.ClientHello;
import io.weir.node.state.CertificateMaterial;
import io.weir.node.state.Stager.StagingException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * TLS of one listener in one revision: its certificates as they are now. {@link #choose} is for the loops; what changes
 * it takes milliseconds and is never called on one.
 */
public final class TlsFront {
    private static final Logger LOG = LoggerFactory.getLogger(TlsFront.class);

    private final String listener;
    private final ListenerTls terms;
    private final TlsPorts ports;
    private final ContextFactory contexts;
    private final Map<String, ShownCertificate> shown = new LinkedHashMap<>();
    private volatile CertificateTable<ShownCertificate> table;

    /** @throws StagingException when a certificate or file cannot be used */
    TlsFront(Listener listener, ListenerTls terms, TlsPorts ports) {
        if (terms.client().isPresent()) {
            throw new StagingException(
                    "listener " + listener.name() + ": certificates of clients are not supported yet");
        }
        this.listener = listener.name();
        this.terms = terms;
        this.ports = ports;
        this.contexts = new ContextFactory(terms, ports.engine());
        try {
            for (String name : terms.certificates()) {
                update(name);
            }
        } catch (SSLException | IllegalArgumentException e) {
            throw new StagingException("listener " + listener.name() + ": " + e.getMessage());
        }
        table = newTable();
    }

    /** What is to be offered by ALPN. */
    List<String> protocols() {
        return terms.protocols();
    }

    /** Null: the client is to be refused. */
    @Nullable
    ShownCertificate choose(ClientHello hello) {
        return table.choose(hello);
    }

    /** Makes anew what has changed since it was made: a certificate that cannot be used leaves the one before. */
    synchronized void refresh() {
        boolean changed = false;
        for (String name : terms.certificates()) {
            try {
                changed |= update(name);
            } catch (SSLException | IllegalArgumentException e) {
                LOG.warn("listener {}: certificate {} cannot be used: {}", listener, name, e.getMessage());
            }
        }
        if (changed) {
            table = newTable();
        }
    }

    /** Whether there is another one now. */
    private synchronized boolean update(String name) throws SSLException {
        CertificateMaterial now = ports.certificates().current(name);
        ShownCertificate before = shown.get(name);
        if (now == null || before != null && before.material().equals(now)) {
            return false;
        }
        shown.put(name, contexts.make(now));
        return true;
    }

    private synchronized CertificateTable<ShownCertificate> newTable() {
        List<ShownCertificate> all = new ArrayList<>();
        for (String name : terms.certificates()) {
            ShownCertificate one = shown.get(name);
            if (one != null) {
                all.add(one);
            }
        }
        String standard = terms.standard().orElse(terms.certificates().get(0));
        return new CertificateTable<>(all, shown.get(standard), terms.strictSni(), ShownCertificate.DESCRIPTION);
    }

    boolean uses(String certificate) {
        return terms.certificates().contains(certificate);
    }

    @Override
    public String toString() {
        return "TLS of " + Objects.requireNonNull(listener);
    }
}
