package io.weir.node.filter.auth.token;

import io.weir.config.model.SecretRef;
import io.weir.node.state.Secrets;
import io.weir.node.state.Stager;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.List;

/** Reads whose certificates are believed. */
final class TrustTexts {
    private TrustTexts() {}

    /** @throws Stager.StagingException when there are none */
    static List<X509Certificate> read(SecretRef ref, Secrets secrets) {
        try {
            byte[] text = secrets.read(ref);
            List<X509Certificate> found =
                    CertificateFactory.getInstance("X.509")
                            .generateCertificates(new ByteArrayInputStream(text))
                            .stream()
                            .map(X509Certificate.class::cast)
                            .toList();
            if (found.isEmpty()) {
                throw new Stager.StagingException(ref + " has no certificate");
            }
            return found;
        } catch (IOException e) {
            throw new Stager.StagingException(String.valueOf(e.getMessage()));
        } catch (CertificateException e) {
            throw new Stager.StagingException(ref + " has certificates that cannot be read");
        }
    }
}
