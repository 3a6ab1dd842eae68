package io.weir.node.testkit;

import io.weir.config.model.SignatureAlgorithm;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Map;
import java.util.Objects;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** A client that signs with a key of its own, by what the RFCs say and not by the gateway's code. */
public final class RequestSigner {
    private static final Map<SignatureAlgorithm, String> MACS = Map.of(
            SignatureAlgorithm.HMAC_SHA256, "HmacSHA256",
            SignatureAlgorithm.HMAC_SHA384, "HmacSHA384",
            SignatureAlgorithm.HMAC_SHA512, "HmacSHA512");

    private final SignatureAlgorithm algorithm;
    private final KeyPair pair;
    private final byte[] secret;

    private RequestSigner(SignatureAlgorithm algorithm, KeyPair pair, byte[] secret) {
        this.algorithm = algorithm;
        this.pair = pair;
        this.secret = secret;
    }

    /** With a new key. */
    public static RequestSigner of(SignatureAlgorithm algorithm) {
        byte[] secret = new byte[32];
        new SecureRandom().nextBytes(secret);
        byte[] text = HexFormat.of().formatHex(secret).getBytes(StandardCharsets.US_ASCII);
        return new RequestSigner(algorithm, pair(algorithm), text);
    }

    /** With a secret that others have, too (or think they have), for HMAC-SHA-256. */
    public static RequestSigner sharing(String secret) {
        return new RequestSigner(
                SignatureAlgorithm.HMAC_SHA256,
                pair(SignatureAlgorithm.ED25519),
                secret.getBytes(StandardCharsets.US_ASCII));
    }

    private static KeyPair pair(SignatureAlgorithm algorithm) {
        try {
            return switch (algorithm) {
                case RSA_PSS_SHA512, RSA_V1_5_SHA256 -> {
                    KeyPairGenerator rsa = KeyPairGenerator.getInstance("RSA");
                    rsa.initialize(2048);
                    yield rsa.generateKeyPair();
                }
                case ECDSA_P256_SHA256 -> curve("secp256r1");
                case ECDSA_P384_SHA384 -> curve("secp384r1");
                default -> KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
            };
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static KeyPair curve(String name) throws GeneralSecurityException {
        KeyPairGenerator ec = KeyPairGenerator.getInstance("EC");
        ec.initialize(new ECGenParameterSpec(name));
        return ec.generateKeyPair();
    }

    public SignatureAlgorithm algorithm() {
        return algorithm;
    }

    /** What the gateway is given of the key: the public one in PEM, or the secret. */
    public byte[] material() {
        if (algorithm.isShared()) {
            return secret;
        }
        String encoded = Base64.getMimeEncoder(64, new byte[] {'\n'})
                .encodeToString(pair.getPublic().getEncoded());
        return ("-----BEGIN PUBLIC KEY-----\n" + encoded + "\n-----END PUBLIC KEY-----\n")
                .getBytes(StandardCharsets.US_ASCII);
    }

    /** In base64. */
    public String sign(String base) {
        return Base64.getEncoder().encodeToString(sign(base.getBytes(StandardCharsets.ISO_8859_1)));
    }

    private byte[] sign(byte[] base) {
        try {
            if (algorithm.isShared()) {
                return mac(Objects.requireNonNull(MACS.get(algorithm)), secret, base);
            }
            Signature signature =
                    switch (algorithm) {
                        case RSA_PSS_SHA512 -> Signature.getInstance("RSASSA-PSS");
                        case RSA_V1_5_SHA256 -> Signature.getInstance("SHA256withRSA");
                        case ECDSA_P256_SHA256 -> Signature.getInstance("SHA256withECDSAinP1363Format");
                        case ECDSA_P384_SHA384 -> Signature.getInstance("SHA384withECDSAinP1363Format");
                        default -> Signature.getInstance("Ed25519");
                    };
            if (algorithm == SignatureAlgorithm.RSA_PSS_SHA512) {
                signature.setParameter(new PSSParameterSpec("SHA-512", "MGF1", MGF1ParameterSpec.SHA512, 64, 1));
            }
            signature.initSign(pair.getPrivate());
            signature.update(base);
            return signature.sign();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static byte[] mac(String name, byte[] key, byte[] text) throws GeneralSecurityException {
        Mac mac = Mac.getInstance(name);
        mac.init(new SecretKeySpec(key, name));
        return mac.doFinal(text);
    }
}
