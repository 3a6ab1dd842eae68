package io.weir.node.control.certificates;

import io.weir.node.testkit.TestCa;
import io.weir.node.testkit.TestCertificate;
import java.io.IOException;
import java.io.StringWriter;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.sec.ECPrivateKey;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509CertificateHolder;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.cert.ocsp.BasicOCSPResp;
import org.bouncycastle.cert.ocsp.BasicOCSPRespBuilder;
import org.bouncycastle.cert.ocsp.CertificateID;
import org.bouncycastle.cert.ocsp.CertificateStatus;
import org.bouncycastle.cert.ocsp.OCSPException;
import org.bouncycastle.cert.ocsp.OCSPRespBuilder;
import org.bouncycastle.cert.ocsp.RespID;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.operator.DigestCalculatorProvider;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.operator.jcajce.JcaDigestCalculatorProviderBuilder;
import org.bouncycastle.util.io.pem.PemObject;

/** Certificates that sign themselves, of kinds that no authority should issue, or seldom does. */
public final class MadeByHand {
    private MadeByHand() {}

    /** @param keyKind {@code RSA-BITS}, a curve's name or {@code Ed25519} */
    static TestCertificate selfSigned(String keyKind, String signature) {
        try {
            KeyPair pair = keys(keyKind);
            X500Name name = new X500Name("CN=by.hand.test");
            Instant now = Instant.now();
            JcaX509v3CertificateBuilder builder = new JcaX509v3CertificateBuilder(
                    name,
                    BigInteger.TEN,
                    Date.from(now.minus(Duration.ofDays(1))),
                    Date.from(now.plus(Duration.ofDays(90))),
                    name,
                    pair.getPublic());
            builder.addExtension(
                    Extension.subjectAlternativeName,
                    false,
                    new GeneralNames(new GeneralName(GeneralName.dNSName, "by.hand.test")));
            return new TestCertificate(
                    List.of(new JcaX509CertificateConverter()
                            .getCertificate(
                                    builder.build(new JcaContentSignerBuilder(signature).build(pair.getPrivate())))),
                    pair.getPrivate());
        } catch (GeneralSecurityException | IOException | OperatorCreationException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Signed rightly by a certificate that may not sign. */
    static TestCertificate issuedBy(TestCertificate issuer) {
        try {
            KeyPair pair = keys("secp256r1");
            X509CertificateHolder made = new JcaX509v3CertificateBuilder(
                            issuer.leaf(),
                            BigInteger.TWO,
                            Date.from(Instant.now().minus(Duration.ofDays(1))),
                            Date.from(Instant.now().plus(Duration.ofDays(9))),
                            new X500Principal("CN=below.test"),
                            pair.getPublic())
                    .build(new JcaContentSignerBuilder("SHA256withECDSA").build(issuer.key()));
            return new TestCertificate(
                    List.of(new JcaX509CertificateConverter().getCertificate(made)), pair.getPrivate());
        } catch (GeneralSecurityException | OperatorCreationException e) {
            throw new IllegalStateException(e);
        }
    }

    /** That {@code about}, issued by {@code issuer}, is good. */
    public static byte[] ocsp(TestCertificate about, TestCa issuer, Instant until) {
        try {
            DigestCalculatorProvider digests = new JcaDigestCalculatorProviderBuilder().build();
            CertificateID id = new CertificateID(
                    digests.get(CertificateID.HASH_SHA1),
                    new JcaX509CertificateHolder(issuer.certificate()),
                    about.leaf().getSerialNumber());
            Date issued = Date.from(until.minus(Duration.ofDays(7)));
            BasicOCSPResp basic = new BasicOCSPRespBuilder(new RespID(new X500Name("CN=responder")))
                    .addResponse(id, CertificateStatus.GOOD, issued, Date.from(until))
                    // Only clients judge who signed it.
                    .build(
                            new JcaContentSignerBuilder("SHA256withECDSA").build(about.key()),
                            new X509CertificateHolder[0],
                            issued);
            return new OCSPRespBuilder()
                    .build(OCSPRespBuilder.SUCCESSFUL, basic)
                    .getEncoded();
        } catch (GeneralSecurityException | IOException | OperatorCreationException | OCSPException e) {
            throw new IllegalStateException(e);
        }
    }

    private static KeyPair keys(String kind) throws GeneralSecurityException {
        if (kind.startsWith("RSA-")) {
            KeyPairGenerator rsa = KeyPairGenerator.getInstance("RSA");
            rsa.initialize(Integer.parseInt(kind.substring(4)));
            return rsa.generateKeyPair();
        }
        if (kind.equals("Ed25519")) {
            return KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        }
        KeyPairGenerator ec = KeyPairGenerator.getInstance("EC");
        ec.initialize(new ECGenParameterSpec(kind));
        return ec.generateKeyPair();
    }

    /** In the form of its algorithm: PKCS #1, or SEC 1 as OpenSSL writes it, with the curve. */
    static String traditionalKey(TestCertificate certificate) {
        StringWriter text = new StringWriter();
        try (JcaPEMWriter writer = new JcaPEMWriter(text)) {
            if (certificate.key() instanceof java.security.interfaces.ECPrivateKey) {
                PrivateKeyInfo info =
                        PrivateKeyInfo.getInstance(certificate.key().getEncoded());
                ASN1Encodable curve = info.getPrivateKeyAlgorithm().getParameters();
                BigInteger key =
                        ECPrivateKey.getInstance(info.parsePrivateKey()).getKey();
                int bits = certificate.key() instanceof java.security.interfaces.ECKey ec
                        ? ec.getParams().getOrder().bitLength()
                        : 0;
                writer.writeObject(
                        new PemObject("EC PARAMETERS", curve.toASN1Primitive().getEncoded()));
                writer.writeObject(new PemObject("EC PRIVATE KEY", new ECPrivateKey(bits, key, curve).getEncoded()));
            } else {
                writer.writeObject(certificate.key());
            }
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        return text.toString();
    }
}
