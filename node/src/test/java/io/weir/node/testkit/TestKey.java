package io.weir.node.testkit;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.OctetKeyPair;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.util.Base64URL;
import com.nimbusds.jose.util.JSONObjectUtils;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.interfaces.ECPrivateKey;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/** A key of an issuer: signs tokens for real, with an algorithm that suits it. Immutable. */
public final class TestKey {
    private final String kid;
    private final String algorithm;
    private final PrivateKey secret;
    private final PublicKey open;

    private TestKey(String kid, String algorithm, KeyPair pair) {
        this.kid = kid;
        this.algorithm = algorithm;
        this.secret = pair.getPrivate();
        this.open = pair.getPublic();
    }

    /** @param algorithm one of RS, PS and ES with 256, 384 or 512, or EdDSA */
    public static TestKey of(String algorithm, String kid) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance(
                    algorithm.equals("EdDSA") ? "Ed25519" : algorithm.startsWith("ES") ? "EC" : "RSA");
            if (algorithm.startsWith("ES")) {
                generator.initialize(
                        new ECGenParameterSpec(Map.of("ES256", "secp256r1", "ES384", "secp384r1", "ES512", "secp521r1")
                                .get(algorithm)));
            } else if (!algorithm.equals("EdDSA")) {
                generator.initialize(2048);
            }
            return new TestKey(kid, algorithm, generator.generateKeyPair());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The same key with another name, or another algorithm that suits it. */
    public TestKey as(String otherAlgorithm, String otherKid) {
        return new TestKey(otherKid, otherAlgorithm, new KeyPair(open, secret));
    }

    public String kid() {
        return kid;
    }

    public PublicKey publicKey() {
        return open;
    }

    /** As a JWK set has it. */
    public Map<String, Object> jwk() {
        if (open instanceof RSAPublicKey rsa) {
            return new RSAKey.Builder(rsa).keyID(kid).build().toJSONObject();
        }
        if (open instanceof ECPublicKey ec) {
            return new ECKey.Builder(Curve.forECParameterSpec(ec.getParams()), ec)
                    .keyID(kid)
                    .build()
                    .toJSONObject();
        }
        byte[] encoded = open.getEncoded();
        byte[] point = Arrays.copyOfRange(encoded, encoded.length - 32, encoded.length);
        return new OctetKeyPair.Builder(Curve.Ed25519, Base64URL.encode(point))
                .keyID(kid)
                .build()
                .toJSONObject();
    }

    /** A token with the key's own algorithm and name in its header. */
    public String sign(Map<String, ?> claims) {
        return sign(Map.of(), claims);
    }

    /** @param header added to, or in place of, what the header has anyway */
    public String sign(Map<String, ?> header, Map<String, ?> claims) {
        return signText(header, JSONObjectUtils.toJSONString(claims));
    }

    public String signText(Map<String, ?> header, String payload) {
        Map<String, Object> all = new LinkedHashMap<>(Map.of("alg", algorithm, "kid", kid));
        all.putAll(header);
        return signParts(JSONObjectUtils.toJSONString(all), payload);
    }

    public String signParts(String header, String payload) {
        String signed = Base64URL.encode(header) + "." + Base64URL.encode(payload);
        return signed + "." + signature(signed);
    }

    /** What HMAC makes of it, with a secret of the caller's own. */
    public static String signWithSecret(byte[] key, String algorithm, String header, String payload) {
        try {
            String signed = Base64URL.encode(header) + "." + Base64URL.encode(payload);
            return signed + "." + sign(new MACSigner(key), algorithm, signed);
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    private String signature(String signed) {
        try {
            if (algorithm.equals("EdDSA")) {
                Signature signature = Signature.getInstance("Ed25519");
                signature.initSign(secret);
                signature.update(signed.getBytes(StandardCharsets.US_ASCII));
                return Base64URL.encode(signature.sign()).toString();
            }
            JWSSigner signer = secret instanceof ECPrivateKey ec ? new ECDSASigner(ec) : new RSASSASigner(secret);
            return sign(signer, algorithm, signed);
        } catch (JOSEException | GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String sign(JWSSigner signer, String algorithm, String signed) throws JOSEException {
        JWSHeader header = new JWSHeader(JWSAlgorithm.parse(algorithm));
        return signer.sign(header, signed.getBytes(StandardCharsets.US_ASCII)).toString();
    }
}
