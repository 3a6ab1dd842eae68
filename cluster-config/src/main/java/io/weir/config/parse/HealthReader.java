package io.weir.config.parse;

import io.weir.config.model.Health;
import java.time.Duration;
import java.util.Optional;

/** Reads {@code health} of an upstream. */
final class HealthReader {
    static final int PANIC_PERCENT = 50;
    static final int PROBERS = 3;
    static final int RISE = 2;
    static final int FALL = 2;
    static final int STATUS_FROM = 200;
    static final int STATUS_TO = 399;
    static final Duration INTERVAL = Duration.ofSeconds(1);
    static final Duration TIMEOUT = Duration.ofMillis(300);

    private static final String STATUS = "a status or a range of them, e.g. 200-399";

    private record Range(int from, int to) {}

    private HealthReader() {}

    static Health read(Fields upstream) {
        return upstream.child("health", "a mapping with active and passive")
                .map(HealthReader::health)
                .orElse(new Health(Optional.empty(), Health.Passive.DEFAULT, PANIC_PERCENT));
    }

    private static Health health(Fields fields) {
        Health health = new Health(
                fields.child("active", "a mapping such as { path: /healthz }").map(HealthReader::active),
                fields.child("passive", "a mapping such as { consecutive-failures: 5 }")
                        .map(HealthReader::passive)
                        .orElse(Health.Passive.DEFAULT),
                Numbers.percent(fields, "panic", PANIC_PERCENT));
        fields.end();
        return health;
    }

    private static Health.Active active(Fields fields) {
        boolean tcp = fields.value("tcp", Terms::truth, Terms.TRUTH).orElse(false);
        Optional<String> service = GrpcProbeReader.read(fields);
        if ((tcp ? 1 : 0) + (fields.has("path") ? 1 : 0) + (service.isPresent() ? 1 : 0) != 1) {
            fields.reading().mistakes().add(fields.place(), "needs one of path, grpc and tcp: true", "exactly one");
        }
        Optional<String> path = fields.value("path", HealthReader::probePath, "a path, e.g. /healthz");
        Optional<String> host = fields.value("host", Terms::hostPattern, "a host, e.g. orders.example.com");
        Range range = fields.value("status", HealthReader::range, STATUS).orElse(new Range(STATUS_FROM, STATUS_TO));
        for (String field : new String[] {"host", "status"}) {
            if (tcp && fields.has(field)) {
                fields.mistake(field, "has no meaning for a tcp probe", "");
            }
        }
        if (service.isPresent() && fields.has("status")) {
            fields.mistake("status", "has no meaning for a gRPC probe", "");
        }
        Duration interval = Numbers.duration(fields, "interval", INTERVAL, Duration.ofMillis(50));
        Duration normal = TIMEOUT.compareTo(interval) <= 0 ? TIMEOUT : interval;
        Duration timeout = Numbers.duration(fields, "timeout", normal, Duration.ofMillis(1));
        if (timeout.compareTo(interval) > 0) {
            fields.mistake("timeout", "is longer than the interval", "at most " + Units.duration(interval));
        }
        Health.Probe probe = tcp
                ? new Health.Probe.Tcp()
                : service.<Health.Probe>map(name -> new Health.Probe.Grpc(name, host))
                        .orElseGet(() -> new Health.Probe.Http(path.orElse("/"), host, range.from, range.to));
        Health.Active active = new Health.Active(
                probe,
                interval,
                timeout,
                Numbers.integer(fields, "rise", RISE, 1, 100),
                Numbers.integer(fields, "fall", FALL, 1, 100),
                Numbers.integer(fields, "probers", PROBERS, 1, 100));
        fields.later("type", "port", "body", "headers").end();
        return active;
    }

    /** A literal path, with a query if one is wanted. */
    private static Optional<String> probePath(String text) {
        int query = text.indexOf('?');
        boolean path =
                PathPattern.literal(query < 0 ? text : text.substring(0, query)).isPresent();
        boolean visible = text.chars().allMatch(c -> c > 0x20 && c < 0x7f && c != '#');
        return path && visible ? Optional.of(text) : Optional.empty();
    }

    private static Optional<Range> range(String text) {
        int dash = text.indexOf('-');
        Optional<Integer> from = Terms.integer(dash < 0 ? text : text.substring(0, dash), 100, 599);
        Optional<Integer> to = Terms.integer(text.substring(dash + 1), 100, 599);
        return from.isPresent() && to.isPresent() && from.get() <= to.get()
                ? Optional.of(new Range(from.get(), to.get()))
                : Optional.empty();
    }

    private static Health.Passive passive(Fields fields) {
        Health.Passive normal = Health.Passive.DEFAULT;
        Health.Passive passive = new Health.Passive(
                Numbers.integer(fields, "consecutive-failures", normal.consecutiveFailures(), 0, 10_000),
                Numbers.duration(fields, "ejection", normal.ejection(), Duration.ofMillis(100)));
        fields.later("success-rate", "latency", "most-ejected").end();
        return passive;
    }
}
