package io.weir.node.app.demo;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** Removes what a demo wrote. */
public final class Folders {
    private Folders() {}

    /** Removes a folder and all in it, as far as it can: others may be removing it too. */
    public static void remove(Path folder) {
        try (Stream<Path> all = Files.walk(folder)) {
            List<Path> childrenFirst = all.sorted(Comparator.reverseOrder()).toList();
            for (Path path : childrenFirst) {
                Files.deleteIfExists(path);
            }
        } catch (IOException | UncheckedIOException e) {
            // Somebody else removed it, or still writes there; the parent tries last.
        }
    }
}
