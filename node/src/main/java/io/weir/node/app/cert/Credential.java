package io.weir.node.app.cert;

import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.List;

/**
 * A certificate with its key. {@link #toString} does not show the key.
 *
 * @param chain the leaf first; not the authority itself, which who verifies has
 */
record Credential(List<X509Certificate> chain, PrivateKey key) {
    Credential {
        chain = List.copyOf(chain);
    }

    X509Certificate leaf() {
        return chain.get(0);
    }

    @Override
    public String toString() {
        return "credential of " + leaf().getSubjectX500Principal();
    }
}
