package io.weir.node.control.secret;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weir.node.state.Sealing;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ClusterSecretTest {
    private static final byte[] CONTENT = "a private key".getBytes(StandardCharsets.UTF_8);
    private static final String A = base64(1);
    private static final String B = base64(2);
    private static final String C = base64(3);

    @TempDir
    private Path folder;

    private static String base64(long seed) {
        byte[] bytes = new byte[32];
        new Random(seed).nextBytes(bytes);
        return Base64.getEncoder().encodeToString(bytes);
    }

    private ClusterSecret of(String... lines) throws IOException {
        return ClusterSecret.inFile(Files.writeString(folder.resolve("secret"), String.join("\n", lines)));
    }

    @Test
    void whatOneNodeSealsAnotherOpens() throws IOException {
        byte[] sealed = of(A).seal("certificate", "shop", CONTENT);
        assertFalse(new String(sealed, StandardCharsets.ISO_8859_1).contains("private"));
        assertArrayEquals(CONTENT, of(A).open("certificate", "shop", sealed));
        assertArrayEquals(new byte[0], of(A).open("x", "", of(A).seal("x", "", new byte[0])));
    }

    @Test
    void hexAndBase64AreTheSameSecret() throws IOException {
        String hex = HexFormat.of().formatHex(Base64.getDecoder().decode(A));
        String url = A.replace('+', '-').replace('/', '_').replace("=", "");
        byte[] sealed = of(A).seal("p", "n", CONTENT);
        assertArrayEquals(
                CONTENT, of("# made yesterday", "", "  " + hex + " ", "").open("p", "n", sealed));
        assertArrayEquals(CONTENT, of(url).open("p", "n", sealed));
    }

    @Test
    void neverTheSameTwice() throws IOException {
        ClusterSecret secret = of(A);
        assertFalse(Arrays.equals(secret.seal("p", "n", CONTENT), secret.seal("p", "n", CONTENT)));
    }

    @Test
    void whatIsOfAnotherPurposeNameOrSecretDoesNotOpen() throws IOException {
        byte[] sealed = of(A).seal("certificate", "shop", CONTENT);
        assertNull(of(A).open("ticket", "shop", sealed));
        assertNull(of(A).open("certificate", "other", sealed));
        assertNull(of(A).open("certificateshop", "", sealed));
        assertNull(of(B).open("certificate", "shop", sealed));
        assertNull(Sealing.IMPOSSIBLE.open("certificate", "shop", sealed));
    }

    @Test
    void whatWasChangedInOneBitDoesNotOpen() throws IOException {
        ClusterSecret secret = of(A);
        byte[] sealed = secret.seal("p", "n", CONTENT);
        for (int bit = 0; bit < sealed.length * 8; bit++) {
            byte[] changed = sealed.clone();
            changed[bit / 8] ^= (byte) (1 << bit % 8);
            assertNull(secret.open("p", "n", changed), "bit " + bit);
        }
        for (int length = 0; length < sealed.length; length++) {
            assertNull(secret.open("p", "n", Arrays.copyOf(sealed, length)), "length " + length);
        }
        assertNull(secret.open("p", "n", Arrays.copyOf(sealed, sealed.length + 1)));
    }

    /** The steps of a rotation: known to all, then sealing, then the old one goes. */
    @Test
    void theFirstSecretSealsAndBothOpen() throws IOException {
        byte[] old = of(A).seal("p", "n", CONTENT);
        ClusterSecret knows = of(A, B);
        ClusterSecret turned = of(B, A);
        assertArrayEquals(CONTENT, turned.open("p", "n", old));
        assertFalse(knows.isOutdated(old));
        assertTrue(turned.isOutdated(old));
        byte[] fresh = turned.seal("p", "n", CONTENT);
        assertFalse(turned.isOutdated(fresh));
        assertArrayEquals(CONTENT, knows.open("p", "n", fresh));
        assertArrayEquals(CONTENT, of(B).open("p", "n", fresh));
        assertNull(of(B).open("p", "n", old));
    }

    @ParameterizedTest
    @CsvSource({
        "'',                    is empty",
        "'# nothing',           is empty",
        "hello,                 line 1 of",
        "AAAA,                  line 1 of",
        "SHORT,                 line 1 of",
        "'ok\n\nSHORT',         line 3 of",
        "'ok\nok\nok',          line 3 of",
    })
    void aFileThatIsNotAsExpectedIsRefusedWithoutShowingIt(String text, String reason) {
        String content = text.replace("ok", C).replace("SHORT", C.substring(0, 40));
        IOException refused = assertThrows(IOException.class, () -> of(content));
        String message = String.valueOf(refused.getMessage());
        assertTrue(message.contains(reason), message);
        assertTrue(message.startsWith("weir.cluster.secret-file: "), message);
        assertFalse(message.contains(C.substring(0, 8)), message);
    }

    @Test
    void aMissingFileIsNamed() {
        Path nowhere = folder.resolve("nowhere");
        IOException refused = assertThrows(IOException.class, () -> ClusterSecret.inFile(nowhere));
        assertEquals(
                "weir.cluster.secret-file: " + nowhere + " cannot be read: NoSuchFileException", refused.getMessage());
    }

    @Test
    void nothingShowsTheSecret() throws IOException {
        assertEquals("a cluster secret", of(A).toString());
    }
}
