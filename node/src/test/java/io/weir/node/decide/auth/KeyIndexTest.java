package io.weir.node.decide.auth;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class KeyIndexTest {
    @Test
    void everyKeyHasItsOwnerAndOthersHaveNone() {
        for (long seed = 0; seed < 200; seed++) {
            Random random = new Random(seed);
            List<byte[]> hashes = new ArrayList<>();
            List<KeyIndex.Entry> entries = new ArrayList<>();
            for (int i = 0; i < seed; i++) {
                hashes.add(hash(random));
                entries.add(new KeyIndex.Entry(HexFormat.of().formatHex(hashes.get(i)), i));
            }
            KeyIndex index = new KeyIndex(entries);
            for (int i = 0; i < seed; i++) {
                assertThat(index.find(hashes.get(i))).as("seed %s", seed).isEqualTo(i);
                byte[] almost = hashes.get(i).clone();
                almost[31] ^= 1;
                assertThat(index.find(almost)).as("seed %s, one bit off", seed).isEqualTo(KeyIndex.NOBODY);
            }
            assertThat(index.find(hash(random))).as("seed %s", seed).isEqualTo(KeyIndex.NOBODY);
        }
    }

    @Test
    void keysThatBeginAlikeAreToldApart() {
        List<KeyIndex.Entry> entries = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            entries.add(new KeyIndex.Entry("ab".repeat(30) + "%04x".formatted(i), i));
        }
        KeyIndex index = new KeyIndex(entries);
        for (KeyIndex.Entry entry : entries) {
            assertThat(index.find(HexFormat.of().parseHex(entry.sha256Hex()))).isEqualTo(entry.owner());
        }
    }

    @Test
    void withoutConsumersNobodyIsFound() {
        assertThat(new KeyIndex(List.of()).find(new byte[32])).isEqualTo(KeyIndex.NOBODY);
    }

    private static byte[] hash(Random random) {
        byte[] hash = new byte[32];
        random.nextBytes(hash);
        return hash;
    }
}
