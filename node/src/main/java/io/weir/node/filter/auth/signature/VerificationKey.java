package io.weir.node.filter.auth.signature;

import io.weir.config.model.SignatureAlgorithm;
import io.weir.config.model.SignatureKey;
import io.weir.node.filter.auth.token.SecretText;
import io.weir.node.state.Secrets;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.AlgorithmParameterSpec;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * A key with the one algorithm that it is for (RFC 9421 §7.3.6): which one is used is never the request's matter.
 * Immutable, thread-safe.
 */
public final class VerificationKey {
    private static final int SHORTEST_SECRET = 32;

    private final SignatureAlgorithm algorithm;
    private final Check check;

    private interface Check {
        boolean verify(byte[] base, byte[] signature) throws GeneralSecurityException;
    }

    private VerificationKey(SignatureAlgorithm algorithm, Check check) {
        this.algorithm = algorithm;
        this.check = check;
    }

    /**
     * Blocks on the disk.
     *
     * @throws IOException when it cannot be read or is not fit for its algorithm; never with the key
     */
    public static VerificationKey read(SignatureKey key, Secrets secrets) throws IOException {
        byte[] material = secrets.read(key.material());
        return key.algorithm().isShared()
                ? ofSecret(key.algorithm(), secret(material))
                : ofPublic(key.algorithm(), PublicKeyText.read(material, key.algorithm()));
    }

    /** Bytes that are no text are a secret as they are: they may end with what looks like a line end. */
    private static byte[] secret(byte[] material) {
        byte[] trimmed = SecretText.trimmed(material);
        for (byte b : trimmed) {
            if (b < 0x20 || b == 0x7f) {
                return material;
            }
        }
        return trimmed;
    }

    private static VerificationKey ofSecret(SignatureAlgorithm algorithm, byte[] secret) throws IOException {
        if (secret.length < SHORTEST_SECRET) {
            throw new IOException("the secret is shorter than " + SHORTEST_SECRET + " bytes");
        }
        String name =
                switch (algorithm) {
                    case HMAC_SHA256 -> "HmacSHA256";
                    case HMAC_SHA384 -> "HmacSHA384";
                    case HMAC_SHA512 -> "HmacSHA512";
                    default -> throw new IllegalArgumentException(algorithm.word() + " has no secret");
                };
        SecretKeySpec key = new SecretKeySpec(secret, name);
        return new VerificationKey(algorithm, (base, signature) -> {
            Mac mac = Mac.getInstance(name);
            mac.init(key);
            return MessageDigest.isEqual(mac.doFinal(base), signature);
        });
    }

    private static VerificationKey ofPublic(SignatureAlgorithm algorithm, PublicKey key) {
        PSSParameterSpec pss = new PSSParameterSpec("SHA-512", "MGF1", MGF1ParameterSpec.SHA512, 64, 1);
        return switch (algorithm) {
            case RSA_PSS_SHA512 -> of(algorithm, key, "RSASSA-PSS", pss);
            case RSA_V1_5_SHA256 -> of(algorithm, key, "SHA256withRSA", null);
            case ECDSA_P256_SHA256 -> of(algorithm, key, "SHA256withECDSAinP1363Format", null);
            case ECDSA_P384_SHA384 -> of(algorithm, key, "SHA384withECDSAinP1363Format", null);
            case ED25519 -> of(algorithm, key, "Ed25519", null);
            default -> throw new IllegalArgumentException(algorithm.word() + " has no public key");
        };
    }

    private static VerificationKey of(
            SignatureAlgorithm algorithm, PublicKey key, String name, @Nullable AlgorithmParameterSpec parameters) {
        return new VerificationKey(algorithm, (base, signature) -> {
            Signature verifier = Signature.getInstance(name);
            if (parameters != null) {
                verifier.setParameter(parameters);
            }
            verifier.initVerify(key);
            verifier.update(base);
            return verifier.verify(signature);
        });
    }

    public SignatureAlgorithm algorithm() {
        return algorithm;
    }

    /** Some microseconds: not worth another thread. */
    public boolean isQuick() {
        return algorithm.isShared();
    }

    /** Whether the key made the signature. Up to some hundred microseconds. */
    public boolean verify(byte[] base, byte[] signature) {
        try {
            return check.verify(base, signature);
        } catch (GeneralSecurityException malformed) {
            return false;
        }
    }

    /** Nothing of a key is shown. */
    @Override
    public String toString() {
        return "a key for " + algorithm.word();
    }
}
