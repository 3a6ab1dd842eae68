package io.weir.node.admin;

import io.weir.config.model.GatewayDocument;
import io.weir.config.model.Policy;
import io.weir.config.parse.DocumentReader;
import io.weir.config.parse.DocumentWriter;
import io.weir.node.state.AdminIssuer;
import io.weir.node.state.ClusterView;
import io.weir.node.state.ConfigDesk;
import io.weir.node.state.HealthDesk;
import io.weir.node.state.TrafficDesk;
import io.weir.protocol.admin.LimitView;
import io.weir.protocol.admin.NodeReport;
import io.weir.protocol.admin.SessionsView;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;

/** The ports of a node of a cluster of two, played by values. */
final class FakeNode implements ClusterView, ConfigDesk, HealthDesk {
    static final String DOCUMENT =
            """
            weir: 1
            listeners:
              - { name: public, address: "127.0.0.1:8080" }
            upstreams:
              - name: orders
                endpoints: ["127.0.0.1:9001", "127.0.0.1:9002"]
                balance: least-request
            policies:
              - name: per-client
                rate-limit: { key: address, rate: 100/s, burst: 200 }
            apis:
              - name: shop
                path: /shop
                versioning: { by: "header:X-Version" }
                versions:
                  - { name: v1, to: orders, deprecated: 2026-06-01, sunset: 2027-01-01 }
                  - { name: v2, to: orders, default: true }
            routes:
              - name: all
                match: { path: /orders/**, methods: [GET] }
                policies: [per-client]
                to: orders
            """;

    final Set<String> drained = ConcurrentHashMap.newKeySet();
    final FakePurges purges = new FakePurges();
    final FakeRevocations revocations = new FakeRevocations();
    volatile AdminIssuer issuer = AdminIssuer.NONE;
    final FakeTokens tokens = new FakeTokens();
    final FakeAudit audit = new FakeAudit();
    final FakeGuessLimit guessLimit = new FakeGuessLimit();
    final FakeCertificates certificates = new FakeCertificates();
    volatile TrafficDesk.Traffic traffic = new TrafficDesk.Traffic(List.of(), List.of());
    volatile Live live;
    volatile boolean up = true;
    volatile boolean ready = true;
    volatile boolean listening = true;
    volatile String otherView = "00000000000000aa";
    volatile CompletionStage<Outcome> outcome = CompletableFuture.completedFuture(new Outcome.Unavailable("unset"));
    volatile OptionalLong lastIfMatch = OptionalLong.empty();
    volatile byte[] lastKey = new byte[0];

    FakeNode() {
        GatewayDocument document =
                DocumentReader.read(DOCUMENT, "document.yaml").orThrow();
        live = new Live(12, DocumentWriter.hash(document), document);
    }

    AdminPorts ports() {
        NodeFacts facts = new NodeFacts(
                "node-1",
                "0.1.0",
                "static",
                "epoll",
                "BoringSSL",
                System.nanoTime(),
                () -> List.of(new NodeReport.Listener("public", "127.0.0.1:8080")),
                () -> listening);
        return new AdminPorts(
                facts,
                this,
                this,
                this,
                (upstream, most) -> CompletableFuture.completedFuture(
                        new SessionsView(upstream, 7, List.of(new SessionsView.Session("k", "127.0.0.1:9001")))),
                this::limit,
                revocations,
                purges,
                tokens,
                token -> issuer.holder(token),
                audit,
                policy -> guessLimit,
                certificates,
                () -> CompletableFuture.completedFuture(traffic),
                () -> "weir_requests_total 1\n");
    }

    private CompletionStage<LimitView> limit(Policy.RateLimit policy, byte[] key, String keyText) {
        lastKey = key;
        return CompletableFuture.completedFuture(new LimitView(
                policy.name(), keyText, policy.ratePerSecond(), policy.burst(), 150.5, 20, "node-2", List.of()));
    }

    @Override
    public List<Node> members() {
        return List.of(
                new Node("node-1", "127.0.0.1:7401", up ? "up" : "joining", true, true, true),
                new Node("node-2", "127.0.0.1:7402", "up", true, false, false));
    }

    @Override
    public boolean up() {
        return up;
    }

    @Override
    public CompletionStage<Outcome> put(GatewayDocument document, OptionalLong ifMatch, boolean dryRun, String author) {
        lastIfMatch = ifMatch;
        return outcome;
    }

    @Override
    public Live live() {
        return live;
    }

    @Override
    public CompletionStage<Map<String, Long>> revisions() {
        return CompletableFuture.completedFuture(Map.of("node-1", 12L, "node-2", 12L));
    }

    @Override
    public boolean ready() {
        return ready;
    }

    @Override
    public List<EndpointHealth> endpoints() {
        return List.of(
                new EndpointHealth("orders", "127.0.0.1:9001", 1, true, false, 3, List.of(), List.of("node-1")),
                new EndpointHealth(
                        "orders",
                        "127.0.0.1:9002",
                        1,
                        false,
                        false,
                        0,
                        List.of("down for node-1: connection refused"),
                        List.of("node-1")));
    }

    @Override
    public String viewHash() {
        return "00000000000000aa";
    }

    @Override
    public Map<String, String> viewHashes() {
        Map<String, String> hashes = new HashMap<>();
        hashes.put("node-1", viewHash());
        hashes.put("node-2", otherView);
        return hashes;
    }

    @Override
    public CompletionStage<Boolean> drain(String upstream, String endpoint, boolean draining) {
        boolean known = upstream.equals("orders") && endpoint.startsWith("127.0.0.1:900");
        if (known && draining) {
            drained.add(endpoint);
        } else {
            drained.remove(endpoint);
        }
        return CompletableFuture.completedFuture(known);
    }
}
