package io.weir.node.control.membership;

import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.openssl.PEMException;
import org.bouncycastle.openssl.PEMKeyPair;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.openssl.jcajce.JcaPEMKeyConverter;

/**
 * What a node shows to the others, and whom it believes: read from PEM files at one moment. Immutable.
 *
 * @param context made of the node's chain and key, and of the authorities it trusts
 * @param peers the same, which lets in only who shares a name with the leaf
 * @param chain the leaf first
 * @param names of the leaf: its alternative names, in lower case
 */
record ClusterCredential(SSLContext context, SSLContext peers, List<X509Certificate> chain, Set<String> names) {
    /**
     * What the files hold. Read first and compared, so that a file that did not change costs no handshake its session.
     *
     * @param key PKCS#8, PKCS#1 or SEC1, not encrypted. EC, RSA and Ed25519
     * @param trust one authority or more: while a new one comes, both
     */
    record Texts(String certificate, String key, String trust) {
        static Texts read(Path certificate, Path key, Path trust) throws IOException {
            return new Texts(text(certificate), text(key), text(trust));
        }

        private static String text(Path file) throws IOException {
            if (!Files.isReadable(file)) {
                throw new IOException(file + " cannot be read: it is missing, or this process may not");
            }
            return Files.readString(file);
        }

        /** Does not show the key. */
        @Override
        public String toString() {
            return "PEM texts";
        }
    }

    private static final char[] NO_PASSWORD = new char[0];

    /** @throws IOException saying which part is unusable; never with any of its content */
    static ClusterCredential of(Texts texts) throws IOException {
        List<X509Certificate> chain = certificates(texts.certificate(), "certificate");
        List<X509Certificate> authorities = certificates(texts.trust(), "trust");
        PrivateKey key = key(texts.key());
        try {
            KeyStore own = KeyStore.getInstance("PKCS12");
            own.load(null, null);
            own.setKeyEntry("node", key, NO_PASSWORD, chain.toArray(new X509Certificate[0]));
            KeyManagerFactory keys = KeyManagerFactory.getInstance("PKIX");
            keys.init(own, NO_PASSWORD);
            KeyStore believed = KeyStore.getInstance("PKCS12");
            believed.load(null, null);
            for (X509Certificate authority : authorities) {
                believed.setCertificateEntry("authority-" + believed.size(), authority);
            }
            TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
            trust.init(believed);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
            Matching.check(key, chain.get(0));
            Set<String> names = names(chain.get(0));
            SSLContext peers = SSLContext.getInstance("TLS");
            peers.init(keys.getKeyManagers(), NamesakesTrust.of(trust.getTrustManagers(), names), null);
            return new ClusterCredential(context, peers, chain, names);
        } catch (GeneralSecurityException e) {
            throw new IOException(
                    "the node's certificate, key and trust cannot be used together: " + e.getMessage(), e);
        }
    }

    /** Whether somebody who was verified is a node of this cluster: nodes share a name. */
    boolean sharesNameWith(X509Certificate peer) {
        return !Collections.disjoint(names, names(peer));
    }

    static Set<String> names(X509Certificate certificate) {
        Set<String> names = new HashSet<>();
        try {
            if (certificate.getSubjectAlternativeNames() != null) {
                for (List<?> name : certificate.getSubjectAlternativeNames()) {
                    names.add(String.valueOf(name.get(1)).toLowerCase(Locale.ROOT));
                }
            }
        } catch (CertificateParsingException e) {
            return Set.of();
        }
        return names;
    }

    private static List<X509Certificate> certificates(String pem, String setting) throws IOException {
        List<X509Certificate> certificates = new ArrayList<>();
        for (Object part : parts(pem, setting)) {
            if (part instanceof X509CertificateHolder holder) {
                try {
                    certificates.add(new JcaX509CertificateConverter().getCertificate(holder));
                } catch (GeneralSecurityException e) {
                    throw new IOException("weir.cluster.tls." + setting + " has a certificate that cannot be read", e);
                }
            }
        }
        if (certificates.isEmpty()) {
            throw new IOException("weir.cluster.tls." + setting + " has no certificate (expected PEM)");
        }
        return certificates;
    }

    private static PrivateKey key(String pem) throws IOException {
        for (Object part : parts(pem, "key")) {
            try {
                if (part instanceof PrivateKeyInfo info) {
                    return new JcaPEMKeyConverter().getPrivateKey(info);
                }
                if (part instanceof PEMKeyPair pair) {
                    KeyPair both = new JcaPEMKeyConverter().getKeyPair(pair);
                    return both.getPrivate();
                }
            } catch (PEMException e) {
                throw new IOException("weir.cluster.tls.key cannot be read (expected PKCS#8, PKCS#1 or SEC1)");
            }
        }
        throw new IOException("weir.cluster.tls.key has no private key (expected PEM, not encrypted)");
    }

    private static List<Object> parts(String pem, String setting) throws IOException {
        List<Object> parts = new ArrayList<>();
        try (PEMParser parser = new PEMParser(new StringReader(pem))) {
            for (Object part = parser.readObject(); part != null; part = parser.readObject()) {
                parts.add(part);
            }
            return parts;
        } catch (IOException | RuntimeException e) {
            // What is wrong with it may quote it.
            throw new IOException("weir.cluster.tls." + setting + " is not PEM");
        }
    }
}
