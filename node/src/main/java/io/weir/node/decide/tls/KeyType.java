package io.weir.node.decide.tls;

import java.security.PublicKey;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.EdECPublicKey;

/** The kinds of keys that servers show, with the signatures that TLS 1.3 makes with them (RFC 8446 §4.2.3). */
public enum KeyType {
    ECDSA_P256,
    ECDSA_P384,
    ECDSA_P521,
    ED25519,
    RSA;

    /** @throws IllegalArgumentException for keys of other kinds */
    public static KeyType of(PublicKey key) {
        if (key instanceof ECPublicKey curve) {
            return switch (curve.getParams().getCurve().getField().getFieldSize()) {
                case 256 -> ECDSA_P256;
                case 384 -> ECDSA_P384;
                case 521 -> ECDSA_P521;
                default -> throw new IllegalArgumentException("the key's curve is none that TLS clients know");
            };
        }
        if (key instanceof EdECPublicKey edwards
                && edwards.getParams().getName().equals("Ed25519")) {
            return ED25519;
        }
        if (key.getAlgorithm().equals("RSA")) {
            return RSA;
        }
        throw new IllegalArgumentException(
                "the key's algorithm is " + key.getAlgorithm() + ", not ECDSA, Ed25519 or RSA");
    }
}
