package io.weir.node.testkit;

import io.weir.node.control.secret.ClusterSecret;
import io.weir.node.state.Sealing;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import java.util.Random;
import java.util.stream.Collectors;

/** Cluster secrets that anybody can guess. */
public final class Secret {
    private Secret() {}

    /** The same for the same numbers; the first one seals. */
    public static Sealing of(long... seeds) {
        try {
            Path file = Files.createTempFile("weir-secret", "");
            try {
                Files.writeString(file, text(seeds));
                return ClusterSecret.inFile(file);
            } finally {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What a {@code weir.cluster.secret-file} says. */
    public static String text(long... seeds) {
        return Arrays.stream(seeds).mapToObj(Secret::line).collect(Collectors.joining("\n"));
    }

    private static String line(long seed) {
        byte[] bytes = new byte[32];
        new Random(seed).nextBytes(bytes);
        return Base64.getEncoder().encodeToString(bytes);
    }
}
