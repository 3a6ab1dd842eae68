package io.weir.node.testkit;

import io.weir.node.state.CertificateMaterial;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.List;

/**
 * A certificate with its key.
 *
 * @param chain the leaf first, then its issuers without the root
 */
public record TestCertificate(List<X509Certificate> chain, PrivateKey key) {
    public TestCertificate {
        chain = List.copyOf(chain);
    }

    public X509Certificate leaf() {
        return chain.get(0);
    }

    public String chainPem() {
        return TestCa.pem(chain.toArray());
    }

    /** PKCS #8, not encrypted. */
    public String keyPem() {
        try {
            return TestCa.pem(new org.bouncycastle.openssl.jcajce.JcaPKCS8Generator(key, null));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** As a certificate of that name in a document, without a staple. */
    public CertificateMaterial material(String name) {
        return new CertificateMaterial(name, chain, key, new byte[0]);
    }

    /** Writes {@code NAME.pem} and {@code NAME.key}. */
    public TestCertificate write(Path folder, String name) {
        try {
            Files.writeString(folder.resolve(name + ".pem"), chainPem());
            Files.writeString(folder.resolve(name + ".key"), keyPem());
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** With an empty password. */
    KeyStore keyStore() throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        store.setKeyEntry("own", key, new char[0], chain.toArray(Certificate[]::new));
        return store;
    }
}
