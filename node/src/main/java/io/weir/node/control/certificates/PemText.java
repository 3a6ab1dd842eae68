package io.weir.node.control.certificates;

import java.io.IOException;
import java.io.StringReader;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.edec.EdECObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.openssl.PEMEncryptedKeyPair;
import org.bouncycastle.openssl.PEMKeyPair;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.pkcs.PKCS8EncryptedPrivateKeyInfo;
import org.jspecify.annotations.Nullable;

/**
 * What a PEM text holds (RFC 7468): certificates, and a key as PKCS #8, PKCS #1 or SEC 1. Text between the blocks is
 * skipped, parameters of a curve too.
 *
 * @param key null when there is none
 */
public record PemText(List<X509Certificate> certificates, @Nullable PrivateKey key) {
    private static final int MOST_CERTIFICATES = 20;
    private static final Map<ASN1ObjectIdentifier, String> ALGORITHMS = Map.of(
            PKCSObjectIdentifiers.rsaEncryption, "RSA",
            X9ObjectIdentifiers.id_ecPublicKey, "EC",
            EdECObjectIdentifiers.id_Ed25519, "Ed25519");

    public PemText {
        certificates = List.copyOf(certificates);
    }

    /** @param what is called so in the reason, e.g. {@code file:certs/example.pem} */
    public static PemText read(String text, String what) throws UnusableCertificate {
        List<X509Certificate> certificates = new ArrayList<>();
        PrivateKey key = null;
        try (PEMParser parser = new PEMParser(new StringReader(text))) {
            for (Object block = parser.readObject(); block != null; block = parser.readObject()) {
                if (block instanceof X509CertificateHolder holder) {
                    certificates.add(new JcaX509CertificateConverter().getCertificate(holder));
                } else {
                    PrivateKey found = key(block, what);
                    if (found != null && key != null) {
                        throw new UnusableCertificate(what + " has more than one key");
                    }
                    key = found == null ? key : found;
                }
            }
        } catch (IOException | CertificateException | RuntimeException e) {
            // The parser's own message may quote the text, which may be a key.
            throw new UnusableCertificate(what + " is not PEM that can be read");
        }
        if (certificates.size() > MOST_CERTIFICATES) {
            throw new UnusableCertificate(what + " has more than " + MOST_CERTIFICATES + " certificates");
        }
        return new PemText(certificates, key);
    }

    private static @Nullable PrivateKey key(Object block, String what) throws UnusableCertificate {
        if (block instanceof PEMEncryptedKeyPair || block instanceof PKCS8EncryptedPrivateKeyInfo) {
            throw new UnusableCertificate(what + " has an encrypted key (expected one without a passphrase)");
        }
        PrivateKeyInfo info = block instanceof PEMKeyPair pair
                ? pair.getPrivateKeyInfo()
                : block instanceof PrivateKeyInfo found ? found : null;
        if (info == null) {
            return null;
        }
        String algorithm = ALGORITHMS.get(info.getPrivateKeyAlgorithm().getAlgorithm());
        try {
            return algorithm == null
                    ? unsupported(what)
                    : KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(info.getEncoded()));
        } catch (IOException | GeneralSecurityException e) {
            return unsupported(what);
        }
    }

    private static PrivateKey unsupported(String what) throws UnusableCertificate {
        throw new UnusableCertificate(what
                + " has a key of a kind that is not supported (expected RSA, EC on P-256, P-384 or P-521, or Ed25519)");
    }

    @Override
    public String toString() {
        return certificates.size() + " certificates" + (key == null ? "" : " and a key");
    }
}
