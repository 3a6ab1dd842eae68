package io.weir.node.control.certificates;

import io.weir.config.model.Certificate;
import io.weir.node.control.certificates.KeptCertificates.Origin;
import io.weir.node.state.CertificateMaterial;
import io.weir.node.state.Sealing;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Loads certificates from wherever the document says. Blocks. */
final class CertificateSources {
    private static final long BOUND_SECONDS = 5;
    private static final Logger LOG = LoggerFactory.getLogger(CertificateSources.class);

    private final FileSource files;
    private final KeptCertificates kept;
    private final InstantSource clock;

    CertificateSources(FileSource files, KeptCertificates kept, InstantSource clock) {
        this.files = files;
        this.kept = kept;
        this.clock = clock;
    }

    /** Where the cluster keeps certificates of this source; empty: it does not. */
    static Optional<Origin> origin(Certificate.Source source) {
        if (source instanceof Certificate.Source.Acme) {
            return Optional.of(Origin.ACME);
        }
        return source instanceof Certificate.Source.Uploaded ? Optional.of(Origin.UPLOADED) : Optional.empty();
    }

    /** @param decided one that is no longer, or not yet, valid is loaded all the same */
    Held load(Certificate certificate, boolean decided) throws UnusableCertificate {
        Held held = certificate.source() instanceof Certificate.Source.Pem pem
                ? ofFiles(certificate, pem, decided)
                : kept(certificate, origin(certificate.source()).orElseThrow(), decided);
        if (!held.problem().isEmpty()) {
            LOG.error("certificate {}: {}", certificate.name(), held.problem());
        }
        return held;
    }

    private Held ofFiles(Certificate certificate, Certificate.Source.Pem pem, boolean decided)
            throws UnusableCertificate {
        Map<Path, FileMark> marks = files.marks(pem);
        Assembly texts = files.read(pem);
        Instant now = clock.instant();
        CertificateMaterial material =
                decided ? texts.assemble(certificate.name(), now) : texts.judge(certificate.name(), now);
        return new Held(certificate, Optional.of(material), now, marks, marks, texts.remark(material, now));
    }

    private Held kept(Certificate certificate, Origin origin, boolean decided) throws UnusableCertificate {
        String name = certificate.name();
        boolean ordered = certificate.source() instanceof Certificate.Source.Acme;
        if (ordered && !kept.isPossible()) {
            throw new UnusableCertificate("ACME needs a secret to keep keys with. " + Sealing.HOW);
        }
        if (!decided && certificate.source() instanceof Certificate.Source.Acme acme) {
            files.require(acme);
        }
        refresh(origin, name);
        Optional<StoredCertificate> stored = kept.stored(origin, name);
        if (stored.isPresent()) {
            return kept(certificate, stored.get(), decided || ordered);
        }
        if (kept.isUnreadable(origin, name)) {
            throw new UnusableCertificate("what the cluster keeps of it cannot be opened on this node; its"
                    + " weir.cluster.secret-file is not that of the other nodes");
        }
        if (!ordered) {
            throw new UnusableCertificate("it was not uploaded (PUT /v1/certificates/" + name + " first)");
        }
        return Held.kept(certificate, Optional.empty(), Instant.EPOCH, "");
    }

    /** Without looking further than this node. */
    Held kept(Certificate certificate, StoredCertificate stored, boolean decided) throws UnusableCertificate {
        Instant now = clock.instant();
        Assembly texts = stored.texts();
        CertificateMaterial material =
                decided ? texts.assemble(certificate.name(), now) : texts.judge(certificate.name(), now);
        return Held.kept(certificate, Optional.of(material), stored.since(), texts.remark(material, now));
    }

    /** A node that has just come may not have been told yet. */
    private void refresh(Origin origin, String name) throws UnusableCertificate {
        try {
            kept.refresh(origin, name).toCompletableFuture().get(BOUND_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new UnusableCertificate("the node is ending");
        } catch (java.util.concurrent.ExecutionException | TimeoutException | CompletionException e) {
            // What this node has by itself decides.
            LOG.warn("certificate {}: the other nodes do not say whether theirs is newer", name);
        }
    }
}
