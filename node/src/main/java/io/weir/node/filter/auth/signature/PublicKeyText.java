package io.weir.node.filter.auth.signature;

import com.nimbusds.jose.jwk.Curve;
import io.weir.config.model.SignatureAlgorithm;
import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.security.PublicKey;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.EdECPublicKey;
import java.security.interfaces.RSAPublicKey;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.openssl.PEMException;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.openssl.jcajce.JcaPEMKeyConverter;

/** Reads a public key in PEM, or that of a certificate. */
final class PublicKeyText {
    private static final int SHORTEST_RSA_BITS = 2048;

    private PublicKeyText() {}

    /** @throws IOException when it is none, or not one for {@code algorithm} */
    static PublicKey read(byte[] text, SignatureAlgorithm algorithm) throws IOException {
        PublicKey key = key(text);
        String kind = kind(key);
        String wanted =
                switch (algorithm) {
                    case RSA_PSS_SHA512, RSA_V1_5_SHA256 -> "RSA";
                    case ECDSA_P256_SHA256 -> "EC P-256";
                    case ECDSA_P384_SHA384 -> "EC P-384";
                    default -> "Ed25519";
                };
        if (!kind.equals(wanted)) {
            throw new IOException(algorithm.word() + " needs an " + wanted + " key, and it is " + kind);
        }
        if (key.getAlgorithm().equals("RSASSA-PSS") && algorithm != SignatureAlgorithm.RSA_PSS_SHA512) {
            throw new IOException("it says that it is for RSASSA-PSS alone, and not for " + algorithm.word());
        }
        if (key instanceof RSAPublicKey rsa && rsa.getModulus().bitLength() < SHORTEST_RSA_BITS) {
            throw new IOException("the RSA key is shorter than " + SHORTEST_RSA_BITS + " bits");
        }
        return key;
    }

    private static PublicKey key(byte[] text) throws IOException {
        try (PEMParser parser = new PEMParser(new StringReader(new String(text, StandardCharsets.US_ASCII)))) {
            Object item = parser.readObject();
            if (item instanceof X509CertificateHolder certificate) {
                return new JcaPEMKeyConverter().getPublicKey(certificate.getSubjectPublicKeyInfo());
            }
            if (item instanceof SubjectPublicKeyInfo info) {
                return new JcaPEMKeyConverter().getPublicKey(info);
            }
        } catch (PEMException | RuntimeException unusable) {
            throw new IOException("it is no public key in PEM", unusable);
        }
        throw new IOException("it is no public key in PEM");
    }

    private static String kind(PublicKey key) {
        if (key instanceof RSAPublicKey) {
            return "RSA";
        }
        if (key instanceof ECPublicKey ec) {
            Curve curve = Curve.forECParameterSpec(ec.getParams());
            return "EC " + (curve == null ? "of another curve" : curve.getName());
        }
        return key instanceof EdECPublicKey ed && ed.getParams().getName().equals("Ed25519")
                ? "Ed25519"
                : key.getAlgorithm();
    }
}
