package io.weir.node.dataplane.tls;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;

/** Reads whom to trust from PEM text. */
final class TrustAnchors {
    private TrustAnchors() {}

    /** @throws IOException saying what is wrong with the text */
    static List<X509Certificate> parse(byte[] pem) throws IOException {
        List<X509Certificate> anchors = new ArrayList<>();
        try {
            CertificateFactory factory = CertificateFactory.getInstance("X.509");
            for (Certificate one : factory.generateCertificates(new ByteArrayInputStream(pem))) {
                anchors.add((X509Certificate) one);
            }
        } catch (CertificateException e) {
            throw new IOException("is not a list of certificates in PEM form", e);
        }
        if (anchors.isEmpty()) {
            throw new IOException("has no certificate in PEM form");
        }
        return anchors;
    }
}
