package io.weir.node.state;

import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.List;

/**
 * A certificate ready for use. Immutable; {@link #toString} does not show the key.
 *
 * @param chain the leaf first, then its issuers
 * @param ocsp a DER OCSP response to staple; empty for none. Not to be modified
 */
public record CertificateMaterial(String name, List<X509Certificate> chain, PrivateKey key, byte[] ocsp) {
    public CertificateMaterial {
        chain = List.copyOf(chain);
    }

    public X509Certificate leaf() {
        return chain.get(0);
    }

    @Override
    public String toString() {
        return "certificate " + name + " (" + leaf().getSubjectX500Principal() + ")";
    }
}
