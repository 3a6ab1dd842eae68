package io.weir.node.testkit;

import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.CRLReason;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.X509v2CRLBuilder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509ExtensionUtils;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.operator.ContentSigner;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.jspecify.annotations.Nullable;

/**
 * A certificate authority for tests: roots, intermediates, certificates of all kinds ({@link #leaf}), CRLs. Keys are
 * ECDSA P-256 unless RSA is asked for. Immutable, thread-safe.
 */
public final class TestCa {
    static final SecureRandom RANDOM = new SecureRandom();

    private final X509Certificate certificate;
    private final PrivateKey key;
    private final List<X509Certificate> above;

    private TestCa(X509Certificate certificate, PrivateKey key, List<X509Certificate> above) {
        this.certificate = certificate;
        this.key = key;
        this.above = List.copyOf(above);
    }

    /** An authority that signs itself. */
    public static TestCa root(String name) {
        KeyPair pair = keys("EC");
        return new TestCa(authority(name, pair, null), pair.getPrivate(), List.of());
    }

    /** An authority below this one. Its certificates come with it in their chain. */
    public TestCa intermediate(String name) {
        KeyPair pair = keys("EC");
        X509Certificate own = authority(name, pair, this);
        List<X509Certificate> chain = new ArrayList<>(List.of(own));
        chain.addAll(above);
        return new TestCa(own, pair.getPrivate(), chain);
    }

    private static X509Certificate authority(String name, KeyPair pair, @Nullable TestCa issuer) {
        X500Name subject = new X500Name("CN=" + name);
        X500Name from = issuer == null ? subject : issuer.name();
        Instant now = Instant.now();
        JcaX509v3CertificateBuilder builder = new JcaX509v3CertificateBuilder(
                from,
                serial(),
                Date.from(now.minus(Duration.ofDays(2))),
                Date.from(now.plus(Duration.ofDays(3650))),
                subject,
                pair.getPublic());
        try {
            JcaX509ExtensionUtils extensions = new JcaX509ExtensionUtils();
            builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(true));
            builder.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign | KeyUsage.cRLSign));
            builder.addExtension(
                    Extension.subjectKeyIdentifier, false, extensions.createSubjectKeyIdentifier(pair.getPublic()));
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
        return sign(builder, issuer == null ? pair.getPrivate() : issuer.key);
    }

    /**
     * A certificate to be made by this authority, ECDSA P-256, for servers, valid for 90 days, unless its methods say
     * otherwise.
     *
     * @param commonName also the first name (SAN), when it reads like a host
     */
    public TestLeaf leaf(String commonName) {
        return new TestLeaf(this, commonName);
    }

    public X509Certificate certificate() {
        return certificate;
    }

    /** The authority's own certificate. */
    public String pem() {
        return pem(certificate);
    }

    /** A list of what this authority has revoked, as PEM; valid for a week from yesterday on. */
    public String crl(X509Certificate... revoked) {
        return crl(Instant.now().minus(Duration.ofDays(1)), Duration.ofDays(8), revoked);
    }

    /** @param issued when; it is out of date {@code validFor} later */
    public String crl(Instant issued, Duration validFor, X509Certificate... revoked) {
        X509v2CRLBuilder builder = new X509v2CRLBuilder(name(), Date.from(issued));
        builder.setNextUpdate(Date.from(issued.plus(validFor)));
        for (X509Certificate one : revoked) {
            builder.addCRLEntry(one.getSerialNumber(), Date.from(issued), CRLReason.keyCompromise);
        }
        return pem(builder.build(signer(key)));
    }

    /** For clients that trust this authority and have no certificate. */
    public SSLContext trusting() {
        return trusting(null);
    }

    /** For clients, or backends, that trust this authority and show {@code own}. */
    public SSLContext trusting(@Nullable TestCertificate own) {
        try {
            KeyStore anchors = KeyStore.getInstance("PKCS12");
            anchors.load(null, null);
            anchors.setCertificateEntry("ca", certificate);
            TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(anchors);
            KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            keys.init(own == null ? null : own.keyStore(), new char[0]);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
            return context;
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException(e);
        }
    }

    X500Name name() {
        return X500Name.getInstance(certificate.getSubjectX500Principal().getEncoded());
    }

    /** What comes behind a certificate of this authority in its chain: without the root. */
    List<X509Certificate> above() {
        return above;
    }

    X509Certificate sign(JcaX509v3CertificateBuilder builder) {
        return sign(builder, key);
    }

    static X509Certificate sign(JcaX509v3CertificateBuilder builder, PrivateKey key) {
        try {
            return new JcaX509CertificateConverter().getCertificate(builder.build(signer(key)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static ContentSigner signer(PrivateKey key) {
        try {
            return new JcaContentSignerBuilder("SHA256withECDSA").build(key);
        } catch (OperatorCreationException e) {
            throw new IllegalStateException(e);
        }
    }

    /** {@code EC}: P-256; {@code RSA}: 2048 bits. */
    static KeyPair keys(String algorithm) {
        return keys(algorithm, 2048);
    }

    static KeyPair keys(String algorithm, int rsaBits) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm);
            if (algorithm.equals("EC")) {
                generator.initialize(new ECGenParameterSpec("secp256r1"), RANDOM);
            } else {
                generator.initialize(rsaBits, RANDOM);
            }
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    static BigInteger serial() {
        return new BigInteger(120, RANDOM).setBit(100);
    }

    /** As PEM: certificates, keys (PKCS #8), CRLs. */
    static String pem(Object... objects) {
        StringWriter text = new StringWriter();
        try (JcaPEMWriter writer = new JcaPEMWriter(text)) {
            for (Object one : objects) {
                writer.writeObject(one);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return text.toString();
    }
}
