package io.weir.node.dataplane.exchange;

import io.weir.config.model.Listener;
import io.weir.config.model.ListenerLimits.PerAddress;
import io.weir.config.model.ListenerTls;
import io.weir.node.dataplane.tls.TlsFront;
import io.weir.node.decide.protect.Pace;
import io.weir.node.state.RoutePlan;
import java.net.InetAddress;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** A listener as its connections see it: settings of the live revision, and how many there are. Thread-safe. */
public final class ListenerGate {
    private final AtomicInteger connections = new AtomicInteger();
    private volatile Terms terms;
    private volatile @Nullable TlsFront tls;

    /**
     * The settings, ready for use.
     *
     * @param own what answers all requests in place of the document's routes; null: these do
     */
    public record Terms(
            String name,
            int headBytes,
            int fields,
            long bodyBytes,
            int connections,
            int streams,
            List<String> protocols,
            PerAddress perAddress,
            @Nullable Pace pace,
            long headNanos,
            long idleNanos,
            long bodyNanos,
            Trust trust,
            boolean tcp,
            boolean proxied,
            @Nullable RoutePlan own) {
        static Terms of(Listener listener, @Nullable RoutePlan own) {
            PerAddress perAddress = listener.limits().perAddress();
            return new Terms(
                    listener.name(),
                    listener.limits().headBytes(),
                    listener.limits().fields(),
                    listener.limits().bodyBytes(),
                    listener.limits().connections(),
                    listener.limits().streams(),
                    listener.tls().map(ListenerTls::protocols).orElse(listener.protocols()),
                    perAddress,
                    perAddress.newPerSecond() == 0 ? null : Pace.of(perAddress.newPerSecond(), perAddress.burst()),
                    listener.timeouts().head().toNanos(),
                    listener.timeouts().idle().toNanos(),
                    listener.timeouts().body().toNanos(),
                    listener.trusted().isEmpty() ? Trust.NOBODY : new Trust(listener.trusted()),
                    listener.tcp().isPresent(),
                    listener.proxyProtocol(),
                    own);
        }
    }

    /** @param tls null: connections are in plain text */
    public ListenerGate(Listener listener, @Nullable TlsFront tls) {
        this.terms = Terms.of(listener, null);
        this.tls = tls;
    }

    /** @param own answers all that comes this way, which is no client's */
    public ListenerGate(Listener listener, RoutePlan own) {
        this.terms = Terms.of(listener, own);
        this.tls = null;
    }

    /** A new revision says this. */
    public void follow(Listener listener, @Nullable TlsFront newTls) {
        terms = Terms.of(listener, null);
        tls = newTls;
    }

    /** For connections from now on; null: they are in plain text. */
    public @Nullable TlsFront tls() {
        return tls;
    }

    public String name() {
        return terms.name;
    }

    /** What one address may do. */
    public PerAddress perAddress() {
        return terms.perAddress;
    }

    /** How fast one address may open connections; null: as fast as it likes. */
    public @Nullable Pace pace() {
        return terms.pace;
    }

    /** Whether it speaks for others, many perhaps. */
    public boolean trusts(InetAddress peer) {
        return terms.trust.trusts(peer.getAddress());
    }

    /** The settings of the live revision. */
    public Terms terms() {
        return terms;
    }

    /** Counts a connection in; false when there are too many with it. */
    public boolean enter() {
        int most = terms.connections;
        return connections.incrementAndGet() <= most || most == 0;
    }

    /** A connection that was counted in, or should have been, is gone. */
    public void leave() {
        connections.decrementAndGet();
    }

    /** Open connections. */
    public int connections() {
        return connections.get();
    }
}
