package io.weir.node.decide.certificate;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;

/** Whether a private key belongs to a public one: what the one signs, the other must verify. */
public final class KeyMatch {
    private static final byte[] TEXT = "weir: do these two belong together?".getBytes(StandardCharsets.US_ASCII);

    private KeyMatch() {}

    public static boolean isPair(PrivateKey key, PublicKey open) {
        String algorithm =
                switch (KeyKind.of(open).algorithm()) {
                    case "RSA" -> "SHA256withRSA";
                    case "EC" -> "SHA256withECDSA";
                    default -> open.getAlgorithm();
                };
        try {
            Signature signing = Signature.getInstance(algorithm);
            signing.initSign(key);
            signing.update(TEXT);
            byte[] signed = signing.sign();
            Signature verifying = Signature.getInstance(algorithm);
            verifying.initVerify(open);
            verifying.update(TEXT);
            return verifying.verify(signed);
        } catch (GeneralSecurityException e) {
            return false;
        }
    }
}
