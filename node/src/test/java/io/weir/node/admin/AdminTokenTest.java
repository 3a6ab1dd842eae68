package io.weir.node.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AdminTokenTest {
    @TempDir
    private Path directory;

    @Test
    void aNewTokenCanOnlyBeReadByItsOwnerAndIsKept() throws Exception {
        Path file = directory.resolve("deep/admin-token");
        AdminToken first = AdminToken.inFile(file);
        String text = Files.readString(file).strip();
        assertThat(text).hasSize(43);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        assertThat(first.matches(text)).isTrue();
        assertThat(first.matches(text + "x")).isFalse();
        assertThat(AdminToken.inFile(file).matches(text)).isTrue();
    }

    @Test
    void twoNodesHaveDifferentTokens() throws Exception {
        AdminToken.inFile(directory.resolve("a"));
        AdminToken.inFile(directory.resolve("b"));
        assertThat(Files.readString(directory.resolve("a"))).isNotEqualTo(Files.readString(directory.resolve("b")));
    }

    @Test
    void aFileWithoutATokenIsNamed() throws Exception {
        Path file = Files.writeString(directory.resolve("short"), "secret\n");
        assertThatThrownBy(() -> AdminToken.inFile(file))
                .isInstanceOf(IOException.class)
                .hasMessageContaining(file.toString());
    }
}
