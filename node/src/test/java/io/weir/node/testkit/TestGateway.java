package io.weir.node.testkit;

import io.netty.channel.epoll.Epoll;
import io.netty.channel.uring.IoUring;
import io.weir.config.formation.Transport;
import io.weir.config.model.HostPort;
import io.weir.config.parse.DocumentReader;
import io.weir.node.control.secret.LocalSecrets;
import io.weir.node.dataplane.DataPlane;
import io.weir.node.dataplane.accept.ListenerSet;
import io.weir.node.dataplane.tls.BackendTlsCompiler;
import io.weir.node.dataplane.tls.PeerTls;
import io.weir.node.dataplane.tls.TlsEngine;
import io.weir.node.dataplane.tls.TlsPorts;
import io.weir.node.filter.CompilerPorts;
import io.weir.node.filter.EndpointPickers;
import io.weir.node.filter.HostResolver;
import io.weir.node.filter.SnapshotCompiler;
import io.weir.node.state.Certificates;
import io.weir.node.state.ConnectionRefusal;
import io.weir.node.state.EndpointPlan;
import io.weir.node.state.EndpointStatuses;
import io.weir.node.state.ExchangeRecord;
import io.weir.node.state.Filter;
import io.weir.node.state.Limiters;
import io.weir.node.state.Observations.EndpointObservation;
import io.weir.node.state.Recorder;
import io.weir.node.state.RoutePlan;
import io.weir.node.state.Snapshot;
import io.weir.node.state.Snapshots;
import io.weir.node.state.TcpRecord;
import io.weir.node.state.TicketKeys;
import io.weir.node.state.TlsHandshake;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A data plane with real sockets and a document, without a control plane. */
public final class TestGateway implements AutoCloseable {
    private final EndpointStatuses statuses = new EndpointStatuses();
    private final Snapshots snapshots = new Snapshots();
    private final List<EndedExchange> ended = new CopyOnWriteArrayList<>();
    private final List<TlsHandshake> handshakes = new CopyOnWriteArrayList<>();
    private final List<TlsHandshake> backendHandshakes = new CopyOnWriteArrayList<>();
    private final List<ConnectionRefusal> refusals = new CopyOnWriteArrayList<>();
    private final List<EndedTcp> endedTcp = new CopyOnWriteArrayList<>();
    private final AtomicInteger connections = new AtomicInteger();
    private final AtomicInteger upstreamConnections = new AtomicInteger();
    private final AtomicInteger tunnels = new AtomicInteger();
    private final AtomicInteger http2Connections = new AtomicInteger();
    private final AtomicInteger http2Streams = new AtomicInteger();
    private final BackendTlsCompiler backendTls;
    private final SnapshotCompiler compiler;
    private final DataPlane plane;
    private long revision;
    private @Nullable Filter first;

    private TestGateway(Transport transport, int loops, Limiters limiters, TlsPorts tls) {
        this(transport, loops, limiters, tls, UnaryOperator.identity());
    }

    private TestGateway(
            Transport transport, int loops, Limiters limiters, TlsPorts tls, UnaryOperator<CompilerPorts> change) {
        backendTls = new BackendTlsCompiler(tls, Runnable::run);
        compiler = new SnapshotCompiler(change.apply(
                FakePorts.compiler(statuses, limiters, HostResolver.SYSTEM, tls.certificates(), backendTls)));
        plane = DataPlane.start(
                new DataPlane.Settings(transport, loops, 0),
                snapshots,
                new EndpointPickers(FakePorts.PLAIN_COOKIES),
                loop -> new Recording(),
                tls);
    }

    private final class Recording implements Recorder {
        @Override
        public void exchangeEnded(ExchangeRecord exchange) {
            ended.add(EndedExchange.of(exchange));
        }

        @Override
        public void handshakeEnded(String listener, TlsHandshake how) {
            handshakes.add(how);
        }

        @Override
        public void upstreamConnection(EndpointPlan endpoint, boolean opened) {
            upstreamConnections.addAndGet(opened ? 1 : -1);
        }

        @Override
        public void backendHandshake(EndpointPlan endpoint, TlsHandshake how) {
            backendHandshakes.add(how);
        }

        @Override
        public void connectionRefused(String listener, ConnectionRefusal why) {
            refusals.add(why);
        }

        @Override
        public void tcpEnded(TcpRecord record) {
            endedTcp.add(EndedTcp.of(record));
        }

        @Override
        public void tunnelOpened(RoutePlan route) {
            tunnels.incrementAndGet();
        }

        @Override
        public void tunnelEnded(RoutePlan route, long nanos) {
            tunnels.decrementAndGet();
        }

        @Override
        public void http2Connection(boolean opened) {
            http2Connections.addAndGet(opened ? 1 : -1);
        }

        @Override
        public void http2Stream(boolean opened) {
            http2Streams.addAndGet(opened ? 1 : -1);
        }

        @Override
        public void connectionOpened() {
            connections.incrementAndGet();
        }

        @Override
        public void connectionClosed() {
            connections.decrementAndGet();
        }
    }

    /** Lets other nodes ask this one. */
    public InetSocketAddress openDoor(Filter doorkeeper, @Nullable PeerTls secured) {
        return plane.openDoor(new HostPort("127.0.0.1", 0), doorkeeper, secured);
    }

    public EndpointStatuses statuses() {
        return statuses;
    }

    /** Those that work on this machine. */
    public static Stream<Transport> transports() {
        return Stream.of(Transport.NIO, Transport.EPOLL, Transport.IO_URING)
                .filter(one -> one == Transport.NIO
                        || one == Transport.EPOLL && Epoll.isAvailable()
                        || one == Transport.IO_URING && IoUring.isAvailable());
    }

    public static TestGateway start(String document) {
        return start(Transport.AUTO, document);
    }

    public static TestGateway start(Transport transport, String document) {
        return start(transport, 2, FakePorts.NO_LIMITS, document);
    }

    /** With one loop: all exchanges share their pools and turns. */
    public static TestGateway single(String document) {
        return start(Transport.AUTO, 1, FakePorts.NO_LIMITS, document);
    }

    public static TestGateway start(Transport transport, int loops, Limiters limiters, String document) {
        return start(transport, loops, limiters, Certificates.NONE, document);
    }

    public static TestGateway start(
            Transport transport, int loops, Limiters limiters, Certificates certificates, String document) {
        return start(new TestGateway(transport, loops, limiters, tls(certificates)), document);
    }

    private static TlsPorts tls(Certificates certificates) {
        return new TlsPorts(
                TlsEngine.best(), certificates, TicketKeys.OWN, new LocalSecrets(Path.of(""), System.getenv()));
    }

    /** With certificates for its listeners. */
    public static TestGateway start(TlsPorts tls, String document) {
        return start(new TestGateway(Transport.AUTO, 2, FakePorts.NO_LIMITS, tls), document);
    }

    /** With some ports of the test's own. */
    public static TestGateway start(UnaryOperator<CompilerPorts> change, String document) {
        return start(new TestGateway(Transport.AUTO, 2, FakePorts.NO_LIMITS, tls(Certificates.NONE), change), document);
    }

    private static TestGateway start(TestGateway gateway, String document) {
        try {
            gateway.change(document);
            return gateway;
        } catch (RuntimeException e) {
            gateway.close();
            throw e;
        }
    }

    /** With one loop; {@code first} is asked before the filters of every route. */
    public static TestGateway filtering(Filter first, String document) {
        TestGateway gateway = new TestGateway(Transport.AUTO, 1, FakePorts.NO_LIMITS, tls(Certificates.NONE));
        gateway.first = first;
        gateway.change(document);
        return gateway;
    }

    /** Takes up trust files and certificates of backends that have changed. */
    public void refreshBackendTls() {
        backendTls.refresh();
    }

    /** Makes another document live. */
    public void change(String document) {
        stage(document).activate();
    }

    /** A document that could be made live. */
    public synchronized ListenerSet.Staged stage(String document) {
        Snapshot snapshot = filtered(compiler.compile(
                ++revision, "", DocumentReader.read(document, "test.yaml").orThrow()));
        ListenerSet.Staged sockets = plane.stage(snapshot.listeners());
        return new ListenerSet.Staged() {
            @Override
            public void activate() {
                snapshots.activate(snapshot);
                sockets.activate();
            }

            @Override
            public void discard() {
                sockets.discard();
            }
        };
    }

    private Snapshot filtered(Snapshot plain) {
        Filter filter = first;
        return filter == null
                ? plain
                : new Snapshot(
                        plain.revision(),
                        plain.documentHash(),
                        plain.document(),
                        plain.listeners(),
                        new FilteredRouting(plain.routing(), filter),
                        plain.upstreams(),
                        plain.tcp());
    }

    /** Where the listener listens. */
    public InetSocketAddress address(String listener) {
        return Objects.requireNonNull(plane.listening().get(listener), "no listener " + listener);
    }

    /** Connects to the listener {@code public}. */
    public WireClient client() {
        return new WireClient(address("public"));
    }

    public DataPlane plane() {
        return plane;
    }

    /** Exchanges that are over, as recorders were told. */
    public List<EndedExchange> ended() {
        return ended;
    }

    /** Connections of tcp listeners that are over, as recorders were told. */
    public List<EndedTcp> endedTcp() {
        return endedTcp;
    }

    /** How TLS handshakes of clients ended, as recorders were told. */
    public List<TlsHandshake> handshakes() {
        return handshakes;
    }

    /** Why connections were not taken on, as recorders were told. */
    public List<ConnectionRefusal> refusals() {
        return refusals;
    }

    /** The same of those with endpoints. */
    public List<TlsHandshake> backendHandshakes() {
        return backendHandshakes;
    }

    /** Open client connections. */
    public int connections() {
        return connections.get();
    }

    /** Connections of clients of HTTP/2, and their streams, that are open. */
    public String http2() {
        return http2Connections.get() + " connections, " + http2Streams.get() + " streams";
    }

    /** Open WebSockets. */
    public int tunnels() {
        return tunnels.get();
    }

    /** Connections to endpoints that are open or opening. */
    public int upstreamConnections() {
        return upstreamConnections.get();
    }

    public EndpointPlan endpoint(String upstream, int index) {
        return Objects.requireNonNull(snapshots.current().upstreams().get(upstream))
                .endpoints()[index];
    }

    /** What traffic showed since the last call. */
    public List<EndpointObservation> observations() {
        CompletableFuture<List<EndpointObservation>> seen = new CompletableFuture<>();
        plane.collect(seen::complete);
        return new ArrayList<>(seen.join());
    }

    /** Exchanges under way at all endpoints. */
    public int inFlight() {
        return observations().stream().mapToInt(EndpointObservation::inFlight).sum();
    }

    @Override
    public void close() {
        plane.drain(Duration.ZERO).toCompletableFuture().join();
        plane.stop().toCompletableFuture().join();
    }
}
