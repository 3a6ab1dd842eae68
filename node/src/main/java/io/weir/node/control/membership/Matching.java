package io.weir.node.control.membership;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.X509Certificate;

/** Whether a key is a certificate's: what it signs, the certificate verifies. */
final class Matching {
    private static final byte[] SAMPLE = "weir".getBytes(StandardCharsets.US_ASCII);

    private Matching() {}

    static void check(PrivateKey key, X509Certificate certificate) throws GeneralSecurityException {
        String algorithm =
                switch (key.getAlgorithm()) {
                    case "EC", "ECDSA" -> "SHA256withECDSA";
                    case "RSA" -> "SHA256withRSA";
                    default -> key.getAlgorithm();
                };
        Signature signer = Signature.getInstance(algorithm);
        signer.initSign(key);
        signer.update(SAMPLE);
        Signature verifier = Signature.getInstance(algorithm);
        verifier.initVerify(certificate.getPublicKey());
        verifier.update(SAMPLE);
        if (!verifier.verify(signer.sign())) {
            throw new InvalidKeyException("the key is not the certificate's");
        }
    }
}
