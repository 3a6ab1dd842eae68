package io.weir.node.control.membership;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import io.weir.config.formation.ControlPlane;
import io.weir.config.formation.NodeSettings;
import io.weir.config.formation.Profile;
import io.weir.config.model.HostPort;
import io.weir.node.state.ClusterView;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.apache.pekko.Done;
import org.apache.pekko.actor.Address;
import org.apache.pekko.actor.CoordinatedShutdown;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.DispatcherSelector;
import org.apache.pekko.actor.typed.Props;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.cluster.typed.Cluster;
import org.apache.pekko.cluster.typed.Join;
import org.apache.pekko.cluster.typed.JoinSeedNodes;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** This node's part in the cluster, from the start of its actor system to its end. Thread-safe. */
public final class Membership {
    private static final Logger LOG = LoggerFactory.getLogger(Membership.class);
    private static final String DRAIN = CoordinatedShutdown.PhaseBeforeServiceUnbind();

    /** Beyond the grace for what is in flight: closing doors, handing over shards, leaving. */
    private static final Duration FAREWELL_BOUND = Duration.ofSeconds(30);

    private final ActorSystem<Void> system;
    private final Members members;

    private Membership(ActorSystem<Void> system) {
        this.system = system;
        this.members = new Members(system);
    }

    /**
     * Starts the actor system, alone for now: whatever must be there before the node is a member is started between this
     * and {@link #join}.
     *
     * @throws RuntimeException when the cluster's port cannot be bound or its certificate not be used; no thread is left behind
     */
    public static Membership start(NodeSettings settings) {
        Config plain = ControlPlane.pekkoConfig(settings);
        Config pekko = settings.cluster()
                .tls()
                .map(tls -> ClusterTls.config(tls, plain.getDuration("pekko.remote.artery.ssl.weir.look-again")))
                .orElse(ConfigFactory.empty())
                .withFallback(plain);
        ActorSystem<Void> system =
                ActorSystem.create(Behaviors.empty(), ControlPlane.SYSTEM_NAME, withOwn(settings, pekko));
        if (settings.cluster().tls().isEmpty() && settings.profile() != Profile.LOCAL) {
            LOG.warn(
                    "weir.cluster.tls.allow-plaintext: the traffic between nodes is neither encrypted nor authenticated;"
                            + " whoever reaches {} can join the cluster and read its secrets",
                    settings.cluster().address());
        }
        return new Membership(system);
    }

    private static Config withOwn(NodeSettings settings, Config pekko) {
        List<String> roles = new ArrayList<>(pekko.getStringList("pekko.cluster.roles"));
        roles.add(Members.NAME_ROLE + settings.name());
        Duration drainBound = settings.shutdownGrace().plusSeconds(1);
        return ConfigFactory.parseMap(
                        Map.of(
                                "pekko.cluster.roles",
                                roles,
                                "pekko.coordinated-shutdown.phases." + DRAIN + ".timeout",
                                drainBound),
                        "weir membership")
                .withFallback(pekko);
    }

    /** Looks for the other nodes in the way of the profile and joins them, or forms a cluster. Does not wait. */
    public void join(NodeSettings settings) {
        Cluster cluster = Cluster.get(system);
        NodeSettings.Cluster wanted = settings.cluster();
        if (settings.profile() == Profile.KUBERNETES) {
            String service = wanted.discoveryService().orElseThrow();
            Discovery discovery = new Discovery(
                    new HostPort(wanted.address().host(), selfPort()),
                    new DnsNames(service, system.dispatchers().lookup(DispatcherSelector.blocking())),
                    wanted.formAfter());
            system.systemActorOf(discovery.behavior(), "weir-discovery", Props.empty());
        } else if (wanted.seeds().isEmpty()) {
            cluster.manager().tell(Join.create(cluster.selfMember().address()));
        } else {
            List<Address> seeds =
                    wanted.seeds().stream().map(Membership::addressOf).toList();
            cluster.manager().tell(new JoinSeedNodes(seeds));
        }
    }

    static Address addressOf(HostPort member) {
        String host = member.host().indexOf(':') >= 0 ? "[" + member.host() + "]" : member.host();
        return new Address("pekko", ControlPlane.SYSTEM_NAME, host, member.port());
    }

    private int selfPort() {
        return (Integer) Cluster.get(system).selfMember().address().port().get();
    }

    public ActorSystem<Void> system() {
        return system;
    }

    /** Who is in the cluster. */
    public ClusterView view() {
        return members;
    }

    /** Completes when this node is a full member; {@link #view} follows within milliseconds. */
    public CompletionStage<Done> whenUp() {
        CompletableFuture<Done> up = new CompletableFuture<>();
        org.apache.pekko.cluster.Cluster.get(system.classicSystem()).registerOnMemberUp(() -> {
            warnOfNamesakes();
            up.complete(Done.getInstance());
        });
        return up;
    }

    /** No error: it may be this node's former life, which is about to be removed. */
    private void warnOfNamesakes() {
        for (ClusterView.Node member : members.namesakes()) {
            LOG.warn(
                    "The member {} is called {} as well; names must be unique (weir.node.name)",
                    member.address(),
                    member.name());
        }
    }

    /** Completes when the actor system has ended: after {@link #leave}, or because the others removed this node. */
    public CompletionStage<Done> whenEnded() {
        return system.getWhenTerminated();
    }

    /**
     * What is done first when the node leaves, while it still is a member: stop accepting, finish what is in flight. It
     * has the grace of the settings; then leaving goes on without it.
     */
    public void beforeLeaving(String name, Supplier<CompletionStage<Done>> task) {
        CoordinatedShutdown.get(system.classicSystem()).addTask(DRAIN, name, task);
    }

    /**
     * Drains, hands over, leaves the cluster and ends the actor system. Idempotent. Completes exceptionally with a
     * {@link java.util.concurrent.TimeoutException} when that takes longer than the grace and 30 s.
     */
    public CompletionStage<Done> leave() {
        CoordinatedShutdown shutdown = CoordinatedShutdown.get(system.classicSystem());
        long boundMillis = shutdown.timeout(DRAIN).toMillis() + FAREWELL_BOUND.toMillis();
        return shutdown.runAll(Leaving.INSTANCE).toCompletableFuture().orTimeout(boundMillis, TimeUnit.MILLISECONDS);
    }

    /** The reason that coordinated shutdown logs. */
    private static final class Leaving implements CoordinatedShutdown.Reason {
        static final Leaving INSTANCE = new Leaving();

        @Override
        public String toString() {
            return "the node was asked to end";
        }
    }
}
