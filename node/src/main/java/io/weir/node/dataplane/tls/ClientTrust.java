package io.weir.node.dataplane.tls;

import io.weir.config.model.ListenerTls;
import io.weir.node.state.Secrets;
import java.io.IOException;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;

/**
 * Whose certificates of clients are accepted: those that lead to an authority of the trust file, are meant for clients, in
 * date, and not revoked. Immutable, thread-safe.
 */
final class ClientTrust extends NobodyTrusted {
    private final X509ExtendedTrustManager chains;
    private final RevokedCertificates revoked;
    private final byte[] digest;

    private ClientTrust(X509ExtendedTrustManager chains, RevokedCertificates revoked, byte[] digest) {
        this.chains = chains;
        this.revoked = revoked;
        this.digest = digest;
    }

    /**
     * Blocks while files are read.
     *
     * @throws IOException naming the file, and what is wrong with it
     */
    static ClientTrust read(ListenerTls.Client terms, Secrets secrets) throws IOException {
        byte[] anchorText = secrets.read(terms.trust());
        byte[] crlText = terms.crl().isPresent() ? secrets.read(terms.crl().get()) : new byte[0];
        List<X509Certificate> anchors = named(terms.trust(), () -> TrustAnchors.parse(anchorText));
        RevokedCertificates revoked = terms.crl().isPresent()
                ? named(terms.crl().get(), () -> RevokedCertificates.parse(crlText, anchors))
                : RevokedCertificates.UNKNOWN;
        return new ClientTrust(chains(anchors), revoked, digest(anchorText, crlText));
    }

    private interface Step<T> {
        T make() throws IOException;
    }

    private static <T> T named(Object file, Step<T> step) throws IOException {
        try {
            return step.make();
        } catch (IOException e) {
            throw new IOException(file + ": " + e.getMessage(), e);
        }
    }

    private static X509ExtendedTrustManager chains(List<X509Certificate> anchors) {
        try {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            for (X509Certificate anchor : anchors) {
                store.setCertificateEntry("anchor-" + store.size(), anchor);
            }
            TrustManagerFactory factory = TrustManagerFactory.getInstance("PKIX");
            factory.init(store);
            return (X509ExtendedTrustManager) factory.getTrustManagers()[0];
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException("this Java cannot verify certificates", e);
        }
    }

    private static byte[] digest(byte[]... texts) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            for (byte[] text : texts) {
                digest.update(Integer.toString(text.length).getBytes(java.nio.charset.StandardCharsets.US_ASCII));
                digest.update((byte) ':');
                digest.update(text);
            }
            return digest.digest();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The same for the same files on all nodes: a session that was granted under other files is not resumed. */
    byte[] digest() {
        return digest.clone();
    }

    boolean sameAs(ClientTrust other) {
        return Arrays.equals(digest, other.digest);
    }

    /** Whether a chain that was accepted once, in the handshake that a session began with, still is. */
    boolean stillAccepts(List<X509Certificate> chain, Instant now) {
        try {
            requireInDate(chain.get(0), now);
            revoked.check(chain, now);
            return true;
        } catch (CertificateException e) {
            return false;
        }
    }

    private static void requireInDate(X509Certificate certificate, Instant now) throws CertificateException {
        if (now.isAfter(certificate.getNotAfter().toInstant())) {
            throw new CertificateException("has expired");
        }
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) throws CertificateException {
        chains.checkClientTrusted(chain, type, engine);
        revoked.check(Arrays.asList(chain), Instant.now());
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type) throws CertificateException {
        chains.checkClientTrusted(chain, type);
        revoked.check(Arrays.asList(chain), Instant.now());
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) throws CertificateException {
        checkClientTrusted(chain, type);
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
        return chains.getAcceptedIssuers();
    }
}
