package io.weir.node.control.health;

import io.weir.node.decide.health.HealthView;
import io.weir.node.state.HealthDesk;
import io.weir.node.state.Observations;
import io.weir.node.state.Probes;
import io.weir.node.state.Snapshots;
import io.weir.protocol.cluster.HealthMessage;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.Props;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.receptionist.Receptionist;
import org.apache.pekko.actor.typed.receptionist.ServiceKey;
import org.apache.pekko.cluster.ClusterEvent;
import org.apache.pekko.cluster.typed.Cluster;
import org.apache.pekko.cluster.typed.Subscribe;

/** The health of all endpoints as this cluster sees it: the monitor of this node and what it has found. */
public final class ClusterHealth implements HealthDesk {
    static final ServiceKey<HealthMessage> MONITORS = ServiceKey.create(HealthMessage.class, "weir-health");

    private final HealthBoard board;
    private final Drains drains;

    private ClusterHealth(HealthBoard board, Drains drains) {
        this.board = board;
        this.drains = drains;
    }

    /** Starts watching; call it once the node has joined. */
    public static ClusterHealth start(
            ActorSystem<?> system, String nodeName, Snapshots snapshots, Probes probes, Observations observations) {
        HealthBoard board = new HealthBoard();
        HealthPorts ports = new HealthPorts(nodeName, probes, observations);
        ActorRef<HealthCommand> monitor = system.systemActorOf(monitor(ports, board), "weir-health", Props.empty());
        snapshots.onActivate(snapshot -> monitor.tell(new HealthCommand.SnapshotActivated(snapshot)));
        observations.onConsecutiveFailures(endpoint -> monitor.tell(new HealthCommand.Failing(endpoint)));
        Drains drains = Drains.start(system, drained -> monitor.tell(new HealthCommand.DrainsChanged(drained)));
        return new ClusterHealth(board, drains);
    }

    private static Behavior<HealthCommand> monitor(HealthPorts ports, HealthBoard board) {
        return Behaviors.setup(context -> Behaviors.withTimers(timers -> {
            // An actor of its own: the receptionist cannot watch one actor both as a service and as a subscriber.
            ActorRef<HealthMessage> wire = context.spawn(forward(context.getSelf()), "wire");
            Receptionist receptionist = Receptionist.get(context.getSystem());
            receptionist.ref().tell(Receptionist.register(MONITORS, wire));
            receptionist
                    .ref()
                    .tell(Receptionist.subscribe(
                            MONITORS, context.messageAdapter(Receptionist.Listing.class, HealthCommand.Peers::new)));
            Cluster.get(context.getSystem())
                    .subscriptions()
                    .tell(Subscribe.create(
                            context.messageAdapter(
                                    ClusterEvent.ClusterDomainEvent.class, HealthCommand.MembersChanged::new),
                            ClusterEvent.ClusterDomainEvent.class));
            timers.startTimerAtFixedRate(HealthCommand.Tick.TICK, HealthMonitor.TICK);
            return new HealthMonitor(context, ports, board, wire);
        }));
    }

    private static Behavior<HealthMessage> forward(ActorRef<HealthCommand> monitor) {
        return Behaviors.receiveMessage(message -> {
            monitor.tell(new HealthCommand.Wire(message));
            return Behaviors.same();
        });
    }

    @Override
    public List<EndpointHealth> endpoints() {
        return board.endpoints();
    }

    @Override
    public String viewHash() {
        return board.viewHash();
    }

    @Override
    public Map<String, String> viewHashes() {
        return board.viewHashes();
    }

    @Override
    public CompletionStage<Boolean> drain(String upstream, String endpoint, boolean draining) {
        if (!board.has(upstream, endpoint)) {
            return CompletableFuture.completedFuture(false);
        }
        return drains.set(HealthView.key(upstream, endpoint), draining).thenApply(done -> true);
    }
}
