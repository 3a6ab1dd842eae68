package io.weir.node.telemetry;

import java.util.HashSet;
import java.util.Set;
import kamon.tag.TagSet;

/** The series of one gauge: those that are not set any more disappear. Only one thread at a time. */
final class GaugeSet {
    private final Metric metric;
    private Set<TagSet> shown = new HashSet<>();
    private Set<TagSet> seen = new HashSet<>();

    GaugeSet(Metric metric) {
        this.metric = metric;
    }

    void set(Instruments instruments, TagSet tags, double value) {
        instruments.gauge(metric, tags).update(value);
        seen.add(tags);
    }

    /** Removes what was set before the last call and not since. */
    void done(Instruments instruments) {
        shown.removeAll(seen);
        shown.forEach(tags -> instruments.gauge(metric, tags).remove());
        shown = seen;
        seen = new HashSet<>();
    }
}
