package io.weir.node.decide.tls;

import java.util.EnumSet;

/** Which keys a client can verify, gathered from the numbers of its hello. */
final class SignaturesAndSuites {
    private final EnumSet<KeyType> exact = EnumSet.noneOf(KeyType.class);
    private boolean ecdsa;
    private boolean rsa;
    private boolean ecdsaSuite;
    private boolean rsaSuite;

    /** RFC 8446 §4.2.3. TLS 1.3 ties an ECDSA signature to the curve of the key, TLS 1.2 does not. */
    void signature(int scheme) {
        switch (scheme) {
            case 0x0403 -> exact.add(KeyType.ECDSA_P256);
            case 0x0503 -> exact.add(KeyType.ECDSA_P384);
            case 0x0603 -> exact.add(KeyType.ECDSA_P521);
            case 0x0807 -> exact.add(KeyType.ED25519);
            case 0x0804, 0x0805, 0x0806 -> exact.add(KeyType.RSA);
            default -> {}
        }
        ecdsa |= scheme == 0x0403 || scheme == 0x0503 || scheme == 0x0603;
        rsa |= scheme == 0x0401 || scheme == 0x0501 || scheme == 0x0601 || scheme >= 0x0804 && scheme <= 0x0806;
    }

    /** TLS 1.2 names the kind of key in the suite; those that Weir offers. */
    void suite(int suite) {
        switch (suite) {
            case 0xc02b, 0xc02c, 0xcca9 -> ecdsaSuite = true;
            case 0xc02f, 0xc030, 0xcca8 -> rsaSuite = true;
            default -> {}
        }
    }

    boolean allow(KeyType type, boolean tls13) {
        if (tls13) {
            return exact.contains(type);
        }
        return switch (type) {
            case RSA -> rsa && rsaSuite;
            case ED25519 -> exact.contains(type) && ecdsaSuite;
            default -> ecdsa && ecdsaSuite;
        };
    }
}
