package io.weir.node.control.certificates;

import io.weir.config.model.Certificate;
import io.weir.node.state.CertificateMaterial;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * A certificate of a document on this node.
 *
 * @param material empty: ordered and not yet issued
 * @param since when it was read from files, uploaded or issued
 * @param marks the files as they were before they were read last
 * @param changing how they looked in the meantime; equal to {@code marks} when nothing is going on
 * @param problem why the newest texts are not used, or what else should be looked after; empty: nothing
 */
record Held(
        Certificate declared,
        Optional<CertificateMaterial> material,
        Instant since,
        Map<Path, FileMark> marks,
        Map<Path, FileMark> changing,
        String problem) {
    Held {
        marks = Map.copyOf(marks);
        changing = Map.copyOf(changing);
    }

    /** Of a certificate that is not of files. */
    static Held kept(Certificate declared, Optional<CertificateMaterial> material, Instant since, String problem) {
        return new Held(declared, material, since, Map.of(), Map.of(), problem);
    }

    /** What is to be done about the files' present looks. */
    enum Step {
        REST,
        WAIT,
        READ
    }

    /**
     * Files are written bit by bit, and chain and key one after the other: they are read when they looked the same twice.
     */
    Step step(Map<Path, FileMark> now) {
        if (now.equals(marks)) {
            return Step.REST;
        }
        return now.equals(changing) ? Step.READ : Step.WAIT;
    }

    Held seen(Map<Path, FileMark> now) {
        return new Held(declared, material, since, marks, now, problem);
    }

    /** The texts that these marks belong to are no better: the last good ones stay. */
    Held refused(Map<Path, FileMark> now, String reason) {
        return new Held(declared, material, since, now, now, reason);
    }
}
