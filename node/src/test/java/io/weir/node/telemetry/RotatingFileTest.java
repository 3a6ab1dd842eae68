package io.weir.node.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RotatingFileTest {
    @TempDir
    private Path folder;

    private Path path;

    @BeforeEach
    void inAFolderThatIsNotThereYet() {
        path = folder.resolve("logs/access.log");
    }

    @Test
    void aFileThatHasGrownIsPutAsideAndTheOldestGoes() throws IOException {
        try (RotatingFile file = new RotatingFile(path, 8, 2)) {
            for (String line : new String[] {"1111\n", "2222\n", "3333\n", "4444\n", "5555\n", "6666\n", "7777\n"}) {
                write(file, line);
            }
        }
        assertThat(path).hasContent("7777\n");
        assertThat(folder.resolve("logs/access.log.1")).hasContent("5555\n6666\n");
        assertThat(folder.resolve("logs/access.log.2")).hasContent("3333\n4444\n");
        assertThat(folder.resolve("logs/access.log.3")).doesNotExist();
    }

    @Test
    void withNoneKeptTheFileBeginsAnew() throws IOException {
        try (RotatingFile file = new RotatingFile(path, 8, 0)) {
            write(file, "1111\n");
            write(file, "2222\n");
            write(file, "3333\n");
        }
        assertThat(path).hasContent("3333\n");
        assertThat(folder.resolve("logs/access.log.1")).doesNotExist();
    }

    @Test
    void whatWasThereBeforeCountsAndATornLineIsEnded() throws IOException {
        Files.createDirectories(folder.resolve("logs"));
        Files.writeString(path, "whole\ntor");
        try (RotatingFile file = new RotatingFile(path, 15, 1)) {
            write(file, "next\n");
            write(file, "after\n");
        }
        assertThat(folder.resolve("logs/access.log.1")).hasContent("whole\ntor\nnext\n");
        assertThat(path).hasContent("after\n");
    }

    private static void write(RotatingFile file, String line) throws IOException {
        file.write(ByteBuffer.wrap(line.getBytes(StandardCharsets.US_ASCII)));
    }
}
