package io.weir.node.app.cert;

import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.HexFormat;
import java.util.List;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.X500NameBuilder;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509ExtensionUtils;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/**
 * A certificate authority of one's own: ECDSA on P-256 throughout. It issues leaves only, no further authorities
 * (RFC 5280 §4.2.1.9: a path length of 0).
 */
record LocalAuthority(Credential own) {
    static final Duration LIFE = Duration.ofDays(3650);
    static final Duration LEAF_LIFE = Duration.ofDays(90);

    /** Clocks differ: a new certificate is valid a little before now. */
    private static final Duration BACKDATED = Duration.ofMinutes(10);

    private static final SecureRandom RANDOM = new SecureRandom();
    private static final int SERIAL_BITS = 127;
    private static final int TAG_BYTES = 3;

    /** @param name a tag is added, so that authorities made at several places are told apart */
    static LocalAuthority create(String name, Instant now) throws GeneralSecurityException, IOException {
        KeyPair keys = keyPair();
        byte[] tag = new byte[TAG_BYTES];
        RANDOM.nextBytes(tag);
        X500Name subject = x500(name + " " + HexFormat.of().formatHex(tag));
        X509v3CertificateBuilder form = form(subject, subject, keys, now, LIFE);
        form.addExtension(Extension.basicConstraints, true, new BasicConstraints(0));
        form.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign | KeyUsage.cRLSign));
        return new LocalAuthority(new Credential(List.of(signed(form, keys.getPrivate())), keys.getPrivate()));
    }

    Credential issue(Subject subject, Instant now) throws GeneralSecurityException, IOException {
        KeyPair keys = keyPair();
        X500Name issuer =
                X500Name.getInstance(own.leaf().getSubjectX500Principal().getEncoded());
        X509v3CertificateBuilder form = form(issuer, x500(subject.name()), keys, now, LEAF_LIFE);
        form.addExtension(Extension.basicConstraints, true, new BasicConstraints(false));
        form.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature));
        form.addExtension(
                Extension.extendedKeyUsage,
                false,
                new ExtendedKeyUsage(subject.use().purposes()));
        form.addExtension(Extension.subjectAlternativeName, false, new GeneralNames(subject.asn1()));
        form.addExtension(
                Extension.authorityKeyIdentifier,
                false,
                new JcaX509ExtensionUtils()
                        .createAuthorityKeyIdentifier(own.leaf().getPublicKey()));
        return new Credential(List.of(signed(form, own.key())), keys.getPrivate());
    }

    boolean issued(X509Certificate certificate) {
        try {
            certificate.verify(own.leaf().getPublicKey());
            return certificate.getIssuerX500Principal().equals(own.leaf().getSubjectX500Principal());
        } catch (GeneralSecurityException e) {
            return false;
        }
    }

    private static X509v3CertificateBuilder form(
            X500Name issuer, X500Name subject, KeyPair keys, Instant now, Duration life)
            throws GeneralSecurityException, IOException {
        X509v3CertificateBuilder form = new JcaX509v3CertificateBuilder(
                issuer,
                new BigInteger(SERIAL_BITS, RANDOM).setBit(0),
                Date.from(now.minus(BACKDATED)),
                Date.from(now.plus(life)),
                subject,
                keys.getPublic());
        form.addExtension(
                Extension.subjectKeyIdentifier,
                false,
                new JcaX509ExtensionUtils().createSubjectKeyIdentifier(keys.getPublic()));
        return form;
    }

    private static X500Name x500(String commonName) {
        return new X500NameBuilder(BCStyle.INSTANCE)
                .addRDN(BCStyle.O, "Weir, local")
                .addRDN(BCStyle.CN, commonName)
                .build();
    }

    private static X509Certificate signed(X509v3CertificateBuilder form, PrivateKey key)
            throws GeneralSecurityException {
        try {
            return new JcaX509CertificateConverter()
                    .getCertificate(form.build(new JcaContentSignerBuilder("SHA256withECDSA").build(key)));
        } catch (OperatorCreationException e) {
            throw new GeneralSecurityException(e);
        }
    }

    private static KeyPair keyPair() throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp256r1"), RANDOM);
        return generator.generateKeyPair();
    }
}
