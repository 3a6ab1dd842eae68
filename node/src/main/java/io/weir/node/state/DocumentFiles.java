package io.weir.node.state;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The files that a document refers to ({@code file:PATH}), as this node has them. They are read when a revision is staged.
 *
 * @param folder where relative paths begin: the folder of the node's document
 */
public record DocumentFiles(Path folder) {
    private static final String SCHEME = "file:";

    /**
     * Blocks: never on a loop.
     *
     * @param reference {@code file:PATH}
     * @throws Stager.StagingException when the file cannot be read or has more than {@code mostBytes}
     */
    public byte[] read(String reference, int mostBytes) {
        Path path = path(reference);
        try (InputStream in = Files.newInputStream(path)) {
            byte[] bytes = in.readNBytes(mostBytes + 1);
            if (bytes.length > mostBytes) {
                throw new Stager.StagingException(reference + ": has more than " + mostBytes + " bytes");
            }
            return bytes;
        } catch (IOException e) {
            throw new Stager.StagingException(reference + ": cannot be read on this node (" + path + "): "
                    + e.getClass().getSimpleName());
        }
    }

    /** Where the file is. */
    public Path path(String reference) {
        String name = reference.startsWith(SCHEME) ? reference.substring(SCHEME.length()) : reference;
        return folder.resolve(name);
    }
}
