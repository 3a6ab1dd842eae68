package io.weir.node.control.certificates;

import io.weir.config.model.Certificate;
import io.weir.config.model.GatewayDocument;
import io.weir.node.control.secret.LocalSecrets;
import io.weir.node.decide.certificate.Expiry;
import io.weir.node.state.CertificateMaterial;
import io.weir.node.state.Certificates;
import io.weir.node.state.Stager.StagingException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Collection;
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

    /** Every ten seconds. */
    private static final int LOOKS_AT_TIME = 25;

    private static final Logger LOG = LoggerFactory.getLogger(NodeCertificates.class);

    private final Board board = new Board();
    private final CertificateSources sources;
    private final Challenges challenges;
    private final FileWatch files;
    private final KeptWatch kept;
    private final ExpiryWatch expiry;
    private final InstantSource clock;
    private int looks;
    private final ScheduledExecutorService watching;

    private NodeCertificates(
            LocalSecrets secrets, KeptCertificates keeping, Challenges challenges, InstantSource clock) {
        FileSource texts = new FileSource(secrets);
        this.sources = new CertificateSources(texts, keeping, clock);
        this.challenges = challenges;
        this.clock = clock;
        this.files = new FileWatch(texts, board, clock);
        this.kept = new KeptWatch(keeping, sources, board);
        this.expiry = new ExpiryWatch(board, clock);
        this.watching = Executors.newSingleThreadScheduledExecutor(NodeCertificates::thread);
    }

    /** Files, and what the cluster keeps, are watched until it is closed. */
    public static NodeCertificates start(
            LocalSecrets secrets, KeptCertificates keeping, Challenges challenges, InstantSource clock) {
        NodeCertificates certificates = new NodeCertificates(secrets, keeping, challenges, clock);
        ScheduledExecutorService thread = certificates.watching;
        thread.scheduleWithFixedDelay(certificates::look, LOOK.toMillis(), LOOK.toMillis(), TimeUnit.MILLISECONDS);
        keeping.onChange((origin, name) -> {
            if (!thread.isShutdown()) {
                thread.execute(certificates::look);
            }
        });
        return certificates;
    }

    private static Thread thread(Runnable work) {
        Thread thread = new Thread(work, "weir-certificates");
        thread.setDaemon(true);
        return thread;
    }

    private void look() {
        try {
            files.look();
            kept.look();
            if (looks++ % LOOKS_AT_TIME == 0) {
                expiry.look();
            }
        } catch (RuntimeException e) {
            LOG.error("Looking at the sources of certificates failed", e);
        }
    }

    /** The certificates of a revision that is being staged. Exactly one of the two is called. */
    public interface Staged {
        /** They are those of the live document from now on; called before anything else of the revision is. */
        void activate();

        void discard();
    }

    /**
     * Loads the certificates of {@code document}. Blocks while files are read and other nodes asked. Until the revision is
     * live or discarded, {@link #current} has those whose names the live document does not have.
     *
     * @param decided as {@link io.weir.node.state.Stager#stage} says
     * @throws StagingException naming the first certificate that cannot be used, and why
     */
    public Staged stage(GatewayDocument document, boolean decided) {
        Map<String, Held> loaded = new LinkedHashMap<>();
        for (Certificate certificate : document.certificates()) {
            try {
                loaded.put(certificate.name(), sources.load(certificate, decided));
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

    /** Those of the live document. */
    Collection<Held> live() {
        return board.live().all();
    }

    /** Days until the chain of each certificate of the live document ends, by name; negative when it is over. */
    public Map<String, Double> daysLeft() {
        Map<String, Double> days = new LinkedHashMap<>();
        for (Held held : live()) {
            held.material()
                    .ifPresent(material ->
                            days.put(material.name(), Expiry.daysLeft(Expiry.end(material.chain()), clock.instant())));
        }
        return days;
    }

    /** Files that changed and could not be used, since the start. */
    public long failures() {
        return files.failures();
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
        return challenges.http(token);
    }

    @Override
    public @Nullable CertificateMaterial tlsChallenge(String host) {
        return challenges.tls(host);
    }

    @Override
    public void close() {
        watching.shutdownNow();
    }
}
