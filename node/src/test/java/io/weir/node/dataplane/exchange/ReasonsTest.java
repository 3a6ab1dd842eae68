package io.weir.node.dataplane.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

final class ReasonsTest {
    private static final Pattern STATUSES = Pattern.compile("^\\| `[a-z-]+` \\| ([0-9, ]+) \\|", Pattern.MULTILINE);

    @Test
    void everyStatusThatErrorsAreDocumentedWithHasAPhrase() throws IOException {
        Set<Integer> statuses = new TreeSet<>();
        Matcher row = STATUSES.matcher(Files.readString(Path.of("../docs/errors.md")));
        while (row.find()) {
            for (String status : row.group(1).split(",", -1)) {
                statuses.add(Integer.parseInt(status.strip()));
            }
        }
        assertThat(statuses).contains(400, 415, 505);
        assertThat(statuses).allSatisfy(status -> assertThat(Reasons.of(status)).isNotEmpty());
    }
}
