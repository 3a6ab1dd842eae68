package io.weir.node.filter.auth.token;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSVerifier;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.crypto.MACVerifier;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jose.jwk.Curve;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.EdECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A key that signatures are checked with, and the only algorithms that it is for (RFC 8725 §3.1): which one is used is the
 * key's matter, not the token's, so that no public key is ever taken for a shared secret. Immutable, thread-safe.
 */
final class VerifyingKey {
    static final Set<String> RSA = Set.of("RS256", "RS384", "RS512", "PS256", "PS384", "PS512");
    private static final int SHORTEST_RSA_BITS = 2048;
    private static final int SHORTEST_SECRET = 32;

    private final String kid;
    private final Set<String> algorithms;
    private final byte[] material;
    private final Check check;
    private final boolean quick;

    private interface Check {
        boolean verify(Jws token) throws JOSEException, GeneralSecurityException;
    }

    private VerifyingKey(String kid, Set<String> algorithms, byte[] material, Check check, boolean quick) {
        this.kid = kid;
        this.algorithms = algorithms;
        this.material = material;
        this.check = check;
        this.quick = quick;
    }

    /**
     * @param kid empty: the key has no name and is tried for every token
     * @param only the algorithm that it is published for; null: all that suit its type
     * @return null when the key is too weak, or of a kind that is not for signatures we know
     */
    static @Nullable VerifyingKey of(PublicKey key, String kid, @Nullable String only) {
        if (key instanceof RSAPublicKey rsa) {
            boolean strong = rsa.getModulus().bitLength() >= SHORTEST_RSA_BITS;
            return strong ? of(kid, allowed(RSA, only), key, new RSASSAVerifier(rsa)) : null;
        }
        if (key instanceof ECPublicKey ec) {
            Curve curve = Curve.forECParameterSpec(ec.getParams());
            String algorithm = Curve.P_256.equals(curve)
                    ? "ES256"
                    : Curve.P_384.equals(curve) ? "ES384" : Curve.P_521.equals(curve) ? "ES512" : "";
            return algorithm.isEmpty() ? null : of(kid, allowed(Set.of(algorithm), only), key, verifier(ec));
        }
        if (key instanceof EdECPublicKey ed && ed.getParams().getName().equals("Ed25519")) {
            Set<String> names = allowed(Set.of("EdDSA", "Ed25519"), only);
            return names.isEmpty()
                    ? null
                    : new VerifyingKey(kid, names, key.getEncoded(), token -> verifyEd25519(ed, token), false);
        }
        return null;
    }

    private static JWSVerifier verifier(ECPublicKey key) {
        try {
            return new ECDSAVerifier(key);
        } catch (JOSEException e) {
            throw new IllegalStateException("its curve was looked at", e);
        }
    }

    private static @Nullable VerifyingKey of(String kid, Set<String> algorithms, PublicKey key, JWSVerifier verifier) {
        return algorithms.isEmpty()
                ? null
                : new VerifyingKey(kid, algorithms, key.getEncoded(), token -> verify(verifier, token), false);
    }

    /** @return null when it is shorter than 32 bytes (RFC 7518 §3.2) */
    static @Nullable VerifyingKey ofSecret(byte[] secret) {
        if (secret.length < SHORTEST_SECRET) {
            return null;
        }
        Set<String> algorithms = new LinkedHashSet<>(Set.of("HS256"));
        if (secret.length >= 48) {
            algorithms.add("HS384");
        }
        if (secret.length >= 64) {
            algorithms.add("HS512");
        }
        try {
            MACVerifier verifier = new MACVerifier(secret);
            return new VerifyingKey("", algorithms, secret.clone(), token -> verify(verifier, token), true);
        } catch (JOSEException e) {
            throw new IllegalStateException("its length was looked at", e);
        }
    }

    private static Set<String> allowed(Set<String> suitable, @Nullable String only) {
        return only == null ? suitable : suitable.contains(only) ? Set.of(only) : Set.of();
    }

    private static boolean verify(JWSVerifier verifier, Jws token) throws JOSEException {
        JWSHeader header = new JWSHeader(JWSAlgorithm.parse(token.algorithm()));
        return verifier.verify(header, token.signed(), token.signature());
    }

    /** RFC 8037 §3.1. The library would need a further one for it; the JDK has it. */
    private static boolean verifyEd25519(EdECPublicKey key, Jws token) throws GeneralSecurityException {
        Signature signature = Signature.getInstance("Ed25519");
        signature.initVerify(key);
        signature.update(token.signed());
        return signature.verify(token.signature().decode());
    }

    /** Whether a token with this header may have been signed with the key. */
    boolean suits(String tokenKid, String algorithm) {
        return algorithms.contains(algorithm) && (kid.isEmpty() || tokenKid.isEmpty() || kid.equals(tokenKid));
    }

    boolean isNamed(String name) {
        return kid.equals(name);
    }

    /** Some microseconds: not worth another thread. */
    boolean isQuick() {
        return quick;
    }

    /** Whether the key made the signature. Up to some hundred microseconds. */
    boolean verify(Jws token) {
        try {
            return algorithms.contains(token.algorithm()) && check.verify(token);
        } catch (JOSEException | GeneralSecurityException malformed) {
            return false;
        }
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof VerifyingKey that
                && kid.equals(that.kid)
                && algorithms.equals(that.algorithms)
                && Arrays.equals(material, that.material);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(material);
    }

    /** A key may be a secret: nothing of it is shown. */
    @Override
    public String toString() {
        return "a key for " + algorithms;
    }
}
