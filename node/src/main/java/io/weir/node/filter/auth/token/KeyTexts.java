package io.weir.node.filter.auth.token;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.KeyOperation;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.OctetKeyPair;
import com.nimbusds.jose.jwk.RSAKey;
import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.text.ParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.bouncycastle.asn1.edec.EdECObjectIdentifiers;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.openssl.jcajce.JcaPEMKeyConverter;
import org.jspecify.annotations.Nullable;

/** Reads public keys: a JWK set (RFC 7517 §5), or PEM with public keys or certificates. */
final class KeyTexts {
    private static final int MOST_KEYS = 100;

    private KeyTexts() {}

    /** @throws IOException when it is neither, or has no key that can be used; never with the text itself */
    static KeySet read(byte[] text) throws IOException {
        String start = new String(text, 0, Math.min(text.length, 4096), StandardCharsets.US_ASCII);
        List<VerifyingKey> keys = start.contains("-----BEGIN ") ? pem(text) : jwkSet(text);
        if (keys.isEmpty()) {
            throw new IOException("there is no key in it that can be used");
        }
        return new KeySet(keys);
    }

    /** Keys that are weak, private, for encryption, or of an unknown kind are left out, as §5 asks for. */
    private static List<VerifyingKey> jwkSet(byte[] text) throws IOException {
        Map<String, Object> set = StrictJson.object(text);
        if (set == null || !(set.get("keys") instanceof List<?> list)) {
            throw new IOException("it is neither a JWK set nor PEM");
        }
        List<VerifyingKey> keys = new ArrayList<>();
        for (Object item : list.subList(0, Math.min(list.size(), MOST_KEYS))) {
            VerifyingKey key = item instanceof Map<?, ?> map ? jwk(map) : null;
            if (key != null) {
                keys.add(key);
            }
        }
        return keys;
    }

    @SuppressWarnings("unchecked") // What is read from JSON has only names for keys.
    private static @Nullable VerifyingKey jwk(Map<?, ?> map) {
        try {
            JWK jwk = JWK.parse((Map<String, Object>) map);
            PublicKey key = isForSignatures(jwk) ? publicKey(jwk) : null;
            String kid = jwk.getKeyID() == null ? "" : jwk.getKeyID();
            String only = jwk.getAlgorithm() == null ? null : jwk.getAlgorithm().getName();
            return key == null ? null : VerifyingKey.of(key, kid, only);
        } catch (ParseException | JOSEException | GeneralSecurityException | IOException | RuntimeException unusable) {
            return null;
        }
    }

    private static boolean isForSignatures(JWK jwk) {
        boolean use = jwk.getKeyUse() == null || jwk.getKeyUse().equals(KeyUse.SIGNATURE);
        return use && (jwk.getKeyOperations() == null || jwk.getKeyOperations().contains(KeyOperation.VERIFY));
    }

    /** Null for symmetric keys too: a secret that is published is none. */
    private static @Nullable PublicKey publicKey(JWK jwk) throws JOSEException, GeneralSecurityException, IOException {
        if (jwk instanceof RSAKey rsa) {
            return rsa.toRSAPublicKey();
        }
        if (jwk instanceof ECKey ec) {
            return ec.toECPublicKey();
        }
        boolean ed25519 =
                jwk instanceof OctetKeyPair pair && pair.getCurve().getName().equals("Ed25519");
        return ed25519 ? ed25519(((OctetKeyPair) jwk).getX().decode()) : null;
    }

    private static PublicKey ed25519(byte[] point) throws GeneralSecurityException, IOException {
        AlgorithmIdentifier algorithm = new AlgorithmIdentifier(EdECObjectIdentifiers.id_Ed25519);
        byte[] encoded = new SubjectPublicKeyInfo(algorithm, point).getEncoded();
        return KeyFactory.getInstance("Ed25519").generatePublic(new X509EncodedKeySpec(encoded));
    }

    private static List<VerifyingKey> pem(byte[] text) throws IOException {
        List<VerifyingKey> keys = new ArrayList<>();
        try (PEMParser parser = new PEMParser(new StringReader(new String(text, StandardCharsets.US_ASCII)))) {
            for (Object item = parser.readObject(); item != null; item = parser.readObject()) {
                SubjectPublicKeyInfo info = item instanceof X509CertificateHolder certificate
                        ? certificate.getSubjectPublicKeyInfo()
                        : item instanceof SubjectPublicKeyInfo key ? key : null;
                VerifyingKey key =
                        info == null ? null : VerifyingKey.of(new JcaPEMKeyConverter().getPublicKey(info), "", null);
                if (key != null && keys.size() < MOST_KEYS) {
                    keys.add(key);
                }
            }
        }
        return keys;
    }
}
