package io.weir.node.control.health;

import io.weir.config.model.Health;
import io.weir.node.decide.health.HealthView;
import io.weir.node.decide.health.Probers;
import io.weir.node.decide.health.Verdict;
import io.weir.node.state.EndpointPlan;
import io.weir.node.state.EndpointStatus;
import io.weir.node.state.Observations;
import io.weir.node.state.Probes;
import io.weir.node.state.Snapshot;
import io.weir.node.state.UpstreamPlan;
import io.weir.protocol.cluster.HealthMessage;
import io.weir.protocol.cluster.HealthMessage.NodeHealth;
import io.weir.protocol.cluster.HealthMessage.NodeLoad;
import io.weir.protocol.cluster.HealthMessage.Report;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.AbstractBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Receive;
import org.apache.pekko.cluster.MemberStatus;
import org.apache.pekko.cluster.typed.Cluster;

/**
 * One node's part in judging endpoints: probes those it is chosen for, tells the others what it observed (at once when
 * it changes, and again every second for those that missed it), and applies the verdict that follows from what all have
 * told. It decides nothing itself: {@link HealthView} does.
 */
final class HealthMonitor extends AbstractBehavior<HealthCommand> {
    static final Duration TICK = Duration.ofMillis(100);

    /** In-flight counts go out every second tick, as the design says: 200 ms. */
    private static final int LOAD_EVERY_TICKS = 2;

    private static final int REPEAT_EVERY_TICKS = 10;

    private final HealthPorts ports;
    private final HealthBoard board;
    private final String self;
    private final Map<String, WatchedEndpoint> watched = new TreeMap<>();
    private final Map<String, NodeHealth> observed = new HashMap<>();
    private final Map<String, NodeLoad> loads = new HashMap<>();
    private Set<ActorRef<HealthMessage>> peers = Set.of();
    private final ActorRef<HealthMessage> own;
    private Set<String> live;
    private Set<String> drained = Set.of();
    private Snapshot snapshot = Snapshot.EMPTY;
    private Map<String, Report> told = Map.of();
    private long version;
    private long ticks;

    HealthMonitor(
            ActorContext<HealthCommand> context, HealthPorts ports, HealthBoard board, ActorRef<HealthMessage> own) {
        super(context);
        this.ports = ports;
        this.board = board;
        this.own = own;
        this.self =
                Cluster.get(context.getSystem()).selfMember().uniqueAddress().toString();
        this.live = liveMembers();
        // A restarted process must not be taken for its former self: versions go on rising with wall-clock time.
        this.version = System.currentTimeMillis() << 20;
    }

    @Override
    public Receive<HealthCommand> createReceive() {
        return newReceiveBuilder()
                .onMessage(HealthCommand.Wire.class, wire -> then(() -> heard(wire.message())))
                .onMessage(HealthCommand.Peers.class, found -> then(() -> meet(found)))
                .onMessage(HealthCommand.MembersChanged.class, changed -> then(this::membersChanged))
                .onMessage(HealthCommand.SnapshotActivated.class, active -> then(() -> watch(active.snapshot())))
                .onMessage(HealthCommand.Observed.class, seen -> then(() -> observed(seen.observations())))
                .onMessage(HealthCommand.Failing.class, failing -> then(() -> failing(failing.endpoint())))
                .onMessage(HealthCommand.ProbeEnded.class, ended -> then(() -> probed(ended)))
                .onMessage(
                        HealthCommand.DrainsChanged.class,
                        changed -> then(() -> {
                            drained = changed.drained();
                            judge();
                        }))
                .onMessage(HealthCommand.Tick.class, tick -> then(this::tick))
                .build();
    }

    private Behavior<HealthCommand> then(Runnable effect) {
        effect.run();
        return this;
    }

    private void tick() {
        long now = System.nanoTime();
        ticks++;
        watched.values().forEach(endpoint -> endpoint.endEjection(now));
        probeWhatIsDue(now);
        tellIfChanged();
        ActorRef<HealthCommand> me = getContext().getSelf();
        ports.observations().collect(seen -> me.tell(new HealthCommand.Observed(seen)));
        if (ticks % LOAD_EVERY_TICKS == 0) {
            tellLoad();
        }
        if (ticks % REPEAT_EVERY_TICKS == 0) {
            tell(new NodeHealth(self, version, told));
        }
    }

    private void probeWhatIsDue(long nowNanos) {
        ActorRef<HealthCommand> me = getContext().getSelf();
        for (WatchedEndpoint endpoint : watched.values()) {
            Health.Active active = endpoint.active().orElse(null);
            if (active == null) {
                continue;
            }
            if (!Probers.choose(endpoint.key(), live, active.probers()).contains(self)) {
                endpoint.stopProbing();
            } else if (endpoint.beginProbe(nowNanos)) {
                ports.probes()
                        .probe(
                                endpoint.plan(),
                                active,
                                result -> me.tell(new HealthCommand.ProbeEnded(endpoint.key(), result)));
            }
        }
    }

    private void probed(HealthCommand.ProbeEnded ended) {
        WatchedEndpoint endpoint = watched.get(ended.key());
        if (endpoint != null) {
            Probes.Result result = ended.result();
            endpoint.probed(result.healthy(), result.reason());
            tellIfChanged();
        }
    }

    private void failing(EndpointStatus status) {
        WatchedEndpoint endpoint = watched.get(HealthView.key(status.upstream(), status.endpoint()));
        if (endpoint != null) {
            endpoint.eject(System.nanoTime());
            tellIfChanged();
        }
    }

    private void observed(List<Observations.EndpointObservation> seen) {
        seen.forEach(observation -> {
            EndpointStatus status = observation.endpoint();
            WatchedEndpoint endpoint = watched.get(HealthView.key(status.upstream(), status.endpoint()));
            if (endpoint != null) {
                endpoint.setInFlight(observation.inFlight());
            }
        });
    }

    private void heard(HealthMessage message) {
        if (message instanceof NodeHealth health) {
            NodeHealth known = observed.get(health.node());
            if (!health.node().equals(self) && (known == null || known.version() < health.version())) {
                observed.put(health.node(), health);
                judge();
            }
        } else if (message instanceof NodeLoad load && !load.node().equals(self)) {
            loads.put(load.node(), load);
            applyLoads();
        }
    }

    private void meet(HealthCommand.Peers found) {
        Set<ActorRef<HealthMessage>> others =
                new HashSet<>(found.listing().getServiceInstances(ClusterHealth.MONITORS));
        others.remove(own);
        peers = others;
        tell(new NodeHealth(self, version, told));
    }

    private void membersChanged() {
        live = liveMembers();
        observed.keySet().retainAll(knownMembers());
        loads.keySet().retainAll(live);
        applyLoads();
        judge();
    }

    private void watch(Snapshot next) {
        snapshot = next;
        Set<String> current = new HashSet<>();
        long now = System.nanoTime();
        for (UpstreamPlan upstream : next.upstreams().values()) {
            for (EndpointPlan plan : upstream.endpoints()) {
                Health settings = upstream.model().health();
                String key = HealthView.key(plan.upstream(), plan.id());
                current.add(key);
                watched.computeIfAbsent(key, k -> new WatchedEndpoint(plan, settings, now))
                        .replace(plan, settings);
            }
        }
        watched.keySet().retainAll(current);
        judge();
    }

    private void tellIfChanged() {
        Map<String, Report> now = new TreeMap<>();
        watched.forEach((key, endpoint) -> {
            Report report = endpoint.report();
            if (!report.equals(Report.NONE)) {
                now.put(key, report);
            }
        });
        if (!now.equals(told)) {
            told = now;
            NodeHealth health = new NodeHealth(self, ++version, now);
            observed.put(self, health);
            tell(health);
            judge();
        }
    }

    private void tellLoad() {
        Map<String, Integer> inFlight = new TreeMap<>();
        watched.forEach((key, endpoint) -> {
            if (endpoint.inFlight() > 0) {
                inFlight.put(key, endpoint.inFlight());
            }
        });
        NodeLoad load = new NodeLoad(self, ports.nodeName(), board.viewHash(), inFlight);
        loads.put(self, load);
        tell(load);
        applyLoads();
    }

    private void applyLoads() {
        board.loads(loads.values());
        watched.forEach((key, endpoint) -> {
            int elsewhere = 0;
            for (NodeLoad load : loads.values()) {
                elsewhere += load.node().equals(self) ? 0 : load.inFlight().getOrDefault(key, 0);
            }
            endpoint.plan().status().setRemoteInFlight(elsewhere);
        });
    }

    private void judge() {
        HealthView view = new HealthView(observed, live, drained);
        Map<String, Verdict> verdicts = new TreeMap<>();
        for (UpstreamPlan upstream : snapshot.upstreams().values()) {
            List<String> endpoints = java.util.Arrays.stream(upstream.endpoints())
                    .map(EndpointPlan::id)
                    .toList();
            int probers = upstream.model()
                    .health()
                    .active()
                    .map(Health.Active::probers)
                    .orElse(0);
            view.verdicts(upstream.name(), endpoints, probers)
                    .forEach((endpoint, verdict) -> verdicts.put(HealthView.key(upstream.name(), endpoint), verdict));
        }
        watched.forEach((key, endpoint) -> {
            Verdict verdict = verdicts.get(key);
            if (verdict != null) {
                endpoint.plan().status().setUsable(verdict.usable());
                endpoint.plan().status().setDraining(verdict.draining());
            }
        });
        board.verdicts(snapshot, verdicts, live);
    }

    private void tell(HealthMessage message) {
        peers.forEach(peer -> peer.tell(message));
    }

    private Set<String> liveMembers() {
        var state = Cluster.get(getContext().getSystem()).state();
        Set<String> members = new HashSet<>();
        state.getMembers().forEach(member -> {
            boolean serves = member.status() == MemberStatus.up() || member.status() == MemberStatus.weaklyUp();
            if (serves && !state.getUnreachable().contains(member)) {
                members.add(member.uniqueAddress().toString());
            }
        });
        return members;
    }

    private Set<String> knownMembers() {
        Set<String> members = new HashSet<>();
        Cluster.get(getContext().getSystem())
                .state()
                .getMembers()
                .forEach(member -> members.add(member.uniqueAddress().toString()));
        return members;
    }
}
