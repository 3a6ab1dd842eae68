package io.weir.node.telemetry;

import io.weir.config.formation.NodeSettings;
import io.weir.node.state.Caches;
import io.weir.node.state.ClusterView;
import io.weir.node.state.ConfigDesk;
import io.weir.node.state.HealthDesk;
import io.weir.node.state.LimitCounters;
import io.weir.node.state.OrderCounters;
import io.weir.node.state.ProviderCounters;
import io.weir.node.state.Recorder;
import io.weir.node.state.VersionCallers;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import kamon.metric.MeasurementUnit;
import org.jspecify.annotations.Nullable;

/**
 * The metrics and the access log of one node. Loops count in arrays of their own; reading the metrics sums those up, so that nothing runs
 * between two readings. Thread-safe but for what {@link Recorder} says.
 */
public final class Telemetry implements Recorder.Factory, AutoCloseable {
    /** Routes and endpoints with series of their own. */
    private static final int MOST_NAMES = 2_000;

    /** Methods of gRPC with series of their own. */
    private static final int MOST_METHODS = 500;

    private final Names names = new Names(MOST_NAMES);
    private final Names methods = new Names(MOST_METHODS);
    private final VersionBook versions = new VersionBook(InstantSource.system());
    private final Queue<Tally> tallies = new ConcurrentLinkedQueue<>();
    private final CopyOnWriteArrayList<Source> sources = new CopyOnWriteArrayList<>();
    private @Nullable Instruments instruments;

    private final AccessLog accessLog;

    private Telemetry(AccessLog accessLog) {
        this.accessLog = accessLog;
        counter(Metric.ACCESS_LOG_DROPPED.id, Metric.ACCESS_LOG_DROPPED.help, accessLog::dropped);
    }

    /** Takes no time: instruments are made by the first reading, files opened by the first line. */
    public static Telemetry start(NodeSettings.AccessLog accessLog) {
        return new Telemetry(AccessLog.start(accessLog));
    }

    @Override
    public Recorder forLoop(int loop) {
        LoopTallies counters = new LoopTallies(names, methods, versions, tallies);
        AccessLog.ForLoop log = accessLog.forLoop();
        return log == null ? new LoopRecorder(counters) : new LoggingRecorder(counters, log);
    }

    /** Who calls which version here. {@link #readVersions} has to be called now and then. */
    public VersionCallers versions() {
        return versions;
    }

    /** Every few seconds: that is how exact it is when somebody was seen last. */
    public void readVersions() {
        versions.read();
    }

    /** Adds the gauges of cluster, document and endpoints. Once. */
    public void watch(ClusterView cluster, ConfigDesk config, HealthDesk health) {
        sources.add(new NodeSource(cluster, config, health));
    }

    /**
     * Adds what there is of certificates. Once.
     *
     * @param daysLeft by name
     * @param failures files that changed and could not be used
     */
    public void watch(Supplier<Map<String, Double>> daysLeft, LongSupplier failures) {
        sources.add(new CertificateSource(daysLeft));
        counter("weir.certificate.failures", "Files of certificates that changed and could not be used", failures);
    }

    /** Adds the counters of leases and learned sessions. Once. */
    public void watch(LimitCounters limits, LongSupplier sessionsOwned, LongSupplier sessionsCached) {
        counter("weir.limit.asks", "Asks for leases that were sent to owners", limits::asks);
        counter("weir.limit.grants", "Leases received", limits::grants);
        counter("weir.limit.tokens.granted", "Requests that those leases allow", limits::tokensGranted);
        counter("weir.limit.refusals", "Owners' answers that nothing is left for a while", limits::refusals);
        counter(
                "weir.limit.grants.ignored",
                "Leases that came too late or from an outdated owner",
                limits::grantsIgnored);
        counter("weir.limit.denials", "Requests denied", limits::denials);
        counter("weir.limit.share.admissions", "Requests admitted from standing shares", limits::admittedByShare);
        gauge("weir.limit.shares.awake", "Partitions without an owner, in which shares are awake", limits::sharesAwake);
        gauge("weir.limit.partitions.owned", "Partitions of limits that this node owns", limits::partitionsOwned);
        gauge("weir.sessions.owned", "Learned sessions that this node owns", sessionsOwned);
        gauge("weir.sessions.cached", "Learned sessions that this node remembers", sessionsCached);
    }

    /** Adds how many signed requests are remembered. Once. */
    public void watchMarks(LongSupplier marks) {
        gauge("weir.signature.marks", "Signed requests that are remembered here because they may come once", marks);
    }

    /** Adds what the caches hold and have done. Once. */
    public void watchCaches(Supplier<List<Caches.Figures>> figures) {
        sources.add(new CacheSource(figures));
    }

    /** Adds what there is of revocations and of the admin API. Once. */
    public void watch(LongSupplier revocations, LongSupplier wrongCredentials) {
        gauge("weir.revocations", "Revocations that are known here", revocations);
        counter("weir.admin.wrong.credentials", "Requests to the admin API with a wrong credential", wrongCredentials);
    }

    /** Adds the counters of calls to identity providers. Once. */
    public void watch(ProviderCounters providers) {
        counter("weir.jwks.fetched", "Sets of keys that were fetched", providers::keysFetched);
        counter("weir.jwks.failures", "Fetches of keys that failed", providers::fetchesFailed);
        counter("weir.introspections", "Introspections that were answered", providers::introspected);
        counter("weir.introspections.failed", "Introspections without an answer", providers::introspectionsFailed);
    }

    /** Adds the counters of ordered certificates. Once. */
    public void watch(OrderCounters orders) {
        sources.add(new OrderSource(orders));
    }

    /**
     * Adds a gauge that is asked when the metrics are read, by any thread.
     *
     * @param name in the form {@code weir.limit.leases}, shown as {@code weir_limit_leases}
     */
    public void gauge(String name, String help, LongSupplier value) {
        sources.add(
                to -> to.gauge(name, help, MeasurementUnit.none()).withoutTags().update((double) value.getAsLong()));
    }

    /**
     * Adds a counter that is asked when the metrics are read, by any thread.
     *
     * @param name in the form {@code weir.limit.grants}, shown as {@code weir_limit_grants_total}
     * @param total never falls
     */
    public void counter(String name, String help, LongSupplier total) {
        Rising rising = new Rising(total);
        sources.add(
                to -> rising.feed(to.counter(name, help, MeasurementUnit.none()).withoutTags()));
    }

    /** All metrics in Prometheus' text format. Some milliseconds; the first time some hundred. */
    public synchronized String metricsText() {
        Instruments to = instruments;
        if (to == null) {
            to = new Instruments();
            instruments = to;
            sources.add(new JvmSource());
        }
        feed(to);
        return to.text();
    }

    /** Writes what is left of the access log; when the loops have ended. Waits at most 2 s. */
    @Override
    public void close() {
        accessLog.close();
    }

    private void feed(Instruments to) {
        tallies.forEach(tally -> tally.feed(to));
        sources.forEach(source -> source.update(to));
    }
}
