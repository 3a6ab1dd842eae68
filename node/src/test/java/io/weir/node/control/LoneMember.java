package io.weir.node.control;

import io.weir.config.formation.ControlPlane;
import io.weir.config.formation.Formation;
import io.weir.config.formation.Sources;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.pekko.actor.AddressFromURIString;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.cluster.typed.Cluster;
import org.apache.pekko.cluster.typed.Join;

/** A member of a cluster and nothing else, in a process of its own or in a test's. */
final class LoneMember {
    private LoneMember() {}

    /** @param args the data directory, and the address of a member to join */
    public static void main(String[] args) throws Exception {
        ActorSystem<Void> system = start(args[0]);
        Cluster.get(system).manager().tell(Join.create(AddressFromURIString.parse(args[1])));
    }

    static ActorSystem<Void> start(String dataDir) throws Exception {
        Sources sources = new Sources(Optional.empty(), List.of("weir.node.data-dir=" + dataDir), Map.of(), "lone");
        return ActorSystem.create(
                Behaviors.empty(), ControlPlane.SYSTEM_NAME, ControlPlane.pekkoConfig(Formation.read(sources)));
    }
}
