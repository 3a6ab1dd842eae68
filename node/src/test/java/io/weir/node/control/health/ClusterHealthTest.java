package io.weir.node.control.health;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.config.model.Balance;
import io.weir.config.model.Endpoint;
import io.weir.config.model.GatewayDocument;
import io.weir.config.model.Health;
import io.weir.config.model.HostPort;
import io.weir.config.model.Retry;
import io.weir.config.model.Upstream;
import io.weir.config.model.UpstreamLimits;
import io.weir.config.model.UpstreamProtocol;
import io.weir.config.model.UpstreamTimeouts;
import io.weir.node.state.EndpointPlan;
import io.weir.node.state.EndpointStatus;
import io.weir.node.state.EndpointStatuses;
import io.weir.node.state.Observations;
import io.weir.node.state.Probes;
import io.weir.node.state.Routing;
import io.weir.node.state.Snapshot;
import io.weir.node.state.Snapshots;
import io.weir.node.state.UpstreamPlan;
import io.weir.node.testkit.Await;
import io.weir.node.testkit.InProcessCluster;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClusterHealthTest {
    private final Set<String> down = ConcurrentHashMap.newKeySet();

    @Test
    void allNodesComeToTheSameVerdict(@TempDir Path directory) {
        try (InProcessCluster cluster = InProcessCluster.of(3, directory)) {
            List<Node> nodes = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                nodes.add(new Node(cluster, i));
            }
            awaitUsable(nodes, Set.of("127.0.0.1:1", "127.0.0.1:2", "127.0.0.1:3"));

            down.add("127.0.0.1:2");
            awaitUsable(nodes, Set.of("127.0.0.1:1", "127.0.0.1:3"));
            Await.until(
                    () -> "equal hashes of three nodes",
                    () -> nodes.get(0).health.viewHashes().size() == 3
                            && new HashSet<>(nodes.get(0).health.viewHashes().values()).size() == 1);

            nodes.get(1)
                    .health
                    .drain("orders", "127.0.0.1:3", true)
                    .toCompletableFuture()
                    .join();
            Await.until(() -> "all nodes drain", () -> nodes.stream()
                    .allMatch(node -> node.status("127.0.0.1:3").draining()));

            down.clear();
            awaitUsable(nodes, Set.of("127.0.0.1:1", "127.0.0.1:2", "127.0.0.1:3"));
        }
    }

    @Test
    void anEjectionByOneNodeHoldsOnAllAndEnds(@TempDir Path directory) {
        try (InProcessCluster cluster = InProcessCluster.of(2, directory)) {
            List<Node> nodes = List.of(new Node(cluster, 0), new Node(cluster, 1));
            awaitUsable(nodes, Set.of("127.0.0.1:1", "127.0.0.1:2", "127.0.0.1:3"));
            nodes.get(0).fail("127.0.0.1:1");
            awaitUsable(nodes, Set.of("127.0.0.1:2", "127.0.0.1:3"));
            awaitUsable(nodes, Set.of("127.0.0.1:1", "127.0.0.1:2", "127.0.0.1:3"));
        }
    }

    @Test
    void drainingAnUnknownEndpointIsAnsweredSo(@TempDir Path directory) {
        try (InProcessCluster cluster = InProcessCluster.of(1, directory)) {
            Node node = new Node(cluster, 0);
            assertThat(node.health
                            .drain("orders", "10.0.0.9:9", true)
                            .toCompletableFuture()
                            .join())
                    .isFalse();
        }
    }

    private static void awaitUsable(List<Node> nodes, Set<String> endpoints) {
        Await.until(() -> "usable on every node: " + endpoints, () -> nodes.stream()
                .allMatch(node -> node.usable().equals(endpoints)));
    }

    private final class Node {
        private final EndpointStatuses statuses = new EndpointStatuses();
        private final ClusterHealth health;
        private volatile Consumer<EndpointStatus> failures = endpoint -> {};

        Node(InProcessCluster cluster, int index) {
            Snapshots snapshots = new Snapshots();
            Probes probes = (endpoint, settings, then) ->
                    then.accept(new Probes.Result(!down.contains(endpoint.id()), "connection refused"));
            Observations observations = new Observations() {
                @Override
                public void collect(Consumer<List<EndpointObservation>> sink) {
                    sink.accept(List.of());
                }

                @Override
                public void onConsecutiveFailures(Consumer<EndpointStatus> listener) {
                    failures = listener;
                }
            };
            health = ClusterHealth.start(cluster.system(index), "node-" + (index + 1), snapshots, probes, observations);
            snapshots.activate(snapshot());
        }

        void fail(String endpoint) {
            failures.accept(status(endpoint));
        }

        EndpointStatus status(String endpoint) {
            return statuses.of("orders", endpoint);
        }

        Set<String> usable() {
            Set<String> usable = new HashSet<>();
            for (int port = 1; port <= 3; port++) {
                EndpointStatus status = status("127.0.0.1:" + port);
                if (status.usable()) {
                    usable.add(status.endpoint());
                }
            }
            return usable;
        }

        private Snapshot snapshot() {
            Health checks = new Health(
                    Optional.of(new Health.Active(
                            new Health.Probe.Tcp(), Duration.ofMillis(100), Duration.ofMillis(100), 2, 2, 3)),
                    new Health.Passive(5, Duration.ofMillis(300)),
                    50);
            List<Endpoint> endpoints = new ArrayList<>();
            EndpointPlan[] plans = new EndpointPlan[3];
            for (int i = 0; i < 3; i++) {
                Endpoint endpoint = new Endpoint(new HostPort("127.0.0.1", i + 1), 1);
                endpoints.add(endpoint);
                plans[i] = new EndpointPlan(
                        "orders", endpoint.id(), new InetSocketAddress("127.0.0.1", i + 1), 1, status(endpoint.id()));
            }
            Upstream model = new Upstream(
                    "orders",
                    UpstreamProtocol.HTTP_1_1,
                    endpoints,
                    Balance.ROUND_ROBIN,
                    Optional.empty(),
                    checks,
                    UpstreamTimeouts.DEFAULT,
                    Retry.DEFAULT,
                    UpstreamLimits.DEFAULT,
                    Optional.empty(),
                    Optional.empty());
            return new Snapshot(
                    1,
                    "",
                    GatewayDocument.EMPTY,
                    List.of(),
                    Routing.NONE,
                    Map.of("orders", new UpstreamPlan(0, "orders", model, plans)),
                    Map.of());
        }
    }
}
