package io.weir.node.app;

import io.weir.config.formation.NodeSettings;
import io.weir.config.model.HostPort;
import io.weir.node.control.cache.ClusterPeers;
import io.weir.node.control.membership.ClusterTls;
import io.weir.node.dataplane.DataPlane;
import io.weir.node.dataplane.tls.PeerTls;
import io.weir.node.filter.cache.CacheStores;
import io.weir.node.filter.cache.PeerDoor;
import io.weir.node.state.BackendTls;
import io.weir.node.state.EndpointStatuses;
import io.weir.node.state.Stager;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.Function;
import org.apache.pekko.actor.typed.ActorSystem;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import scala.concurrent.ExecutionContextExecutor;

/** The way between the caches of nodes: the door of this one, and how it goes to those of the others. */
final class PeerWiring {
    private static final Logger LOG = LoggerFactory.getLogger(PeerWiring.class);
    private static final Duration LOOK_AT_FILES = Duration.ofSeconds(5);

    private PeerWiring() {}

    /** When the node is a member. A node whose door cannot be opened is by itself. Blocks. */
    static void open(
            NodeSettings.Cluster settings,
            ActorSystem<?> system,
            ExecutionContextExecutor blocking,
            DataPlane dataPlane,
            CacheStores caches,
            ClusterPeers peers,
            EndpointStatuses statuses) {
        PeerTls tls = settings.tls().map(files -> tls(files, system, blocking)).orElse(null);
        HostPort address = new HostPort(settings.address().host(), settings.peerPort());
        try {
            int port = dataPlane.openDoor(address, new PeerDoor(caches), tls).getPort();
            peers.open(port, statuses, way(tls));
            caches.share(peers);
            LOG.info("the caches of other nodes ask this one's on {}:{}", address.host(), port);
        } catch (Stager.StagingException e) {
            LOG.warn("the cache of this node is by itself (weir.cluster.peer-port): {}", e.getMessage());
        }
    }

    private static PeerTls tls(NodeSettings.ClusterTls files, ActorSystem<?> system, Executor blocking) {
        ClusterTls credential = ClusterTls.of(files);
        system.scheduler()
                .scheduleAtFixedRate(
                        LOOK_AT_FILES,
                        LOOK_AT_FILES,
                        () -> blocking.execute(credential::refresh),
                        system.executionContext());
        return new PeerTls(credential::peers);
    }

    private static Function<String, Optional<BackendTls>> way(@Nullable PeerTls tls) {
        return host -> tls == null ? Optional.empty() : Optional.of(tls.to(host));
    }
}
