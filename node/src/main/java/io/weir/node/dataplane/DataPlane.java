package io.weir.node.dataplane;

import io.netty.channel.EventLoop;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.netty.util.concurrent.EventExecutor;
import io.weir.config.formation.Transport;
import io.weir.config.model.Health;
import io.weir.config.model.HostPort;
import io.weir.config.model.Listener;
import io.weir.node.dataplane.accept.Door;
import io.weir.node.dataplane.accept.ListenerSet;
import io.weir.node.dataplane.exchange.LoopTraffic;
import io.weir.node.dataplane.loop.Loop;
import io.weir.node.dataplane.loop.Transports;
import io.weir.node.dataplane.tls.PeerTls;
import io.weir.node.dataplane.tls.TlsFronts;
import io.weir.node.dataplane.tls.TlsPorts;
import io.weir.node.dataplane.upstream.Prober;
import io.weir.node.dataplane.upstream.UpstreamPools;
import io.weir.node.filter.EndpointPickers;
import io.weir.node.state.EndpointPlan;
import io.weir.node.state.EndpointStatus;
import io.weir.node.state.Filter;
import io.weir.node.state.Observations;
import io.weir.node.state.Probes;
import io.weir.node.state.Recorder;
import io.weir.node.state.Snapshots;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/**
 * The data plane of a node, wired in one place: as many loops as cores, each with sockets, exchanges and connections of
 * its own; they share the snapshot and nothing else. Thread-safe.
 */
public final class DataPlane implements Observations, Probes {
    private static final long LOOK_MILLIS = 5;
    private static final long CLOSING_NANOS = 500_000_000L;

    private final Transports transport;
    private final TlsPorts tls;
    private final MultiThreadIoEventLoopGroup group;
    private final List<LoopTraffic> traffic = new ArrayList<>();
    private final List<Consumer<EndpointStatus>> ejectionListeners = new CopyOnWriteArrayList<>();
    private final AtomicInteger nextProbe = new AtomicInteger();
    private final ListenerSet listeners;
    private final TlsFronts fronts;

    private DataPlane(
            Settings settings, Snapshots snapshots, EndpointPickers pickers, Recorder.Factory recorders, TlsPorts tls) {
        this.tls = tls;
        transport = Transports.choose(settings.transport);
        group = new MultiThreadIoEventLoopGroup(
                settings.loops, new DefaultThreadFactory("weir-loop"), transport.handlers());
        UpstreamPools.Gates gates = new UpstreamPools.Gates();
        for (EventExecutor executor : group) {
            int index = traffic.size();
            Loop loop = new Loop(
                    index,
                    (EventLoop) executor,
                    transport,
                    snapshots,
                    pickers.forLoop(index),
                    recorders.forLoop(index),
                    endpoint -> ejectionListeners.forEach(listener -> listener.accept(endpoint)));
            loop.start();
            traffic.add(new LoopTraffic(loop, gates, tls.certificates()));
        }
        fronts = new TlsFronts(tls);
        listeners = new ListenerSet(traffic, settings.portOffset, fronts);
    }

    /**
     * @param loops event loops; usually one a core
     * @param portOffset added to each listener's port
     */
    public record Settings(Transport transport, int loops, int portOffset) {}

    /** @throws IllegalStateException when the transport that is asked for does not work here */
    public static DataPlane start(
            Settings settings, Snapshots snapshots, EndpointPickers pickers, Recorder.Factory recorders, TlsPorts tls) {
        return new DataPlane(settings, snapshots, pickers, recorders, tls);
    }

    /** {@code io_uring}, {@code epoll} or {@code nio}. */
    public String transport() {
        return transport.name();
    }

    /** Who does the cryptography of TLS here, as shown to people. */
    public String tls() {
        return tls.engine().text();
    }

    /** Takes up files of listeners' TLS that have changed. Blocks: never on a loop. */
    public void refreshTls() {
        fronts.refresh();
    }

    /** Opens the sockets that are new. Blocks: never on a loop. */
    public ListenerSet.Staged stage(List<Listener> wanted) {
        return listeners.stage(wanted);
    }

    /** Where each listener listens, by name. */
    public Map<String, InetSocketAddress> listening() {
        return listeners.listening();
    }

    /**
     * Opens a door through which the other nodes ask this one. Blocks: never on a loop.
     *
     * @param address port 0: the system chooses
     * @param doorkeeper answers all that comes, which goes nowhere else
     * @return where it listens
     * @throws io.weir.node.state.Stager.StagingException when it cannot listen there
     */
    public InetSocketAddress openDoor(HostPort address, Filter doorkeeper, @Nullable PeerTls tls) {
        return listeners.openDoor(Door.listener(address), Door.route(doorkeeper), tls == null ? null : tls::server);
    }

    @Override
    public void collect(Consumer<List<EndpointObservation>> sink) {
        ObservationCollector.collect(traffic, sink);
    }

    @Override
    public void onConsecutiveFailures(Consumer<EndpointStatus> listener) {
        ejectionListeners.add(listener);
    }

    @Override
    public void probe(EndpointPlan endpoint, Health.Active settings, Consumer<Result> then) {
        Loop loop = traffic.get(Math.floorMod(nextProbe.getAndIncrement(), traffic.size()))
                .loop();
        loop.events().execute(() -> Prober.probe(loop, endpoint, settings, then));
    }

    /**
     * Stops accepting, lets what is in flight end, and closes. Completes when nothing is left, at the latest after
     * {@code grace}; what is in flight then is cut off. Never on a loop.
     */
    public CompletionStage<Void> drain(Duration grace) {
        listeners.close();
        traffic.forEach(one -> one.loop().events().execute(one::drain));
        CompletableFuture<Void> done = new CompletableFuture<>();
        look(LoopTraffic::connections, System.nanoTime() + grace.toNanos(), done);
        return done;
    }

    private void look(ToIntFunction<LoopTraffic> count, long deadline, CompletableFuture<Void> done) {
        List<CompletableFuture<Integer>> counts = traffic.stream()
                .map(one -> CompletableFuture.supplyAsync(
                        () -> count.applyAsInt(one), one.loop().events()))
                .toList();
        CompletableFuture.allOf(counts.toArray(CompletableFuture[]::new)).thenRun(() -> {
            int open = counts.stream().mapToInt(CompletableFuture::join).sum();
            if (open == 0) {
                done.complete(null);
            } else if (System.nanoTime() >= deadline) {
                abort();
                done.complete(null);
            } else {
                traffic.get(0)
                        .loop()
                        .events()
                        .schedule(() -> look(count, deadline, done), LOOK_MILLIS, TimeUnit.MILLISECONDS);
            }
        });
    }

    private void abort() {
        traffic.forEach(one -> one.loop().events().execute(one::abort));
    }

    /** Closes what is open and ends the loops; completes when their threads are done. Never on a loop. */
    public CompletionStage<Void> stop() {
        listeners.close();
        abort();
        CompletableFuture<Void> closed = new CompletableFuture<>();
        look(LoopTraffic::allConnections, System.nanoTime() + CLOSING_NANOS, closed);
        CompletableFuture<Void> stopped = new CompletableFuture<>();
        closed.thenRun(
                () -> group.shutdownGracefully(0, 1, TimeUnit.SECONDS).addListener(done -> stopped.complete(null)));
        return stopped;
    }
}
