package io.weir.node.control.config;

import io.weir.protocol.cluster.ConfigAgentMessage;
import io.weir.protocol.cluster.ConfigMark;
import io.weir.protocol.cluster.ConfigWriterMessage.Propose;
import io.weir.protocol.cluster.ConfigWriterMessage.Report;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the writer knows of revisions: which is live, which numbers are taken, and what each member has on disk. Belongs
 * to one writer and its thread.
 */
final class Ledger {
    private static final Logger LOG = LoggerFactory.getLogger(Ledger.class);

    private final Map<String, Report> reports = new HashMap<>();
    private boolean recovered;
    private boolean fresh = true;
    private ConfigMark live = ConfigMark.NONE;
    private long highest;
    private long lastNumber;

    void heard(Report report) {
        reports.put(report.member(), report);
    }

    /** Keeps only what members of the cluster have reported. */
    void keepOnly(Collection<String> members) {
        reports.keySet().removeIf(member -> !members.contains(member));
    }

    boolean hasHeard(Collection<String> members) {
        return reports.keySet().containsAll(members);
    }

    Collection<Report> reports() {
        return reports.values();
    }

    Optional<Report> report(String member) {
        return Optional.ofNullable(reports.get(member));
    }

    Map<String, Long> liveByNode() {
        Map<String, Long> byNode = new TreeMap<>();
        reports.values()
                .forEach(report -> byNode.put(report.node(), report.live().number()));
        return byNode;
    }

    ConfigMark live() {
        return live;
    }

    boolean recovered() {
        return recovered;
    }

    /** Begins with the best of what members have reported. */
    void recover() {
        recovered = true;
        live = Recovery.live(reports.values());
        highest = Recovery.highest(reports.values());
        LOG.info("Writes the document from here on; revision {} is live", live.number());
    }

    /** The revision that a proposal would become. */
    ConfigMark next(Propose propose, long atMillis) {
        lastNumber = Math.max(live.number(), highest) + 1;
        return new ConfigMark(lastNumber, propose.hash(), live.number(), live.hash(), atMillis, propose.author());
    }

    /** @param initial it is only what a node was started with, which contradicts no other revision */
    void accepted(ConfigMark mark, boolean initial) {
        live = mark;
        fresh = fresh && initial;
    }

    /** What to tell a member between rounds; empty when nobody could hand it the document now. */
    Optional<ConfigAgentMessage> advise(Report report, long epoch, Predicate<String> reachable) {
        if (ofAnotherWriter(report)) {
            highest = Math.max(highest, Recovery.highest(report));
        }
        return switch (Recovery.advise(live, fresh, report.live())) {
            case KEEP -> Optional.of(keep(report, epoch));
            case CATCH_UP -> catchUp(epoch, reachable);
            case ADOPT -> {
                LOG.warn(
                        "Takes revision {}, which node {} brings", report.live().number(), report.node());
                live = report.live();
                yield Optional.of(keep(report, epoch));
            }
            case CONFLICT -> {
                LOG.error(
                        "Node {} brings revision {} of another history; it takes revision {} instead",
                        report.node(),
                        report.live().number(),
                        live.number());
                yield catchUp(epoch, reachable);
            }
        };
    }

    private ConfigAgentMessage keep(Report report, long epoch) {
        return report.candidate() == 0
                ? new ConfigAgentMessage.Current(epoch, live.number(), highest)
                : new ConfigAgentMessage.Abort(epoch, ofAnotherWriter(report));
    }

    /** The candidate may have been live on a member that is gone; what this writer gave up never was. */
    private boolean ofAnotherWriter(Report report) {
        return report.candidate() == 0 || report.candidate() > lastNumber;
    }

    private Optional<ConfigAgentMessage> catchUp(long epoch, Predicate<String> reachable) {
        return reports.values().stream()
                .filter(other -> other.live().same(live) && reachable.test(other.member()))
                .findFirst()
                .map(source -> new ConfigAgentMessage.CatchUp(epoch, live, source.agent()));
    }
}
