package io.weir.config.parse;

import io.weir.config.model.Balance;
import io.weir.config.model.Endpoint;
import io.weir.config.model.Health;
import io.weir.config.model.Retry;
import io.weir.config.model.Sticky;
import io.weir.config.model.Upstream;
import io.weir.config.model.UpstreamLimits;
import io.weir.config.model.UpstreamProtocol;
import io.weir.config.model.UpstreamTimeouts;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** How an upstream is written. */
final class UpstreamShape {
    /** What codes of gRPC begin with where they stand beside other words. */
    static final String GRPC = "grpc-";

    private UpstreamShape() {}

    static Map<String, Object> of(Upstream upstream) {
        Shape shape = new Shape()
                .put("name", upstream.name())
                .putUnless("protocol", upstream.protocol(), UpstreamProtocol.HTTP_1_1, UpstreamProtocol::word)
                .putAll("endpoints", upstream.endpoints(), UpstreamShape::endpoint)
                .putUnless("balance", upstream.balance(), Balance.ROUND_ROBIN, UpstreamShape::balance)
                .putIfPresent("sticky", upstream.sticky(), UpstreamShape::sticky)
                .putShape("health", health(upstream.health()))
                .putShape("timeouts", timeouts(upstream.timeouts()))
                .putShape("retry", retry(upstream.retry()))
                .putShape("limits", limits(upstream.limits()))
                .putIfPresent("tls", upstream.tls(), UpstreamTlsReader::shape);
        ProxyProtocolReader.put(shape, upstream.proxyProtocol());
        return shape.fields();
    }

    private static Object endpoint(Endpoint endpoint) {
        return endpoint.weight() == 1
                ? endpoint.id()
                : new Shape()
                        .put("address", endpoint.id())
                        .put("weight", endpoint.weight())
                        .fields();
    }

    private static Object balance(Balance balance) {
        return balance.key().<Object>map(key -> Map.of("hash", key.toString())).orElseGet(() -> word(balance.kind()));
    }

    private static Object sticky(Sticky sticky) {
        if (sticky instanceof Sticky.Learned learned) {
            return new Shape()
                    .put("learned", learned.key().toString())
                    .put("idle", Units.duration(learned.idle()))
                    .fields();
        }
        return Map.of("cookie", ((Sticky.Cookie) sticky).name());
    }

    private static Shape health(Health health) {
        Shape passive = new Shape()
                .putUnless(
                        "consecutive-failures",
                        health.passive().consecutiveFailures(),
                        Health.Passive.DEFAULT.consecutiveFailures())
                .putUnless("ejection", health.passive().ejection(), Health.Passive.DEFAULT.ejection(), Units::duration);
        return new Shape()
                .putIfPresent("active", health.active(), UpstreamShape::active)
                .putShape("passive", passive)
                .putUnless("panic", health.panicPercent(), HealthReader.PANIC_PERCENT, percent -> percent + "%");
    }

    private static Object active(Health.Active active) {
        Shape shape = new Shape();
        if (active.probe() instanceof Health.Probe.Http http) {
            shape.put("path", http.path()).putIfPresent("host", http.host(), host -> host);
            if (http.statusFrom() != HealthReader.STATUS_FROM || http.statusTo() != HealthReader.STATUS_TO) {
                shape.put("status", http.statusFrom() + "-" + http.statusTo());
            }
        } else if (active.probe() instanceof Health.Probe.Grpc grpc) {
            shape.put("grpc", GrpcProbeReader.shape(grpc)).putIfPresent("host", grpc.host(), host -> host);
        } else {
            shape.put("tcp", true);
        }
        return shape.put("interval", Units.duration(active.interval()))
                .put("timeout", Units.duration(active.timeout()))
                .putUnless("rise", active.rise(), HealthReader.RISE)
                .putUnless("fall", active.fall(), HealthReader.FALL)
                .putUnless("probers", active.probers(), HealthReader.PROBERS)
                .fields();
    }

    private static Shape timeouts(UpstreamTimeouts timeouts) {
        UpstreamTimeouts normal = UpstreamTimeouts.DEFAULT;
        return new Shape()
                .putUnless("connect", timeouts.connect(), normal.connect(), Units::duration)
                .putUnless("response", timeouts.response(), normal.response(), Units::duration)
                .putUnless("idle", timeouts.idle(), normal.idle(), Units::duration)
                .putUnless("total", timeouts.total(), normal.total(), Units::duration);
    }

    private static Shape retry(Retry retry) {
        Retry normal = Retry.DEFAULT;
        Shape shape = new Shape().putUnless("attempts", retry.attempts(), normal.attempts());
        boolean usual = retry.on().equals(normal.on())
                && retry.statuses().equals(normal.statuses())
                && retry.codes().equals(normal.codes());
        if (!usual) {
            List<Object> on = new ArrayList<>();
            retry.on().stream().sorted().forEach(condition -> on.add(word(condition)));
            retry.statuses().stream().sorted().forEach(on::add);
            retry.codes().stream().sorted().forEach(code -> on.add(GRPC + word(code)));
            shape.put("on", on);
        }
        return shape.putUnless("budget", retry.budgetPercent(), normal.budgetPercent(), percent -> percent + "%");
    }

    private static Shape limits(UpstreamLimits limits) {
        UpstreamLimits normal = UpstreamLimits.DEFAULT;
        return new Shape()
                .putUnless("connections", limits.connections(), normal.connections())
                .putUnless("pending", limits.pending(), normal.pending());
    }

    /** {@code LEAST_REQUEST} as {@code least-request}. */
    static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
