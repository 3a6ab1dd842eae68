package io.weir.node.dataplane.tls;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.cert.CRL;
import java.security.cert.CRLException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.security.auth.x500.X500Principal;

/**
 * Lists of revoked certificates (RFC 5280 §5), by issuer. Where there are lists, what they cannot speak for is refused: a
 * certificate whose issuer has none, or only one that is out of date. Immutable.
 */
final class RevokedCertificates {
    /** Nothing is asked for. */
    static final RevokedCertificates UNKNOWN = new RevokedCertificates(Map.of());

    private final Map<X500Principal, List<X509CRL>> byIssuer;

    private RevokedCertificates(Map<X500Principal, List<X509CRL>> byIssuer) {
        this.byIssuer = byIssuer;
    }

    /** @throws IOException saying what is wrong with the text, a signature included where its issuer is an anchor */
    static RevokedCertificates parse(byte[] pem, List<X509Certificate> anchors) throws IOException {
        Map<X500Principal, List<X509CRL>> byIssuer = new HashMap<>();
        try {
            for (CRL one : CertificateFactory.getInstance("X.509").generateCRLs(new ByteArrayInputStream(pem))) {
                X509CRL list = (X509CRL) one;
                requireSignature(list, anchors);
                byIssuer.computeIfAbsent(list.getIssuerX500Principal(), any -> new ArrayList<>())
                        .add(list);
            }
        } catch (CRLException | CertificateException e) {
            throw new IOException("is not a list of revoked certificates in PEM form", e);
        }
        if (byIssuer.isEmpty()) {
            throw new IOException("has no list of revoked certificates in PEM form");
        }
        return new RevokedCertificates(byIssuer);
    }

    private static void requireSignature(X509CRL list, List<X509Certificate> anchors) throws IOException {
        List<X509Certificate> issuers = anchors.stream()
                .filter(anchor -> anchor.getSubjectX500Principal().equals(list.getIssuerX500Principal()))
                .toList();
        if (!issuers.isEmpty() && issuers.stream().noneMatch(issuer -> signed(list, issuer))) {
            throw new IOException("the list of " + list.getIssuerX500Principal() + " is not signed by it");
        }
    }

    private static boolean signed(X509CRL list, X509Certificate issuer) {
        try {
            list.verify(issuer.getPublicKey());
            return true;
        } catch (GeneralSecurityException e) {
            return false;
        }
    }

    /**
     * @param chain the client's certificate first; what is above it counts where its issuer has a list
     * @throws CertificateException when one is revoked, or may be
     */
    void check(List<X509Certificate> chain, Instant now) throws CertificateException {
        if (byIssuer.isEmpty()) {
            return;
        }
        for (int i = 0; i < chain.size(); i++) {
            X509Certificate one = chain.get(i);
            List<X509CRL> lists = byIssuer.getOrDefault(one.getIssuerX500Principal(), List.of());
            if (lists.isEmpty() && i == 0) {
                throw new CertificateException("its issuer has no list of revoked certificates");
            }
            boolean current = lists.isEmpty();
            for (X509CRL list : lists) {
                if (list.isRevoked(one)) {
                    throw new CertificateException("is revoked");
                }
                current |= list.getNextUpdate() == null
                        || now.isBefore(list.getNextUpdate().toInstant());
            }
            if (!current) {
                throw new CertificateException("its issuer's list of revoked certificates is out of date");
            }
        }
    }
}
