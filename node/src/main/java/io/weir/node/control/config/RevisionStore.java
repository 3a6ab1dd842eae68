package io.weir.node.control.config;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.weir.config.parse.DocumentWriter;
import io.weir.protocol.cluster.ConfigMark;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Revisions on disk: {@code state} says which is live and which is a candidate, {@code revision-N} holds a mark and its
 * document. Every file begins with the SHA-256 of its rest, is synced, and appears by renaming. Blocks; used by one
 * thread at a time.
 */
final class RevisionStore {
    /** Older revisions are deleted. */
    static final int KEPT = 20;

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String REVISION = "revision-";
    private static final Logger LOG = LoggerFactory.getLogger(RevisionStore.class);

    private final Path directory;
    private State state;

    /**
     * @param candidate 0: none
     * @param highest the highest number that is not to be given again
     */
    record State(long live, long candidate, long highest) {}

    /** @param json the canonical document */
    record Stored(ConfigMark mark, String json) {}

    private RevisionStore(Path directory, State state) {
        this.directory = directory;
        this.state = state;
    }

    /** @throws IOException also when a file is damaged: it says which, and what to do */
    static RevisionStore open(Path directory) throws IOException {
        Files.createDirectories(directory);
        Path file = directory.resolve("state");
        State state = Files.exists(file) ? JSON.readValue(unseal(file), State.class) : new State(0, 0, 0);
        RevisionStore store = new RevisionStore(directory, state);
        store.live();
        return store;
    }

    State state() {
        return state;
    }

    Optional<Stored> live() throws IOException {
        return state.live() == 0 ? Optional.empty() : Optional.of(read(state.live()));
    }

    Stored read(long number) throws IOException {
        Path file = file(number);
        String text = unseal(file);
        int end = text.indexOf('\n');
        ConfigMark mark = JSON.readValue(text.substring(0, end), ConfigMark.class);
        return new Stored(mark, text.substring(end + 1));
    }

    /** Keeps a revision that is staged but undecided, instead of any other. */
    void keepCandidate(ConfigMark mark, String json) throws IOException {
        discard(false);
        write(file(mark.number()), JSON.writeValueAsString(mark) + "\n" + json);
        save(new State(state.live(), mark.number(), state.highest()));
    }

    /** From here on the candidate is what this node has. */
    void commit(long number) throws IOException {
        save(new State(number, 0, Math.max(state.highest(), number)));
        try {
            deleteOld();
        } catch (IOException e) {
            // The revision is durable: a commit that says otherwise would be worse than a file too many.
            LOG.warn("Old revisions stay on disk: {}", e.toString());
        }
    }

    /** Has a decided revision at once, instead of what is live and of any candidate. */
    void adopt(ConfigMark mark, String json) throws IOException {
        discard(false);
        write(file(mark.number()), JSON.writeValueAsString(mark) + "\n" + json);
        commit(mark.number());
    }

    /** @param burn its number is not to be given again */
    void discard(boolean burn) throws IOException {
        long candidate = state.candidate();
        if (candidate != 0) {
            save(new State(state.live(), 0, burn ? Math.max(state.highest(), candidate) : state.highest()));
            if (candidate != state.live()) {
                Files.deleteIfExists(file(candidate));
            }
        }
    }

    /** No number up to this one is given to a new revision. */
    void burn(long highest) throws IOException {
        save(new State(state.live(), state.candidate(), Math.max(state.highest(), highest)));
    }

    private void save(State next) throws IOException {
        write(directory.resolve("state"), JSON.writeValueAsString(next));
        state = next;
    }

    private void deleteOld() throws IOException {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(directory, REVISION + "*")) {
            TreeMap<Long, Path> byNumber = new TreeMap<>();
            for (Path file : files) {
                String number = file.getFileName().toString().substring(REVISION.length());
                if (number.chars().allMatch(Character::isDigit)) {
                    byNumber.put(Long.parseLong(number), file);
                }
            }
            byNumber.remove(state.live());
            while (byNumber.size() >= KEPT) {
                Files.deleteIfExists(byNumber.pollFirstEntry().getValue());
            }
        }
    }

    private Path file(long number) {
        return directory.resolve(REVISION + number);
    }

    private static String unseal(Path file) throws IOException {
        String text = Files.readString(file);
        int end = text.indexOf('\n');
        if (end < 0 || !DocumentWriter.hashOf(text.substring(end + 1)).equals(text.substring(0, end))) {
            throw new IOException(file + " is damaged; remove " + file.getParent()
                    + " to let this node fetch the document from the cluster again");
        }
        return text.substring(end + 1);
    }

    private void write(Path target, String text) throws IOException {
        Path fresh = directory.resolve(target.getFileName() + ".new");
        byte[] bytes = (DocumentWriter.hashOf(text) + "\n" + text).getBytes(StandardCharsets.UTF_8);
        try (FileChannel channel = FileChannel.open(
                fresh, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING)) {
            ByteBuffer buffer = ByteBuffer.wrap(bytes);
            while (buffer.hasRemaining()) {
                channel.write(buffer);
            }
            channel.force(true);
        }
        Files.move(fresh, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        try (FileChannel folder = FileChannel.open(directory, StandardOpenOption.READ)) {
            folder.force(true);
        }
    }
}
