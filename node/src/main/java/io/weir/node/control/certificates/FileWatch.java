package io.weir.node.control.certificates;

import io.weir.config.model.Certificate;
import io.weir.node.state.CertificateMaterial;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads files again that have changed. It asks for their looks rather than having itself told: that costs some microseconds
 * for each file and works through links, for folders that are swapped, and on file systems of other machines, where the
 * kernel tells nothing. Used by one thread.
 */
final class FileWatch {
    private static final Logger LOG = LoggerFactory.getLogger(FileWatch.class);

    private final FileSource files;
    private final Board board;
    private final InstantSource clock;
    private final AtomicLong failures = new AtomicLong();

    FileWatch(FileSource files, Board board, InstantSource clock) {
        this.files = files;
        this.board = board;
        this.clock = clock;
    }

    /** Changed files that could not be used, since the start. */
    long failures() {
        return failures.get();
    }

    void look() {
        for (Shelf shelf : board.shelves()) {
            for (Held held : shelf.all()) {
                if (held.declared().source() instanceof Certificate.Source.Pem pem) {
                    look(held, pem);
                }
            }
        }
    }

    private void look(Held held, Certificate.Source.Pem pem) {
        Map<Path, FileMark> now = files.marks(pem);
        switch (held.step(now)) {
            case WAIT -> board.replace(held, held.seen(now));
            case READ -> read(held, pem, now);
            case REST -> {
                if (!held.changing().equals(now)) {
                    board.replace(held, held.seen(now));
                }
            }
        }
    }

    private void read(Held held, Certificate.Source.Pem pem, Map<Path, FileMark> now) {
        String name = held.declared().name();
        try {
            Assembly texts = files.read(pem);
            Instant time = clock.instant();
            CertificateMaterial read = texts.judge(name, time);
            boolean same = Board.isSame(Optional.of(read), held.material());
            Optional<CertificateMaterial> material = same ? held.material() : Optional.of(read);
            Instant since = same ? held.since() : time;
            board.replace(held, new Held(held.declared(), material, since, now, now, texts.remark(read, time)));
            if (!same) {
                LOG.info("certificate {}: its files have changed and are in use", name);
            }
        } catch (UnusableCertificate e) {
            failures.incrementAndGet();
            board.replace(held, held.refused(now, e.reason()));
            LOG.error(
                    "certificate {}: its files have changed and cannot be used: {}; the last good ones stay in use",
                    name,
                    e.reason());
        }
    }
}
