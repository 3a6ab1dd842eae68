package io.weir.config.parse;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.config.formation.Formation;
import io.weir.config.formation.Sources;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReferenceTest {
    private static final Path REFERENCE = Path.of("../docs/configuration.md");

    @TempDir
    Path folder;

    @Test
    void everyDocumentInTheReferenceIsValid() throws Exception {
        List<String> documents = blocks("yaml");

        assertThat(documents).hasSizeGreaterThan(5);
        for (String document : documents) {
            assertThat(DocumentReader.read(document, "reference.yaml").mistakes())
                    .as(document)
                    .isEmpty();
        }
    }

    @Test
    void theSettingsInTheReferenceAreValid() throws Exception {
        for (String settings : blocks("hocon")) {
            Path file = Files.writeString(folder.resolve("node.conf"), settings);
            assertThat(Formation.read(new Sources(Optional.of(file), List.of(), Map.of(), "box"))
                            .name())
                    .isEqualTo("gateway-1");
        }
    }

    private static List<String> blocks(String language) throws Exception {
        Matcher matcher =
                Pattern.compile("```" + language + "\n(.*?)```", Pattern.DOTALL).matcher(Files.readString(REFERENCE));
        List<String> blocks = new ArrayList<>();
        while (matcher.find()) {
            blocks.add(matcher.group(1));
        }
        return blocks;
    }
}
