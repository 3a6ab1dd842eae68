package io.weir.config.parse;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CheckTest {
    @TempDir
    Path folder;

    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();

    @Test
    void aValidFileIsSummedUp() throws Exception {
        Path file = Files.writeString(
                folder.resolve("weir.yaml"), "weir: 1\nlisteners: [{name: a, address: \"[::1]:80\"}]\n");

        assertThat(run(file)).isZero();
        assertThat(text())
                .isEqualTo(file + ": valid: 1 listener, 0 upstreams, 0 policies, 0 apis, 0 routes, 0 consumers\n");
    }

    @Test
    void eachMistakeIsALineWithItsPlace() throws Exception {
        Path file = Files.writeString(folder.resolve("weir.yaml"), "weir: 2\nrouts: []\n");

        assertThat(run(file)).isEqualTo(1);
        assertThat(text().lines()).hasSize(2);
        assertThat(text()).contains(file + ":2:1: routs: is not a known field; did you mean routes?");
    }

    @Test
    void aFileThatCannotBeReadIsSaid() throws Exception {
        assertThat(run(folder.resolve("none.yaml"))).isEqualTo(2);
        Path binary = Files.write(folder.resolve("binary"), new byte[] {(byte) 0xff, (byte) 0xfe});
        assertThat(run(binary)).isEqualTo(2);
        assertThat(text()).contains("there is no such file").contains("is not UTF-8 text");
    }

    private int run(Path file) {
        return Check.run(file, new PrintStream(printed, true, StandardCharsets.UTF_8));
    }

    private String text() {
        return printed.toString(StandardCharsets.UTF_8);
    }
}
