package io.weir.node.control.config;

import io.weir.protocol.cluster.ConfigMark;
import io.weir.protocol.cluster.ConfigWriterMessage.Report;
import java.util.Collection;
import java.util.Comparator;

/**
 * What a writer makes of what members have on disk. Pure.
 *
 * <p>An acknowledged revision is on the disk of every member, so whoever reports knows it or a later one: the highest
 * wins. A candidate is never decided by its holders: it is live somewhere, or it is given up and its number burnt.
 */
final class Recovery {
    /** What a member is to do. */
    enum Advice {
        /** It has what is live. */
        KEEP,
        /** It has an older revision, or none. */
        CATCH_UP,
        /** It has a revision that follows what is live: decided, but its writer died; now the cluster takes it. */
        ADOPT,
        /** Its revision belongs to another history; it takes the cluster's. */
        CONFLICT
    }

    private Recovery() {}

    /** The revision that a new writer begins with. */
    static ConfigMark live(Collection<Report> reports) {
        return reports.stream()
                .map(Report::live)
                .max(Comparator.comparingLong(ConfigMark::number).thenComparing(ConfigMark::hash))
                .orElse(ConfigMark.NONE);
    }

    /** No new revision gets this number or a lower one. */
    static long highest(Collection<Report> reports) {
        return reports.stream().mapToLong(Recovery::highest).max().orElse(0);
    }

    static long highest(Report report) {
        return Math.max(report.live().number(), Math.max(report.candidate(), report.highest()));
    }

    /** @param fresh the writer has acknowledged nothing since it began, so a higher revision contradicts nobody */
    static Advice advise(ConfigMark live, boolean fresh, ConfigMark reported) {
        if (reported.same(live)) {
            return Advice.KEEP;
        }
        if (reported.number() < live.number()) {
            return Advice.CATCH_UP;
        }
        boolean later = reported.number() > live.number();
        return later && (fresh || reported.follows(live)) ? Advice.ADOPT : Advice.CONFLICT;
    }
}
