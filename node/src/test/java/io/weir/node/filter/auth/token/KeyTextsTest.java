package io.weir.node.filter.auth.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.util.JSONObjectUtils;
import io.weir.node.testkit.TestCa;
import io.weir.node.testkit.TestKey;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class KeyTextsTest {
    private static final TestKey EC = TestKey.of("ES256", "ec");

    private static KeySet read(Object... keys) throws IOException {
        return KeyTexts.read(
                JSONObjectUtils.toJSONString(Map.of("keys", List.of(keys))).getBytes(StandardCharsets.UTF_8));
    }

    private static Map<String, Object> with(String name, Object value) {
        Map<String, Object> jwk = new HashMap<>(EC.jwk());
        jwk.put(name, value);
        return jwk;
    }

    @Test
    void keysThatAreNoneOfOursAreLeftOut() throws IOException {
        Map<String, Object> weak = Map.of("kty", "RSA", "e", "AQAB", "n", "w".repeat(170));
        Map<String, Object> secret = Map.of("kty", "oct", "k", "A".repeat(43), "kid", "ec");
        KeySet keys = read(
                weak,
                secret,
                with("use", "enc"),
                with("key_ops", List.of("sign")),
                with("alg", "RS256"),
                with("alg", "none"),
                with("alg", "HS256"),
                with("crv", "P-257"),
                with("x", "AAAA"),
                Map.of("kty", "AKP", "alg", "ML-DSA-44", "pub", "AAAA"),
                "no object",
                EC.jwk());
        assertThat(keys.keys()).hasSize(1);
        assertThat(keys.candidates("ec", "ES256", Set.of())).hasSize(1);
        assertThat(keys.candidates("ec", "HS256", Set.of())).isEmpty();
        assertThat(keys.candidates("ec", "RS256", Set.of())).isEmpty();
    }

    @Test
    void aSetWithoutAKeyThatCanBeUsedIsAFailureThatShowsNothingOfIt() {
        for (String text :
                List.of("", "{}", "{\"keys\":[]}", "[]", "hunter2", "-----BEGIN PUBLIC KEY-----\nhunter2\n")) {
            assertThatThrownBy(() -> KeyTexts.read(text.getBytes(StandardCharsets.UTF_8)))
                    .isInstanceOf(IOException.class)
                    .hasMessageNotContaining("hunter2");
        }
    }

    @Test
    void pemHasPublicKeysAndCertificates() throws IOException {
        String open = "-----BEGIN PUBLIC KEY-----\n"
                + Base64.getMimeEncoder().encodeToString(EC.publicKey().getEncoded())
                + "\n-----END PUBLIC KEY-----\n";
        KeySet keys =
                KeyTexts.read(("a comment\n" + TestCa.root("keys").pem() + open).getBytes(StandardCharsets.US_ASCII));
        assertThat(keys.keys()).hasSize(2);
        assertThat(keys.candidates("any name", "ES256", Set.of())).hasSize(2);
    }

    @Test
    void soManyKeysAreEnough() throws IOException {
        List<Object> many = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            many.add(with("kid", "k" + i));
        }
        assertThat(read(many.toArray()).keys()).hasSize(100);
    }

    @Test
    void noTextMakesMoreThanAFailure() {
        byte[] good =
                JSONObjectUtils.toJSONString(Map.of("keys", List.of(EC.jwk()))).getBytes(StandardCharsets.UTF_8);
        for (long seed = 1; seed <= 500; seed++) {
            byte[] text = good.clone();
            Random random = new Random(seed);
            for (int i = 0; i <= random.nextInt(4); i++) {
                text[random.nextInt(text.length)] = (byte) random.nextInt(256);
            }
            try {
                KeyTexts.read(text);
            } catch (IOException expected) {
                assertThat(expected).as("seed " + seed).hasMessageNotContaining("\n");
            }
        }
    }
}
