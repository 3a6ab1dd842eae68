package io.weir.node.control.certificates;

import io.weir.config.model.Certificate;
import io.weir.config.model.GatewayDocument;
import io.weir.node.control.secret.LocalSecrets;
import io.weir.node.state.CertificateMaterial;
import io.weir.node.state.Certificates;
import io.weir.node.state.Stager.StagingException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The certificates of this node: loaded when a revision is staged, and again when what they come from changes. */
public final class NodeCertificates implements Certificates, AutoCloseable {
    /** A file that has changed is in use after two looks at most. */
    static final Duration LOOK = Duration.ofMillis(400);

    private static final Logger LOG = LoggerFactory.getLogger(NodeCertificates.class);

    private final FileSource files;
    private final InstantSource clock;
    private final Board board = new Board();
    private final FileWatch watch;
    private final ScheduledExecutorService watching;

    private NodeCertificates(LocalSecrets secrets, InstantSource clock) {
        this.files = new FileSource(secrets);
        this.clock = clock;
        this.watch = new FileWatch(files, board, clock);
        this.watching = Executors.newSingleThreadScheduledExecutor(NodeCertificates::thread);
    }

    /** Files are watched until it is closed. */
    public static NodeCertificates start(LocalSecrets secrets, InstantSource clock) {
        NodeCertificates certificates = new NodeCertificates(secrets, clock);
        certificates.watching.scheduleWithFixedDelay(
                certificates::look, LOOK.toMillis(), LOOK.toMillis(), TimeUnit.MILLISECONDS);
        return certificates;
    }

    private static Thread thread(Runnable work) {
        Thread thread = new Thread(work, "weir-certificates");
        thread.setDaemon(true);
        return thread;
    }

    private void look() {
        try {
            watch.look();
        } catch (RuntimeException e) {
            LOG.error("Looking at the files of certificates failed", e);
        }
    }

    /** The certificates of a revision that is being staged. Exactly one of the two is called. */
    public interface Staged {
        /** They are those of the live document from now on; called before anything else of the revision is. */
        void activate();

        void discard();
    }

    /**
     * Loads the certificates of {@code document}. Blocks while files are read. Until the revision is live or discarded,
     * {@link #current} has those whose names the live document does not have.
     *
     * @throws StagingException naming the first certificate that cannot be used, and why
     */
    public Staged stage(GatewayDocument document) {
        Map<String, Held> loaded = new LinkedHashMap<>();
        for (Certificate certificate : document.certificates()) {
            try {
                loaded.put(certificate.name(), load(certificate));
            } catch (UnusableCertificate e) {
                throw new StagingException("certificate " + certificate.name() + ": " + e.reason());
            }
        }
        Shelf shelf = new Shelf(loaded);
        board.stage(shelf);
        return new Staged() {
            @Override
            public void activate() {
                board.activate(shelf);
            }

            @Override
            public void discard() {
                board.discard(shelf);
            }
        };
    }

    private Held load(Certificate certificate) throws UnusableCertificate {
        Certificate.Source.Pem pem = (Certificate.Source.Pem) certificate.source();
        Map<Path, FileMark> marks = files.marks(pem);
        Assembly texts = files.read(pem);
        Instant now = clock.instant();
        CertificateMaterial material = texts.judge(certificate.name(), now);
        return new Held(certificate, material, now, marks, marks, texts.remark(material));
    }

    /** Files that changed and could not be used, since the start. */
    public long failures() {
        return watch.failures();
    }

    @Override
    public @Nullable CertificateMaterial current(String name) {
        return board.current(name);
    }

    @Override
    public void onChange(Consumer<String> listener) {
        board.onChange(listener);
    }

    @Override
    public @Nullable String httpChallenge(String token) {
        return null;
    }

    @Override
    public @Nullable CertificateMaterial tlsChallenge(String host) {
        return null;
    }

    @Override
    public void close() {
        watching.shutdownNow();
    }
}
