package io.weir.node.dataplane.tls;

import io.weir.node.state.CertificateMaterial;
import java.util.LinkedHashMap;
import java.util.Map;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Certificates that answer a challenge (RFC 8737), with their contexts: few, and each is asked for a few times only. The
 * first to ask makes it, on a loop, as it takes a fraction of a millisecond. Thread-safe.
 */
final class ChallengeCertificates {
    /** RFC 8737 §3. */
    static final String PROTOCOL = "acme-tls/1";

    private static final Logger LOG = LoggerFactory.getLogger(ChallengeCertificates.class);
    private static final int MOST = 16;

    private final ContextFactory contexts;
    private final Map<CertificateMaterial, ShownCertificate> made = new LinkedHashMap<>();

    ChallengeCertificates(TlsEngine engine) {
        contexts = ContextFactory.challenges(engine, PROTOCOL);
    }

    synchronized @Nullable ShownCertificate of(CertificateMaterial material) {
        ShownCertificate known = made.get(material);
        if (known != null) {
            return known;
        }
        try {
            if (made.size() >= MOST) {
                made.clear();
            }
            ShownCertificate one = contexts.make(material);
            made.put(material, one);
            return one;
        } catch (SSLException | IllegalArgumentException e) {
            LOG.warn("{}: the challenge cannot be answered: {}", material, e.getMessage());
            return null;
        }
    }
}
