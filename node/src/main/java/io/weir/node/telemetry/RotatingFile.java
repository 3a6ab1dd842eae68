package io.weir.node.telemetry;

import static java.nio.file.StandardCopyOption.REPLACE_EXISTING;
import static java.nio.file.StandardOpenOption.APPEND;
import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.READ;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** A file that is put aside when it has grown: {@code access.log} to {@code access.log.1}, that to {@code .2} and so on. */
final class RotatingFile implements LineSink {
    private final Path path;
    private final long rotateBytes;
    private final int keep;
    private @Nullable FileChannel open;
    private long size;

    /** @param keep how many files put aside stay; 0: none */
    RotatingFile(Path path, long rotateBytes, int keep) {
        this.path = path;
        this.rotateBytes = rotateBytes;
        this.keep = keep;
    }

    @Override
    public void write(ByteBuffer lines) throws IOException {
        FileChannel channel = open == null ? opened() : open;
        try {
            while (lines.hasRemaining()) {
                size += channel.write(lines);
            }
            if (size >= rotateBytes) {
                rotate();
            }
        } catch (IOException e) {
            close();
            throw e;
        }
    }

    private FileChannel opened() throws IOException {
        Path folder = path.toAbsolutePath().getParent();
        if (folder != null) {
            Files.createDirectories(folder);
        }
        FileChannel channel = FileChannel.open(path, CREATE, APPEND);
        open = channel;
        size = channel.size();
        if (size > 0 && lastByte() != '\n') {
            // The process, or the disk, ended within a line.
            size += channel.write(ByteBuffer.wrap(new byte[] {'\n'}));
        }
        return channel;
    }

    private int lastByte() throws IOException {
        ByteBuffer last = ByteBuffer.allocate(1);
        try (FileChannel reader = FileChannel.open(path, READ)) {
            reader.read(last, size - 1);
        }
        return last.get(0);
    }

    private void rotate() throws IOException {
        close();
        if (keep == 0) {
            Files.deleteIfExists(path);
            return;
        }
        for (int i = keep - 1; i >= 1; i--) {
            if (Files.exists(aside(i))) {
                Files.move(aside(i), aside(i + 1), REPLACE_EXISTING);
            }
        }
        Files.move(path, aside(1), REPLACE_EXISTING);
    }

    private Path aside(int number) {
        return path.resolveSibling(path.getFileName() + "." + number);
    }

    @Override
    public String name() {
        return path.toString();
    }

    @Override
    public void close() throws IOException {
        FileChannel channel = open;
        open = null;
        if (channel != null) {
            channel.close();
        }
    }
}
