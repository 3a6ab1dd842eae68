package io.weir.node.testkit;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import io.weir.config.formation.ControlPlane;
import io.weir.config.formation.NodeSettings;
import io.weir.config.formation.Profile;
import io.weir.config.formation.Transport;
import io.weir.config.model.HostPort;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.pekko.actor.Address;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.cluster.MemberStatus;
import org.apache.pekko.cluster.ddata.typed.javadsl.DistributedData;
import org.apache.pekko.cluster.typed.Cluster;
import org.apache.pekko.cluster.typed.Down;
import org.apache.pekko.cluster.typed.Join;

/** Several control planes in this process, one cluster, on free ports. */
public final class InProcessCluster implements AutoCloseable {
    /**
     * A machine that is short of time must not look like members that died: nobody is removed but by {@link #kill} and
     * {@link #remove}, and it takes longer until one counts as unreachable.
     */
    private static final String PATIENT =
            """
            pekko.cluster.downing-provider-class = ""
            pekko.cluster.failure-detector.acceptable-heartbeat-pause = 6 s
            """;

    private final Path directory;
    private final List<ActorSystem<Void>> systems = new ArrayList<>();

    private final Consumer<ActorSystem<Void>> beforeJoining;

    private InProcessCluster(Path directory, Consumer<ActorSystem<Void>> beforeJoining) {
        this.directory = directory;
        this.beforeJoining = beforeJoining;
    }

    /** Returns when all {@code size} members are up on each of them. */
    public static InProcessCluster of(int size, Path directory) {
        return of(size, directory, system -> {});
    }

    /** @param beforeJoining what is started on each before it joins, as nodes do */
    public static InProcessCluster of(int size, Path directory, Consumer<ActorSystem<Void>> beforeJoining) {
        InProcessCluster cluster = new InProcessCluster(directory, beforeJoining);
        for (int i = 0; i < size; i++) {
            cluster.join(i);
        }
        cluster.awaitMembers(size);
        return cluster;
    }

    public ActorSystem<Void> system(int index) {
        return systems.get(index);
    }

    /** Ends a member without a farewell and has the others remove it: once they have noticed. */
    public void kill(int index) {
        remove(silence(index));
    }

    /** Ends a member without a farewell; for the others it is unreachable after a while, and stays so. */
    public Address silence(int index) {
        ActorSystem<Void> victim = systems.remove(index);
        Address address = Cluster.get(victim).selfMember().address();
        victim.terminate();
        Await.until(() -> "a system ends", () -> victim.whenTerminated().isCompleted());
        return address;
    }

    /** Returns when the others are without the member that was silenced. */
    public void remove(Address silent) {
        Cluster.get(systems.get(0)).manager().tell(new Down(silent));
        awaitMembers(systems.size());
    }

    /** One more member; returns when all see it up. */
    public ActorSystem<Void> grow() {
        join(systems.size());
        awaitMembers(systems.size());
        return systems.get(systems.size() - 1);
    }

    private void join(int index) {
        ActorSystem<Void> system = ActorSystem.create(Behaviors.empty(), ControlPlane.SYSTEM_NAME, config(index));
        systems.add(system);
        // As on a node: a replicator that starts later does not know at first whom else to ask.
        DistributedData.get(system);
        beforeJoining.accept(system);
        Cluster.get(system)
                .manager()
                .tell(Join.create(Cluster.get(systems.get(0)).selfMember().address()));
    }

    private Config config(int index) {
        String name = "node-" + (index + 1);
        NodeSettings node = new NodeSettings(
                Profile.LOCAL,
                Transport.AUTO,
                name,
                directory.resolve(name),
                0,
                Optional.empty(),
                new NodeSettings.Admin(new HostPort("127.0.0.1", 0), directory.resolve("token")),
                new NodeSettings.Cluster(
                        new HostPort("127.0.0.1", 0),
                        List.of(),
                        Optional.empty(),
                        Duration.ofSeconds(1),
                        Optional.empty(),
                        Optional.empty()),
                new NodeSettings.AccessLog(new NodeSettings.Target.Off(), 0, 0),
                Duration.ofSeconds(1),
                ConfigFactory.parseString(
                        "pekko.loglevel = ERROR\npekko.coordinated-shutdown.run-by-actor-system-terminate = off\n"
                                + PATIENT));
        return ControlPlane.pekkoConfig(node);
    }

    private void awaitMembers(int size) {
        for (ActorSystem<Void> system : systems) {
            Await.until(() -> system.address() + " sees " + size + " members up", () -> {
                int up = 0;
                for (var member : Cluster.get(system).state().getMembers()) {
                    up += member.status() == MemberStatus.up() ? 1 : 0;
                }
                return up == size;
            });
        }
    }

    @Override
    public void close() {
        systems.forEach(ActorSystem::terminate);
        systems.forEach(system ->
                Await.until(() -> "a system ends", () -> system.whenTerminated().isCompleted()));
    }
}
