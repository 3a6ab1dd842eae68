package io.weir.node.control.audit;

import io.weir.protocol.admin.AuditReport.Entry;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * This node's own entries in a file that is only added to, each line on disk before it counts. Put aside when it has
 * grown; the chain goes on in the next file. Blocks; used by one thread at a time.
 */
final class AuditJournal {
    private static final Logger LOG = LoggerFactory.getLogger(AuditJournal.class);

    private final Path file;
    private final long rotateBytes;
    private final int keep;
    private FileChannel channel;
    private String last;

    private AuditJournal(Path file, long rotateBytes, int keep, FileChannel channel, String last) {
        this.file = file;
        this.rotateBytes = rotateBytes;
        this.keep = keep;
        this.channel = channel;
        this.last = last;
    }

    /**
     * Goes on where the file ends. A file that was tampered with is said in the log and goes on all the same: the break
     * stays visible in it.
     *
     * @param keep so many files put aside stay
     */
    static AuditJournal open(Path file, long rotateBytes, int keep) throws IOException {
        Files.createDirectories(file.toAbsolutePath().getParent());
        List<String> lines = Files.exists(file) ? Files.readAllLines(file, StandardCharsets.UTF_8) : List.of();
        int broken = AuditLine.firstBroken(lines);
        if (broken >= 0) {
            LOG.error("{}: line {} is not as it was written, or lines before it are missing", file, broken + 1);
        }
        String last = lastHash(lines).or(() -> lastHash(aside(file, 1))).orElse(AuditLine.NOTHING);
        FileChannel channel = append(file);
        if (channel.size() > 0 && broken == lines.size() - 1) {
            // The disk was full, or the process ended, within a line.
            write(channel, "\n");
        }
        return new AuditJournal(file, rotateBytes, keep, channel, last);
    }

    private static Optional<String> lastHash(List<String> lines) {
        for (int i = lines.size() - 1; i >= 0; i--) {
            Optional<Entry> entry = AuditLine.read(lines.get(i));
            if (entry.isPresent()) {
                return entry.map(Entry::hash);
            }
        }
        return Optional.empty();
    }

    private static List<String> aside(Path file, int number) {
        try {
            Path older = older(file, number);
            return Files.exists(older) ? Files.readAllLines(older, StandardCharsets.UTF_8) : List.of();
        } catch (IOException e) {
            return List.of();
        }
    }

    private static Path older(Path file, int number) {
        return file.resolveSibling(file.getFileName() + "." + number);
    }

    private static FileChannel append(Path file) throws IOException {
        return FileChannel.open(
                file,
                Set.of(StandardOpenOption.CREATE, StandardOpenOption.APPEND),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    }

    /** What the next entry has to name as the one before. */
    String last() {
        return last;
    }

    /** @param line of {@link AuditLine#of} */
    void add(String line) throws IOException {
        if (channel.size() >= rotateBytes) {
            rotate();
        }
        write(channel, line + "\n");
        channel.force(false);
        last = AuditLine.read(line).map(Entry::hash).orElse(last);
    }

    private void rotate() throws IOException {
        channel.close();
        Files.deleteIfExists(older(file, keep));
        for (int number = keep - 1; number >= 1; number--) {
            if (Files.exists(older(file, number))) {
                Files.move(older(file, number), older(file, number + 1), StandardCopyOption.ATOMIC_MOVE);
            }
        }
        Files.move(file, older(file, 1), StandardCopyOption.ATOMIC_MOVE);
        channel = append(file);
    }

    private static void write(FileChannel channel, String text) throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
    }
}
