package io.weir.node.admin;

import io.weir.config.model.GatewayDocument;
import io.weir.config.model.Policy;
import io.weir.config.model.Upstream;
import java.util.concurrent.CompletionStage;
import java.util.stream.Stream;
import org.apache.pekko.http.javadsl.model.HttpResponse;

/** {@code /v1/limits} and {@code /v1/sessions}: what the cluster keeps by key. */
final class KeyedResource {
    private static final int MOST_SESSIONS = 1000;
    private static final int USUAL_SESSIONS = 100;

    private final AdminPorts ports;

    KeyedResource(AdminPorts ports) {
        this.ports = ports;
    }

    CompletionStage<HttpResponse> limit(Call call) {
        call.allowQuery("policy", "key");
        String name = call.requiredQuery("policy", "the name of a rate-limit policy");
        String key = call.requiredQuery("key", "a consumer, an address, … as the policy's key says");
        GatewayDocument document = ports.config().live().document();
        Policy.RateLimit policy = document.policies().stream()
                .filter(Policy.RateLimit.class::isInstance)
                .map(Policy.RateLimit.class::cast)
                .flatMap(limit -> Stream.concat(
                        Stream.of(limit), limit.plans().keySet().stream().map(limit::ofPlan)))
                .filter(limit -> limit.name().equals(name))
                .findFirst()
                .orElseThrow(() -> Refusal.notFound(
                        "policy",
                        "No policy \"" + name + "\" limits a rate.",
                        "the name of a rate-limit policy, or NAME/PLAN"));
        byte[] bytes = LimitKey.bytes(policy.key(), key, document.consumers());
        return ports.limits().limit(policy, bytes, key).thenApply(view -> Answers.json(200, view));
    }

    CompletionStage<HttpResponse> sessions(Call call) {
        call.allowQuery("upstream", "limit");
        String upstream = call.requiredQuery("upstream", "the name of an upstream");
        int most = call.number("limit", 0, MOST_SESSIONS, USUAL_SESSIONS);
        Upstream known = ports.config().live().document().upstreams().stream()
                .filter(candidate -> candidate.name().equals(upstream))
                .findFirst()
                .orElseThrow(() -> Refusal.notFound(
                        "upstream", "There is no upstream \"" + upstream + "\".", "a name of GET /v1/upstreams"));
        return ports.sessions()
                .sessions(upstream, most)
                .thenApply(view -> Answers.json(200, ShownSessions.of(known, view)));
    }
}
