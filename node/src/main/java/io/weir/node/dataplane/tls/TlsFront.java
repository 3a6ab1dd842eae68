package io.weir.node.dataplane.tls;

import io.netty.handler.ssl.OpenSslSessionTicketKey;
import io.weir.config.model.Listener;
import io.weir.config.model.ListenerTls;
import io.weir.node.decide.tls.CertificateTable;
import io.weir.node.decide.tls.ClientHello;
import io.weir.node.state.CertificateMaterial;
import io.weir.node.state.Stager.StagingException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * TLS of one listener in one revision: its certificates as they are now. {@link #choose} and the getters are for the
 * loops; what changes it takes milliseconds and is never called on one.
 */
public final class TlsFront {
    private static final Logger LOG = LoggerFactory.getLogger(TlsFront.class);

    private final String listener;
    private final ListenerTls terms;
    private final TlsPorts ports;
    private final Map<String, ShownCertificate> shown = new LinkedHashMap<>();
    private volatile CertificateTable<ShownCertificate> table;
    private volatile @Nullable ClientTrust trust;
    private OpenSslSessionTicketKey[] keys;

    /**
     * @param keys of tickets, the issuing one first; none: the library makes its own
     * @throws StagingException when a certificate or file cannot be used
     */
    TlsFront(Listener listener, ListenerTls terms, TlsPorts ports, OpenSslSessionTicketKey[] keys) {
        this.listener = listener.name();
        this.terms = terms;
        this.ports = ports;
        this.keys = keys;
        try {
            trust = readTrust();
            for (String name : terms.certificates()) {
                update(name);
            }
        } catch (IOException | IllegalArgumentException e) {
            throw new StagingException("listener " + listener.name() + ": tls: " + e.getMessage());
        }
        table = newTable();
    }

    private @Nullable ClientTrust readTrust() throws IOException {
        ListenerTls.Client client = terms.client().orElse(null);
        return client == null ? null : ClientTrust.read(client, ports.secrets());
    }

    String listener() {
        return listener;
    }

    ListenerTls terms() {
        return terms;
    }

    /** Null where clients are not asked for certificates. */
    @Nullable
    ClientTrust trust() {
        return trust;
    }

    /** Null: the client is to be refused. */
    @Nullable
    ShownCertificate choose(ClientHello hello) {
        return table.choose(hello);
    }

    /** What is shown to one that asks for {@code host} over {@code acme-tls/1}; null when no challenge is open. */
    @Nullable
    ShownCertificate challenge(String host) {
        CertificateMaterial material = ports.certificates().tlsChallenge(host);
        return material == null ? null : ports.challenges().of(material);
    }

    /** Makes anew what has changed since it was made; what cannot be used leaves all as it was. */
    synchronized void refresh() {
        boolean changed = refreshTrust();
        for (String name : terms.certificates()) {
            try {
                changed |= update(name);
            } catch (IOException | IllegalArgumentException e) {
                LOG.warn("listener {}: certificate {} cannot be used: {}", listener, name, e.getMessage());
            }
        }
        if (changed) {
            table = newTable();
        }
    }

    private synchronized boolean refreshTrust() {
        ClientTrust before = trust;
        if (before == null) {
            return false;
        }
        try {
            ClientTrust now = readTrust();
            if (now == null || now.sameAs(before)) {
                return false;
            }
            trust = now;
            shown.clear(); // all are made again, with it
            LOG.info("listener {}: clients are trusted by the files as they are now", listener);
            return true;
        } catch (IOException e) {
            LOG.warn("listener {}: the trust of clients stays as it was: {}", listener, e.getMessage());
            return false;
        }
    }

    /** Whether there is another one now. */
    private synchronized boolean update(String name) throws IOException {
        CertificateMaterial now = ports.certificates().current(name);
        ShownCertificate before = shown.get(name);
        if (now == null || before != null && before.material().equals(now)) {
            return false;
        }
        ContextFactory contexts = new ContextFactory(ports.engine(), terms, sessions(), trust);
        ShownCertificate made = contexts.make(now);
        made.resumeBy(keys);
        shown.put(name, made);
        return true;
    }

    /** Who may resume here: a session of the same listener under the same trust, whatever certificate it was shown. */
    private byte[] sessions() {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update((listener + '\n' + terms.client().map(ListenerTls.Client::mode) + '\n')
                    .getBytes(StandardCharsets.UTF_8));
            ClientTrust known = trust;
            return digest.digest(known == null ? new byte[0] : known.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Sessions are resumed by these from now on. */
    synchronized void resumeBy(OpenSslSessionTicketKey[] newKeys) {
        keys = newKeys;
        shown.values().forEach(one -> one.resumeBy(newKeys));
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
}
