package io.weir.config.parse;

import io.weir.config.model.Balance;
import io.weir.config.model.Listener;
import io.weir.config.model.RequestKey;
import io.weir.config.model.Route;
import io.weir.config.model.Upstream;
import io.weir.config.model.UpstreamProtocol;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** What listeners with {@code tcp} ask of upstreams and routes: there is no request that anything could be read from. */
final class TcpChecks {
    private record Use(String listener, String upstream, Place place) {}

    private record Named(String listener, Place place) {}

    private final Mistakes mistakes;
    private final List<Use> uses = new ArrayList<>();
    private final List<Named> named = new ArrayList<>();
    private final Set<String> listeners = new HashSet<>();

    TcpChecks(Mistakes mistakes) {
        this.mistakes = mistakes;
    }

    /** @param place of its {@code tcp} */
    void listener(Listener listener, Place place) {
        listener.tcp().ifPresent(tcp -> {
            listeners.add(listener.name());
            Set<String> upstreams = new TreeSet<>(tcp.byName().values());
            tcp.to().ifPresent(upstreams::add);
            upstreams.forEach(name -> uses.add(new Use(listener.name(), name, place)));
        });
    }

    void route(Route route, Place place) {
        route.match().listeners().forEach(name -> named.add(new Named(name, place)));
    }

    /** After everything was read. */
    void check(Map<String, Upstream> upstreams) {
        for (Use use : uses) {
            Upstream upstream = upstreams.get(use.upstream);
            if (upstream != null) {
                check(use, upstream);
            }
        }
        for (Named one : named) {
            if (listeners.contains(one.listener)) {
                String message = "listener \"" + one.listener + "\" has tcp and takes no requests";
                mistakes.add(one.place, message, "a listener without tcp");
            }
        }
    }

    private void check(Use use, Upstream upstream) {
        String owner = "upstream \"" + upstream.name() + "\"";
        if (upstream.sticky().isPresent()) {
            mistakes.add(use.place, owner + " is sticky, which needs requests", "balance: { hash: address }");
        }
        if (upstream.protocol() != UpstreamProtocol.HTTP_1_1) {
            String message = owner + " has protocol: " + upstream.protocol().word() + ", and tcp speaks none";
            mistakes.add(use.place, message, "an upstream without protocol");
        }
        Balance balance = upstream.balance();
        if (balance.key().filter(key -> key.kind() != RequestKey.Kind.ADDRESS).isPresent()) {
            String message = owner + " goes by " + balance.key().get() + ", which needs requests";
            mistakes.add(use.place, message, "balance: { hash: address }");
        }
    }

    /** A connection that carries exchanges of many clients is nobody's. */
    void forwards(Upstream upstream, Place place) {
        if (upstream.proxyProtocol().isPresent()) {
            String message = "upstream \"" + upstream.name() + "\" has proxy-protocol, which only tcp listeners send";
            mistakes.add(place, message, "an upstream without it");
        }
    }
}
