package io.weir.node.control.certificates;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;

/**
 * What tells one state of a file from another without reading it. Links are followed, so that a link that was swapped
 * (Kubernetes does so with a whole folder) shows as another file, and so does one that an editor put in its place.
 *
 * @param identity the file's number on its device; empty when there is no such file
 */
record FileMark(String identity, long bytes, FileTime modified) {
    private static final FileMark NOWHERE = new FileMark("", 0, FileTime.fromMillis(0));

    static FileMark of(Path path) {
        try {
            BasicFileAttributes attributes = Files.readAttributes(path, BasicFileAttributes.class);
            return new FileMark(String.valueOf(attributes.fileKey()), attributes.size(), attributes.lastModifiedTime());
        } catch (IOException e) {
            return NOWHERE;
        }
    }
}
