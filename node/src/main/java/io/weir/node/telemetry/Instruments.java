package io.weir.node.telemetry;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.time.Duration;
import kamon.metric.Counter;
import kamon.metric.DynamicRange;
import kamon.metric.Gauge;
import kamon.metric.Histogram;
import kamon.metric.MeasurementUnit;
import kamon.metric.MetricRegistry;
import kamon.metric.PeriodSnapshot;
import kamon.prometheus.PrometheusSettings;
import kamon.prometheus.ScrapeDataBuilder;
import kamon.tag.TagSet;
import kamon.util.Clock;
import scala.Option;

/**
 * Kamon's instruments of one node, and the text that Prometheus reads. A registry of our own rather than Kamon's global
 * one: no threads, no agent, no banner, and two nodes in one JVM do not add up. Thread-safe as far as Kamon is.
 */
final class Instruments {
    private static final Option<Duration> NO_UPDATES = Option.empty();
    private static final Config SETTINGS = ConfigFactory.parseResources(Instruments.class, "kamon.conf")
            .withFallback(ConfigFactory.defaultReference())
            .resolve();
    private static final DynamicRange DURATIONS = new DynamicRange(1, Latency.HIGHEST_MICROS, 2);

    private final MetricRegistry counts = new MetricRegistry(SETTINGS, new Clock.Anchored());
    private final MetricRegistry gauges = new MetricRegistry(SETTINGS, new Clock.Anchored());
    private final PrometheusSettings.Generic form =
            PrometheusSettings.readSettings(SETTINGS.getConfig("kamon.prometheus"));

    Counter counter(Metric metric, TagSet tags) {
        return counter(metric.id, metric.help, metric.unit).withTags(tags);
    }

    Gauge gauge(Metric metric, TagSet tags) {
        return gauge(metric.id, metric.help, metric.unit).withTags(tags);
    }

    /** Durations in microseconds. */
    Histogram histogram(Metric metric, TagSet tags) {
        return counts.histogram(
                        metric.id,
                        Option.apply(metric.help),
                        Option.apply(metric.unit),
                        Option.apply(DURATIONS),
                        NO_UPDATES)
                .withTags(tags);
    }

    kamon.metric.Metric.Counter counter(String id, String help, MeasurementUnit unit) {
        return counts.counter(id, Option.apply(help), Option.apply(unit), NO_UPDATES);
    }

    kamon.metric.Metric.Gauge gauge(String id, String help, MeasurementUnit unit) {
        return gauges.gauge(id, Option.apply(help), Option.apply(unit), NO_UPDATES);
    }

    /** All that was ever counted, in Prometheus' text format. */
    String text() {
        PeriodSnapshot all = counts.snapshot(false);
        // Resetting leaves a gauge its value. Kamon shows what was removed once more, then drops it.
        gauges.snapshot(true);
        PeriodSnapshot now = gauges.snapshot(true);
        return new ScrapeDataBuilder(form, TagSet.Empty())
                .appendCounters(all.counters())
                .appendGauges(now.gauges())
                .appendHistograms(all.histograms())
                .build();
    }
}
