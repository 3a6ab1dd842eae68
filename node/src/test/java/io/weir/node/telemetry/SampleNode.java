package io.weir.node.telemetry;

import io.weir.config.formation.NodeSettings;
import io.weir.config.model.GatewayDocument;
import io.weir.node.state.ClusterView;
import io.weir.node.state.ConfigDesk;
import io.weir.node.state.HealthDesk;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.CompletionStage;

/** A node whose cluster, document and endpoints are values. */
final class SampleNode implements ClusterView, ConfigDesk, HealthDesk {
    static final NodeSettings.AccessLog OFF = new NodeSettings.AccessLog(new NodeSettings.Target.Off(), 0, 0);

    volatile List<Node> members = List.of(
            new Node("n1", "h1:1", "up", true, true, true),
            new Node("n2", "h2:1", "up", true, false, false),
            new Node("n3", "h3:1", "up", false, false, false));
    volatile List<EndpointHealth> endpoints =
            List.of(new EndpointHealth("orders", "10.0.0.1:80", 1, true, false, 3, List.of(), List.of()));

    @Override
    public List<Node> members() {
        return members;
    }

    @Override
    public boolean up() {
        return true;
    }

    @Override
    public Live live() {
        return new Live(12, "", GatewayDocument.EMPTY);
    }

    @Override
    public boolean ready() {
        return true;
    }

    @Override
    public List<EndpointHealth> endpoints() {
        return endpoints;
    }

    @Override
    public CompletionStage<Outcome> put(GatewayDocument document, OptionalLong ifMatch, boolean dryRun, String author) {
        throw new UnsupportedOperationException();
    }

    @Override
    public CompletionStage<Map<String, Long>> revisions() {
        throw new UnsupportedOperationException();
    }

    @Override
    public String viewHash() {
        throw new UnsupportedOperationException();
    }

    @Override
    public Map<String, String> viewHashes() {
        throw new UnsupportedOperationException();
    }

    @Override
    public CompletionStage<Boolean> drain(String upstream, String endpoint, boolean draining) {
        throw new UnsupportedOperationException();
    }
}
