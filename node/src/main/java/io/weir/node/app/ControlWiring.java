package io.weir.node.app;

import io.weir.config.formation.NodeSettings;
import io.weir.config.model.GatewayDocument;
import io.weir.config.model.Sticky;
import io.weir.node.admin.AdminListening;
import io.weir.node.admin.AdminPorts;
import io.weir.node.admin.AdminServer;
import io.weir.node.admin.NodeFacts;
import io.weir.node.control.access.ClusterTokens;
import io.weir.node.control.acme.AcmeOrders;
import io.weir.node.control.audit.ClusterAudit;
import io.weir.node.control.cache.ClusterPeers;
import io.weir.node.control.cache.ClusterPurges;
import io.weir.node.control.certificates.CertificateRegister;
import io.weir.node.control.config.ConfigControl;
import io.weir.node.control.health.ClusterHealth;
import io.weir.node.control.limit.ClusterLimits;
import io.weir.node.control.membership.Membership;
import io.weir.node.control.replay.ClusterReplays;
import io.weir.node.control.revocation.ClusterRevocations;
import io.weir.node.control.session.ClusterSessions;
import io.weir.node.control.session.CookieKeys;
import io.weir.node.control.traffic.ClusterTraffic;
import io.weir.node.dataplane.DataPlane;
import io.weir.node.filter.cache.CacheStores;
import io.weir.node.state.AdminIssuer;
import io.weir.node.state.CookieSigner;
import io.weir.node.state.Snapshots;
import io.weir.node.state.Stager;
import io.weir.node.state.UpstreamPlan;
import io.weir.node.telemetry.Telemetry;
import io.weir.protocol.admin.NodeReport;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.DispatcherSelector;

/**
 * The control plane of a node, wired in one place. Made before the node joins: members that are there wait for the
 * replicators and regions of those that come.
 */
final class ControlWiring {
    private static final Duration READ_VERSIONS = Duration.ofSeconds(5);

    private final NodeSettings settings;
    private final Membership membership;
    private final ActorSystem<Void> system;
    private final Snapshots snapshots;
    private final ClusterLimits limits;
    private final ClusterSessions sessions;
    private final ClusterRevocations revocations;
    private final ClusterTokens tokens;
    private final ClusterAudit audit;
    private final ClusterReplays replays;
    private final CacheStores caches;
    private final ClusterPurges purges;
    private final ClusterTraffic traffic;
    private final ClusterPeers peers;

    ControlWiring(NodeSettings settings, Membership membership, Snapshots snapshots, Telemetry telemetry)
            throws IOException {
        this.settings = settings;
        caches = new CacheStores(settings.dataDir());
        this.membership = membership;
        this.system = membership.system();
        this.snapshots = snapshots;
        limits = ClusterLimits.start(system);
        sessions = ClusterSessions.start(system, this::idleMillis);
        revocations = ClusterRevocations.start(system);
        replays = ClusterReplays.start(system);
        purges = ClusterPurges.start(system, caches);
        traffic = ClusterTraffic.start(system, telemetry.versions());
        system.scheduler()
                .scheduleWithFixedDelay(
                        READ_VERSIONS, READ_VERSIONS, telemetry::readVersions, system.executionContext());
        peers = ClusterPeers.start(system, caches);
        tokens = ClusterTokens.start(system);
        audit = ClusterAudit.start(system, settings.name(), settings.dataDir());
    }

    private long idleMillis(String upstream) {
        UpstreamPlan plan = snapshots.current().upstreams().get(upstream);
        return plan != null && plan.model().sticky().orElse(null) instanceof Sticky.Learned learned
                ? learned.idle().toMillis()
                : 0;
    }

    ClusterLimits limits() {
        return limits;
    }

    ClusterSessions sessions() {
        return sessions;
    }

    ClusterRevocations revocations() {
        return revocations;
    }

    CacheStores caches() {
        return caches;
    }

    ClusterPeers peers() {
        return peers;
    }

    ClusterReplays replays() {
        return replays;
    }

    /** When the node is a member. */
    CookieSigner signer() {
        return CookieKeys.start(system);
    }

    /** When the node is a member: brings the document, watches endpoints, opens the admin API. Blocks while it reads the disk. */
    CompletionStage<AdminServer> open(
            DataPlane dataPlane,
            Stager stager,
            Telemetry telemetry,
            CertificateWiring keys,
            AdminListening listening,
            AdminIssuer issuer,
            Optional<GatewayDocument> document,
            long startedNanos)
            throws IOException {
        ConfigControl config = ConfigControl.start(system, settings.name(), settings.dataDir(), stager, document);
        ClusterHealth health = ClusterHealth.start(system, settings.name(), snapshots, dataPlane, dataPlane);
        telemetry.watch(membership.view(), config, health);
        telemetry.watch(limits, sessions::ownedHere, sessions::cachedHere);
        telemetry.watchMarks(replays::rememberedHere);
        telemetry.watchCaches(caches::figures);
        telemetry.watch(keys.certificates()::daysLeft, keys.certificates()::failures);
        AcmeOrders orders = AcmeOrders.start(
                system,
                new AcmeOrders.Ports(
                        keys.vault(),
                        keys.kept(),
                        keys.challenges(),
                        keys.certificates(),
                        keys.secrets(),
                        InstantSource.system()),
                () -> snapshots.current().document());
        telemetry.watch(orders);
        CertificateRegister certificates = new CertificateRegister(
                keys.certificates(), keys.kept(), orders, system.dispatchers().lookup(DispatcherSelector.blocking()));
        NodeFacts facts = new NodeFacts(
                settings.name(),
                Version.text(),
                settings.profile().name().toLowerCase(Locale.ROOT),
                dataPlane.transport(),
                dataPlane.tls(),
                startedNanos,
                () -> listeners(dataPlane),
                () -> dataPlane.listening().size()
                        == snapshots.current().listeners().size());
        AdminPorts ports = new AdminPorts(
                facts,
                membership.view(),
                config,
                health,
                sessions,
                limits,
                revocations,
                purges,
                tokens,
                issuer,
                audit,
                limits,
                certificates,
                traffic,
                telemetry::metricsText);
        return AdminServer.start(system, ports, listening).thenApply(server -> {
            telemetry.watch(revocations::count, server::wrongCredentials);
            return server;
        });
    }

    private static List<NodeReport.Listener> listeners(DataPlane dataPlane) {
        return dataPlane.listening().entrySet().stream()
                .map(entry -> new NodeReport.Listener(
                        entry.getKey(),
                        entry.getValue().getAddress().getHostAddress() + ":"
                                + entry.getValue().getPort()))
                .toList();
    }
}
