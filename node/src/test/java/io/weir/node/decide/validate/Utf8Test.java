package io.weir.node.decide.validate;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class Utf8Test {
    @ParameterizedTest(name = "{0}: {1}, {2}")
    @CsvSource({
        "61,         true,  ASCII",
        "00,         true,  NUL is a character",
        "c3a9,       true,  two bytes",
        "e282ac,     true,  three bytes",
        "f09f9880,   true,  four bytes",
        "f48fbfbf,   true,  the last character",
        "c080,       false, NUL in two bytes",
        "c1bf,       false, longer than need be",
        "e09fbf,     false, longer than need be",
        "f08fbfbf,   false, longer than need be",
        "eda080,     false, a surrogate",
        "f4908080,   false, beyond the last character",
        "f5808080,   false, beyond the last character",
        "80,         false, a second byte alone",
        "c3,         false, the second byte is missing",
        "e282,       false, the third byte is missing",
        "c361,       false, the second byte is none",
        "e28261,     false, the third byte is none",
        "fe,         false, no byte of UTF-8",
    })
    void whatIsUtf8(String hex, boolean valid, String reason) {
        assertThat(Utf8.isValid(HexFormat.of().parseHex(hex))).as(reason).isEqualTo(valid);
    }

    @Test
    void agreesWithTheDecoderOfThePlatform() {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        byte[] interesting = HexFormat.of().parseHex("00617fc0c1c2dfe0e1edeff0f1f4f5ff808f909fa0bf");
        for (int run = 0; run < 20_000; run++) {
            byte[] text = new byte[1 + random.nextInt(6)];
            for (int i = 0; i < text.length; i++) {
                text[i] = interesting[random.nextInt(interesting.length)];
            }
            assertThat(Utf8.isValid(text))
                    .as("seed %d: %s", seed, HexFormat.of().formatHex(text))
                    .isEqualTo(decodes(text));
        }
    }

    private static boolean decodes(byte[] text) {
        try {
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(text));
            return true;
        } catch (CharacterCodingException e) {
            return false;
        }
    }
}
