package io.weir.node.admin;

import io.weir.protocol.admin.ReadyReport;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.actor.ExtendedActorSystem;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.management.HealthCheckSettings;
import org.apache.pekko.management.javadsl.CheckResult;
import org.apache.pekko.management.javadsl.HealthChecks;

/**
 * {@code /health}: Pekko Management's checks (membership, and what else the operator has configured), and for readiness
 * the gateway's own.
 */
final class HealthResource {
    private final HealthChecks checks;
    private final AdminPorts ports;

    HealthResource(ActorSystem<?> system, AdminPorts ports) {
        this.checks = new HealthChecks(
                (ExtendedActorSystem) system.classicSystem(),
                HealthCheckSettings.create(system.settings().config().getConfig("pekko.management.health-checks")));
        this.ports = ports;
    }

    CompletionStage<HttpResponse> live(Call call) {
        return checks.aliveResult().thenApply(result -> answer(missing(result)));
    }

    CompletionStage<HttpResponse> ready(Call call) {
        return checks.readyResult().thenApply(result -> {
            List<String> missing = missing(result);
            missing.addAll(ownMissing());
            return answer(missing);
        });
    }

    /** The gateway's own conditions: a caught-up document, bound listeners, membership. */
    boolean ready() {
        return ports.cluster().up() && ownMissing().isEmpty();
    }

    private List<String> ownMissing() {
        List<String> missing = new ArrayList<>();
        if (!ports.config().ready()) {
            missing.add("the cluster's document");
        }
        if (!ports.revocations().caughtUp() || !ports.tokens().caughtUp()) {
            missing.add("the cluster's revocations");
        }
        if (!ports.node().listening().getAsBoolean()) {
            missing.add("listeners");
        }
        return missing;
    }

    private static List<String> missing(CheckResult result) {
        List<String> missing = new ArrayList<>();
        if (!result.isSuccess()) {
            missing.add(result.failure().orElse("a health check failed"));
        }
        return missing;
    }

    private static HttpResponse answer(List<String> missing) {
        boolean good = missing.isEmpty();
        return Answers.json(good ? 200 : 503, new ReadyReport(good, missing));
    }
}
