package io.weir.node.dataplane.accept;

import io.netty.handler.ssl.SslContext;
import io.weir.config.model.HostPort;
import io.weir.config.model.Listener;
import io.weir.node.dataplane.exchange.ListenerGate;
import io.weir.node.dataplane.exchange.LoopTraffic;
import io.weir.node.dataplane.tls.TlsFront;
import io.weir.node.dataplane.tls.TlsFronts;
import io.weir.node.state.RoutePlan;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The listeners of the live revision and those of one being staged. A listener whose address stays keeps its sockets and
 * connections whatever else changes. Thread-safe; staging blocks, never on a loop.
 */
public final class ListenerSet {
    private final Binder binder;
    private final TlsFronts tls;
    private Map<Place, BoundListener> live = new LinkedHashMap<>();
    private Map<String, InetSocketAddress> listening = Map.of();
    private @Nullable BoundListener door;
    private boolean closed;

    /** What makes a listener the same in another revision: its address; its name where the system chooses the port. */
    private record Place(HostPort address, String name) {
        static Place of(Listener listener) {
            return new Place(listener.address(), listener.address().port() == 0 ? listener.name() : "");
        }
    }

    /** @param portOffset added to each listener's port, but 0 */
    public ListenerSet(List<LoopTraffic> traffic, int portOffset, TlsFronts tls) {
        this.binder = new Binder(traffic, portOffset);
        this.tls = tls;
    }

    /** Sockets of a revision that may go live. Exactly one of the two is called. */
    public interface Staged {
        void activate();

        void discard();
    }

    /** @throws io.weir.node.state.Stager.StagingException when a socket cannot be opened or a certificate not be
     *     used; none is left open then */
    public synchronized Staged stage(List<Listener> wanted) {
        Map<String, @Nullable TlsFront> fronts = new LinkedHashMap<>();
        wanted.forEach(listener -> fronts.put(listener.name(), tls.stage(listener)));
        Map<Place, BoundListener> fresh = new LinkedHashMap<>();
        try {
            for (Listener listener : wanted) {
                if (!live.containsKey(Place.of(listener))) {
                    fresh.put(Place.of(listener), binder.bind(listener, fronts.get(listener.name())));
                }
            }
        } catch (RuntimeException e) {
            fresh.values().forEach(BoundListener::close);
            throw e;
        }
        return new Staged() {
            @Override
            public void activate() {
                ListenerSet.this.activate(wanted, fresh, fronts);
            }

            @Override
            public void discard() {
                fresh.values().forEach(BoundListener::close);
            }
        };
    }

    private synchronized void activate(
            List<Listener> wanted, Map<Place, BoundListener> fresh, Map<String, @Nullable TlsFront> fronts) {
        tls.activate(fronts.values().stream().filter(Objects::nonNull).toList());
        Map<Place, BoundListener> before = new LinkedHashMap<>(live);
        Map<Place, BoundListener> next = new LinkedHashMap<>();
        Map<String, InetSocketAddress> addresses = new LinkedHashMap<>();
        List<BoundListener> opening = new ArrayList<>();
        for (Listener listener : wanted) {
            BoundListener kept = before.remove(Place.of(listener));
            BoundListener bound = kept == null ? fresh.get(Place.of(listener)) : kept;
            if (bound == null) {
                throw new IllegalStateException("not staged: " + listener.address());
            }
            if (kept == null) {
                opening.add(bound);
            }
            bound.gate().follow(listener, fronts.get(listener.name()));
            next.put(Place.of(listener), bound);
            addresses.put(listener.name(), bound.local());
        }
        live = next;
        listening = Map.copyOf(addresses);
        before.values().forEach(BoundListener::close);
        opening.forEach(closed ? BoundListener::close : BoundListener::accept);
    }

    /**
     * Opens a door for the other nodes, which stays until all is closed. Blocks: never on a loop.
     *
     * @param own answers what comes
     * @param secured null: in plain text
     * @return where it listens
     */
    public synchronized InetSocketAddress openDoor(
            Listener listener, RoutePlan own, @Nullable Supplier<SslContext> secured) {
        BoundListener bound = binder.bind(listener, new ListenerGate(listener, own), secured);
        door = bound;
        bound.accept();
        return bound.local();
    }

    /** Where each listener of the live revision listens, by name. */
    public synchronized Map<String, InetSocketAddress> listening() {
        return listening;
    }

    /** Stops accepting, for good. Blocks for a moment: never on a loop. */
    public synchronized void close() {
        closed = true;
        live.values().forEach(BoundListener::close);
        BoundListener known = door;
        if (known != null) {
            known.close();
        }
    }
}
