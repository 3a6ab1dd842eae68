package io.weir.config.parse;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.Test;

class DocumentFuzzTest {
    private static final String[] SHARDS = {
        "\n",
        " ",
        "\t",
        ":",
        "{",
        "}",
        "[",
        "]",
        ",",
        "\"",
        "'",
        "#",
        "&a ",
        "*a",
        "!!x",
        "- ",
        "? ",
        "| ",
        "null",
        "~",
        "0",
        "-1",
        "\u0000",
        "\ud800",
        "1/s",
        "%",
        "name",
        "to",
        "{a}",
        "/**",
        "..",
        "\\",
        "---\n",
        "<<: *a\n",
        "99999999999999999999"
    };

    @Test
    void whateverIsDoneToADocumentItIsReadOrItsMistakesAreTold() throws Exception {
        String example = Files.readString(Path.of("../examples/weir.yaml"));
        String json =
                DocumentWriter.json(DocumentReader.read(example, "weir.yaml").orThrow());
        for (long seed = 0; seed < 1_500; seed++) {
            Random random = new Random(seed);
            boolean yaml = random.nextBoolean();
            String text = mutated(yaml ? example : json, random);

            ParseResult result = DocumentReader.read(text, yaml ? "fuzz.yaml" : "fuzz.json");

            assertThat(result.document().isPresent())
                    .as("seed " + seed)
                    .isEqualTo(result.mistakes().isEmpty());
            result.document()
                    .ifPresent(document -> assertThat(DocumentReader.read(DocumentWriter.json(document), "again.json")
                                    .document())
                            .contains(document));
        }
    }

    private static String mutated(String text, Random random) {
        StringBuilder mutated = new StringBuilder(text);
        int times = 1 + random.nextInt(4);
        for (int i = 0; i < times; i++) {
            int at = random.nextInt(mutated.length() + 1);
            switch (random.nextInt(4)) {
                case 0 -> mutated.insert(at, SHARDS[random.nextInt(SHARDS.length)]);
                case 1 -> mutated.delete(at, Math.min(mutated.length(), at + 1 + random.nextInt(20)));
                case 2 -> mutated.setLength(Math.max(1, at));
                default ->
                    mutated.insert(at, mutated.substring(at, Math.min(mutated.length(), at + random.nextInt(200))));
            }
        }
        return mutated.toString();
    }
}
