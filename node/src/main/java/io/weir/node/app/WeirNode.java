package io.weir.node.app;

import static java.util.concurrent.TimeUnit.SECONDS;

import io.weir.config.formation.NodeSettings;
import io.weir.config.model.CachePolicy;
import io.weir.config.model.GatewayDocument;
import io.weir.config.model.Upstream;
import io.weir.config.parse.Warnings;
import io.weir.node.admin.AdminListening;
import io.weir.node.admin.AdminServer;
import io.weir.node.admin.AdminToken;
import io.weir.node.control.access.AdminTls;
import io.weir.node.control.certificates.NodeCertificates;
import io.weir.node.control.membership.Membership;
import io.weir.node.dataplane.DataPlane;
import io.weir.node.dataplane.tls.BackendTlsCompiler;
import io.weir.node.dataplane.tls.TlsEngine;
import io.weir.node.dataplane.tls.TlsPorts;
import io.weir.node.filter.CompilerPorts;
import io.weir.node.filter.EndpointPickers;
import io.weir.node.filter.HostResolver;
import io.weir.node.filter.SnapshotCompiler;
import io.weir.node.filter.auth.token.IdentityProviders;
import io.weir.node.filter.auth.token.IssuedRoles;
import io.weir.node.outbound.OutboundCalls;
import io.weir.node.state.AdminIssuer;
import io.weir.node.state.ClusterView;
import io.weir.node.state.DocumentFiles;
import io.weir.node.state.EndpointStatuses;
import io.weir.node.state.HttpCalls;
import io.weir.node.state.Secrets;
import io.weir.node.state.Snapshots;
import io.weir.node.telemetry.Telemetry;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.pekko.Done;
import org.apache.pekko.actor.typed.DispatcherSelector;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import scala.concurrent.ExecutionContextExecutor;

/** A whole node, from its start to its end: data plane and control plane, put together. */
final class WeirNode {
    private static final Logger LOG = LoggerFactory.getLogger(WeirNode.class);
    private static final Duration LOOK_AT_FILES = Duration.ofSeconds(5);
    private static final int REMOVED_BY_OTHERS = 3;
    private static final int REVOCATIONS_BOUND_SECONDS = 20;
    private static final Duration ADMIN_LOOK_AGAIN = Duration.ofSeconds(5);

    private final NodeSettings settings;
    private final Optional<GatewayDocument> document;
    private final long startedNanos = System.nanoTime();
    private final Snapshots snapshots = new Snapshots();
    /** After coordinated shutdown, whose phases have bounds of their own. */
    private static final int LAST_GRACE_SECONDS = 2;

    private final AtomicBoolean asked = new AtomicBoolean();

    private volatile @Nullable Membership membership;

    /** @param document proposed when the cluster has none */
    WeirNode(NodeSettings settings, Optional<GatewayDocument> document) {
        this.settings = settings;
        this.document = document;
    }

    /**
     * Runs until the node has ended.
     *
     * @return 0 when it was asked to, otherwise why it ended
     * @throws IOException or RuntimeException when it cannot start; the process has to be ended then
     */
    int run() throws IOException {
        LOG.info(
                "weir {} on Java {}, node {}, profile {}",
                Version.text(),
                Runtime.version().feature(),
                settings.name(),
                settings.profile().name().toLowerCase(java.util.Locale.ROOT));
        Files.createDirectories(settings.dataDir());
        AdminListening listening = adminListening();
        try (Telemetry telemetry = Telemetry.start(settings.accessLog())) {
            Membership own = Membership.start(settings);
            membership = own;
            try {
                serve(own, telemetry, listening);
            } catch (IOException | RuntimeException e) {
                own.system().terminate();
                throw e;
            }
        }
        return ended();
    }

    /** Before anything is started, so that a file that cannot be used is known at once. */
    private AdminListening adminListening() throws IOException {
        NodeSettings.Admin admin = settings.admin();
        AdminToken token = AdminToken.inFile(admin.tokenFile());
        if (admin.tls().isPresent()) {
            return AdminListening.of(
                    admin, token, Optional.of(AdminTls.of(admin.tls().get(), ADMIN_LOOK_AGAIN)));
        }
        if (!admin.isLoopback()) {
            LOG.warn(
                    "THE ADMIN API ON {} IS PLAINTEXT (weir.admin.allow-plaintext): whoever can listen in on the way"
                            + " reads its tokens and may do what their holders may",
                    admin.address());
        }
        return AdminListening.of(admin, token, Optional.empty());
    }

    private void serve(Membership own, Telemetry telemetry, AdminListening listening) throws IOException {
        Signals.onTermination(this::leave);
        ControlWiring control = new ControlWiring(settings, own, snapshots, telemetry);
        own.join(settings);
        CompletableFuture<?> ended = own.whenEnded().toCompletableFuture();
        CompletableFuture.anyOf(own.whenUp().toCompletableFuture(), ended).join();
        if (!ended.isDone()) {
            DataPlane dataPlane = open(own, control, telemetry, listening);
            ended.join();
            dataPlane.stop().toCompletableFuture().join();
        }
    }

    private DataPlane open(Membership own, ControlWiring control, Telemetry telemetry, AdminListening listening)
            throws IOException {
        CertificateWiring keys = CertificateWiring.start(settings, own.system());
        NodeCertificates certificates = keys.certificates();
        Secrets secrets = keys.secrets();
        TlsPorts tls = new TlsPorts(TlsEngine.best(), certificates, keys.tickets(), secrets);
        DataPlane dataPlane = DataPlane.start(
                new DataPlane.Settings(
                        settings.transport(), Runtime.getRuntime().availableProcessors(), settings.portOffset()),
                snapshots,
                new EndpointPickers(control.signer()),
                telemetry,
                tls);
        ExecutionContextExecutor blocking = own.system().dispatchers().lookup(DispatcherSelector.blocking());
        BackendTlsCompiler backendTls = new BackendTlsCompiler(tls, blocking);
        own.system().scheduler().scheduleAtFixedRate(LOOK_AT_FILES, LOOK_AT_FILES, backendTls::refresh, blocking);
        own.system().scheduler().scheduleAtFixedRate(LOOK_AT_FILES, LOOK_AT_FILES, dataPlane::refreshTls, blocking);
        HttpCalls calls = new OutboundCalls();
        IdentityProviders providers = new IdentityProviders(calls, secrets, keys.sealing(), blocking);
        telemetry.watch(providers);
        EndpointStatuses statuses = new EndpointStatuses();
        PeerWiring.open(
                settings.cluster(), own.system(), blocking, dataPlane, control.caches(), control.peers(), statuses);
        SnapshotCompiler compiler = new SnapshotCompiler(new CompilerPorts(
                statuses,
                control.limits(),
                control.sessions(),
                HostResolver.SYSTEM,
                certificates,
                backendTls,
                secrets,
                control.revocations().board(),
                calls,
                new DocumentFiles(CertificateWiring.documentFolder(settings)),
                Workers.start(),
                providers,
                control.replays(),
                control.caches()));
        GatewayStager stager = new GatewayStager(
                certificates,
                compiler,
                dataPlane,
                snapshots,
                own.system().dispatchers().lookup(DispatcherSelector.blocking()));
        own.beforeLeaving(
                "drain", () -> dataPlane.drain(settings.shutdownGrace()).thenApply(drained -> {
                    control.caches().close();
                    return Done.getInstance();
                }));
        snapshots.onActivate(snapshot -> control.caches().live(cachePolicies(snapshot.document())));
        snapshots.onActivate(snapshot -> {
            if (snapshot.revision() > 0) {
                LOG.info("revision {} is live: {}", snapshot.revision(), where());
                snapshot.document().upstreams().forEach(WeirNode::warnOfBlindTrust);
                Warnings.of(snapshot.document()).forEach(LOG::warn);
            }
        });
        AdminIssuer issuer = settings.admin()
                .oidc()
                .map(oidc ->
                        IssuedRoles.of(oidc, providers, control.revocations().board(), blocking))
                .orElse(AdminIssuer.NONE);
        awaitRevocations(control);
        AdminServer admin = control.open(dataPlane, stager, telemetry, keys, listening, issuer, document, startedNanos)
                .toCompletableFuture()
                .join();
        LOG.info(
                "transport {}, TLS by {}, {} loops",
                dataPlane.transport(),
                dataPlane.tls(),
                Runtime.getRuntime().availableProcessors());
        LOG.info(
                "cluster: {}",
                own.view().members().stream().map(WeirNode::member).toList());
        LOG.info(
                "admin API on {}://{}, its token in {}",
                listening.tls().isPresent() ? "https" : "http",
                admin.address(),
                settings.admin().tokenFile());
        return dataPlane;
    }

    /**
     * Listeners are bound when the document comes: by then it should be known what is revoked. A node that does not get
     * to hear it serves its admin API, which says so, and is not ready.
     */
    private static void awaitRevocations(ControlWiring control) {
        CompletableFuture<Void> known = control.revocations().whenCaughtUp().toCompletableFuture();
        known.completeOnTimeout(null, REVOCATIONS_BOUND_SECONDS, TimeUnit.SECONDS)
                .join();
        if (!control.revocations().caughtUp()) {
            LOG.warn("most members have not yet told what is revoked; the node is not ready before they have");
        }
    }

    private static List<CachePolicy> cachePolicies(GatewayDocument document) {
        return document.policies().stream()
                .filter(CachePolicy.class::isInstance)
                .map(CachePolicy.class::cast)
                .toList();
    }

    private static void warnOfBlindTrust(Upstream upstream) {
        if (upstream.tls().filter(tls -> !tls.verify()).isPresent()) {
            LOG.warn(
                    "upstream {}: WHOEVER ANSWERS IS BELIEVED (tls.verify is false): anybody between here and its"
                            + " endpoints can read and change what passes",
                    upstream.name());
        }
    }

    private static String member(ClusterView.Node member) {
        return member.name() + " (" + member.address() + ", " + member.status() + ")";
    }

    private List<String> where() {
        return snapshots.current().listeners().stream()
                .map(listener -> listener.name() + " on " + listener.address().host() + ":"
                        + (listener.address().port() + settings.portOffset()))
                .toList();
    }

    /** Finishes what is in flight, leaves the cluster, lets {@link #run} come back. Any thread. */
    void leave() {
        Membership own = membership;
        if (own == null || !asked.compareAndSet(false, true)) {
            return;
        }
        LOG.info("asked to end: finishing what is in flight, leaving the cluster");
        own.leave().whenComplete((left, late) -> {
            if (late != null) {
                LOG.error("leaving took too long", late);
                Runtime.getRuntime().halt(1);
            }
            own.whenEnded()
                    .toCompletableFuture()
                    .copy()
                    .orTimeout(LAST_GRACE_SECONDS, SECONDS)
                    .exceptionally(still -> endAnyway());
        });
    }

    /** All that others rely on is done by then: an actor or a stream that does not end is not to keep the process. */
    private static Done endAnyway() {
        LOG.warn("ended, but for parts of the actor system:{}", BusyThreads.told());
        Runtime.getRuntime().halt(0);
        return Done.getInstance();
    }

    private int ended() {
        if (asked.get()) {
            LOG.info("ended");
            return 0;
        }
        LOG.error("the other members removed this node from the cluster, or it cannot go on; start it again");
        return REMOVED_BY_OTHERS;
    }
}
