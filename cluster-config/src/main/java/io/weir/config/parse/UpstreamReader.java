package io.weir.config.parse;

import io.weir.config.model.Balance;
import io.weir.config.model.Endpoint;
import io.weir.config.model.Health;
import io.weir.config.model.HostPort;
import io.weir.config.model.RequestKey;
import io.weir.config.model.Retry;
import io.weir.config.model.Sticky;
import io.weir.config.model.Upstream;
import io.weir.config.model.UpstreamLimits;
import io.weir.config.model.UpstreamTimeouts;
import io.weir.protocol.grpc.GrpcCode;
import java.time.Duration;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Reads one of {@code upstreams}. */
final class UpstreamReader {
    private static final Duration LEAST = Duration.ofMillis(1);
    private static final String BALANCE =
            "round-robin, weighted-random, least-request or a mapping such as { hash: \"header:X-Session\" }";

    private static final String RETRIED =
            "connect-failure, reset, timeout, a status from 400 to 599 or a gRPC code such as grpc-unavailable";

    private UpstreamReader() {}

    static Upstream read(Fields fields) {
        String name = fields.reading().names().declare(Names.Kind.UPSTREAM, fields);
        List<Endpoint> endpoints = endpoints(fields);
        Health health = HealthReader.read(fields);
        Upstream upstream = new Upstream(
                name,
                UpstreamProtocolReader.read(fields),
                endpoints,
                balance(fields),
                fields.child("sticky", "a mapping such as { cookie: NAME }").flatMap(UpstreamReader::sticky),
                health,
                fields.child("timeouts", "a mapping such as { connect: 1s }")
                        .map(UpstreamReader::timeouts)
                        .orElse(UpstreamTimeouts.DEFAULT),
                fields.child("retry", "a mapping such as { attempts: 2 }")
                        .map(UpstreamReader::retry)
                        .orElse(Retry.DEFAULT),
                fields.child("limits", "a mapping such as { connections: 100 }")
                        .map(UpstreamReader::limits)
                        .orElse(UpstreamLimits.DEFAULT),
                UpstreamTlsReader.read(fields),
                ProxyProtocolReader.sends(fields, health));
        fields.later("zone", "metadata", "slow-start", "priorities", "discovery", "mirror", "hedge")
                .later("outlier", "circuit-breaker", "adaptive-concurrency", "subset")
                .end();
        UpstreamProtocolReader.check(fields, upstream);
        return upstream;
    }

    private static List<Endpoint> endpoints(Fields fields) {
        Reading reading = fields.reading();
        Set<String> seen = new HashSet<>();
        List<Endpoint> endpoints = fields.items("endpoints", Terms.ADDRESS, (item, path) -> {
            Endpoint endpoint = endpoint(reading, item, path);
            if (!endpoint.address().host().isEmpty() && !seen.add(endpoint.id())) {
                reading.mistakes().add(new Place(item.at(), path), "endpoint " + endpoint.id() + " is there twice", "");
            }
            return endpoint;
        });
        if (!fields.has("endpoints")) {
            fields.missing("endpoints", "a list of " + Terms.ADDRESS);
        } else if (endpoints.isEmpty() && fields.tree("endpoints") instanceof Tree.Sequence) {
            fields.mistake("endpoints", "is empty", "at least one endpoint");
        }
        return endpoints;
    }

    private static Endpoint endpoint(Reading reading, Tree item, Path path) {
        HostPort none = new HostPort("", 0);
        if (item instanceof Tree.Scalar scalar) {
            Optional<HostPort> address = Terms.hostPort(scalar.text(), 1);
            if (address.isEmpty()) {
                reading.mistakes().add(new Place(item.at(), path), "is " + item.kind(), Terms.ADDRESS);
            }
            return new Endpoint(address.orElse(none), 1);
        }
        Fields fields = Fields.of(reading, item, path, Terms.ADDRESS);
        Endpoint endpoint = new Endpoint(
                fields.required("address", text -> Terms.hostPort(text, 1), Terms.ADDRESS, none),
                Numbers.integer(fields, "weight", 1, 0, 1000));
        fields.later("zone", "metadata", "priority", "sni").end();
        return endpoint;
    }

    private static Balance balance(Fields fields) {
        Tree tree = fields.tree("balance");
        if (tree == null) {
            return Balance.ROUND_ROBIN;
        }
        if (tree instanceof Tree.Mapping) {
            Fields hash = fields.child("balance", BALANCE).orElseThrow();
            Optional<RequestKey> key = upstreamKey(hash, "hash");
            if (!hash.has("hash")) {
                hash.missing("hash", Terms.KEY);
            }
            hash.end();
            return new Balance(Balance.Kind.HASH, key);
        }
        return fields.value("balance", UpstreamReader::kind, BALANCE)
                .map(kind -> new Balance(kind, Optional.empty()))
                .orElse(Balance.ROUND_ROBIN);
    }

    private static Optional<Balance.Kind> kind(String text) {
        return switch (text) {
            case "round-robin" -> Optional.of(Balance.Kind.ROUND_ROBIN);
            case "weighted-random" -> Optional.of(Balance.Kind.WEIGHTED_RANDOM);
            case "least-request" -> Optional.of(Balance.Kind.LEAST_REQUEST);
            default -> Optional.empty();
        };
    }

    /** {@code route} is no key here: every request of a route would have the same endpoint. */
    private static Optional<RequestKey> upstreamKey(Fields fields, String field) {
        return fields.value(
                field,
                text -> Terms.requestKey(text).filter(key -> key.kind() != RequestKey.Kind.ROUTE),
                "consumer, address, header:NAME, query:NAME or path:PARAMETER");
    }

    private static Optional<Sticky> sticky(Fields fields) {
        Optional<String> cookie = fields.value("cookie", Terms::field, "a cookie name, e.g. weir-orders");
        Optional<RequestKey> learned = upstreamKey(fields, "learned");
        Duration idle = Numbers.duration(fields, "idle", Duration.ofMinutes(30), Duration.ofSeconds(1));
        fields.end();
        if (fields.has("cookie") == fields.has("learned")) {
            fields.reading().mistakes().add(fields.place(), "needs one of cookie and learned", "exactly one");
        }
        if (fields.has("cookie") && fields.has("idle")) {
            fields.mistake("idle", "has no meaning for a cookie, which is stateless", "idle only with learned");
        }
        return cookie.<Sticky>map(Sticky.Cookie::new).or(() -> learned.map(key -> new Sticky.Learned(key, idle)));
    }

    private static UpstreamTimeouts timeouts(Fields fields) {
        UpstreamTimeouts normal = UpstreamTimeouts.DEFAULT;
        UpstreamTimeouts timeouts = new UpstreamTimeouts(
                Numbers.duration(fields, "connect", normal.connect(), LEAST),
                Numbers.duration(fields, "response", normal.response(), LEAST),
                Numbers.duration(fields, "idle", normal.idle(), LEAST),
                Numbers.duration(fields, "total", normal.total(), Duration.ZERO));
        fields.end();
        return timeouts;
    }

    private static UpstreamLimits limits(Fields fields) {
        UpstreamLimits normal = UpstreamLimits.DEFAULT;
        UpstreamLimits limits = new UpstreamLimits(
                Numbers.integer(fields, "connections", normal.connections(), 0, 1_000_000),
                Numbers.integer(fields, "pending", normal.pending(), 0, 1_000_000));
        fields.later("concurrency").end();
        return limits;
    }

    private static Retry retry(Fields fields) {
        Retry normal = Retry.DEFAULT;
        Set<Retry.Condition> conditions = new LinkedHashSet<>();
        Set<Integer> statuses = new LinkedHashSet<>();
        Set<GrpcCode> codes = new LinkedHashSet<>();
        fields.words("on", RETRIED, text -> {
            Optional<Integer> status = Terms.integer(text, 400, 599);
            status.ifPresent(statuses::add);
            Optional<Retry.Condition> condition = condition(text);
            condition.ifPresent(conditions::add);
            Optional<GrpcCode> code = code(text);
            code.ifPresent(codes::add);
            boolean known = status.isPresent() || condition.isPresent() || code.isPresent();
            return known ? Optional.of(text) : Optional.empty();
        });
        Retry retry = new Retry(
                Numbers.integer(fields, "attempts", normal.attempts(), 0, 10),
                fields.has("on") ? conditions : normal.on(),
                statuses,
                codes,
                Numbers.percent(fields, "budget", normal.budgetPercent()));
        fields.later("backoff", "per-try-timeout", "hedge").end();
        return retry;
    }

    /** {@code grpc-unavailable}: a call that ended so. */
    private static Optional<GrpcCode> code(String text) {
        return text.startsWith(UpstreamShape.GRPC)
                ? Terms.oneOf(GrpcCode.values(), UpstreamShape::word, text.substring(UpstreamShape.GRPC.length()))
                        .filter(code -> code != GrpcCode.OK)
                : Optional.empty();
    }

    private static Optional<Retry.Condition> condition(String text) {
        return Terms.oneOf(Retry.Condition.values(), UpstreamShape::word, text);
    }
}
