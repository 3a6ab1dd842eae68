package io.weir.node.admin;

import io.weir.config.model.Upstream;
import io.weir.node.state.ConfigDesk;
import io.weir.node.state.HealthDesk;
import io.weir.node.state.HealthDesk.EndpointHealth;
import io.weir.protocol.admin.UpstreamsReport;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.stream.Collectors;
import org.apache.pekko.http.javadsl.model.HttpResponse;

/** {@code /v1/upstreams}: verdicts on endpoints, and draining them. */
final class UpstreamResource {
    private final ConfigDesk config;
    private final HealthDesk health;

    UpstreamResource(ConfigDesk config, HealthDesk health) {
        this.config = config;
        this.health = health;
    }

    CompletionStage<HttpResponse> get(Call call) {
        call.allowQuery();
        Map<String, List<EndpointHealth>> endpoints =
                health.endpoints().stream().collect(Collectors.groupingBy(EndpointHealth::upstream));
        List<UpstreamsReport.Upstream> upstreams = config.live().document().upstreams().stream()
                .map(upstream -> upstream(upstream, endpoints.getOrDefault(upstream.name(), List.of())))
                .toList();
        return Answers.ok(new UpstreamsReport(health.viewHash(), upstreams));
    }

    private static UpstreamsReport.Upstream upstream(Upstream upstream, List<EndpointHealth> endpoints) {
        String balance =
                upstream.balance().kind().name().toLowerCase(Locale.ROOT).replace('_', '-');
        return new UpstreamsReport.Upstream(
                upstream.name(),
                balance,
                upstream.tls()
                        .map(tls -> tls.verify() ? "verified" : "unverified")
                        .orElse("none"),
                endpoints.stream()
                        .map(endpoint -> new UpstreamsReport.Endpoint(
                                endpoint.endpoint(),
                                endpoint.weight(),
                                endpoint.usable(),
                                endpoint.draining(),
                                endpoint.inFlight(),
                                endpoint.reasons(),
                                endpoint.probers()))
                        .toList());
    }

    CompletionStage<HttpResponse> drain(Call call) {
        return setDraining(call, true);
    }

    CompletionStage<HttpResponse> undrain(Call call) {
        return setDraining(call, false);
    }

    private CompletionStage<HttpResponse> setDraining(Call call, boolean draining) {
        call.allowQuery();
        String upstream = call.segment("upstream");
        String endpoint = call.segment("endpoint");
        return health.drain(upstream, endpoint, draining).thenApply(known -> {
            if (!known) {
                throw Refusal.notFound(
                        "endpoint",
                        "The upstream \"" + upstream + "\" has no endpoint \"" + endpoint + "\".",
                        "an endpoint of GET /v1/upstreams, host:port");
            }
            return Answers.json(200, new UpstreamsReport.Drained(upstream, endpoint, draining));
        });
    }
}
