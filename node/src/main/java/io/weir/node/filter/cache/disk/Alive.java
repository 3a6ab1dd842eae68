package io.weir.node.filter.cache.disk;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.zip.CRC32C;

/**
 * Until when the node that wrote a folder knew of all purges. Purges are kept for ten minutes; a node that was away for half of
 * that, or whose clock says that it comes from the future, cannot know, and believes nothing of what it finds.
 */
public final class Alive {
    /** Clocks of nodes may differ by as much. */
    public static final Duration MOST_AWAY = Duration.ofMinutes(5);

    private static final Duration AHEAD = Duration.ofSeconds(5);

    private final Path file;
    private final String owner;

    /** @param owner what the folder is for; what was written for something else is not believed */
    public Alive(Path folder, String owner) {
        this.file = folder.resolve("alive");
        this.owner = owner;
    }

    /**
     * What the node that wrote the folder said last.
     *
     * @param millis when it knew of all purges; {@link Long#MIN_VALUE}: nothing that can be believed was said
     * @param alone whether there was no other member then, which could purge without it
     */
    public record Mark(long millis, boolean alone) {
        static final Mark NONE = new Mark(Long.MIN_VALUE, false);

        /** Whether all that was purged since is still known. */
        public boolean isRecent(long nowMillis) {
            return millis != Long.MIN_VALUE
                    && nowMillis - millis <= MOST_AWAY.toMillis()
                    && millis - nowMillis <= AHEAD.toMillis();
        }
    }

    private String text(long millis, boolean alone) {
        String said = "weir-cache 2 " + millis + " " + (alone ? "alone" : "among") + " " + owner;
        CRC32C sum = new CRC32C();
        sum.update(said.getBytes(StandardCharsets.UTF_8));
        return said + " " + sum.getValue();
    }

    /** @param alone there is no other member */
    public void say(long nowMillis, boolean alone) throws IOException {
        Path next = file.resolveSibling("alive.next");
        Files.deleteIfExists(next);
        Files.createFile(next, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(next, text(nowMillis, alone));
        Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    /** From now on nothing that is there is believed. */
    public void withdraw() throws IOException {
        Files.deleteIfExists(file);
    }

    public Mark read() throws IOException {
        String said;
        try {
            said = Files.readString(file, StandardCharsets.ISO_8859_1);
        } catch (NoSuchFileException e) {
            return Mark.NONE;
        }
        String[] words = said.split(" ", -1);
        if (words.length < 4 || !words[2].matches("\\d{1,18}")) {
            return Mark.NONE;
        }
        Mark mark = new Mark(Long.parseLong(words[2]), words[3].equals("alone"));
        return said.equals(text(mark.millis, mark.alone)) ? mark : Mark.NONE;
    }
}
