package io.weir.node.control.health;

import io.weir.config.model.Health;
import io.weir.node.decide.health.HealthView;
import io.weir.node.decide.health.ProbeHistory;
import io.weir.node.state.EndpointPlan;
import io.weir.protocol.cluster.HealthMessage.Probed;
import io.weir.protocol.cluster.HealthMessage.Report;
import java.time.Duration;
import java.util.Optional;

/** What this node knows of one endpoint from its own probes and traffic. Only in the health monitor. */
final class WatchedEndpoint {
    private final String key;
    private EndpointPlan plan;
    private Health settings;
    private ProbeHistory history = ProbeHistory.UNKNOWN;
    private boolean probing;
    private long nextProbeNanos;
    private boolean ejected;
    private long ejectedUntilNanos;
    private int inFlight;

    /** @param firstProbeNanos spreads the first probes of many endpoints */
    WatchedEndpoint(EndpointPlan plan, Health settings, long firstProbeNanos) {
        this.key = HealthView.key(plan.upstream(), plan.id());
        this.plan = plan;
        this.settings = settings;
        this.nextProbeNanos = firstProbeNanos;
    }

    String key() {
        return key;
    }

    EndpointPlan plan() {
        return plan;
    }

    Optional<Health.Active> active() {
        return settings.active();
    }

    /** A new revision of the document; what was learned stays. */
    void replace(EndpointPlan newPlan, Health newSettings) {
        plan = newPlan;
        settings = newSettings;
    }

    /** Whether a probe is due, which it then counts as begun. */
    boolean beginProbe(long nowNanos) {
        if (probing || nowNanos - nextProbeNanos < 0) {
            return false;
        }
        probing = true;
        long interval = settings.active()
                .map(Health.Active::interval)
                .orElse(Duration.ofSeconds(1))
                .toNanos();
        nextProbeNanos = nowNanos + interval;
        return true;
    }

    void probed(boolean healthy, String why) {
        probing = false;
        settings.active().ifPresent(active -> history = history.next(healthy, why, active.rise(), active.fall()));
    }

    /** Another member probes it now; an old opinion must not come back with us. */
    void stopProbing() {
        history = ProbeHistory.UNKNOWN;
    }

    void eject(long nowNanos) {
        Duration ejection = settings.passive().ejection();
        if (settings.passive().consecutiveFailures() > 0) {
            ejected = true;
            ejectedUntilNanos = nowNanos + ejection.toNanos();
        }
    }

    void endEjection(long nowNanos) {
        if (ejected && nowNanos - ejectedUntilNanos >= 0) {
            ejected = false;
        }
    }

    int inFlight() {
        return inFlight;
    }

    void setInFlight(int value) {
        inFlight = value;
    }

    Report report() {
        Probed probed =
                switch (history.state()) {
                    case UNKNOWN -> Probed.UNKNOWN;
                    case UP -> Probed.UP;
                    case DOWN -> Probed.DOWN;
                };
        return new Report(probed, probed == Probed.DOWN ? history.reason() : "", ejected);
    }
}
