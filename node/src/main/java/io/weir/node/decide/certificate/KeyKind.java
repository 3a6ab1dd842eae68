package io.weir.node.decide.certificate;

import java.security.PublicKey;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.EdECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.util.Optional;

/**
 * What kind of key a certificate has.
 *
 * @param bits of the modulus or of the field; 0 when the algorithm is not one that Weir knows
 */
public record KeyKind(String algorithm, int bits) {
    private static final int LEAST_RSA = 2048;
    private static final int LEAST_EC = 256;

    public static KeyKind of(PublicKey key) {
        if (key instanceof RSAPublicKey rsa) {
            return new KeyKind("RSA", rsa.getModulus().bitLength());
        }
        if (key instanceof ECPublicKey ec) {
            return new KeyKind("EC", ec.getParams().getCurve().getField().getFieldSize());
        }
        if (key instanceof EdECPublicKey ed && ed.getParams().getName().equals("Ed25519")) {
            return new KeyKind("Ed25519", 256);
        }
        return new KeyKind(key.getAlgorithm(), 0);
    }

    /** Why it should not be used. */
    Optional<String> weakness() {
        return switch (algorithm) {
            case "RSA" -> less(LEAST_RSA);
            case "EC" -> less(LEAST_EC);
            case "Ed25519" -> Optional.empty();
            default -> Optional.of(algorithm + " (expected RSA, EC or Ed25519)");
        };
    }

    private Optional<String> less(int least) {
        return bits < least
                ? Optional.of(algorithm + " of " + bits + " bits (expected " + least + " or more)")
                : Optional.empty();
    }

    /** E.g. {@code RSA 2048} or {@code EC P-256}. */
    @Override
    public String toString() {
        return switch (algorithm) {
            case "RSA" -> "RSA " + bits;
            case "EC" -> "EC P-" + bits;
            default -> algorithm;
        };
    }
}
