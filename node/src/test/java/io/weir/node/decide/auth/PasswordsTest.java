package io.weir.node.decide.auth;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.config.model.PasswordHash;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.bouncycastle.crypto.generators.OpenBSDBCrypt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class PasswordsTest {
    @ParameterizedTest(name = "{2}")
    @CsvSource(
            delimiter = '|',
            value = {
                "U*U          | $2a$05$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW | the vector of crypt_blowfish",
                "password     | $argon2id$v=19$m=256,t=2,p=1$c29tZXNhbHQ$nf65EOgLrQMR/uIPnA4rEsF5h7TKyQwu9U1bMCHGi/4 | of the reference implementation of Argon2",
                "password     | $argon2id$v=19$m=256,t=2,p=2$c29tZXNhbHQ$bQk8UB/VmZZF4Oo79iDXuL5/0ttZwg2f/5U52iv1cDc | two lanes, of the same",
                "password     | $pbkdf2-sha256$i=4096$c2FsdHNhbHQ$ZiMD/VuDIBLM8rT9ZlFkcm8vO44PH2jtvpsH6s4pwvU | made with another library",
                "password     | $pbkdf2-sha256$4096$c2FsdHNhbHQ$ZiMD/VuDIBLM8rT9ZlFkcm8vO44PH2jtvpsH6s4pwvU | without i=",
                "password     | $pbkdf2-sha512$i=4096$c2FsdHNhbHQ$.jFwLMaeV.kL3szx.l9YdOLrV2t84gWe5GgqJ.YecOyUONz6rEYB/NvpMH9TLAm.OYnAe6QLnCgBhwzXFLsEEw | with points for plus signs",
            })
    void aPasswordMatchesItsHashAndNoOther(String password, String text, String reason) {
        PasswordHash hash = PasswordHash.parse(text).orElseThrow();
        assertThat(Passwords.matches(hash, bytes(password))).as(reason).isTrue();
        for (String other :
                new String[] {"", password + "x", password.toUpperCase(Locale.ROOT) + "1", "\0" + password}) {
            assertThat(Passwords.matches(hash, bytes(other))).as(other).isFalse();
        }
        assertThat(hash.toString()).doesNotContain("$");
    }

    @Test
    void bcryptTakesNoLongPasswordForAShorterOne() {
        String text = OpenBSDBCrypt.generate(bytes("a".repeat(72)), new byte[16], 4);
        PasswordHash hash = PasswordHash.parse(text).orElseThrow();
        assertThat(Passwords.matches(hash, bytes("a".repeat(72)))).isTrue();
        assertThat(Passwords.matches(hash, bytes("a".repeat(73)))).isFalse();
    }

    @Test
    void whatIsHashedHereMatches() {
        String text = Passwords.hash(bytes("öffne dich"), new byte[16]);
        PasswordHash hash = PasswordHash.parse(text).orElseThrow();
        assertThat(Passwords.matches(hash, bytes("öffne dich"))).isTrue();
        assertThat(Passwords.matches(hash, bytes("offne dich"))).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "password",
                "$1$abc$abcdefghijk",
                "$2b$31$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW",
                "$2b$05$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOe",
                "$argon2i$v=19$m=256,t=2,p=1$c29tZXNhbHQ$nf65EOgLrQMR/uIPnA4rEsF5h7TKyQwu9U1bMCHGi/4",
                "$argon2id$v=19$m=9999999,t=2,p=1$c29tZXNhbHQ$nf65EOgLrQMR/uIPnA4rEsF5h7TKyQwu9U1bMCHGi/4",
                "$argon2id$v=19$m=7,t=2,p=1$c29tZXNhbHQ$nf65EOgLrQMR/uIPnA4rEsF5h7TKyQwu9U1bMCHGi/4",
                "$argon2id$v=19$m=256,t=0,p=1$c29tZXNhbHQ$nf65EOgLrQMR/uIPnA4rEsF5h7TKyQwu9U1bMCHGi/4",
                "$argon2id$v=19$m=256,t=2,p=1$c29tZXNhbHQ$nf65",
                "$pbkdf2-sha256$i=9$c2FsdHNhbHQ$yMFZVIGrUBhQHDqVHSOUdcNrOU0DLVBcVWYEsH9zEQE",
                "$pbkdf2-md5$i=4096$c2FsdHNhbHQ$yMFZVIGrUBhQHDqVHSOUdcNrOU0DLVBcVWYEsH9zEQE",
            })
    void whatIsNoHashOrWouldTakeForEverIsRefused(String text) {
        assertThat(PasswordHash.parse(text)).isEmpty();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
