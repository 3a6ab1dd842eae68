package io.weir.config.model;

import java.time.Duration;
import java.util.Optional;

/**
 * Health checking of an upstream's endpoints.
 *
 * @param panicPercent with fewer than so many percent healthy, all are used; 0 to 100
 */
public record Health(Optional<Active> active, Passive passive, int panicPercent) {
    /** Probing. {@code fall} failures in a row make unhealthy, {@code rise} successes healthy again. */
    public record Active(Probe probe, Duration interval, Duration timeout, int rise, int fall, int probers) {}

    /** What a probe is. */
    public sealed interface Probe {
        /** Healthy: any status in [{@code statusFrom}, {@code statusTo}]. */
        record Http(String path, Optional<String> host, int statusFrom, int statusTo) implements Probe {}

        /** Healthy: {@code grpc.health.v1} says that {@code service} is serving; empty: the server as a whole. */
        record Grpc(String service, Optional<String> host) implements Probe {}

        /** Healthy: the connection opens. */
        record Tcp() implements Probe {}
    }

    /** Learning from traffic: so many failures in a row eject for {@code ejection}. 0 switches it off. */
    public record Passive(int consecutiveFailures, Duration ejection) {
        public static final Passive DEFAULT = new Passive(5, Duration.ofSeconds(10));
    }
}
