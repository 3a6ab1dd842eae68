package io.weir.node.telemetry;

import kamon.metric.Histogram;
import kamon.tag.TagSet;

/** From counts to instruments. What never happened makes no series. */
final class Feed {
    private Feed() {}

    static void counter(Counts counts, int index, Instruments instruments, Metric metric, TagSet tags) {
        long more = counts.take(index);
        if (more > 0) {
            instruments.counter(metric, tags).increment(more);
        }
    }

    /** {@link StatusClass#COUNT} counts from {@code first} on. */
    static void statuses(Counts counts, int first, Instruments instruments, Metric metric, TagSet tags) {
        for (int i = 0; i < StatusClass.COUNT; i++) {
            counter(counts, first + i, instruments, metric, tags.withTag("status", StatusClass.label(i)));
        }
    }

    /** {@link Latency#BUCKETS} counts from {@code first} on. */
    static void latency(Counts counts, int first, Instruments instruments, Metric metric, TagSet tags) {
        Histogram histogram = null;
        for (int bucket = 0; bucket < Latency.BUCKETS; bucket++) {
            long more = counts.take(first + bucket);
            if (more > 0) {
                histogram = histogram == null ? instruments.histogram(metric, tags) : histogram;
                histogram.record(Latency.middleMicros(bucket), more);
            }
        }
    }
}
