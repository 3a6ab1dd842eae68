package io.weir.node.filter.auth.signature;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weir.config.model.SecretRef;
import io.weir.config.model.SignatureAlgorithm;
import io.weir.config.model.SignatureKey;
import io.weir.node.testkit.RequestSigner;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.spec.ECGenParameterSpec;
import java.util.Arrays;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class VerificationKeyTest {
    private static final String BASE = "what is signed";

    private static VerificationKey read(SignatureAlgorithm algorithm, byte[] material) throws IOException {
        SecretRef ref = new SecretRef(SecretRef.Kind.FILE, "key");
        return VerificationKey.read(SignatureKey.of("k", algorithm, ref), any -> material);
    }

    @ParameterizedTest
    @EnumSource
    void aSignatureIsGoodForItsTextAndInItsOneLength(SignatureAlgorithm algorithm) throws IOException {
        RequestSigner signer = RequestSigner.of(algorithm);
        VerificationKey key = read(algorithm, signer.material());
        byte[] base = BASE.getBytes(StandardCharsets.US_ASCII);
        byte[] signature = Base64.getDecoder().decode(signer.sign(BASE));
        assertThat(key.verify(base, signature)).isTrue();
        assertThat(key.verify("what is sighed".getBytes(StandardCharsets.US_ASCII), signature))
                .isFalse();
        for (int length = 0; length < 2 * signature.length; length += 1 + length / 3) {
            if (length != signature.length) {
                byte[] cut = Arrays.copyOf(signature, length);
                assertThat(key.verify(base, cut)).as("%d bytes", length).isFalse();
            }
        }
        assertThat(key.verify(base, new byte[signature.length])).isFalse();
        assertThat(key.toString()).isEqualTo("a key for " + algorithm.word());
    }

    /** DER is what most other protocols have, and openssl makes. */
    @Test
    void anotherFormOfASignatureIsNone() throws Exception {
        KeyPair pair = curve("secp256r1");
        Signature signature = Signature.getInstance("SHA256withECDSA");
        signature.initSign(pair.getPrivate());
        signature.update(BASE.getBytes(StandardCharsets.US_ASCII));
        byte[] made = signature.sign();
        VerificationKey key =
                read(SignatureAlgorithm.ECDSA_P256_SHA256, pem(pair.getPublic().getEncoded()));
        assertThat(key.verify(BASE.getBytes(StandardCharsets.US_ASCII), made)).isFalse();
    }

    @Test
    void aKeyForPssAloneIsForNothingElse() throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSASSA-PSS");
        generator.initialize(2048);
        byte[] text = pem(generator.generateKeyPair().getPublic().getEncoded());
        assertThat(read(SignatureAlgorithm.RSA_PSS_SHA512, text)).isNotNull();
        assertThatThrownBy(() -> read(SignatureAlgorithm.RSA_V1_5_SHA256, text))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("RSASSA-PSS");
    }

    @Test
    void weakAndPrivateKeysAreRefused() throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(1024);
        byte[] weak = pem(generator.generateKeyPair().getPublic().getEncoded());
        assertThatThrownBy(() -> read(SignatureAlgorithm.RSA_PSS_SHA512, weak))
                .hasMessage("the RSA key is shorter than 2048 bits");
        byte[] secret = curve("secp256r1").getPrivate().getEncoded();
        byte[] text = new String(pem(secret), StandardCharsets.US_ASCII)
                .replace("PUBLIC", "PRIVATE")
                .getBytes(StandardCharsets.US_ASCII);
        assertThatThrownBy(() -> read(SignatureAlgorithm.ECDSA_P256_SHA256, text))
                .hasMessage("it is no public key in PEM");
        byte[] other = pem(curve("secp521r1").getPublic().getEncoded());
        assertThatThrownBy(() -> read(SignatureAlgorithm.ECDSA_P384_SHA384, other))
                .hasMessage("ecdsa-p384-sha384 needs an EC P-384 key, and it is EC P-521");
        assertThatThrownBy(() -> read(SignatureAlgorithm.ED25519, "rubbish".getBytes(StandardCharsets.US_ASCII)))
                .hasMessage("it is no public key in PEM");
        assertThatThrownBy(() -> read(SignatureAlgorithm.HMAC_SHA256, new byte[31]))
                .hasMessage("the secret is shorter than 32 bytes");
    }

    private static KeyPair curve(String name) throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec(name));
        return generator.generateKeyPair();
    }

    private static byte[] pem(byte[] key) {
        return ("-----BEGIN PUBLIC KEY-----\n" + Base64.getMimeEncoder().encodeToString(key)
                        + "\n-----END PUBLIC KEY-----\n")
                .getBytes(StandardCharsets.US_ASCII);
    }
}
