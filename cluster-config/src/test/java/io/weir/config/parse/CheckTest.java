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
    void whatIsHardlyMeantIsALineOfWarning() throws Exception {
        Path file = Files.writeString(
                folder.resolve("weir.yaml"),
                """
                weir: 1
                defaults: { authorize: deny }
                upstreams: [{ name: u, endpoints: ["127.0.0.1:1"] }]
                policies: [{ name: open, authorize: { anyone: true } }]
                apis:
                  - { name: a, path: /a, versions: [{ name: v1, to: u }, { name: v2, to: u, policies: [open] }] }
                  - { name: b, path: /b, policies: [open], versions: [{ name: v1, to: u }] }
                routes:
                  - { name: c, match: { path: /c }, respond: {} }
                  - { name: d, match: { path: /d }, policies: [open], respond: {} }
                """);

        assertThat(run(file)).isZero();
        String why = " has no authorize policy; with `defaults: { authorize: deny }` it answers 403 to everybody";
        assertThat(text().lines().skip(1))
                .containsExactly(file + ": warning: api a, version v1" + why, file + ": warning: route c" + why);
    }

    @Test
    void examplesInAFileAreProvedWithTheirOwnLines() throws Exception {
        Path file = Files.writeString(
                folder.resolve("weir.yaml"),
                """
                weir: 1
                listeners: [{ name: a, address: "[::1]:80" }]
                upstreams: [{ name: u, endpoints: ["127.0.0.1:1"] }]
                apis:
                  - name: a
                    path: /a
                    versions:
                      - { name: v2, to: u }
                      - name: v1
                        adapt:
                          from: v2
                          request: [ { rename: { from: /x, to: /y } } ]
                          examples: "file:examples.yaml"
                """);
        assertThat(run(file)).isEqualTo(1);
        Path examples = folder.resolve("examples.yaml");
        assertThat(text()).isEqualTo(examples + ": cannot be read: NoSuchFileException\n");

        printed.reset();
        Files.writeString(examples, "- { request: { x: 1 }, becomes: { y: 1 } }\n");
        assertThat(run(file)).isZero();

        printed.reset();
        Files.writeString(
                examples, "- { request: { x: 1 }, becomes: { y: 1 } }\n- { request: { x: 1 }, becomes: { y: 2 } }\n");
        assertThat(run(file)).isEqualTo(1);
        assertThat(text())
                .startsWith(
                        examples + ":2:33: [1].becomes: the example is not what it becomes: at /y expected 2, got 1");
    }

    @Test
    void warningsOfAKindAreNotWithoutEnd() {
        StringBuilder text = new StringBuilder("weir: 1\ndefaults: { authorize: deny }\nroutes:\n");
        for (int i = 0; i < 100; i++) {
            text.append("  - { name: r%1$d, match: { path: /r%1$d }, respond: {} }\n".formatted(i));
        }
        assertThat(Warnings.of(DocumentReader.read(text.toString(), "t.yaml").orThrow()))
                .hasSize(21)
                .endsWith("and 80 more of the kind");
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
