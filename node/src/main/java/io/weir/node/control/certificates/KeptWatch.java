package io.weir.node.control.certificates;

import io.weir.node.control.certificates.KeptCertificates.Origin;
import java.time.Instant;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes over what the cluster keeps when it changes. Used by one thread. */
final class KeptWatch {
    private static final Logger LOG = LoggerFactory.getLogger(KeptWatch.class);

    private final KeptCertificates kept;
    private final CertificateSources sources;
    private final Board board;

    KeptWatch(KeptCertificates kept, CertificateSources sources, Board board) {
        this.kept = kept;
        this.sources = sources;
        this.board = board;
    }

    void look() {
        for (Shelf shelf : board.shelves()) {
            for (Held held : shelf.all()) {
                CertificateSources.origin(held.declared().source()).ifPresent(origin -> look(held, origin));
            }
        }
    }

    private void look(Held held, Origin origin) {
        String name = held.declared().name();
        try {
            if (kept.isUnreadable(origin, name)) {
                throw new UnusableCertificate("it cannot be opened with the cluster secret of this node");
            }
            Optional<Instant> since = kept.since(origin, name);
            if (since.isPresent() && (held.material().isEmpty() || !since.get().equals(held.since()))) {
                board.replace(
                        held,
                        sources.kept(held.declared(), kept.stored(origin, name).orElseThrow(), true));
                LOG.info("certificate {}: a new one is in use", name);
            }
        } catch (UnusableCertificate e) {
            if (!held.problem().equals(e.reason())) {
                board.replace(held, held.refused(held.marks(), e.reason()));
                LOG.error("certificate {}: the new one cannot be used: {}; the last good one stays", name, e.reason());
            }
        }
    }
}
