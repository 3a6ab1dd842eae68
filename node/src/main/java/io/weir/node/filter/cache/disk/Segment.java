package io.weir.node.filter.cache.disk;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import org.jspecify.annotations.Nullable;

/** A file of the log. One thread appends, any number read. */
final class Segment {
    private final int number;
    private final Path file;
    private final FileChannel channel;
    private long length;

    private Segment(int number, Path file, FileChannel channel, long length) {
        this.number = number;
        this.file = file;
        this.channel = channel;
        this.length = length;
    }

    static Path file(Path folder, int number) {
        return folder.resolve(String.format("%08d.log", number));
    }

    static Segment create(Path folder, int number) throws IOException {
        Path file = file(folder, number);
        FileChannel channel = FileChannel.open(
                file,
                EnumSet.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.READ, StandardOpenOption.WRITE),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        return new Segment(number, file, channel, 0);
    }

    static Segment open(Path folder, int number) throws IOException {
        Path file = file(folder, number);
        FileChannel channel = FileChannel.open(file, StandardOpenOption.READ);
        return new Segment(number, file, channel, channel.size());
    }

    int number() {
        return number;
    }

    long length() {
        return length;
    }

    /** Where it begins. */
    long append(ByteBuffer header, byte[] meta, ByteBuffer[] body) throws IOException {
        long at = length;
        ByteBuffer[] parts = new ByteBuffer[body.length + 2];
        parts[0] = header;
        parts[1] = ByteBuffer.wrap(meta);
        System.arraycopy(body, 0, parts, 2, body.length);
        long left = 0;
        for (ByteBuffer part : parts) {
            left += part.remaining();
        }
        length += left;
        channel.position(at);
        while (left > 0) {
            left -= channel.write(parts);
        }
        return at;
    }

    /** Null: what is there is cut off, or there is nothing. */
    byte @Nullable [] read(long at, int count) throws IOException {
        if (at + count > channel.size()) {
            return null;
        }
        ByteBuffer bytes = ByteBuffer.allocate(count);
        while (bytes.hasRemaining()) {
            if (channel.read(bytes, at + bytes.position()) < 0) {
                throw new EOFException(file.toString());
            }
        }
        return bytes.array();
    }

    void close() throws IOException {
        channel.close();
    }

    void delete() throws IOException {
        channel.close();
        Files.deleteIfExists(file);
    }
}
