package io.weir.node.admin;

import io.weir.node.state.ClusterView;
import io.weir.protocol.admin.NodeReport;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import org.apache.pekko.http.javadsl.model.HttpResponse;

/** {@code /v1/nodes/self} and {@code /metrics}: this node alone. */
final class NodeResource {
    private final AdminPorts ports;
    private final HealthResource health;
    private final AdminAddress adminAddress;
    private final Executor blocking;

    NodeResource(AdminPorts ports, HealthResource health, AdminAddress adminAddress, Executor blocking) {
        this.ports = ports;
        this.health = health;
        this.adminAddress = adminAddress;
        this.blocking = blocking;
    }

    CompletionStage<HttpResponse> self(Call call) {
        call.allowQuery();
        NodeFacts node = ports.node();
        String clusterAddress = ports.cluster().members().stream()
                .filter(ClusterView.Node::self)
                .map(ClusterView.Node::address)
                .findFirst()
                .orElse("");
        return Answers.ok(new NodeReport(
                node.name(),
                node.version(),
                node.profile(),
                node.transport(),
                node.tls(),
                Runtime.version().toString(),
                Duration.ofNanos(System.nanoTime() - node.startedNanos()).toSeconds(),
                health.ready(),
                ports.config().live().revision(),
                adminAddress.get().toString(),
                clusterAddress,
                node.listeners().get()));
    }

    CompletionStage<HttpResponse> metrics(Call call) {
        return CompletableFuture.supplyAsync(
                () -> Answers.text(200, Answers.METRICS, ports.metrics().get()), blocking);
    }
}
