package io.weir.node.telemetry;

import io.weir.node.state.Caches;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import kamon.tag.TagSet;

/** What the caches of this node hold and have done. The policies' names come from the document. */
final class CacheSource implements Source {
    private final Supplier<List<Caches.Figures>> figures;
    private final GaugeSet bytes = new GaugeSet(Metric.CACHE_BYTES);
    private final GaugeSet entries = new GaugeSet(Metric.CACHE_ENTRIES);
    private final GaugeSet diskOn = new GaugeSet(Metric.CACHE_DISK_ON);
    private final GaugeSet diskBytes = new GaugeSet(Metric.CACHE_DISK_BYTES);
    private final GaugeSet diskEntries = new GaugeSet(Metric.CACHE_DISK_ENTRIES);
    private final Map<String, Long> before = new HashMap<>();

    CacheSource(Supplier<List<Caches.Figures>> figures) {
        this.figures = figures;
    }

    @Override
    public void update(Instruments to) {
        for (Caches.Figures of : figures.get()) {
            TagSet tags = TagSet.of("policy", of.policy());
            bytes.set(to, tags, (double) of.bytes());
            entries.set(to, tags, (double) of.entries());
            requests(to, of, "hit", of.hits());
            requests(to, of, "stale", of.stale());
            requests(to, of, "miss", of.misses() - Math.min(of.misses(), of.revalidated()));
            requests(to, of, "revalidated", of.revalidated());
            requests(to, of, "bypass", of.passed());
            count(to, Metric.CACHE_COALESCED, of.policy(), tags, of.coalesced());
            count(to, Metric.CACHE_STORED, of.policy(), tags, of.stored());
            count(to, Metric.CACHE_NO_ROOM, of.policy(), tags, of.noRoom());
            disk(to, of, tags);
            removed(to, of, "size", of.removed().size());
            removed(to, of, "expired", of.removed().expired());
            removed(to, of, "replaced", of.removed().replaced());
            removed(to, of, "invalidated", of.removed().invalidated());
            removed(to, of, "purged", of.removed().purged());
            peers(to, of, "hit", of.peerHits());
            peers(to, of, "miss", of.peerMisses());
            peers(to, of, "failure", of.peerFailures());
            count(to, Metric.CACHE_PEER_SERVED, of.policy(), tags, of.peerServed());
        }
        bytes.done(to);
        entries.done(to);
        diskOn.done(to);
        diskBytes.done(to);
        diskEntries.done(to);
    }

    private void requests(Instruments to, Caches.Figures of, String outcome, long total) {
        TagSet tags = TagSet.of("policy", of.policy()).withTag("outcome", outcome);
        count(to, Metric.CACHE_REQUESTS, of.policy() + "/" + outcome, tags, total);
    }

    private void disk(Instruments to, Caches.Figures of, TagSet tags) {
        if (of.disk().mostBytes() > 0) {
            diskOn.set(to, tags, of.disk().on() ? 1 : 0);
            diskBytes.set(to, tags, (double) of.disk().bytes());
            diskEntries.set(to, tags, (double) of.disk().entries());
            count(to, Metric.CACHE_DISK_FOUND, of.policy(), tags, of.disk().found());
            count(to, Metric.CACHE_DISK_SPOILT, of.policy(), tags, of.disk().spoilt());
        }
    }

    private void removed(Instruments to, Caches.Figures of, String reason, long total) {
        TagSet tags = TagSet.of("policy", of.policy()).withTag("reason", reason);
        count(to, Metric.CACHE_REMOVED, of.policy() + "/" + reason, tags, total);
    }

    private void peers(Instruments to, Caches.Figures of, String outcome, long total) {
        TagSet tags = TagSet.of("policy", of.policy()).withTag("outcome", outcome);
        count(to, Metric.CACHE_PEER_ASKED, of.policy() + "/" + outcome, tags, total);
    }

    /** A cache that has begun anew counts from 0 again. */
    private void count(Instruments to, Metric metric, String name, TagSet tags, long total) {
        Long last = before.put(metric.id + "/" + name, total);
        to.counter(metric, tags).increment(last == null || last > total ? total : total - last);
    }
}
