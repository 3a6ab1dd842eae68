package io.weir.config.model;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** How requests are signed, by the names of the registry for HTTP message signatures (RFC 9421 §6.2) and draft-cavage. */
public enum SignatureAlgorithm {
    RSA_PSS_SHA512,
    RSA_V1_5_SHA256,
    ECDSA_P256_SHA256,
    ECDSA_P384_SHA384,
    ED25519,
    HMAC_SHA256,
    /** Of {@code hmac} only: the registry of RFC 9421 does not have it. */
    HMAC_SHA384,
    /** Of {@code hmac} only: the registry of RFC 9421 does not have it. */
    HMAC_SHA512;

    private final String word =
            name().toLowerCase(Locale.ROOT).replace('_', '-').replace("v1-5", "v1_5");

    /** As documents and requests spell it, e.g. {@code rsa-pss-sha512}. */
    public String word() {
        return word;
    }

    /** Whether both sides have the same secret. */
    public boolean isShared() {
        return name().startsWith("HMAC");
    }

    public static Optional<SignatureAlgorithm> of(String word) {
        return Arrays.stream(values()).filter(one -> one.word.equals(word)).findFirst();
    }
}
