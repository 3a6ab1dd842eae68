package io.weir.node.control.health;

import io.weir.config.model.Health;
import io.weir.node.decide.health.HealthView;
import io.weir.node.decide.health.Probers;
import io.weir.node.decide.health.Verdict;
import io.weir.node.decide.health.ViewHash;
import io.weir.node.state.EndpointPlan;
import io.weir.node.state.HealthDesk.EndpointHealth;
import io.weir.node.state.Snapshot;
import io.weir.node.state.UpstreamPlan;
import io.weir.protocol.cluster.HealthMessage.NodeLoad;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** The monitor's last results, for whoever asks from another thread. Written by the monitor only. */
final class HealthBoard {
    private volatile Judged judged = new Judged(Snapshot.EMPTY, Map.of(), Set.of(), ViewHash.of(Map.of()));
    private volatile Map<String, NodeLoad> loadByNode = Map.of();

    private record Judged(Snapshot snapshot, Map<String, Verdict> verdicts, Set<String> live, String hash) {}

    void verdicts(Snapshot snapshot, Map<String, Verdict> verdicts, Set<String> live) {
        judged = new Judged(snapshot, Map.copyOf(verdicts), Set.copyOf(live), ViewHash.of(verdicts));
    }

    void loads(Collection<NodeLoad> loads) {
        Map<String, NodeLoad> byNode = new HashMap<>();
        loads.forEach(load -> byNode.put(load.node(), load));
        loadByNode = Map.copyOf(byNode);
    }

    String viewHash() {
        return judged.hash();
    }

    Map<String, String> viewHashes() {
        Map<String, String> hashes = new TreeMap<>();
        loadByNode.values().forEach(load -> hashes.put(load.name(), load.viewHash()));
        return hashes;
    }

    boolean has(String upstream, String endpoint) {
        return judged.verdicts().containsKey(HealthView.key(upstream, endpoint));
    }

    List<EndpointHealth> endpoints() {
        Judged now = judged;
        List<EndpointHealth> all = new ArrayList<>();
        for (UpstreamPlan upstream : new TreeMap<>(now.snapshot().upstreams()).values()) {
            for (EndpointPlan plan : upstream.endpoints()) {
                all.add(health(now, upstream, plan));
            }
        }
        return all;
    }

    private EndpointHealth health(Judged now, UpstreamPlan upstream, EndpointPlan plan) {
        String key = HealthView.key(upstream.name(), plan.id());
        Verdict verdict = now.verdicts().getOrDefault(key, Verdict.WELL);
        int probers =
                upstream.model().health().active().map(Health.Active::probers).orElse(0);
        List<String> names = Probers.choose(key, now.live(), probers).stream()
                .map(this::nameOf)
                .toList();
        int inFlight = 0;
        for (NodeLoad load : loadByNode.values()) {
            inFlight += load.inFlight().getOrDefault(key, 0);
        }
        return new EndpointHealth(
                upstream.name(),
                plan.id(),
                plan.weight(),
                verdict.usable(),
                verdict.draining(),
                inFlight,
                verdict.reasons(),
                names);
    }

    private String nameOf(String member) {
        NodeLoad load = loadByNode.get(member);
        return load == null ? member : load.name();
    }
}
