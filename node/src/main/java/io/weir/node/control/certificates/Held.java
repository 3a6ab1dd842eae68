package io.weir.node.control.certificates;

import io.weir.config.model.Certificate;
import io.weir.node.state.CertificateMaterial;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;

/**
 * A certificate of a document on this node.
 *
 * @param loaded when the material came here
 * @param marks the files as they were before they were read last
 * @param changing how they looked in the meantime; equal to {@code marks} when nothing is going on
 * @param problem why the newest texts are not used, or what else should be looked after; empty: nothing
 */
record Held(
        Certificate declared,
        CertificateMaterial material,
        Instant loaded,
        Map<Path, FileMark> marks,
        Map<Path, FileMark> changing,
        String problem) {
    Held {
        marks = Map.copyOf(marks);
        changing = Map.copyOf(changing);
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
        return new Held(declared, material, loaded, marks, now, problem);
    }

    /** The texts that these marks belong to are no better: the last good ones stay. */
    Held refused(Map<Path, FileMark> now, String reason) {
        return new Held(declared, material, loaded, now, now, reason);
    }
}
