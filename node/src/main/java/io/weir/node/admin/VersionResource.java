package io.weir.node.admin;

import io.weir.config.model.Adaptation;
import io.weir.config.model.Api;
import io.weir.node.state.ConfigDesk;
import io.weir.node.state.TrafficDesk;
import io.weir.node.state.TrafficDesk.NodeTraffic;
import io.weir.node.state.TrafficDesk.Traffic;
import io.weir.node.state.VersionCallers;
import io.weir.protocol.admin.VersionsReport;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.http.javadsl.model.HttpResponse;

/** {@code /v1/apis/{api}/versions}: who still calls which version, over all nodes. */
final class VersionResource {
    private final ConfigDesk config;
    private final TrafficDesk traffic;

    VersionResource(ConfigDesk config, TrafficDesk traffic) {
        this.config = config;
        this.traffic = traffic;
    }

    CompletionStage<HttpResponse> get(Call call) {
        call.allowQuery();
        ConfigDesk.Live live = config.live();
        String name = call.segment("api");
        Api api = live.document().apis().stream()
                .filter(one -> one.name().equals(name))
                .findFirst()
                .orElseThrow(() ->
                        Refusal.notFound("api", "There is no api \"" + name + "\".", "one of apis of GET /v1/config"));
        return traffic.traffic().thenApply(all -> Answers.json(200, report(api, live.revision(), all)));
    }

    private static VersionsReport report(Api api, long revision, Traffic traffic) {
        return new VersionsReport(
                api.name(),
                revision,
                traffic.nodes().stream()
                        .map(node -> new VersionsReport.Node(node.node(), text(node.since()), node.member()))
                        .toList(),
                traffic.missing(),
                api.versions().stream()
                        .map(version -> version(api, version, traffic))
                        .toList());
    }

    private static VersionsReport.Version version(Api api, Api.Version version, Traffic traffic) {
        Map<String, Sum> callers = new LinkedHashMap<>();
        Sum all = new Sum(VersionCallers.Kind.OTHER, "");
        String name = api.name() + "/" + version.name();
        for (NodeTraffic node : traffic.nodes()) {
            for (VersionCallers.Caller caller : node.callers()) {
                if (caller.version().equals(name)) {
                    callers.computeIfAbsent(
                                    caller.kind() + " " + caller.name(), key -> new Sum(caller.kind(), caller.name()))
                            .add(node.node(), caller);
                    all.add(node.node(), caller);
                }
            }
        }
        return new VersionsReport.Version(
                version.name(),
                version.isDefault(),
                version.adapt().map(Adaptation::from).orElse(""),
                version.deprecated().map(LocalDate::toString).orElse(""),
                version.sunset().map(LocalDate::toString).orElse(""),
                all.requests(),
                text(all.seen),
                callers.values().stream()
                        .sorted(Comparator.comparing((Sum sum) -> sum.seen).reversed())
                        .map(Sum::caller)
                        .toList());
    }

    private static String text(Instant time) {
        return time.equals(Instant.EPOCH)
                ? ""
                : time.truncatedTo(ChronoUnit.SECONDS).toString();
    }

    /** What all nodes know of one caller. */
    private static final class Sum {
        private final VersionCallers.Kind kind;
        private final String name;
        private final List<String> nodes = new ArrayList<>();
        private long hour;
        private long day;
        private long total;
        private Instant seen = Instant.EPOCH;

        Sum(VersionCallers.Kind kind, String name) {
            this.kind = kind;
            this.name = name;
        }

        void add(String node, VersionCallers.Caller caller) {
            hour += caller.hour();
            day += caller.day();
            total += caller.total();
            seen = seen.isAfter(caller.seen()) ? seen : caller.seen();
            nodes.add(node);
        }

        VersionsReport.Requests requests() {
            return new VersionsReport.Requests(hour, day, total);
        }

        VersionsReport.Caller caller() {
            return new VersionsReport.Caller(kind.name().toLowerCase(Locale.ROOT), name, requests(), text(seen), nodes);
        }
    }
}
